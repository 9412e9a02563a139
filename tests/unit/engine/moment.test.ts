import assert from "node:assert/strict";
import { test } from "node:test";
import { crash, duplex, ms, Process, restart, type Spec } from "../../../src/engine/index.ts";
import { markLine } from "../../../src/engine/process/line.ts";
import { moment, simulate } from "../../../src/engine/simulate.ts";
import { eventsOf } from "./support.ts";

/** As the cell compiler leaves a class: a mark before each effect. */
class Counter extends Process {
  disk = { total: 0 };
  count = 0;
  log: string[] = [];

  start(): void {
    markLine(10);
    this.setTimer("tick", ms(10));
    this.log.push("started");
  }
  timeout(): void {
    this.count += 1;
    this.disk.total += 1;
    markLine(20);
    this.send("other", this.count);
    this.count += 10;
    markLine(21);
    this.note("sent");
    this.log.push("done");
  }
}

const spec: Spec = {
  seed: 1,
  nodes: { counter: new Counter(), other: new Process() },
  links: duplex("counter", "other", { delay: ms(1) }),
};

const rowOf = (kind: string, number = 0): number => eventsOf(simulate(spec), kind)[number].row;

test("each row of a handler shows the fields until the next row, and each change once", () => {
  const changesAt = (row: number) =>
    moment(spec, row).changed.map(({ field, before, after }) => [field, before, after]);
  assert.deepEqual(changesAt(rowOf("timeout")), [
    ["disk", { total: 0 }, { total: 1 }],
    ["count", 0, 1],
  ]);
  assert.deepEqual(changesAt(rowOf("send")), []);
  assert.deepEqual(changesAt(rowOf("transmit")), [["count", 1, 11]]);
  assert.deepEqual(changesAt(rowOf("note")), [["log", ["started"], ["started", "done"]]]);
  assert.deepEqual(changesAt(rowOf("arrive")), []);
});

test("the line is the one that acted; for the handler itself the first that ran", () => {
  const lineAt = (kind: string): number => moment(spec, rowOf(kind)).line;
  assert.equal(lineAt("start"), 10);
  assert.equal(lineAt("timerSet"), 10);
  assert.equal(lineAt("timeout"), 20);
  assert.equal(lineAt("send"), 20);
  assert.equal(lineAt("note"), 21);
  assert.equal(lineAt("arrive"), 0);
});

test("states are plain copies of every node's fields", () => {
  const { states } = moment(spec, rowOf("note"));
  assert.deepEqual(states, {
    counter: { disk: { total: 1 }, count: 11, log: ["started", "done"] },
    other: {},
  });
  assert.equal(Object.getPrototypeOf(states.counter), Object.prototype);
  assert.deepEqual(structuredClone(states), states);
});

test("the last row has a moment too, and one beyond it is refused", () => {
  const { rows } = simulate(spec).trace;
  assert.deepEqual(moment(spec, rows - 1).states.counter.count, 11);
  assert.throws(() => moment(spec, rows), /row is \d+; the run has only \d+ rows/);
  assert.throws(() => moment(spec, -1), /row is -1; it must be a whole number from 0/);
  assert.throws(() => moment(spec, 0.5), RangeError);
});

test("a node that is down shows its disk and nothing else", () => {
  const broken = { ...spec, faults: [crash("counter", ms(15)), restart("counter", ms(20))] };
  const rowIn = (kind: string): number => eventsOf(simulate(broken), kind)[0].row;
  assert.deepEqual(moment(broken, rowIn("crash")).states.counter, { disk: { total: 1 } });
  const { states, changed } = moment(broken, rowIn("restart"));
  assert.deepEqual(states.counter, { disk: { total: 1 }, count: 0, log: [] });
  assert.deepEqual(
    changed.map(({ field }) => field),
    ["count", "log"],
  );
});

test("asking for moments changes nothing about the run", () => {
  const before = simulate(spec).fingerprint;
  for (let row = 0; row < 5; row++) moment(spec, row);
  assert.equal(simulate(spec).fingerprint, before);
});

test("what happens after work shows the line that asked for it", () => {
  class Worker extends Process {
    start(): void {
      markLine(5);
      this.work(ms(3));
      markLine(6);
      this.note("late");
      markLine(7);
    }
  }
  const late: Spec = { seed: 1, nodes: { a: new Worker() }, links: [] };
  const row = eventsOf(simulate(late), "note")[0].row;
  assert.equal(moment(late, row).line, 6);
});

test("a field that cannot be shown says so and does not disturb the replay", () => {
  class Odd extends Process {
    act: unknown = null;
    start(): void {
      this.act = () => 1;
      this.note("now");
    }
  }
  const odd: Spec = { seed: 1, nodes: { a: new Odd() }, links: [] };
  const { states } = moment(odd, 1);
  assert.match(String(states.a["(not shown)"]), /the field act holds a function/);
});
