/** `first` faults: the order of events laid down, one event after another. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  crash,
  cut,
  duplex,
  type Fault,
  first,
  kbps,
  link,
  ms,
  Process,
  Router,
  simulate,
  type Spec,
} from "../../../src/engine/index.ts";
import { possibleEvents } from "../../../src/engine/simulate.ts";
import { clerks, fewest, totalsOf } from "./clerks.ts";
import { eventsOf, Listener, Talker } from "./support.ts";

/** Three letters to one reader: from `a`, in 30 ms, and from `b`, in 10 and 20 ms. */
function letters(faults: Fault[], more: Partial<Omit<Spec, "nodes">> = {}) {
  return {
    seed: 1,
    nodes: { a: new Talker("c", "slow"), b: new Talker("c", "quick", "late"), c: new Listener() },
    links: [link("a", "c", { delay: ms(30) }), link("b", "c", { delay: [ms(10), ms(20)] })],
    faults,
    ...more,
  };
}

const heard = (faults: Fault[], more?: Partial<Omit<Spec, "nodes">>) => {
  const { heard: bodies, times } = simulate(letters(faults, more)).nodes.c;
  return bodies.map((body, i) => `${body as string} ${times[i] / 1e6}`);
};

test("the n-th possible event happens first; what has waited comes then, as it was due", () => {
  assert.deepEqual(heard([]), ["quick 10", "late 20", "slow 30"]);
  assert.deepEqual(heard([first("c", 1)]), ["quick 10", "late 20", "slow 30"]);
  assert.deepEqual(heard([first("c", 2)]), ["late 20", "quick 20", "slow 30"]);
  assert.deepEqual(heard([first("c", 3)]), ["slow 30", "quick 30", "late 30"]);
  assert.deepEqual(heard([first("c", 3), first("c", 2)]), ["slow 30", "late 30", "quick 30"]);
});

test("every order of three letters can be had", () => {
  const orders = new Set<string>();
  for (const i of [1, 2, 3]) {
    for (const j of [1, 2]) orders.add(heard([first("c", i), first("c", j)]).join());
  }
  assert.equal(orders.size, 6);
});

test("what is possible is told, due or overdue", () => {
  const events = possibleEvents(letters([first("c", 3)]));
  assert.deepEqual(events, [
    { node: "c", n: 1, due: ms(10), kind: "arrival", link: "b→c", message: 2, fragment: 0 },
    { node: "c", n: 2, due: ms(20), kind: "arrival", link: "b→c", message: 3, fragment: 0 },
  ]);
  const atFirst = possibleEvents(letters([], { until: 0 }));
  assert.ok(Array.isArray(atFirst) && atFirst.length === 3);
  const ended = possibleEvents(letters([first("c", 3)], { until: ms(29) }));
  assert.deepEqual(ended, { kind: "until" });
});

test("a fault whose event cannot be is passed over", () => {
  const asEver = heard([]);
  assert.deepEqual(heard([first("c", 4)]), asEver);
  assert.deepEqual(heard([first("a", 1), first("b", 7)]), asEver);
  const overtaken = heard([first("c", 4), first("c", 2), first("a", 1)]);
  assert.deepEqual(overtaken, heard([first("c", 2)]));
});

test("a chosen event that a fault undoes before it is due is passed over", () => {
  const broken = heard([first("c", 3), cut("a", "c", ms(25)), first("c", 2)]);
  assert.deepEqual(broken, ["late 25", "quick 25"]);
});

test("of a packet that chance will lose nothing is possible", () => {
  const nodes = { a: new Talker("b", 1, 2), b: new Listener() };
  const links = [link("a", "b", { delay: ms(9), loss: [true, false] })];
  const run = simulate({ seed: 1, nodes, links, faults: [first("b", 1)] });
  assert.deepEqual(run.nodes.b.heard, [2]);
  assert.equal(eventsOf(run, "lose").length, 1);
});

/** Sends, and loses patience after 5 ms unless it is answered. */
class Impatient extends Process {
  impatient = 0;
  start(): void {
    this.setTimer("patience", ms(5));
    this.send("echo", "?");
  }
  receive(): void {
    this.cancelTimer("patience");
    this.note(`answered at ${this.now}`);
  }
  timeout(): void {
    this.impatient += 1;
  }
}

/** Works for a while on each message, then answers. */
class Slow extends Process {
  receive(message: unknown, from: string): void {
    this.work(ms(7));
    this.send(from, message);
  }
}

const patience = (faults: Fault[]) =>
  simulate({
    seed: 1,
    nodes: { asker: new Impatient(), echo: new Slow() },
    links: duplex("asker", "echo", { delay: ms(1) }),
    faults,
  });

