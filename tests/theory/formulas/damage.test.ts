/** Bit errors and guards: closed forms beside chains of states and brute force. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  burstyWire,
  type GilbertElliott,
  gilbertElliottErrorRate,
  gilbertElliottIntact,
  goodputShare,
  intactShare,
  leastWastePayload,
} from "../../../src/engine/theory/damage.ts";
import {
  missedPairs,
  missedPairShare,
  missedShare,
} from "../../../src/engine/theory/undetected.ts";
import { crc8 } from "../../../src/engine/wire/checks/crc.ts";
import { internetSum } from "../../../src/engine/wire/checks/sums.ts";
import { chance, near, refused, stationary } from "./support.ts";

test("at one flip in a thousand bits 69.2 % of short letters are intact, 0.03 of long ones", () => {
  near(intactShare(1e-3, 368), 0.692, 1e-3);
  near(intactShare(1e-3, 8 * 1028), 0.000267, 1e-3);
  near(intactShare(1e-4, 10_000), 0.37, 1e-2);
  near(intactShare(0.5, 10), 1 / 1024);
  assert.deepEqual([intactShare(1, 0), intactShare(1, 5), intactShare(0, 1e12)], [1, 0, 1]);
});

test("the least wasteful payload at 10⁻⁴ is 173.6 bytes: 73.3 % of the wire is of use", () => {
  const best = leastWastePayload(28, 1e-4);
  near(best, 173.6, 1e-4);
  near(goodputShare(best, 28, 1e-4), 0.733, 1e-3);
  near(goodputShare(1472, 28, 1e-4), 0.296, 2e-3);
  near(goodputShare(18, 28, 1e-4), 0.377, 1e-3);
});

test("no other payload wastes less, whatever the header and the error rate", () => {
  for (const header of [1, 28, 40, 200]) {
    for (const rate of [1e-9, 1e-6, 1e-4, 1e-2, 0.3]) {
      const best = leastWastePayload(header, rate);
      const share = goodputShare(best, header, rate);
      for (const factor of [0.5, 0.99, 1.01, 2]) {
        assert.ok(goodputShare(best * factor, header, rate) < share, `${header}, ${rate}`);
      }
    }
  }
  assert.deepEqual([leastWastePayload(28, 0), leastWastePayload(0, 0.1)], [Infinity, 0]);
});

/** The chance of no flip, summed over all paths through the states, bit by bit. */
function bitByBit(wire: Required<GilbertElliott>, bits: number): number {
  const { goodToBad, badToGood, errorGood, errorBad } = wire;
  const chances = [
    [1 - goodToBad, goodToBad],
    [badToGood, 1 - badToGood],
  ];
  let [good, bad] = stationary(chances);
  for (let bit = 0; bit < bits; bit++) {
    if (bit > 0) {
      [good, bad] = [
        good * chances[0][0] + bad * chances[1][0],
        good * chances[0][1] + bad * chances[1][1],
      ];
    }
    good *= 1 - errorGood;
    bad *= 1 - errorBad;
  }
  return good + bad;
}

test("Gilbert–Elliott: the product of matrices is the sum over all paths", () => {
  for (const wire of [
    { goodToBad: 0.01, badToGood: 0.1, errorGood: 0, errorBad: 0.5 },
    { goodToBad: 0.3, badToGood: 0.4, errorGood: 0.01, errorBad: 0.2 },
    { goodToBad: 0.5, badToGood: 0.5, errorGood: 0.1, errorBad: 0.1 },
  ]) {
    for (const bits of [1, 2, 3, 17, 368]) {
      near(gilbertElliottIntact(wire, bits), bitByBit(wire, bits), 1e-9);
    }
  }
  assert.equal(gilbertElliottIntact({ goodToBad: 0.1, badToGood: 0.1 }, 0), 1);
});

test("the same flips in bursts of 32 bits leave 97.6 % of letters intact", () => {
  const wire = burstyWire(1e-3, 32);
  near(gilbertElliottErrorRate(wire), 1e-3);
  near(1 / wire.badToGood, 32);
  near(gilbertElliottIntact(wire, 368), 0.976, 2e-4);
  near(gilbertElliottIntact(wire, 368), bitByBit(wire, 368));
});

test("a wire whose state makes no difference flips bits independently", () => {
  const wire = { goodToBad: 0.2, badToGood: 0.3, errorGood: 0.001, errorBad: 0.001 };
  near(gilbertElliottIntact(wire, 368), intactShare(1e-3, 368));
  near(gilbertElliottErrorRate(wire), 1e-3);
});

test("the letter's checksum misses 298 of 12,720 pairs of flips: 2.34 %", () => {
  const letter = new TextEncoder().encode("PAY ANN 10, BEN 90");
  const { missed, tried, share } = missedPairs(internetSum.seal(letter));
  assert.deepEqual([missed, tried], [298, 12_720]);
  near(share, 0.0234, 2e-3);
});

test("missed pairs are those that brute force finds, and on average ½(n−1)/(16n−1)", () => {
  const random = chance(3);
  const words = 6;
  let sum = 0;
  const letters = 400;
  for (let i = 0; i < letters; i++) {
    const message = Uint8Array.from({ length: 2 * words - 2 }, () => Math.floor(random() * 256));
    const sealed = internetSum.seal(message);
    const { missed, share } = missedPairs(sealed);
    sum += share;
    if (i >= 20) continue;
    let found = 0;
    for (let a = 0; a < 16 * words; a++) {
      for (let b = a + 1; b < 16 * words; b++) {
        const damaged = sealed.slice();
        damaged[a >> 3] ^= 0x80 >> (a & 7);
        damaged[b >> 3] ^= 0x80 >> (b & 7);
        if (internetSum.check(damaged)) found++;
      }
    }
    assert.equal(missed, found);
  }
  near(sum / letters, missedPairShare(words), 0.03);
  near(missedPairShare(1e6), 1 / 32, 1e-5);
  assert.equal(missedPairShare(1), 0);
});

test("of all other messages 1 in 2^w has the same check value", () => {
  // All messages of two bytes: 256 values, each for as many of them.
  const counts = new Map<number, number>();
  for (let i = 0; i < 65_536; i++) {
    const value = crc8.compute(Uint8Array.of(i >> 8, i & 0xff));
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  assert.deepEqual(new Set(counts.values()), new Set([65_536 * missedShare(8)]));
  near(missedShare(16), 1 / 65_536);
});

test("rates, lengths and bursts out of range are refused by name", () => {
  refused(() => intactShare(1.5, 1), "intactShare: bitErrorRate is 1.5", "from 0 to 1");
  refused(() => intactShare(0, -1), "bits is -1");
  refused(() => goodputShare(0, 0, 0), "header is 0", "from 1 to");
  refused(() => gilbertElliottIntact({ goodToBad: 0, badToGood: 0 }, 1), "both 0");
  refused(() => gilbertElliottIntact({ goodToBad: 2, badToGood: 0 }, 1), "goodToBad is 2");
  refused(() => burstyWire(0.5, 10), "bitErrorRate is 0.5");
  refused(() => burstyWire(0.48, 10), "burst is 10", "from 23.99");
  refused(() => missedPairs(new Uint8Array(3)), "is 3; it must be even");
  refused(() => missedPairs(new Uint8Array(0)), "is 0");
  assert.throws(() => missedPairs("letter" as never), TypeError);
  refused(() => missedPairShare(0), "words is 0");
  refused(() => missedShare(65), "width is 65");
});
