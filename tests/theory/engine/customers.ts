/** Sources, desks and servers: queues made of processes, messages and `work`. */
import { Process } from "../../../src/engine/index.ts";
import { log } from "../../../src/engine/kernel/math.ts";

/** How a time is drawn: its mean, ns, and its shape. Plain data, as a process's fields must be. */
export type Times = {
  mean: number;
  /** "two": a tenth of the mean or 1.9 times of it, with equal chance. Default "exponential". */
  shape?: "exponential" | "constant" | "two" | "erlang";
};

/** The squared coefficient of variation of each shape. */
export const VARIATION = { exponential: 1, constant: 0, two: 0.81, erlang: 0.5 } as const;

/** Draws a time. */
export function draw({ mean, shape = "exponential" }: Times, random: () => number): number {
  const one = (part: number) => -mean * part * log(1 - random());
  if (shape === "constant") return mean;
  if (shape === "two") return mean * (random() < 0.5 ? 0.1 : 1.9);
  return shape === "erlang" ? one(0.5) + one(0.5) : one(1);
}

/** When a customer came, ns. */
export type Customer = { came: number };

/** Sends customers, `batch` at a time, until `left` have gone. */
export class Source extends Process<unknown, Customer> {
  to: string;
  gaps: Times;
  left: number;
  batch: number;
  /** Their size, if it counts: bytes. */
  sizes: Times | null;

  constructor(
    to: string,
    gaps: Times,
    left: number,
    { batch = 1, sizes = null }: { batch?: number; sizes?: Times | null } = {},
  ) {
    super();
    this.to = to;
    this.gaps = gaps;
    this.left = left;
    this.batch = batch;
    this.sizes = sizes;
  }

  start(): void {
    this.setTimer(
      "next",
      draw(this.gaps, () => this.random()),
    );
  }

  timeout(): void {
    for (let i = 0; i < this.batch; i++) {
      const { sizes } = this;
      const size = sizes === null ? null : Math.round(draw(sizes, () => this.random()));
      this.send(this.to, { came: this.now }, size === null ? {} : { bytes: size });
    }
    this.left -= this.batch;
    if (this.left > 0) this.start();
  }
}

/** Sums over all customers but the first ones, which found a queue that had not filled yet. */
export type Sums = { count: number; wait: number; delay: number; waited: number };

/** Nothing yet. */
export const noSums = (): Sums => ({ count: 0, wait: 0, delay: 0, waited: 0 });

/** One server with its inbox for a queue. */
export class Server extends Process<Customer, unknown> {
  service: Times;
  /** How many customers come before anything is counted. */
  warmUp: number;
  seen = 0;
  sums: Sums = noSums();

  constructor(service: Times, warmUp: number) {
    super();
    this.service = service;
    this.warmUp = warmUp;
  }

  receive({ came }: Customer): void {
    const wait = this.now - came;
    this.work(Math.round(draw(this.service, () => this.random())));
    this.seen += 1;
    if (this.seen <= this.warmUp) return;
    this.sums.count += 1;
    this.sums.wait += wait;
    this.sums.delay += this.now - came;
    if (wait > 0) this.sums.waited += 1;
  }
}

/** Hands customers to the servers that are free, and keeps the others, up to `places` in all. */
export class Desk extends Process<Customer, Customer> {
  idle: string[];
  places: number;
  warmUp: number;
  queue: number[] = [];
  present = 0;
  seen = 0;
  sums: Sums = noSums();
  /** Of those that are counted: how many found no place; how many all of them found here. */
  lost = 0;
  found = 0;

  constructor(servers: readonly string[], places: number, warmUp: number) {
    super();
    this.idle = [...servers];
    this.places = places;
    this.warmUp = warmUp;
  }

  receive({ came }: Customer, from: string): void {
    if (from === "source") this.comes(came);
    else this.leaves(came, from);
    while (this.queue.length > 0 && this.idle.length > 0) {
      const first = this.queue.shift() as number;
      this.isServed(first);
      this.send(this.idle.pop() as string, { came: first });
    }
  }

  comes(came: number): void {
    this.seen += 1;
    const counts = this.seen > this.warmUp;
    if (counts) this.found += this.present;
    if (this.present < this.places) {
      this.present += 1;
      this.queue.push(came);
    } else if (counts) this.lost += 1;
  }

  /** Its turn has come. */
  isServed(came: number): void {
    if (this.seen <= this.warmUp) return;
    this.sums.wait += this.now - came;
    if (this.now > came) this.sums.waited += 1;
  }

  leaves(came: number, server: string): void {
    this.present -= 1;
    this.idle.push(server);
    if (this.seen <= this.warmUp) return;
    this.sums.count += 1;
    this.sums.delay += this.now - came;
  }
}

/** A server that a desk sends customers to, one at a time. */
export class Clerk extends Process<Customer, Customer> {
  service: Times;

  constructor(service: Times) {
    super();
    this.service = service;
  }

  receive(customer: Customer, from: string): void {
    this.work(Math.round(draw(this.service, () => this.random())));
    this.send(from, customer);
  }
}
