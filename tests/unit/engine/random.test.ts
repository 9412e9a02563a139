import assert from "node:assert/strict";
import { test } from "node:test";
import { Streams } from "../../../src/engine/kernel/random.ts";

test("the first numbers of a stream are fixed for ever", () => {
  const streams = new Streams("7");
  const stream = streams.open("link/a→b/loss");
  const bits = [streams.bits(stream), streams.bits(stream), streams.bits(stream)];
  const numbers = [streams.next(stream), streams.next(stream)];
  // From an independent implementation of Alea and sfc32.
  assert.deepEqual(bits, [1143410631, -1702228964, -1541439581]);
  assert.deepEqual(numbers, [0.7609262089128062, 0.05610640904279973]);
});

test("a stream depends on seed and purpose alone, not on the streams opened before it", () => {
  const alone = new Streams("seed");
  const crowded = new Streams("seed");
  for (let i = 0; i < 200; i++) crowded.open(`other ${i}`);
  const [a, b] = [alone.open("x"), crowded.open("x")];
  for (let i = 0; i < 50; i++) assert.equal(alone.next(a), crowded.next(b));
});

test("drawing from one stream leaves another alone", () => {
  const streams = new Streams("seed");
  const [a, b] = [streams.open("a"), streams.open("b")];
  const untouched = new Streams("seed");
  const c = untouched.open("b");
  for (let i = 0; i < 1000; i++) streams.next(a);
  for (let i = 0; i < 50; i++) assert.equal(streams.next(b), untouched.next(c));
});

test("other seeds and other purposes give other streams", () => {
  const firsts = new Set<number>();
  for (const seed of ["1", "2", "12", "1/2"]) {
    const streams = new Streams(seed);
    for (const purpose of ["a", "b", "2/a", "ab"]) firsts.add(streams.next(streams.open(purpose)));
  }
  // "1" with "2/a" and "1/2" with "a" make the same key: the only pair that may agree.
  assert.equal(firsts.size, 15);
});

test("numbers lie in [0, 1) and fill ten boxes evenly", () => {
  const streams = new Streams("even");
  const stream = streams.open("boxes");
  const boxes = new Array<number>(10).fill(0);
  for (let i = 0; i < 100_000; i++) {
    const number = streams.next(stream);
    assert.ok(number >= 0 && number < 1);
    boxes[Math.floor(number * 10)]++;
  }
  const chiSquare = boxes.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  // 99.9 % point of the chi-square distribution with 9 degrees of freedom.
  assert.ok(chiSquare < 27.9, `chi-square is ${chiSquare}`);
});

test("whole numbers below a bound reach all of them and no other", () => {
  const streams = new Streams("dice");
  const stream = streams.open("dice");
  const seen = new Set<number>();
  for (let i = 0; i < 1000; i++) seen.add(streams.below(stream, 6));
  assert.deepEqual([...seen].sort(), [0, 1, 2, 3, 4, 5]);
});
