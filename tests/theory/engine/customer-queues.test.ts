/** Queues made of customers, each a generator, beside the formulas of Kleinrock and Erlang. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Customers,
  erlangC,
  exponentially,
  type Life,
  md1,
  mm1,
  mmc,
  ms,
  resource,
  simulate,
} from "../../../src/engine/index.ts";
import { agrees, seeds } from "../support.ts";

const mean = ms(1);
const warmUp = 500;

/** A desk with some servers: who comes waits for one of them. */
class Desk extends Customers {
  servers: ReturnType<typeof resource>;
  gap: number;
  isConstant: boolean;
  left: number;
  seen = 0;
  sums = { count: 0, wait: 0, delay: 0, waited: 0 };

  constructor(load: number, servers: number, count: number, isConstant = false) {
    super();
    this.servers = resource(servers);
    this.gap = mean / (load * servers);
    this.isConstant = isConstant;
    this.left = count;
  }
  start(): void {
    this.begin(this.customer());
  }
  *customer(): Life {
    if (--this.left > 0) this.begin(this.customer(), exponentially(this.random(), this.gap));
    const came = this.now;
    const service = this.isConstant ? mean : exponentially(this.random(), mean);
    yield this.seize(this.servers);
    const wait = this.now - came;
    yield this.hold(service);
    this.release(this.servers);
    this.seen += 1;
    if (this.seen <= warmUp) return;
    this.sums.count += 1;
    this.sums.wait += wait;
    this.sums.delay += this.now - came;
    if (wait > 0) this.sums.waited += 1;
  }
}

/** The means of each of twenty runs. */
function desk(load: number, servers: number, count: number, isConstant = false) {
  return seeds(20).map((seed) => {
    const nodes = { desk: new Desk(load, servers, count, isConstant) };
    const run = simulate({ seed, nodes, links: [], trace: "none" });
    assert.equal(run.outcome.kind, "finished");
    const { count: counted, wait, delay, waited } = run.nodes.desk.sums;
    assert.equal(counted, count - warmUp);
    return { wait: wait / counted, delay: delay / counted, waited: waited / counted };
  });
}

test("M/M/1 at 70 %: how long a customer stays, and who has to wait", () => {
  const all = desk(0.7, 1, 15_000);
  agrees(
    all.map(({ delay }) => delay),
    mm1(0.7, mean).delay,
    { what: "delay" },
  );
  // Poisson arrivals see time averages.
  agrees(
    all.map(({ waited }) => waited),
    0.7,
    { what: "waited" },
  );
});

test("M/D/1 at 70 %: half the wait", () => {
  const all = desk(0.7, 1, 12_000, true);
  agrees(
    all.map(({ wait }) => wait),
    md1(0.7, mean).wait,
    { what: "wait" },
  );
});

test("M/M/3 at 60 %: who has to wait (Erlang C), and for how long", () => {
  const all = desk(0.6, 3, 12_000);
  agrees(
    all.map(({ waited }) => waited),
    erlangC(1.8, 3),
    { what: "waited" },
  );
  agrees(
    all.map(({ delay }) => delay),
    mmc(0.6, mean, 3).delay,
    { what: "delay" },
  );
});

test("M/M/10 at 80 %: Erlang C again", () => {
  const all = desk(0.8, 10, 20_000);
  agrees(
    all.map(({ waited }) => waited),
    erlangC(8, 10),
    { what: "waited" },
  );
});
