import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Customers,
  duplex,
  ms,
  Process,
  simulate,
  type Spec,
  StopAndWaitReceiver,
  StopAndWaitSender,
} from "../../../src/engine/index.ts";
import { Streams } from "../../../src/engine/kernel/random.ts";
import { moment, Recording } from "../../../src/engine/simulate.ts";
import { sets } from "./golden/sets.ts";

const streams = new Streams("recording");
const choice = streams.open("row");

const letters = (count: number): Spec => ({
  seed: 7,
  nodes: {
    alice: new StopAndWaitSender("bob", "x".repeat(count), ms(250)),
    bob: new StopAndWaitReceiver(),
  },
  links: duplex("alice", "bob", { delay: ms(40), loss: 0.1 }),
});

test("moments in any order are those that a run from the beginning shows", () => {
  const names = ["an upgrade, one desk at a time", "stories that share two tables"];
  for (const [name, make] of Object.entries(sets["nodes"])) {
    if (!names.includes(name)) continue;
    const spec = make();
    const recording = new Recording(spec, { spacing: 500 });
    const { rows } = simulate(spec).trace;
    for (let i = 0; i < 12; i++) {
      const row = streams.below(choice, rows);
      assert.deepEqual(recording.moment(row), moment(spec, row), `${name}, row ${row}`);
    }
    assert.ok(recording.checkpoints.length > 1, name);
  }
});

test("one row after another, forward and back", () => {
  const spec = letters(20);
  const { rows } = simulate(spec).trace;
  const recording = new Recording(spec, { spacing: 16 });
  const forward = Array.from({ length: rows }, (_, row) => recording.moment(row));
  const back = Array.from({ length: rows }, (_, i) => recording.moment(rows - 1 - i)).reverse();
  assert.deepEqual(back, forward);
  assert.deepEqual(forward[40], moment(spec, 40));
});

test("a row that the run does not have is refused, before and after its end is known", () => {
  const spec = letters(5);
  const { rows } = simulate(spec).trace;
  const recording = new Recording(spec);
  for (let i = 0; i < 2; i++) {
    assert.throws(() => recording.moment(rows), {
      name: "RangeError",
      message: `moment(spec, row): row is ${rows}; the run has only ${rows} rows.`,
    });
    assert.throws(() => recording.moment(-1), /row is -1; it must be a whole number from 0/);
  }
  assert.deepEqual(recording.moment(rows - 1), moment(spec, rows - 1));
});

test("checkpoints thin out as they become many, and stay evenly spaced", () => {
  const spec = letters(2_000);
  const { rows } = simulate(spec).trace;
  const recording = new Recording(spec, { spacing: 16 });
  recording.moment(rows - 1);
  const { checkpoints } = recording;
  const gaps = checkpoints.slice(1).map((at, i) => at - checkpoints[i]);
  assert.equal(checkpoints[0], 0);
  assert.ok(checkpoints.length > 100 && checkpoints.length <= 256, String(checkpoints.length));
  assert.ok(Math.max(...gaps) < 2.5 * Math.min(...gaps), gaps.join(" "));
  for (const row of [0, 1, checkpoints[7] - 1, checkpoints[7], checkpoints[7] + 1]) {
    assert.deepEqual(recording.moment(row), moment(spec, row));
  }
});

test("a run that ends in an error can be looked into up to its last row, again and again", () => {
  class Faulty extends Process {
    ticks = 0;
    start(): void {
      this.setTimer("tick", ms(1));
    }
    timeout(): void {
      this.ticks += 1;
      if (this.ticks === 40) throw new Error("enough");
      this.setTimer("tick", ms(1));
    }
  }
  const spec: Spec = { seed: 1, nodes: { faulty: new Faulty() }, links: [] };
  const { rows } = simulate(spec).trace;
  const recording = new Recording(spec, { spacing: 16 });
  for (const row of [rows - 1, 3, rows - 1, rows - 2, 40]) {
    assert.deepEqual(recording.moment(row), moment(spec, row));
  }
  assert.throws(() => recording.moment(rows), /the run has only \d+ rows/);
});

class Shop extends Customers {
  come = 0;
  start(): void {
    this.begin(this.arrivals());
  }
  *arrivals() {
    for (; this.come < 100; this.come++) {
      yield this.hold(ms(5));
      this.note(`customer ${this.come}`);
    }
  }
}

test("where a process cannot be copied, moments come from the beginning, and it says why", () => {
  const spec: Spec = { seed: 1, nodes: { shop: new Shop() }, links: [] };
  const recording = new Recording(spec, { spacing: 10 });
  const last = recording.moment(200);
  assert.match(
    recording.refusal,
    /^shop \(Shop\): customers are under way \(1\), and their generators/,
  );
  assert.match(recording.refusal, /Write a Story, which can be told again/);
  assert.deepEqual(recording.checkpoints, [0]);
  assert.deepEqual(recording.moment(100), moment(spec, 100));
  assert.deepEqual(recording.moment(200), last);
});

test("a process that holds a function for a while is copied again afterwards", () => {
  class Odd extends Process {
    act: unknown = null;
    ticks = 0;
    start(): void {
      this.setTimer("tick", ms(1));
    }
    timeout(): void {
      this.ticks += 1;
      if (this.ticks === 10) this.act = () => 1;
      if (this.ticks === 20) this.act = null;
      if (this.ticks < 60) this.setTimer("tick", ms(1));
    }
  }
  const spec: Spec = { seed: 1, nodes: { odd: new Odd() }, links: [] };
  const recording = new Recording(spec, { spacing: 8 });
  recording.moment(30);
  assert.match(recording.refusal, /^odd \(Odd\): the field act holds a function/);
  assert.match(recording.refusal, /hold plain data, Map, Set and typed arrays/);
  recording.moment(100);
  assert.equal(recording.refusal, "");
  assert.deepEqual(recording.moment(50).states, moment(spec, 50).states);
});