test("timers are free choices: they wait past their time, and may be stopped meanwhile", () => {
  assert.equal(patience([]).nodes.asker.impatient, 1);
  const quick = patience([first("asker", 1)]);
  assert.deepEqual([quick.nodes.asker.impatient, quick.metrics.nodes.echo.received], [1, 1]);
  // The answer sets out when the echo has worked: the fault waits for that, and the timer too.
  const patient = patience([first("echo", 1), first("asker", 2)]);
  assert.equal(patient.nodes.asker.impatient, 0);
  assert.deepEqual(
    eventsOf(patient, "note").map(({ time }) => time),
    [ms(9)],
  );
});

test("a timer that is set anew meanwhile is another event", () => {
  /** Sets its timer anew at its own pace. */
  class Restless extends Process {
    rung = 0;
    start(): void {
      this.work(ms(2));
      this.setTimer("bell", ms(4));
      this.work(ms(1));
      this.setTimer("bell", ms(9));
    }
    timeout(): void {
      this.rung = this.now;
    }
  }
  const run = (faults: Fault[]) =>
    simulate({ seed: 1, nodes: { a: new Restless() }, links: [], faults }).nodes.a.rung;
  assert.deepEqual([run([]), run([first("a", 1)])], [ms(12), ms(12)]);
});

test("packets that queue for a link leave it at their time", () => {
  const nodes = { a: new Talker("b", "x".repeat(97), "y".repeat(97)), b: new Listener() };
  const links = [link("a", "b", { bandwidth: kbps(1), delay: ms(1) })];
  const run = simulate({ seed: 1, nodes, links, faults: [first("b", 2)] });
  // The second leaves after 2 s and arrives 1 ms after that; the first waits for it.
  assert.deepEqual(
    run.nodes.b.heard.map((text) => (text as string)[0]),
    ["y", "x"],
  );
  assert.deepEqual(run.nodes.b.times, [ms(2_001), ms(2_001)]);
});

test("routers act by choice too", () => {
  const nodes = { a: new Talker("b", 1, 2), r: new Router(), b: new Listener() };
  const links = [duplex("a", "r", { delay: ms(1) }), duplex("r", "b", { delay: ms(1) })];
  const run = simulate({ seed: 1, nodes, links, faults: [first("r", 2), first("b", 1)] });
  assert.deepEqual(run.nodes.b.heard, [2, 1]);
});

test("crashes strike at their time; a choice at a node that is down is a miss", () => {
  const run = simulate(letters([crash("c", ms(15)), first("c", 3)]));
  assert.deepEqual(run.nodes.c.heard, []);
  assert.equal(eventsOf(run, "miss").length, 3);
});

test("copies that a link makes are possible events too", () => {
  const copies = { links: [link("b", "c", { delay: ms(1), duplication: 1 }), link("a", "c")] };
  assert.deepEqual(
    heard([first("c", 5)], copies).map((each) => each.split(" ")[0]),
    ["late", "slow", "quick", "quick", "late"],
  );
});

test("limits and a simulated end hold for what is laid down", () => {
  const late = simulate(letters([first("c", 3)], { until: ms(29) }));
  assert.deepEqual([late.outcome.kind, late.metrics.endTime], ["until", ms(29)]);
  const limited = simulate(letters([first("c", 3)], { limits: { time: ms(29) } }));
  assert.equal(limited.outcome.kind, "limit");
});

test("the ledger of two clerks who sell two tickets: 70 orders, and their totals", () => {
  assert.deepEqual(totalsOf(2), { orders: 70, totals: { 2: 32, 3: 32, 4: 6 } });
});

test("twenty tickets are sold, and the ledger says two", () => {
  assert.equal(simulate(clerks(10, [])).nodes.ledger.total, 10);
  const { ledger, ...both } = simulate(clerks(10, fewest())).nodes;
  assert.equal(ledger.total, 2);
  assert.deepEqual([both["clerk-1"].sold, both["clerk-2"].sold], [10, 10]);
});

test("first(…) refuses what names no event", () => {
  assert.throws(() => first("", 1), /first\(…\): node is ""; it must be the name of a node/);
  for (const n of [0, -1, 1.5, NaN, "1" as unknown as number]) {
    assert.throws(() => first("a", n), /^RangeError: first\(…\): n is .*; it must be a whole numb/);
  }
  assert.throws(
    () => simulate(letters([first("d", 1)])),
    /faults\[0\] \(first\): node is "d"; it must be the name of a node: a, b, c/,
  );
});
