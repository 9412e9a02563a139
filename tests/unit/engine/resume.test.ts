import assert from "node:assert/strict";
import { test } from "node:test";
import {
  crash,
  Customers,
  cut,
  degrade,
  drop,
  duplex,
  exponential,
  first,
  kbps,
  ms,
  Process,
  Red,
  resumeFrom,
  Router,
  seconds,
  simulate,
  type Spec,
  StopAndWaitReceiver,
  StopAndWaitSender,
} from "../../../src/engine/index.ts";
import { moment, Recording, recordingFrom } from "../../../src/engine/simulate.ts";
import { eventsOf } from "./support.ts";

const wire = { bandwidth: kbps(100), delay: ms(40), loss: 0.1 };

const spec = (patience = ms(250), options: object = {}) => ({
  seed: 7,
  nodes: {
    alice: new StopAndWaitSender("bob", "x".repeat(60), patience),
    bob: new StopAndWaitReceiver(),
  },
  links: duplex("alice", "bob", { ...wire, ...options }),
});

const ROW = 300;

/** The rows up to one, to be compared. */
function past({ trace }: ReturnType<typeof simulate>, row: number): string {
  const rows = Array.from({ length: row + 1 }, (_, i) =>
    [trace.time(i), trace.kind(i), trace.node(i), trace.place(i), trace.cause(i)].join(" "),
  );
  return rows.join("\n");
}

test("a knob that goes into a constructor takes effect from the moment on", () => {
  const [before, after] = [spec(), spec(ms(100))];
  const resumed = resumeFrom(before, ROW, after);
  assert.equal(past(resumed, ROW), past(simulate(before), ROW));
  assert.equal(resumed.nodes.alice.patience, ms(100));
  // An event may write some rows more than the one that it is named by.
  for (const { row } of eventsOf(resumed, "timerSet")) {
    if (row <= ROW) assert.equal(resumed.trace.duration(row), ms(250));
    if (row > ROW + 12) assert.equal(resumed.trace.duration(row), ms(100));
  }
  assert.equal(resumed.nodes.bob.received.length, 60);
  assert.equal(resumed.outcome.kind, "finished");
});

test("a link's new parameters hold for packets that start from then on", () => {
  const links = duplex("alice", "bob", { ...wire, delay: ms(10), loss: 0 });
  const resumed = resumeFrom(spec(), ROW, { links });
  assert.equal(past(resumed, ROW), past(simulate(spec()), ROW));
  const { trace } = resumed;
  const lost = eventsOf(resumed, "lose").filter(({ row }) => row > ROW + 12);
  assert.deepEqual(lost, []);
  for (const { row } of eventsOf(resumed, "arrive")) {
    const sent = trace.cause(row);
    if (sent > ROW + 12) assert.ok(trace.time(row) - trace.time(sent) < ms(20), String(row));
  }
});

test("a loss that was there all the time and one that comes later share their luck", () => {
  const without = spec(ms(250), { loss: 0 });
  const until = simulate(without).trace.time(ROW);
  const links = duplex("alice", "bob", wire);
  const later = simulate({
    ...without,
    faults: [degrade("alice", "bob", { loss: 0.1 }, until + 1)],
  });
  const resumed = resumeFrom(without, ROW, { links });
  const fates = (run: typeof later) => eventsOf(run, "lose").map(({ row }) => run.trace.time(row));
  assert.deepEqual(fates(resumed), fates(later));
  assert.ok(fates(resumed).length > 3);
});

test("a delay from a distribution may take the place of a constant one", () => {
  const links = duplex("alice", "bob", { ...wire, delay: exponential(ms(30)) });
  const resumed = resumeFrom(spec(), ROW, { links });
  assert.equal(past(resumed, ROW), past(simulate(spec()), ROW));
  assert.equal(resumed.nodes.bob.received.length, 60);
});

class Clerk extends Process {
  rate = 2;
  sum = 0;
  seen: number[] = [];
  start(): void {
    this.setTimer("tick", ms(1));
  }
  timeout(): void {
    this.sum += this.rate;
    this.seen.push(this.sum);
    if (this.sum === 20) throw new Error("never 20");
    if (this.seen.length < 30) this.setTimer("tick", ms(1));
  }
}

class CarefulClerk extends Clerk {
  rate = 2;
  skipped = 0;
  timeout(): void {
    if (this.sum + this.rate === 20) {
      this.skipped += 1;
      this.sum += 1;
    }
    super.timeout();
  }
}

