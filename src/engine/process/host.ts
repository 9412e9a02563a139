/**
 * Host: the few things that a process may do. The simulator is one host; a real machine with
 * sockets can be another, and the process cannot tell.
 */

import { className } from "../kernel/check.ts";
import { Given } from "./given.ts";

/** The name of a node. */
export type Address = string;

/** Options of one message. */
export type SendOptions = {
  /**
   * The size that the message's body is said to have, bytes, whatever it really holds: a film of
   * 4 GB need not be written out. 0 to 2³² − 1.
   */
  bytes?: number;
  /** Time to live: a router that makes it 0 throws the packet away. 1…255, default 64. */
  ttl?: number;
  /** Whether no router may cut the packets into smaller ones. Default false. */
  dontFragment?: boolean;
  /**
   * Whether a router that throws a packet away for want of a route, of time to live or of room
   * sends a `Notice` back. Default false.
   */
  report?: boolean;
  /**
   * Whether it takes a link to the receiver itself, whatever the routes say, as routers do when
   * they speak to their neighbours; without such a link it goes nowhere. Default false.
   */
  direct?: boolean;
  /** How urgent the message is, where queues ask for it: 0…7, more is more. Default 0. */
  priority?: number;
};

/** What a router tells the sender of a packet that it cannot pass on, as ICMP does (RFC 792). */
export type Notice = {
  icmp: "time exceeded" | "destination unreachable" | "fragmentation needed";
  /** Whom the message was for. */
  to: Address;
  /** The body of the message, if it was no longer than 548 bytes and not bytes itself. */
  about?: unknown;
  /** With "fragmentation needed": the longest packet that the next link takes, bytes. */
  mtu?: number;
};

/** A node that a link leads to. */
export type Neighbour = {
  address: Address;
  /** What the link costs; of parallel ones, the least. */
  cost: number;
  /** Whether a link towards it is up. */
  isUp: boolean;
  /** Whether it passes packets on, as far as the network's plan says; it may be down. */
  isRouter: boolean;
};

/** What stands behind a process. Each member serves the method of `Process` of the same name. */
export type Host = {
  readonly address: Address;
  now(): number;
  random(): number;
  send(to: Address, body: unknown, options: SendOptions | undefined): void;
  setTimer(name: string, after: number): void;
  cancelTimer(name: string): void;
  work(duration: number): void;
  invoke(operation: unknown): number;
  complete(operation: unknown, number: number | undefined): void;
  note(text: string): void;
  neighbours(): Neighbour[];
  /**
   * The running handler ends, and the timer of this name, set for `after` ns from now, runs out,
   * all at once: only if nothing else would happen before that. False if it might: the handler
   * then sets its timer as usual. A host need not offer it.
   */
  elapse?(name: string, after: number): boolean;
};

/** A process with its host, which is no field: its fields are its own. */
class Hosted extends Given {
  #host: Host | undefined = undefined;

  static host(process: object): Host | undefined {
    return #host in process ? process.#host : undefined;
  }
  static setHost(process: object, host: Host): void {
    const hosted = #host in process ? process : new Hosted(process);
    hosted.#host = host;
  }
}

/** Gives a process its host. */
export function setHost(process: object, host: Host): void {
  Hosted.setHost(process, host);
}

/**
 * The host of a process.
 * @throws Error if it has none, which means that the run has not begun.
 */
export function hostOf(process: object, action: string): Host {
  const host = Hosted.host(process);
  if (host !== undefined) return host;
  throw new Error(
    `${className(process)}: ${action} was used before the run began. ` +
      "A constructor only sets fields; what a process does first belongs in start().",
  );
}
