import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Address,
  crash,
  duplex,
  type Fault,
  type InboxLimit,
  ms,
  Process,
  restart,
  simulate,
  slow,
} from "../../../src/engine/index.ts";
import { eventsOf, Listener } from "./support.ts";

/** Sends the letters of a text, one every `pace` ns. */
class Sender extends Process {
  letters: string[];
  pace: number;
  answers: unknown[] = [];
  constructor(text: string, pace = ms(1)) {
    super();
    this.letters = [...text];
    this.pace = pace;
  }
  start(): void {
    this.timeout();
  }
  timeout(): void {
    this.send("desk", this.letters.shift());
    if (this.letters.length > 0) this.setTimer("next", this.pace);
  }
  receive(message: unknown): void {
    this.answers.push(message);
  }
}

/** Takes 10 ms for each. */
class Desk extends Process {
  served = "";
  receive(letter: string, from: Address): void {
    this.served += letter;
    this.work(ms(10));
    if (letter === "!") this.send(from, "!");
  }
}

function serve(text: string, inbox?: InboxLimit, faults: Fault[] = [], pace = ms(1)) {
  return simulate({
    seed: 1,
    nodes: { a: new Sender(text, pace), desk: new Desk() },
    links: duplex("a", "desk"),
    ...(inbox && { inboxes: { desk: inbox } }),
    faults,
  });
}

test("messages wait their turn; how many and how long is measured", () => {
  const { metrics, nodes } = serve("abcd");
  assert.equal(nodes.desk.served, "abcd");
  // They come at 0, 1, 2, 3 ms and are handled at 0, 10, 20, 30: waits of 0, 9, 18, 27 ms.
  const { desk } = metrics.nodes;
  assert.equal(metrics.endTime, ms(40));
  assert.equal(desk.wait, ms(54) / 4);
  assert.equal(desk.longestWait, ms(27));
  assert.equal(desk.longestInbox, 3);
  assert.equal(desk.inbox, 54 / 40);
  assert.equal(desk.busy, 1);
  assert.equal(desk.overflowed, 0);
  assert.equal(metrics.nodes.a.busy, 0);
});

test("a full inbox drops the newcomer, and says so in the trace", () => {
  const run = serve("abcdef", { limit: 2 });
  assert.equal(run.nodes.desk.served, "abc");
  assert.equal(run.metrics.nodes.desk.overflowed, 3);
  assert.deepEqual(
    eventsOf(run, "overflow").map(({ time, node, place, message, text }) => [
      ...[time, node, place, message, text],
    ]),
    [
      [ms(3), "desk", "a", 4, "drop"],
      [ms(4), "desk", "a", 5, "drop"],
      [ms(5), "desk", "a", 6, "drop"],
    ],
  );
  assert.deepEqual(run.nodes.a.answers, []);
});

test("dropOldest makes room for the newcomer instead", () => {
  const run = serve("abcdef", { limit: 2, overflow: "dropOldest" });
  assert.equal(run.nodes.desk.served, "aef");
  assert.deepEqual(
    eventsOf(run, "overflow").map(({ message }) => message),
    [2, 3, 4],
  );
});

test("refuse tells the sender what was refused", () => {
  const run = serve("abcd", { limit: 1, overflow: "refuse" });
  assert.equal(run.nodes.desk.served, "ab");
  assert.deepEqual(run.nodes.a.answers, [
    { kind: "refused", message: "c" },
    { kind: "refused", message: "d" },
  ]);
});

test("refusals are not refused in turn", () => {
  /** Two desks that flood each other. */
  class Rude extends Process {
    start(): void {
      this.work(ms(5));
      for (let i = 0; i < 3; i++) this.send(this.address === "a" ? "b" : "a", i);
    }
    receive(): void {
      this.work(ms(5));
    }
  }
  const inbox: InboxLimit = { limit: 0, overflow: "refuse" };
  const run = simulate({
    seed: 1,
    nodes: { a: new Rude(), b: new Rude() },
    links: duplex("a", "b"),
    inboxes: { a: inbox, b: inbox },
  });
  assert.equal(run.outcome.kind, "finished");
  assert.ok(run.metrics.nodes.a.overflowed + run.metrics.nodes.b.overflowed >= 4);
});

test("with a limit of 0 only an idle process is served", () => {
  assert.equal(serve("abc", { limit: 0 }, [], ms(6)).nodes.desk.served, "ac");
});

test("timeouts are never turned away", () => {
  class Timed extends Desk {
    rings = 0;
    start(): void {
      this.setTimer("bell", ms(5));
    }
    timeout(): void {
      this.rings += 1;
    }
  }
  const nodes = { a: new Sender("ab"), desk: new Timed() };
  const inboxes = { desk: { limit: 0 } };
  const run = simulate({ seed: 1, nodes, links: duplex("a", "desk"), inboxes });
  assert.equal(run.nodes.desk.rings, 1);
  assert.equal(run.nodes.desk.served, "a");
});

test("a crash empties the inbox, ends the work, and stops the clock of being busy", () => {
  const run = serve("abcd", undefined, [crash("desk", ms(5)), restart("desk", ms(20))]);
  const { desk } = run.metrics.nodes;
  assert.equal(run.metrics.endTime, ms(20));
  assert.equal(desk.busy, 0.25);
  // b, c and d waited for 4, 3 and 2 ms, and were never handled.
  assert.equal(desk.inbox, 9 / 20);
  assert.equal(desk.wait, 0);
  assert.equal(desk.longestInbox, 3);
});

test("slow work makes the inbox longer", () => {
  const { desk } = serve("abcd", undefined, [slow("desk", 2, 0)]).metrics.nodes;
  assert.equal(desk.longestWait, ms(57));
});

test("inboxes that are none are refused", () => {
  const attempt = (inboxes: unknown) => () =>
    simulate({ seed: 1, nodes: { a: new Listener() }, links: [], inboxes: inboxes as never });
  assert.throws(attempt(5), /simulate: inboxes is 5; it must be an object by node/);
  assert.throws(attempt({ b: { limit: 1 } }), /inboxes\.b: there is no such node; the nodes are a/);
  assert.throws(attempt({ a: 3 }), /inboxes\.a is 3; it must be an object: limit, overflow/);
  assert.throws(attempt({ a: {} }), /inboxes\.a: limit is undefined; it must be a whole number/);
  assert.throws(attempt({ a: { limit: 1.5 } }), /limit is 1\.5/);
  assert.throws(attempt({ a: { limit: 1, overflow: "burst" } }), /overflow is "burst"; .* refuse/);
  assert.throws(attempt({ a: { limit: 1, size: 2 } }), /there is no option "size"/);
});