test("other code goes on with the state: a mistake is mended just before it strikes", () => {
  const clerk: Spec = { seed: 1, nodes: { clerk: new Clerk() }, links: [] };
  const run = simulate(clerk);
  assert.equal(run.outcome.kind, "error");
  const { rows } = run.trace;
  const nodes = { clerk: new CarefulClerk() };
  const mended = resumeFrom(clerk, rows - 3, { nodes });
  assert.equal(mended.outcome.kind, "finished");
  const { skipped, seen } = mended.nodes["clerk"] as CarefulClerk;
  assert.deepEqual([skipped, seen.length, seen.slice(0, 3)], [1, 30, [2, 4, 6]]);
  assert.ok(mended.nodes["clerk"] instanceof CarefulClerk);
  assert.throws(() => resumeFrom(clerk, rows - 1, { nodes }), {
    name: "RangeError",
    message:
      `resumeFrom: the event of row ${rows - 1} ends the run (Error: never 20). ` +
      "Go on from a row before that event.",
  });
});

test("what the run has changed stays; what it has not takes what it is made with now", () => {
  class Faster extends Clerk {
    rate = 3;
    sum = 1000;
  }
  const clerk: Spec = { seed: 1, nodes: { clerk: new Clerk() }, links: [] };
  const { seen } = resumeFrom(clerk, 8, { nodes: { clerk: new Faster() } }).nodes["clerk"] as Clerk;
  const steps = seen.slice(1).map((sum, i) => sum - seen[i]);
  assert.deepEqual([seen[0], ...new Set(steps)], [2, 2, 3]);
});

test("what cannot be resumed is refused with its name and the remedy", () => {
  const refused = (changes: Parameters<typeof resumeFrom>[2], message: RegExp, row = ROW): void => {
    assert.throws(() => resumeFrom(spec() as Spec, row, changes), { name: "RangeError", message });
  };
  const carol = { carol: new Process() };
  refused({ nodes: carol }, /nodes: "carol" is new; a run goes on with those that it began with/);
  refused({ links: duplex("bob", "alice", wire) }, /links: their order is another one/);
  refused({ links: duplex("alice", "bob").slice(1) }, /links: "alice→bob" is missing/);
  const links = (options: object) => ({ links: duplex("alice", "bob", { ...wire, ...options }) });
  refused(links({ mtu: 600 }), /alice→bob: mtu is 600; it cannot change from 1500 while packets/);
  refused(links({ queue: new Red() }), /alice→bob: the queue has another policy; what waits/);
  refused({ nodes: { bob: new Router() } }, /"bob" has another class; a router stays one/);
  refused({ clocks: { bob: { offset: 5 } } }, /clocks.bob: .*; say skew\("bob", …\) among/);
  refused({ until: ms(1) }, /until is 1000000; the run goes on from \d+ ns, and time does not/);
  refused({ faults: [cut("alice", "bob", ms(1))] }, /faults\[0\] \(cut\): .* strikes later/);
  refused({ faults: [drop("alice→bob", 1)] }, /faults\[0\] \(drop\): .*; its packet has left/);
  refused({ faults: [first("bob", 1)] }, /an order of events is laid down from the beginning/);
  refused({}, /row is 99999; the run has only \d+ rows/, 99_999);
});

test("a fault that has struck stays in the list; one that lies ahead may go", () => {
  const faults = [crash("bob", { handled: 3, afterSends: 1, downFor: ms(200) })];
  const struck = { ...spec(), faults: [...faults, cut("alice", "bob", seconds(30))] };
  const message = /faults\[0\] \(crash\): it has struck by then; leave it as it is, in its place/;
  assert.throws(() => resumeFrom(struck, ROW, { faults: [] }), { name: "RangeError", message });
  const resumed = resumeFrom(struck, ROW, { faults });
  assert.equal(resumed.fingerprint, simulate({ ...spec(), faults }).fingerprint);
});

class Shop extends Customers {
  start(): void {
    this.begin(this.arrivals());
  }
  *arrivals() {
    for (let i = 0; i < 100; i++) yield this.hold(ms(5));
  }
}

test("a process that cannot be copied at the moment is named, with the remedy", () => {
  const shop: Spec = { seed: 1, nodes: { shop: new Shop() }, links: [] };
  assert.throws(() => resumeFrom(shop, 50), {
    name: "TypeError",
    message: /^shop \(Shop\): customers are under way \(1\), .* cannot be copied\. Write a Story/,
  });
});

test("the spec and its processes stay as they are", () => {
  const given = spec();
  const before = simulate(given).fingerprint;
  resumeFrom(given, ROW, spec(ms(90)));
  assert.equal(simulate(given).fingerprint, before);
  assert.deepEqual(new Recording(given).moment(5), new Recording(spec()).moment(5));
});

test("a resumed run can be looked into, before the moment and after it", () => {
  const faults = [cut("alice", "bob", simulate(spec()).trace.time(ROW + 30))];
  const [whole, resumed] = [{ ...spec(), faults } as Spec, recordingFrom(spec(), ROW, { faults })];
  const { rows } = simulate(whole).trace;
  for (const row of [rows - 1, 5, ROW - 1, ROW, ROW + 1, ROW + 40, ROW + 20, rows - 9, 0]) {
    assert.deepEqual(resumed.moment(row), moment(whole, row), `row ${row} of ${rows}`);
  }
  assert.throws(() => resumed.moment(rows), /the run has only \d+ rows/);
});
