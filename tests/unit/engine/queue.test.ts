import assert from "node:assert/strict";
import { test } from "node:test";
import { EventQueue } from "../../../src/engine/kernel/queue.ts";
import { Streams } from "../../../src/engine/kernel/random.ts";

type Entry = [time: number, order: number, value: number];

/** Everything that is left in a queue, in the order in which it comes out. */
function drained(queue: EventQueue): Entry[] {
  const entries: Entry[] = [];
  while (queue.pop()) entries.push([queue.time, queue.order, queue.value]);
  return entries;
}

const byTimeAndOrder = (a: Entry, b: Entry): number => a[0] - b[0] || a[1] - b[1];

test("events come out by time, and events of equal time by their order", () => {
  const queue = new EventQueue();
  const entries: Entry[] = [
    [30, 1, 7],
    [10, 4, 8],
    [10, 2, 9],
    [20, 3, 5],
    [10, 3, 6],
  ];
  for (const entry of entries) queue.push(...entry);
  assert.deepEqual(drained(queue), [...entries].sort(byTimeAndOrder));
});

test("a queue agrees with a sorted list through 20,000 pushes and pops, ties included", () => {
  const queue = new EventQueue();
  const streams = new Streams("heap");
  const dice = streams.open("dice");
  const reference: Entry[] = [];
  let now = 0;
  for (let order = 0; order < 20_000; order++) {
    if (streams.next(dice) < 0.45 && reference.length > 0) {
      reference.sort(byTimeAndOrder);
      const expected = reference.shift() as Entry;
      assert.equal(queue.peek(), expected[0]);
      assert.ok(queue.pop());
      assert.deepEqual([queue.time, queue.order, queue.value], expected);
      now = queue.time;
    } else {
      // Few different times, so that most events tie with others.
      const entry: Entry = [now + streams.below(dice, 8), order, streams.below(dice, 1 << 20)];
      queue.push(...entry);
      reference.push(entry);
    }
    assert.equal(queue.size, reference.length);
  }
  assert.deepEqual(drained(queue), reference.sort(byTimeAndOrder));
});

test("a queue stays in order as it outgrows its list and shrinks, old orders included", () => {
  const queue = new EventQueue();
  const streams = new Streams("tides");
  const dice = streams.open("dice");
  const reference: Entry[] = [];
  let now = 0;
  for (let turn = 0; turn < 60_000; turn++) {
    // Between nothing and some seventy events, again and again.
    const isFlood = turn % 600 < 300;
    const isPush = streams.next(dice) < (isFlood ? 0.62 : 0.38);
    if (isPush) {
      // Every other event has an order from before those that wait, as a restarted timer has.
      const order = turn % 2 === 0 ? turn : 1_000_000 - turn;
      const entry: Entry = [now + streams.below(dice, turn % 7 === 0 ? 2 : 40), order, turn];
      queue.push(...entry);
      reference.push(entry);
    } else if (reference.length > 0) {
      reference.sort(byTimeAndOrder);
      assert.equal(queue.peek(), reference[0][0]);
      assert.ok(queue.pop());
      assert.deepEqual([queue.time, queue.order, queue.value], reference.shift());
      now = queue.time;
    } else assert.equal(queue.pop(), false);
    assert.equal(queue.size, reference.length);
  }
  assert.deepEqual(drained(queue), reference.sort(byTimeAndOrder));
});

test("any number of events of one nanosecond keep their order", () => {
  for (const count of [1, 31, 32, 33, 34, 64, 65, 200]) {
    const queue = new EventQueue();
    const entries = Array.from({ length: count }, (_, i): Entry => [5, (i * 73) % 211, i]);
    entries.push([4, 900, 0], [6, 0, 0]);
    for (const entry of entries) queue.push(...entry);
    assert.deepEqual(drained(queue), entries.sort(byTimeAndOrder));
  }
});

test("an empty queue yields nothing, says Infinity, and can be used again", () => {
  const queue = new EventQueue();
  assert.equal(queue.pop(), false);
  assert.equal(queue.peek(), Infinity);
  queue.push(5, 1, 1);
  assert.ok(queue.pop());
  assert.equal(queue.size, 0);
  assert.equal(queue.pop(), false);
  queue.push(3, 2, 2);
  queue.push(1, 3, 3);
  assert.deepEqual(drained(queue), [
    [1, 3, 3],
    [3, 2, 2],
  ]);
});

test("a queue grows beyond its first capacity and keeps every event", () => {
  const queue = new EventQueue();
  for (let i = 0; i < 5000; i++) queue.push((i * 7919) % 5000, i, i);
  const values = drained(queue).map(([time]) => time);
  assert.deepEqual(
    values,
    Array.from({ length: 5000 }, (_, i) => i),
  );
});

test("times up to 104 days keep their last nanosecond", () => {
  const queue = new EventQueue();
  const latest = Number.MAX_SAFE_INTEGER;
  queue.push(latest, 1, 1);
  queue.push(latest - 1, 2, 2);
  assert.deepEqual(drained(queue), [
    [latest - 1, 2, 2],
    [latest, 1, 1],
  ]);
});
