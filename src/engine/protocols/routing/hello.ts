/**
 * Hellos: how a router finds out which of its neighbours are there and hear it (RFC 2328 §§9.5,
 * 10.5). Nobody says that it is going; silence has to tell.
 */
import { checkNumber, checkTime, LONGEST } from "../../kernel/check.ts";
import type { Address } from "../../process/host.ts";
import { Router, type RouterOptions } from "../../process/router.ts";

/** "Here I am, and these are the neighbours that I hear." */
export type Hello = { kind: "hello"; heard: Address[] };

/** How a router looks after its neighbours. Everything may be left out. */
export type HelloOptions = Pick<RouterOptions, "delay" | "rate" | "backlog"> & {
  /** How often a router greets its neighbours, ns. Default 10 s (RFC 2328 §C.3). */
  hello?: number;
  /** How long a neighbour may be silent before it counts as gone, ns. Default 4 hellos. */
  dead?: number;
};

const HELLO = "hello";

/** A router that knows its neighbours. What it does with that is its subclass's matter. */
export class HelloRouter<Message> extends Router<Message | Hello, Message | Hello> {
  hello: number;
  dead: number;

  /** When each neighbour was heard last, on this router's clock, ns. */
  heard: Record<Address, number> = {};
  /** Neighbours that hear this router as it hears them. */
  adjacent: Address[] = [];

  /** @throws RangeError for an option out of range. */
  constructor(where: string, options: HelloOptions) {
    const { hello = 10e9, dead = 4 * hello, ...forwarding } = options;
    super({ ...forwarding, routing: "own" });
    this.hello = checkNumber(where, "hello", hello, { min: 1, max: LONGEST, unit: "nanoseconds" });
    this.dead = checkTime(where, "dead", dead);
  }

  start(): void {
    this.greet();
  }

  timeout(timer: string): void {
    if (timer === HELLO) this.greet();
  }

  /** A neighbour hears this router and is heard. */
  meet(neighbour: Address): void;
  meet(): void {}

  /** A neighbour is heard no more, or does not hear this router any more. */
  part(neighbour: Address): void;
  part(): void {}

  /** Looks at the links, takes leave of neighbours that are silent, and greets all. */
  greet(): void {
    const down = new Set(this.neighbours.filter(({ isUp }) => !isUp).map(({ address }) => address));
    for (const [neighbour, at] of Object.entries(this.heard)) {
      if (down.has(neighbour) || this.now - at > this.dead) this.forget(neighbour);
    }
    for (const { address, isRouter } of this.neighbours) if (isRouter) this.sayHello(address);
    this.setTimer(HELLO, this.hello);
  }

  sayHello(to: Address): void {
    this.send(to, { kind: "hello", heard: Object.keys(this.heard) }, { direct: true });
  }

  takeHello(from: Address, heard: readonly Address[]): void {
    const isNew = this.heard[from] === undefined;
    this.heard[from] = this.now;
    // Answered at once, so that two that meet need not wait for the next hello (§10.5).
    if (isNew) this.sayHello(from);
    const isAdjacent = this.adjacent.includes(from);
    if (heard.includes(this.address) && !isAdjacent) {
      this.adjacent.push(from);
      this.meet(from);
    } else if (!heard.includes(this.address) && isAdjacent) this.leave(from);
  }

  forget(neighbour: Address): void {
    delete this.heard[neighbour];
    if (this.adjacent.includes(neighbour)) this.leave(neighbour);
  }

  leave(neighbour: Address): void {
    this.adjacent = this.adjacent.filter((each) => each !== neighbour);
    this.part(neighbour);
  }
}
