/** TCP's small parts by themselves: chunks, ranges, the scoreboard, windows, segments. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  append,
  type Chunk,
  cut,
  dataOf,
  forget,
  slice,
} from "../../../../src/engine/protocols/tcp/chunk.ts";
import { freshReceiving, freshSending } from "../../../../src/engine/protocols/tcp/halves.ts";
import type { Sending } from "../../../../src/engine/protocols/tcp/halves.ts";
import {
  addRange,
  dropBelow,
  held,
  type Range,
  rangeFrom,
} from "../../../../src/engine/protocols/tcp/ranges.ts";
import {
  lostBelow,
  nextGap,
  nextHole,
  pipe,
  tailToRescue,
} from "../../../../src/engine/protocols/tcp/scoreboard.ts";
import { optionBytes, segmentBytes } from "../../../../src/engine/protocols/tcp/segment.ts";
import { scaleFor } from "../../../../src/engine/protocols/tcp/window.ts";

test("a chunk is cut to what lies between two places", () => {
  const chunk = { start: 10, length: 5, text: "ABCDE" };
  assert.deepEqual(cut(chunk, 0, 99), chunk);
  assert.deepEqual(cut(chunk, 12, 14), { start: 12, length: 2, text: "CD" });
  assert.deepEqual(cut(chunk, 0, 12), { start: 10, length: 2, text: "AB" });
  assert.equal(cut(chunk, 15, 20).length, 0);
  assert.equal(cut(chunk, 2, 8).length, 0);
  assert.deepEqual(cut({ ...chunk, text: null }, 13, 99), { start: 13, length: 2, text: null });
});

test("what follows a chunk of its kind becomes part of it", () => {
  const chunks: Chunk[] = [];
  append(chunks, { start: 1, length: 2, text: "AB" });
  append(chunks, { start: 3, length: 0, text: "" });
  append(chunks, { start: 3, length: 1, text: "C" });
  append(chunks, { start: 4, length: 7, text: null });
  append(chunks, { start: 11, length: 2, text: null });
  append(chunks, { start: 20, length: 1, text: null });
  assert.deepEqual(chunks, [
    { start: 1, length: 3, text: "ABC" },
    { start: 4, length: 9, text: null },
    { start: 20, length: 1, text: null },
  ]);
  assert.deepEqual(slice(chunks, 2, 9), { start: 2, length: 2, text: "BC" });
  assert.deepEqual(slice(chunks, 4, 9), { start: 4, length: 5, text: null });
  assert.deepEqual(slice(chunks, 30, 40), { start: 30, length: 0, text: "" });
  forget(chunks, 12);
  assert.equal(chunks.length, 2);
  forget(chunks, 13);
  assert.equal(chunks.length, 1);
  assert.deepEqual([dataOf(chunks[0]), dataOf(slice(chunks, 30, 31))], [1, ""]);
});

test("ranges that touch or overlap become one, and only what is new is news", () => {
  const ranges: Range[] = [];
  assert.ok(addRange(ranges, 10, 20));
  assert.ok(addRange(ranges, 40, 50));
  assert.ok(!addRange(ranges, 12, 20));
  assert.ok(addRange(ranges, 20, 25));
  assert.ok(addRange(ranges, 5, 10));
  assert.deepEqual(ranges, [
    [5, 25],
    [40, 50],
  ]);
  assert.ok(addRange(ranges, 24, 41));
  assert.deepEqual(ranges, [[5, 50]]);
  assert.ok(addRange(ranges, 60, 70));
  assert.ok(addRange(ranges, 52, 58));
  assert.deepEqual(ranges, [
    [5, 50],
    [52, 58],
    [60, 70],
  ]);
  assert.equal(held(ranges, 0, 100), 61);
  assert.equal(held(ranges, 49, 53), 2);
  assert.deepEqual(rangeFrom(ranges, 50), [52, 58]);
  assert.deepEqual(rangeFrom(ranges, 49), [5, 50]);
  assert.equal(rangeFrom(ranges, 70), undefined);
  dropBelow(ranges, 54);
  assert.deepEqual(ranges, [
    [54, 58],
    [60, 70],
  ]);
  dropBelow(ranges, 58);
  assert.deepEqual(ranges, [[60, 70]]);
  dropBelow(ranges, 60);
  assert.deepEqual(ranges, [[60, 70]]);
  dropBelow(ranges, 70);
  assert.deepEqual(ranges, []);
});

/** What ten segments of 1,000 bytes from 1 on are known to have become. */
function board(sacked: Range[], more: Partial<Sending> = {}): Sending {
  const places = { unacknowledged: 1, next: 10_001, highest: 10_001 };
  return { ...freshSending(0, 1_000), ...places, sacked, ...more };
}

