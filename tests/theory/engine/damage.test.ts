/** What real flips do to real bytes, and which of them the guards do not see. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  crc16,
  crc8,
  fletcher16,
  flipBit,
  goodputShare,
  type Guard,
  intactShare,
  internetSum,
  leastWastePayload,
  missedPairs,
  missedPairShare,
  missedShare,
  parity,
} from "../../../src/engine/index.ts";
import { log } from "../../../src/engine/kernel/math.ts";
import { chance } from "../formulas/support.ts";
import { agrees, seeds } from "../support.ts";

const batches = seeds(20);

type Random = () => number;
/** What a receiver makes of sealed messages, as parts of all. */
type Fates = { intact: number; missed: number };

/** Seals random messages, spoils each, and checks it: the shares of so many in each batch. */
function fates(
  guard: Guard,
  bytes: number,
  spoil: (sealed: Uint8Array, random: Random) => void,
  count = 4_000,
): Fates[] {
  return batches.map((seed) => {
    const random = chance(seed);
    const fate = { intact: 0, missed: 0 };
    for (let i = 0; i < count; i++) {
      const sealed = guard.seal(Uint8Array.from({ length: bytes }, () => random() * 256));
      const received = sealed.slice();
      spoil(received, random);
      if (received.every((byte, at) => byte === sealed[at])) fate.intact += 1 / count;
      else if (guard.check(received)) fate.missed += 1 / count;
    }
    return fate;
  });
}

const missed = (all: Fates[]) => all.map((fate) => fate.missed);
const intact = (all: Fates[]) => all.map((fate) => fate.intact);

/** Flips two different bits. */
function twoFlips(bytes: Uint8Array, random: Random): void {
  const bits = bytes.length * 8;
  const first = Math.floor(random() * bits);
  flipBit(bytes, first);
  flipBit(bytes, (first + 1 + Math.floor(random() * (bits - 1))) % bits);
}

/** Flips each bit with a probability; the gaps between flips are geometric. */
const flips = (rate: number) => (bytes: Uint8Array, random: Random) => {
  const gap = () => Math.floor(log(1 - random()) / log(1 - rate));
  for (let i = gap(); i < bytes.length * 8; i += 1 + gap()) flipBit(bytes, i);
};

/** Noise in place of everything; of the last byte only so many bits mean something. */
const noise = (lastBits: number) => (bytes: Uint8Array, random: Random) => {
  for (let i = 0; i < bytes.length; i++) bytes[i] = random() * 256;
  bytes[bytes.length - 1] &= (1 << lastBits) - 1;
};

test("noise passes a guard of w bits once in 2^w", () => {
  agrees(missed(fates(parity, 8, noise(1))), missedShare(1), { what: "parity", power: 0.03 });
  agrees(missed(fates(crc8, 8, noise(8), 20_000)), missedShare(8), { what: "CRC-8", power: 0.2 });
});

test("of two flips the Internet checksum misses ½(n−1)/(16n−1), CRC-16 none", () => {
  // 18 bytes and the checksum: ten words.
  const figures = missed(fates(internetSum, 18, twoFlips, 16_000));
  agrees(figures, missedPairShare(10));
  assert.ok(missed(fates(crc16, 18, twoFlips)).every((share) => share === 0));
});

test("the pairs that the Internet checksum misses in one letter are those of its columns", () => {
  const letter = internetSum.seal(new TextEncoder().encode("PAY ANN 10, BEN 90"));
  let [tried, unseen] = [0, 0];
  for (let a = 0; a < letter.length * 8; a++) {
    for (let b = 0; b < a; b++) {
      const bytes = letter.slice();
      flipBit(bytes, a);
      flipBit(bytes, b);
      tried += 1;
      if (internetSum.check(bytes)) unseen += 1;
    }
  }
  assert.deepEqual(missedPairs(letter), { missed: unseen, tried, share: unseen / tried });
});

test("independent flips: (1−p)^L of the packets stay intact", () => {
  for (const rate of [1e-3, 5e-3]) {
    const all = fates(fletcher16, 38, flips(rate), 2_000);
    agrees(intact(all), intactShare(rate, 320), { what: String(rate) });
    // Of the spoilt ones it lets hardly any pass.
    assert.ok(missed(all).every((share) => share < 0.002));
  }
});

test("the payload that wastes least: shorter and longer packets deliver less of the wire", () => {
  const [header, rate] = [2, 2e-3];
  const best = Math.round(leastWastePayload(header, rate));
  for (const payload of [best, Math.round(best / 3), best * 3]) {
    const all = intact(fates(crc16, payload, flips(rate)));
    const delivered = all.map((share) => (share * payload) / (payload + header));
    const theory = goodputShare(payload, header, rate);
    agrees(delivered, theory, { what: `${payload} bytes`, power: 0.05 });
    assert.ok(payload === best || theory < goodputShare(best, header, rate));
  }
});
