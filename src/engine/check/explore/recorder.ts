/** The host of an explored process: it notes what a handler does, and has no time or chance. */
import { checkTime, show } from "../../kernel/check.ts";
import type { Host, Neighbour, SendOptions } from "../../process/host.ts";
import { noSuchNode, statedSize } from "../../simulate/send-options.ts";
import { type Encoded, encodeBody } from "../../wire/body.ts";

/** A message that a handler sent. */
export type Sent = { to: string; body: Encoded };

/** What an exploration cannot do; it says what to do instead. */
export class ExploreError extends Error {
  override name = "ExploreError";
}

/** What may be sent where. */
export type Neighbourhood = {
  /** All nodes of the system. */
  readonly nodes: readonly string[];
  /** Where links lead to, with the longest body that one packet takes, bytes. */
  readonly reach: ReadonlyMap<string, { longest: number; cost: number }>;
};

/** Notes what one handler does. */
export class Recorder implements Host {
  readonly address: string;
  readonly sends: Sent[] = [];
  /** The timers that run. */
  readonly timers: Set<string>;
  /** Operations that have begun so far. */
  operations: number;
  readonly #around: Neighbourhood;

  constructor(
    address: string,
    around: Neighbourhood,
    timers: readonly string[],
    operations: number,
  ) {
    this.address = address;
    this.#around = around;
    this.timers = new Set(timers);
    this.operations = operations;
  }

  now(): never {
    const why = "an exploration has an order of events and no time";
    throw new ExploreError(`explore: ${this.address} reads this.now; ${why}. ${REMEDY}.`);
  }

  random(): never {
    const why = "an exploration tries every order instead of chance";
    throw new ExploreError(`explore: ${this.address} draws this.random(); ${why}. ${REMEDY}.`);
  }

  send(to: string, body: unknown, options: SendOptions | undefined): void {
    const { nodes, reach } = this.#around;
    if (!nodes.includes(to)) throw noSuchNode(to, nodes);
    const encoded = encodeBody({ action: "send", target: to }, body);
    const way = reach.get(to);
    const bytes = options === undefined ? encoded.size : statedSize(to, options, encoded.size);
    if (way !== undefined && bytes > way.longest) {
      const size = `${bytes} bytes, and one packet takes ${way.longest}`;
      const remedy = "Explored messages are single packets: give the link a larger mtu";
      throw new ExploreError(`explore: ${this.address} sends ${to} ${size}. ${remedy}.`);
    }
    this.sends.push({ to, body: encoded });
  }

  setTimer(name: string, after: number): void {
    checkTime(`setTimer(${show(name)})`, "after", after);
    this.timers.add(name);
  }

  cancelTimer(name: string): void {
    this.timers.delete(name);
  }

  /** Handlers run to their end at once: other events come before or after. */
  work(duration: number): void {
    checkTime("work", "duration", duration);
  }

  invoke(): number {
    this.operations += 1;
    return this.operations;
  }

  complete(): void {}

  note(): void {}

  neighbours(): Neighbour[] {
    const known = { isUp: true, isRouter: false };
    return [...this.#around.reach].map(([address, { cost }]) => ({ address, cost, ...known }));
  }
}

const REMEDY = "Let it come with a message, or be a field from the start";
