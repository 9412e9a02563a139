import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Address,
  crash,
  Customers,
  duplex,
  edit,
  exponentially,
  type Life,
  ms,
  Process,
  resource,
  restart,
  seconds,
  simulate,
  skew,
  type Spec,
} from "../../../src/engine/index.ts";
import { moment } from "../../../src/engine/simulate.ts";
import { eventsOf } from "./support.ts";

/** Customers 0, 1, 2 … come every 2 ms and take 5 − n ms at one of two tills. */
class Shop extends Customers {
  tills = resource(2);
  log: [number, string, number][] = [];
  start(): void {
    this.begin(this.arrivals());
  }
  *arrivals(): Life {
    for (let n = 0; n < 4; n++) {
      this.begin(this.customer(n));
      yield this.hold(ms(2));
    }
  }
  *customer(n: number): Life {
    this.write(n, "comes");
    yield this.seize(this.tills);
    this.write(n, "gets");
    yield this.hold(ms(5 - n));
    this.release(this.tills);
    this.write(n, "goes");
  }
  write(n: number, what: string): void {
    this.log.push([n, what, this.now / ms(1)]);
  }
}

const alone = (a: Process, more: Partial<Spec> = {}) =>
  simulate({ seed: 1, nodes: { a }, links: [], ...more });

test("customers hold, seize and release: first come, first served, to the nanosecond", () => {
  const run = simulate({ seed: 1, nodes: { a: new Shop() }, links: [] });
  assert.deepEqual(run.nodes.a.log, [
    [0, "comes", 0],
    [0, "gets", 0],
    [1, "comes", 2],
    [1, "gets", 2],
    [2, "comes", 4],
    [0, "goes", 5],
    [2, "gets", 5],
    // Customer 1 began to hold at 2, the source at 4.
    [1, "goes", 6],
    [3, "comes", 6],
    [3, "gets", 6],
    [2, "goes", 8],
    [3, "goes", 8],
  ]);
  assert.equal(run.nodes.a.present, 0);
  assert.deepEqual([run.nodes.a.tills.busy, run.nodes.a.tills.waiting], [0, 0]);
  assert.equal(run.outcome.kind, "finished");
});

/** An M/M/2 shop whose customers each bring the next. */
class Random extends Customers {
  tills = resource(2);
  left: number;
  spent = 0;
  constructor(left: number) {
    super();
    this.left = left;
  }
  start(): void {
    this.begin(this.customer());
  }
  *customer(): Life {
    const came = this.now;
    if (--this.left > 0) this.begin(this.customer(), exponentially(this.random(), ms(5)));
    yield this.use(this.tills, exponentially(this.random(), ms(8)));
    this.spent += this.now - came;
  }
}

/** The same by seize, hold and release. */
class ByHand extends Random {
  *customer(): Life {
    const came = this.now;
    if (--this.left > 0) this.begin(this.customer(), exponentially(this.random(), ms(5)));
    const takes = exponentially(this.random(), ms(8));
    yield this.seize(this.tills);
    yield this.hold(takes);
    this.release(this.tills);
    this.spent += this.now - came;
  }
}

test("use is seize, hold and release", () => {
  const [one, other] = [new Random(500), new ByHand(500)].map((a) => alone(a));
  assert.equal(one.fingerprint, other.fingerprint);
  assert.equal((one.nodes.a as Random).spent, (other.nodes.a as Random).spent);
});

test("the short way through time leaves the very same run as the host's timers", () => {
  const short = alone(new Random(500));
  // Where a crash is planned for some handler, each of them has to be one of its own.
  const faults = [crash("a", { handled: 1_000_000, afterSends: 0 })];
  const long = alone(new Random(500), { faults });
  assert.equal(short.fingerprint, long.fingerprint);
  assert.deepEqual(short.metrics, long.metrics);
  const half = ms(500);
  const stopped = alone(new Random(500), { until: half });
  assert.deepEqual(
    stopped.fingerprint,
    alone(new Random(500), { until: half, faults }).fingerprint,
  );
  assert.equal(stopped.outcome.kind, "until");
  assert.equal(stopped.metrics.endTime, half);
});