test("IsLost: more than two segments beyond, or three stretches (RFC 6675 §4)", () => {
  assert.equal(lostBelow(board([])), 1);
  assert.equal(lostBelow(board([[2_001, 4_001]])), 1);
  assert.equal(lostBelow(board([[2_001, 4_002]])), 2_001);
  const two: Range[] = [
    [2_001, 3_001],
    [4_001, 4_101],
  ];
  assert.equal(lostBelow(board(two)), 1);
  assert.equal(lostBelow(board([...two, [6_001, 6_101]])), 2_001);
  assert.equal(lostBelow(board([...two, [6_001, 9_001]])), 6_001);
});

test("pipe: what is neither here nor lost, and what was sent again (RFC 6675 §4)", () => {
  assert.equal(pipe(board([])), 10_000);
  assert.equal(pipe(board([[2_001, 4_001]])), 8_000);
  // Lost up to 2,001; of the 8,000 behind it the other end has 3,000.
  const lost: Range[] = [[2_001, 5_001]];
  assert.equal(pipe(board(lost)), 5_000);
  assert.equal(pipe(board(lost, { repaired: 1_001 })), 6_000);
  assert.equal(pipe(board(lost, { repaired: 6_001 })), 8_000);
  // After a timeout `next` lies far back: what counts is all that was ever sent.
  assert.equal(pipe(board(lost, { next: 1 })), 5_000);
});

test("NextSeg: lost holes first, then holes, then the tail (RFC 6675 §4)", () => {
  assert.deepEqual([nextHole(board([])), nextGap(board([]))], [null, null]);
  const two: Range[] = [
    [1_001, 2_001],
    [4_001, 7_001],
  ];
  assert.equal(nextHole(board(two)), 1);
  assert.equal(nextHole(board(two, { repaired: 1_001 })), 2_001);
  assert.equal(nextHole(board(two, { repaired: 3_001 })), 3_001);
  assert.equal(nextHole(board(two, { repaired: 4_001 })), null);
  // Not lost yet, but a hole.
  const few: Range[] = [[2_001, 3_001]];
  assert.equal(nextHole(board(few)), null);
  assert.equal(nextGap(board(few)), 1);
  assert.equal(nextGap(board(few, { repaired: 2_001 })), null);
  assert.equal(tailToRescue(board([])), null);
  assert.equal(tailToRescue(board(few)), 9_001);
  assert.equal(tailToRescue(board([[2_001, 9_501]])), 9_501);
  assert.equal(tailToRescue(board([[2_001, 10_001]])), null);
  assert.equal(tailToRescue(board(few, { hasRescued: true })), null);
});

test("the scale is the smallest that offers a buffer, 14 at most (RFC 7323 §2.3)", () => {
  const scales = [1, 65_535, 65_536, 131_070, 131_071, 2 ** 30, 2 ** 40].map(scaleFor);
  assert.deepEqual(scales, [0, 0, 1, 1, 2, 14, 14]);
});

test("options take the bytes that they take on the wire", () => {
  const plain = { seq: 0, ack: 0, flags: "ACK", window: 0, data: "ABC" };
  const stamp = { value: 1, echo: 2 };
  assert.equal(segmentBytes(plain), 23);
  assert.equal(optionBytes({ ...plain, mss: 1 }), 4);
  assert.equal(optionBytes({ ...plain, windowScale: 0 }), 4);
  assert.equal(optionBytes({ ...plain, timestamp: stamp }), 12);
  assert.equal(optionBytes({ ...plain, sackPermitted: true }), 4);
  assert.equal(optionBytes({ ...plain, sackPermitted: true, timestamp: stamp }), 12);
  assert.equal(optionBytes({ ...plain, sack: [[1, 2]] }), 12);
  assert.equal(segmentBytes({ ...plain, data: 500 }), 520);
});

test("halves of a connection begin with nothing sent and nothing received", () => {
  const { first, mss, ...sending } = freshSending(7, 900);
  assert.deepEqual([first, mss], [7, 900]);
  const isNothing = (value: unknown) =>
    [0, false, null].includes(value as null) || (Array.isArray(value) && value.length === 0);
  const { end, windowFrom, ...others } = sending;
  assert.equal(end, 1);
  assert.deepEqual(windowFrom, { place: 0, ack: 0 });
  for (const [name, value] of Object.entries(others)) assert.ok(isNothing(value), name);
  for (const [name, value] of Object.entries(freshReceiving())) assert.ok(isNothing(value), name);
});
