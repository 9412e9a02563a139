/** RFC 6298, worked by hand; and numbers that come round. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { cubeRoot } from "../../../../src/engine/protocols/tcp/cubic.ts";
import { backOff, measured, unknownRoundTrip } from "../../../../src/engine/protocols/tcp/rtt.ts";
import { distance, placeOf, wrap } from "../../../../src/engine/protocols/tcp/sequence.ts";

const MS = 1_000_000;
const free = { minTimeout: MS, maxTimeout: 60_000 * MS, granularity: MS };

test("RFC 6298 §2: RTO of 100, 140, 60, 100 ms, worked by hand", () => {
  const trip = unknownRoundTrip(1_000 * MS);
  assert.equal(trip.timeout, 1_000 * MS);
  // SRTT 100, RTTVAR 50, RTO 100 + 4·50.
  measured(trip, 100 * MS, free);
  assert.deepEqual(trip, { smoothed: 100 * MS, variation: 50 * MS, timeout: 300 * MS });
  // RTTVAR ¾·50 + ¼·|100 − 140| = 47.5; SRTT ⅞·100 + ⅛·140 = 105; RTO 105 + 190.
  measured(trip, 140 * MS, free);
  assert.deepEqual(trip, { smoothed: 105 * MS, variation: 47.5 * MS, timeout: 295 * MS });
  // RTTVAR ¾·47.5 + ¼·|105 − 60| = 46.875; SRTT ⅞·105 + ⅛·60 = 99.375; RTO 99.375 + 187.5.
  measured(trip, 60 * MS, free);
  assert.deepEqual(trip, { smoothed: 99.375 * MS, variation: 46.875 * MS, timeout: 286_875_000 });
  // RTTVAR ¾·46.875 + ¼·0.625 = 35.3125; SRTT 99.453125; RTO 99.453125 + 141.25.
  measured(trip, 100 * MS, free);
  assert.equal(trip.variation, 35.3125 * MS);
  assert.equal(trip.timeout, 240_703_125);
});

test("RFC 6298 §2.3 to §2.5: not below granularity or minimum, nor above the maximum", () => {
  const steady = unknownRoundTrip(MS);
  for (let i = 0; i < 200; i++) measured(steady, 100 * MS, { ...free, granularity: 10 * MS });
  assert.equal(steady.timeout, 110 * MS);
  measured(steady, 100 * MS, { ...free, minTimeout: 1_000 * MS });
  assert.equal(steady.timeout, 1_000 * MS);
  measured(steady, 1e12, free);
  assert.equal(steady.timeout, free.maxTimeout);
});

test("RFC 6298 §5.5: each timeout doubles, up to the maximum; a measurement ends it", () => {
  const trip = unknownRoundTrip(1_000 * MS);
  const waits = Array.from({ length: 8 }, () => {
    backOff(trip, free);
    return trip.timeout / (1_000 * MS);
  });
  assert.deepEqual(waits, [2, 4, 8, 16, 32, 60, 60, 60]);
  measured(trip, 100 * MS, free);
  assert.equal(trip.timeout, 300 * MS);
});

test("RFC 9293 §3.4: sequence numbers compare across the turn", () => {
  assert.equal(wrap(2 ** 32 + 5), 5);
  assert.equal(distance(3, 2 ** 32 - 2), 5);
  assert.equal(distance(2 ** 32 - 2, 3), -5);
  for (const first of [0, 7, 2 ** 31, 2 ** 32 - 1]) {
    for (const place of [0, 1, 1e6, 2 ** 32 + 9, 2 ** 45]) {
      assert.equal(placeOf(wrap(first + place), first, place + 1_000), place);
      assert.equal(placeOf(wrap(first + place), first, Math.max(0, place - 1_000)), place);
    }
  }
});

test("the cube root of CUBIC", () => {
  for (const x of [0.001, 0.5, 1, 8, 27, 1e6])
    assert.ok(Math.abs(cubeRoot(x) - Math.cbrt(x)) < 1e-9);
  assert.equal(cubeRoot(0), 0);
});