test("beside another process that never rests it is the same too", () => {
  class Ticker extends Process {
    start(): void {
      this.setTimer("tick", ms(1));
    }
    timeout(): void {
      if (this.now < seconds(5)) this.start();
    }
  }
  const nodes = { a: new Random(500), b: new Ticker() };
  const both = simulate({ seed: 1, nodes, links: [] });
  const apart = simulate({ seed: 1, nodes: { a: new Random(500) }, links: [] });
  assert.equal(both.nodes.a.spent, apart.nodes.a.spent);
  const times = (run: typeof both | typeof apart) =>
    eventsOf(run, "timeout")
      .filter(({ node }) => node === "a")
      .map(({ time }) => time);
  assert.deepEqual(times(both), times(apart));
});

test("a crash ends them all; after a restart the process begins afresh", () => {
  const faults = [crash("a", ms(3)), restart("a", ms(100))];
  const { nodes } = simulate({ seed: 1, nodes: { a: new Shop() }, links: [], faults });
  assert.equal(nodes.a.log.length, 12);
  assert.deepEqual(nodes.a.log[0], [0, "comes", 100]);
  assert.equal(nodes.a.present, 0);
});

test("durations are by the node's clock", () => {
  const faults = [skew("a", ms(3), { drift: 0.1 })];
  const { nodes, metrics } = simulate({ seed: 1, nodes: { a: new Shop() }, links: [], faults });
  assert.equal(Math.round(nodes.a.log.at(-1)?.[2] as number), 8);
  // 3 ms at the right rate, then 5 ms of a clock that is a tenth too fast.
  assert.ok(Math.abs(metrics.endTime - ms(3 + 5 / 1.1)) < 5, `${metrics.endTime}`);
});

test("an edited capacity holds from the next release on", () => {
  const faults = [edit("a", "tills.capacity", 4, ms(1))];
  const narrow = new Shop();
  narrow.tills = resource(1);
  const { nodes } = simulate({ seed: 1, nodes: { a: narrow }, links: [], faults });
  const gets = nodes.a.log.filter(([, what]) => what === "gets").map(([n, , at]) => [n, at]);
  assert.deepEqual(gets, [
    [0, 0],
    [1, 2],
    [2, 4],
    [3, 6],
  ]);
});

test("a message begins a customer, whose answer takes its time", () => {
  class Desk extends Customers<{ ask: number }> {
    desk = resource(1);
    receive({ ask }: { ask: number }, from: Address): void {
      this.begin(this.visitor(ask, from));
    }
    *visitor(ask: number, from: Address): Life {
      yield this.use(this.desk, ms(10));
      this.send(from, { ask });
    }
  }
  class Guest extends Process<{ ask: number }> {
    heard: [number, number][] = [];
    start(): void {
      for (let ask = 0; ask < 3; ask++) this.send("desk", { ask });
    }
    receive({ ask }: { ask: number }): void {
      this.heard.push([ask, this.now]);
    }
  }
  const nodes = { guest: new Guest(), desk: new Desk() };
  const run = simulate({ seed: 1, nodes, links: duplex("guest", "desk", { delay: ms(1) }) });
  assert.deepEqual(run.nodes.guest.heard, [
    [0, ms(12)],
    [1, ms(22)],
    [2, ms(32)],
  ]);
});

test("work keeps all customers waiting", () => {
  class Busy extends Customers {
    log: number[] = [];
    start(): void {
      this.begin(this.customer(ms(1)));
      this.begin(this.customer(ms(2)));
    }
    *customer(after: number): Life {
      yield this.hold(after);
      this.work(ms(10));
      yield this.hold(ms(1));
      this.log.push(this.now / ms(1));
    }
  }
  const run = simulate({ seed: 1, nodes: { a: new Busy() }, links: [] });
  // One works until 11, when the other's time has long come: it works until 21.
  assert.deepEqual(run.nodes.a.log, [21, 22]);
});

test("its state can be shown at every moment; a copy amid customers refuses to go on", () => {
  const spec = { seed: 1, nodes: { a: new Shop() }, links: [] };
  const run = simulate(spec);
  const [, second] = eventsOf(run, "timeout");
  const { states, changed } = moment(spec, second.row);
  assert.equal((states.a.tills as { busy: number }).busy, 2);
  assert.ok(changed.some(({ field }) => field === "log"));
  const halfway = simulate({ ...spec, until: ms(5) });
  assert.equal(halfway.nodes.a.present, 3);
  const { outcome } = simulate({ ...spec, nodes: halfway.nodes });
  assert.ok(outcome.kind === "error");
  assert.equal(outcome.node, "a");
  assert.match(outcome.message, /Shop: present is 3, so this is a copy .* cannot be copied/);
});
