/**
 * M/M/1 at a load of 0.8, each customer a generator, or a message of its own to a server that
 * works: the engine and others, which have a process (SimPy) or an object (C++) for each customer.
 */
import {
  Customers,
  duplex,
  exponentially,
  type Life,
  Process,
  resource,
  simulate,
} from "../src/engine/index.ts";
import { log } from "../src/engine/kernel/math.ts";
import { bareMM1 } from "./lib/bare-models.ts";
import { leastOf, report, timed } from "./lib/measure.ts";
import { rivals } from "./lib/rivals.ts";

const CUSTOMERS = 100_000;
const ROUNDS = 5;
/** Mean time of service, ns, and between two customers. */
const SERVICE = 1_000_000;
const GAP = SERVICE / 0.8;

class Crowd extends Process {
  left = CUSTOMERS;

  start(): void {
    this.wait();
  }
  wait(): void {
    this.setTimer("next", -GAP * log(1 - this.random()));
  }
  timeout(): void {
    this.send("server", this.now);
    if (--this.left > 0) this.wait();
  }
}

class Server extends Process<number> {
  /** Sum of all sojourn times, ns. */
  spent = 0;

  receive(came: number): void {
    this.work(-SERVICE * log(1 - this.random()));
    this.spent += this.now - came;
  }
}

class Shop extends Customers {
  till = resource(1);
  left = CUSTOMERS;
  /** Sum of all sojourn times, ns. */
  spent = 0;

  start(): void {
    this.begin(this.customer(), exponentially(this.random(), GAP));
  }
  *customer(): Life {
    const came = this.now;
    if (--this.left > 0) this.begin(this.customer(), exponentially(this.random(), GAP));
    yield this.use(this.till, exponentially(this.random(), SERVICE));
    this.spent += this.now - came;
  }
}

/** Mean sojourn time in mean service times: customers are generators, or messages. */
function generators(trace: "full" | "none"): number {
  const run = simulate({ seed: "bench", trace, nodes: { shop: new Shop() }, links: [] });
  if (run.outcome.kind !== "finished") throw new Error(`M/M/1: ${run.outcome.kind}`);
  return run.nodes.shop.spent / CUSTOMERS / SERVICE;
}

function messages(trace: "full" | "none"): number {
  const nodes = { crowd: new Crowd(), server: new Server() };
  const run = simulate({ seed: "bench", trace, nodes, links: duplex("crowd", "server") });
  if (run.outcome.kind !== "finished") throw new Error(`M/M/1: ${run.outcome.kind}`);
  return run.nodes.server.spent / CUSTOMERS / SERVICE;
}

const others = [rivals.bound, rivals.simPy].filter((rival) => rival !== undefined);
const [keptLives, lives, kept, counted, bare, ...rest] = leastOf(
  ROUNDS,
  timed(() => void generators("full")),
  timed(() => void generators("none")),
  timed(() => void messages("full")),
  timed(() => void messages("none")),
  timed(() => void bareMM1(CUSTOMERS)),
  ...others.map((rival) => () => rival.run("mm1", CUSTOMERS).time),
).map((time) => time / CUSTOMERS);

for (const { name, value, floor } of [
  { name: "a generator each, with its full trace", value: keptLives },
  { name: "a generator each, without a trace", value: lives, floor: 0.15 },
  { name: "a message each, with its full trace", value: kept },
  { name: "a message each, without a trace", value: counted },
]) {
  const line = { figure: `M/M/1, ${name}, a customer`, value, unit: "ns" };
  report({ ...line, ratio: bare / value, to: "a bare loop" });
  others.forEach((rival, i) => {
    const isBound = rival === rivals.bound && floor !== undefined;
    report({ ...line, ratio: rest[i] / value, to: rival.name, ...(isBound ? { floor } : {}) });
  });
}

/** In theory a customer stays for 1 / (1 − 0.8) = 5 mean services. */
const stays = [
  ["the engine's generators", generators("none")] as const,
  ["the engine's messages", messages("none")] as const,
  ["a bare loop", bareMM1(CUSTOMERS)] as const,
  ...others.map(({ name, run }) => [name, run("mm1", CUSTOMERS).result] as const),
];
for (const [name, stay] of stays) {
  if (Math.abs(stay - 5) > 0.5) throw new Error(`${name}: customers stay for ${stay} services.`);
}
