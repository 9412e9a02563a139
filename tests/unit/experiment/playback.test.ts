import assert from "node:assert/strict";
import { test } from "node:test";
import {
  advance,
  naturalSpeed,
  SPEEDS,
  stepBack,
  stepForward,
  stepTimes,
} from "../../../src/experiment/playback.ts";

const MS = 1e6;

test("speeds grow, and each says what it is", () => {
  const sorted = SPEEDS.toSorted((a, b) => a.perSecond - b.perSecond);
  assert.deepEqual(SPEEDS, sorted);
  assert.deepEqual(SPEEDS[0], { label: "10 ms", perSecond: 10 * MS });
  assert.deepEqual(SPEEDS.at(-1), { label: "10 s", perSecond: 10_000 * MS });
});

test("a run plays in a quarter of a minute or less, unless it is longer than the fastest", () => {
  for (const end of [0, 1, 149 * MS, 150 * MS, 151 * MS, 2_000 * MS, 150_000 * MS]) {
    const { perSecond } = naturalSpeed(end);
    assert.ok(end / perSecond <= 15, `${end}`);
    const slower = SPEEDS.findLast((speed) => speed.perSecond < perSecond);
    if (slower !== undefined) assert.ok(end / slower.perSecond > 15, `${end} could be slower`);
  }
  assert.equal(naturalSpeed(1e15), SPEEDS.at(-1));
});

test("the playhead goes on with the clock and stops at the end", () => {
  const speed = { label: "", perSecond: 100 * MS };
  assert.equal(advance(0, 500, speed, 1e9), 50 * MS);
  assert.equal(advance(990 * MS, 500, speed, 1e9), 1e9);
  assert.equal(advance(7, 0, speed, 1e9), 7);
});

test("steps go to each time at which something happens, once", () => {
  const rows = [0, 0, 5, 5, 5, 9, 20];
  const times = stepTimes(rows.length, (row) => rows[row]);
  assert.deepEqual([...times], [0, 5, 9, 20]);
  let at = 0;
  const forward = [at];
  while (stepForward(times, at) !== at) forward.push((at = stepForward(times, at)));
  assert.deepEqual(forward, [0, 5, 9, 20]);
  const back = [at];
  while (stepBack(times, at) !== at) back.push((at = stepBack(times, at)));
  assert.deepEqual(back, [20, 9, 5, 0]);
});

test("between two times a step goes to the next one on its side", () => {
  const times = Float64Array.of(2, 5, 9);
  const cases: [number, number, number][] = [
    [0, 2, 0],
    [1, 2, 0],
    [2, 5, 0],
    [3, 5, 2],
    [8.5, 9, 5],
    [9, 9, 5],
    [100, 100, 9],
  ];
  for (const [at, forward, back] of cases) {
    assert.equal(stepForward(times, at), forward, `forward from ${at}`);
    assert.equal(stepBack(times, at), back, `back from ${at}`);
  }
  const none = stepTimes(0, () => assert.fail("there is no row"));
  assert.equal(stepForward(none, 3), 3);
  assert.equal(stepBack(none, 3), 0);
});
