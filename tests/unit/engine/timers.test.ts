import assert from "node:assert/strict";
import { test } from "node:test";
import { EventQueue } from "../../../src/engine/kernel/queue.ts";
import { Timers } from "../../../src/engine/kernel/timers.ts";

/** Timers with a queue of their own, and the times at which each runs out. */
function bench() {
  const queue = new EventQueue();
  const timers = new Timers(queue, (timer) => timer);
  const fired: [timer: number, time: number][] = [];
  let order = 0;
  return {
    queue,
    timers,
    fired,
    set: (timer: number, deadline: number) => timers.set(timer, deadline, order++),
    runUntil(time: number) {
      while (queue.peek() <= time && queue.pop()) {
        if (timers.fires(queue.value, queue.order)) fired.push([queue.value, queue.time]);
      }
    },
  };
}

test("a timer runs out once, at its deadline", () => {
  const { timers, fired, set, runUntil } = bench();
  const timer = timers.create();
  set(timer, 100);
  assert.ok(timers.isRunning(timer));
  runUntil(1000);
  assert.deepEqual(fired, [[timer, 100]]);
  assert.equal(timers.isRunning(timer), false);
});

test("a timer that is set again and again has one entry in the queue", () => {
  const { timers, queue, fired, set, runUntil } = bench();
  const timer = timers.create();
  for (let deadline = 100; deadline <= 5000; deadline++) set(timer, deadline);
  assert.equal(queue.size, 1);
  runUntil(10_000);
  assert.deepEqual(fired, [[timer, 5000]]);
});

test("a timer that is set to an earlier time runs out then, and not again", () => {
  const { timers, fired, set, runUntil } = bench();
  const timer = timers.create();
  set(timer, 500);
  set(timer, 100);
  runUntil(1000);
  assert.deepEqual(fired, [[timer, 100]]);
});

test("an old entry that shares the nanosecond of a new one says nothing", () => {
  const { timers, fired, set, runUntil } = bench();
  const timer = timers.create();
  set(timer, 500);
  set(timer, 100);
  runUntil(100);
  set(timer, 500);
  runUntil(1000);
  assert.deepEqual(fired, [
    [timer, 100],
    [timer, 500],
  ]);
});

test("a stopped timer does not run out, and can be set again", () => {
  const { timers, fired, set, runUntil } = bench();
  const timer = timers.create();
  set(timer, 100);
  timers.stop(timer);
  assert.equal(timers.isRunning(timer), false);
  runUntil(150);
  assert.deepEqual(fired, []);
  set(timer, 200);
  timers.stop(timer);
  set(timer, 300);
  runUntil(1000);
  assert.deepEqual(fired, [[timer, 300]]);
});

test("among timers of one nanosecond the one that was set first runs out first", () => {
  const { timers, fired, set, runUntil } = bench();
  const [early, late] = [timers.create(), timers.create()];
  // The first has an entry long before; what counts is when it was set for the last time.
  set(early, 10);
  set(late, 100);
  set(early, 100);
  runUntil(1000);
  assert.deepEqual(fired, [
    [late, 100],
    [early, 100],
  ]);
});
