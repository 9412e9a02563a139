/** Exactly how many errors of few bits each guard misses: all of them are tried. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { crc16, crc32, crc8 } from "../../../../src/engine/wire/checks/crc.ts";
import type { Guard } from "../../../../src/engine/wire/checks/guard.ts";
import { fletcher16, internetSum, parity } from "../../../../src/engine/wire/checks/sums.ts";
import { choices, digits, flip, flipped, hex, text } from "./support.ts";

/** The letter of topic 06: 18 bytes, 160 bits with a check value of 16. */
const letter = text("PAY ANN 10, BEN 90");

/** How many choices of `count` flips in the sealed letter the guard misses. */
function missed(guard: Guard, count: number): { missed: number; tried: number } {
  const sealed = guard.seal(letter);
  const result = { missed: 0, tried: 0 };
  // The parity bit has a byte to itself, of which only the last bit means anything.
  const bits = [...Array(sealed.length * 8).keys()];
  if (guard.width === 1) bits.splice(letter.length * 8, 7);
  choices(bits.length, count, (chosen) => {
    for (const i of chosen) flip(sealed, bits[i]);
    if (guard.check(sealed)) result.missed++;
    result.tried++;
    for (const i of chosen) flip(sealed, bits[i]);
  });
  return result;
}

for (const [guard, pairs, triples] of [
  [parity, { missed: 10_440, tried: 10_440 }, { missed: 0, tried: 497_640 }],
  [internetSum, { missed: 298, tried: 12_720 }, { missed: 1624, tried: 669_920 }],
  [fletcher16, { missed: 0, tried: 12_720 }, { missed: 264, tried: 669_920 }],
  [crc8, { missed: 25, tried: 11_476 }, { missed: 0, tried: 573_800 }],
  [crc16, { missed: 0, tried: 12_720 }, { missed: 0, tried: 669_920 }],
  [crc32, { missed: 0, tried: 15_400 }, { missed: 0, tried: 893_200 }],
] as const) {
  test(`${guard.name} misses ${pairs.missed} pairs and ${triples.missed} triples`, () => {
    assert.deepEqual(missed(guard, 2), pairs);
    assert.deepEqual(missed(guard, 3), triples);
  });
}

test("CRC-16 misses 1,196 of the 26,294,360 ways to flip four bits of the letter", () => {
  // A CRC misses an error exactly if the changes that its flips make cancel out.
  const sealed = crc16.seal(letter);
  const before = crc16.compute(letter);
  const change = Array.from({ length: 160 }, (_, bit) =>
    bit < 144 ? crc16.compute(flipped(letter, bit)) ^ before : 0x8000 >>> (bit - 144),
  );
  const count = new Uint32Array(65_536);
  let ordered = 0;
  // Each set of four is met three times, once for each way to split it into two pairs.
  choices(160, 2, ([a, b]) => count[change[a] ^ change[b]]++);
  for (const pairs of count) ordered += (pairs * (pairs - 1)) / 2;
  assert.equal(ordered / 3, 1196);
  assert.equal((160 * 159 * 158 * 157) / 24, 26_294_360);
  // One of them, tried on the real thing.
  const set = new Map<number, number[]>();
  let found: number[] = [];
  choices(160, 2, ([a, b]) => {
    const key = change[a] ^ change[b];
    if (set.has(key)) found = [...(set.get(key) as number[]), a, b];
    set.set(key, [a, b]);
  });
  assert.equal(new Set(found).size, 4);
  assert.ok(crc16.check(flipped(sealed, ...found)));
});

test("two flips that swap 10 and 90 leave the Internet checksum as it was: A049", () => {
  const bribed = text("PAY ANN 90, BEN 10");
  assert.deepEqual([letter, bribed].map(internetSum.compute), [0xa049, 0xa049]);
  const different = [...letter].map((byte, i) => byte ^ bribed[i]).filter((x) => x !== 0);
  // One bit in each of two bytes: "1" and "9" differ in one bit only.
  assert.deepEqual(different, [8, 8]);
  assert.notEqual(crc16.compute(letter), crc16.compute(bribed));
});

test("the Internet checksum sees no exchange of two words, CRC-16 all of the letter's", () => {
  const unseen = { internet: 0, fletcher: 0, crc: 0, tried: 0 };
  choices(9, 2, ([a, b]) => {
    const swapped = letter.slice();
    swapped.set(letter.subarray(2 * a, 2 * a + 2), 2 * b);
    swapped.set(letter.subarray(2 * b, 2 * b + 2), 2 * a);
    // The word "N " stands in the letter twice.
    if (digits(swapped) === digits(letter)) return;
    const same = (guard: Guard) => (guard.compute(swapped) === guard.compute(letter) ? 1 : 0);
    unseen.internet += same(internetSum);
    unseen.fletcher += same(fletcher16);
    unseen.crc += same(crc16);
    unseen.tried++;
  });
  assert.deepEqual(unseen, { internet: 35, fletcher: 0, crc: 0, tried: 35 });
  assert.equal(
    fletcher16.compute(hex("0003 7777 0102")),
    fletcher16.compute(hex("0102 7777 0003")),
  );
  assert.equal(fletcher16.compute(hex("00ff")), fletcher16.compute(hex("ff00")));
});

test("bursts: CRCs see all up to their width, the Internet checksum all up to 15 bits", () => {
  const longest: [Guard, number][] = [
    [crc8, 8],
    [crc16, 16],
    [internetSum, 15],
  ];
  for (const [guard, width] of longest) {
    const sealed = guard.seal(letter);
    // A burst has its first and last bit flipped, and any pattern between them.
    for (let start = 0; start + width <= sealed.length * 8; start += 3) {
      for (let pattern = 0; pattern < 1 << (width - 2); pattern += 5) {
        const bits = [start, start + width - 1];
        for (let i = 0; i < width - 2; i++) if ((pattern >>> i) & 1) bits.push(start + 1 + i);
        for (const bit of bits) flip(sealed, bit);
        const isMissed = guard.check(sealed);
        for (const bit of bits) flip(sealed, bit);
        assert.ok(!isMissed, `${guard.name}: ${bits}`);
      }
    }
  }
});

test("a burst of 16 bits that turns zeros into ones slips past the Internet checksum", () => {
  const sealed = internetSum.seal(hex("1234 0000 5678"));
  sealed.fill(0xff, 2, 4);
  assert.ok(internetSum.check(sealed));
});
