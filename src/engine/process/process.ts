/**
 * Process: a program that runs on a node, in the form that everything here can run, search, step
 * through and copy.
 */
import { type Address, hostOf, type SendOptions } from "./host.ts";

/**
 * The base class of all processes. A process is a class with fields and handlers:
 *
 * - Its **fields are its state**: plain data, Map, Set, typed arrays. Nothing else (no functions,
 *   promises, `#private` fields), so that the state can be shown and copied.
 * - Its **handlers** `start`, `receive` and `timeout` are called one at a time, run to their end,
 *   wait for nothing and return nothing. A handler takes no simulated time, except by `work`.
 * - It **acts** only through the methods below, and takes time and chance only from `now` and
 *   `random()`. Nothing is sent from a constructor.
 * - A crash forgets every field but `disk`; a restart begins with a fresh copy of the process as
 *   it was given to `simulate`, with that `disk`.
 *
 * `In` and `Out` are the types of the messages that it receives and sends, if one wants them
 * checked.
 */
export class Process<In = unknown, Out = unknown> {
  /** Called once when the node starts, and again after each restart. */
  start(): void {}

  /**
   * Called for each message that arrives.
   * @param message A copy of its own: changing it changes nobody else's.
   * @param from The node that sent it.
   */
  receive(message: In, from: Address): void;
  receive(): void {}

  /** Called when a timer runs out, with the name that it was set by. */
  timeout(timer: string): void;
  timeout(): void {}

  /**
   * Sends a message. It may be lost, damaged, doubled, overtaken: that depends on the links.
   * @param to A node's name.
   * @param body null, booleans, finite numbers, strings, arrays, plain objects (16 deep), or
   * a Uint8Array. It is copied here and now.
   * @throws TypeError naming the path of whatever else the body holds.
   */
  send(to: Address, body: Out, options?: SendOptions): void {
    hostOf(this, "send").send(to, body, options);
  }

  /**
   * Sets the timer of this name, `after` ns from now; a timer of this name that is running starts
   * afresh.
   * @throws RangeError unless `after` is a number from 0 to 2⁵³ − 1.
   */
  setTimer(name: string, after: number): void {
    hostOf(this, "setTimer").setTimer(name, after);
  }

  /** Stops a timer, even one that is due at this very instant. Harmless if it is not running. */
  cancelTimer(name: string): void {
    hostOf(this, "cancelTimer").cancelTimer(name);
  }

  /**
   * Is busy for `duration` ns. What the handler does after this call happens when the work is
   * done, and messages and timers that come meanwhile wait their turn.
   */
  work(duration: number): void {
    hostOf(this, "work").work(duration);
  }

  /**
   * Records that an operation begins, for whoever judges the history afterwards.
   * @returns its number, which `complete` takes if several are open at once.
   */
  invoke(operation: unknown): number {
    return hostOf(this, "invoke").invoke(operation);
  }

  /** Records that an operation ended: the one with this number, else the last that is open. */
  complete(operation: unknown, number?: number): void {
    hostOf(this, "complete").complete(operation, number);
  }

  /** Says something in the trace: at most 200 characters. */
  note(text: string): void {
    hostOf(this, "note").note(text);
  }

  /** What this node's own clock says, ns. */
  get now(): number {
    return hostOf(this, "now").now();
  }

  /** A random number, at least 0 and below 1, from this node's own stream of chance. */
  random(): number {
    return hostOf(this, "random()").random();
  }

  /** The name of the node that this process runs on. */
  get address(): Address {
    return hostOf(this, "address").address;
  }
}
