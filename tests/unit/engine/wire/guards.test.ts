/** Guards beside known values, and exactly how many errors of few bits each of them misses. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { crc16, crc32, crc8, makeCrc } from "../../../../src/engine/wire/checks/crc.ts";
import type { Guard } from "../../../../src/engine/wire/checks/guard.ts";
import { fletcher16, internetSum, parity } from "../../../../src/engine/wire/checks/sums.ts";
import { choices, counting, digits, flip, flipped, hex, text } from "./support.ts";

const guards = [parity, internetSum, fletcher16, crc8, crc16, crc32];

for (const [guard, input, value] of [
  [parity, "123456789", 1],
  [parity, "", 0],
  [internetSum, "123456789", 0xf62a],
  [internetSum, "", 0xffff],
  [fletcher16, "abcde", 0xc8f0],
  [fletcher16, "abcdef", 0x2057],
  [fletcher16, "abcdefgh", 0x0627],
  [crc8, "123456789", 0xf4],
  [crc16, "123456789", 0x29b1],
  [crc32, "123456789", 0xcbf43926],
  [crc32, "", 0],
] as [Guard, string, number][]) {
  test(`${guard.name} of ${JSON.stringify(input)} is ${value.toString(16)}`, () => {
    assert.equal(guard.compute(text(input)), value);
  });
}

test("the Internet checksum of RFC 1071's example is 220D", () => {
  assert.equal(internetSum.compute(hex("0001 f203 f4f5 f6f7")), 0x220d);
});

test("other models of CRC make their published values of 123456789", () => {
  for (const [name, polynomial, initial, reflected, final, value] of [
    ["CRC-16/XMODEM", 0x1021, 0, false, 0, 0x31c3],
    ["CRC-16/KERMIT", 0x1021, 0, true, 0, 0x2189],
    ["CRC-16/IBM-SDLC", 0x1021, 0xffff, true, 0xffff, 0x906e],
    ["CRC-16/RIELLO", 0x1021, 0xb2aa, true, 0, 0x63d0],
    ["CRC-16/ARC", 0x8005, 0, true, 0, 0xbb3d],
  ] as const) {
    const guard = makeCrc({ name, width: 16, polynomial, initial, reflected, final });
    assert.equal(guard.compute(text("123456789")), value, name);
  }
  const iscsi = { polynomial: 0x1edc6f41, initial: 0xffffffff, reflected: true, final: 0xffffffff };
  const castagnoli = makeCrc({ name: "CRC-32/ISCSI", width: 32, ...iscsi });
  assert.equal(castagnoli.compute(text("123456789")), 0xe3069283);
  const plain = {
    polynomial: 0x04c11db7,
    initial: 0xffffffff,
    reflected: false,
    final: 0xffffffff,
  };
  const bzip2 = makeCrc({ name: "CRC-32/BZIP2", width: 32, ...plain });
  assert.equal(bzip2.compute(text("123456789")), 0xfc891918);
});

test("check values lie behind the message, those of Ethernet with the lowest byte first", () => {
  assert.equal(digits(crc16.seal(text("123456789"))).slice(-4), "29b1");
  assert.equal(digits(crc32.seal(text("123456789"))).slice(-8), "2639f4cb");
  assert.equal(digits(parity.seal(Uint8Array.of(7))), "0701");
});

for (const guard of guards) {
  test(`${guard.name} accepts what it sealed, at every length, and nothing too short`, () => {
    for (let length = 0; length < 70; length++) {
      const sealed = guard.seal(counting(length));
      assert.equal(sealed.length, length + Math.ceil(guard.width / 8));
      assert.ok(guard.check(sealed));
    }
    for (let length = 0; length < Math.ceil(guard.width / 8); length++) {
      assert.ok(!guard.check(new Uint8Array(length)));
    }
  });

  test(`${guard.name} sees every single flip, at every length`, () => {
    for (let length = 0; length < 40; length++) {
      const sealed = guard.seal(counting(length));
      for (let bit = 0; bit < sealed.length * 8; bit++) {
        assert.ok(!guard.check(flipped(sealed, bit)), `${length} bytes, bit ${bit}`);
      }
    }
  });
}

test("the Internet checksum takes both zeros of ones' complement for one", () => {
  const zeros = new Uint8Array(4);
  assert.equal(digits(internetSum.seal(zeros)), "00000000ffff");
  assert.ok(internetSum.check(hex("ffff ffff 0000")));
  assert.ok(!internetSum.check(hex("0000 0000 0000")));
  // Behind an odd number of bytes it does the same.
  assert.ok(internetSum.check(hex("00 ffff")));
  assert.ok(internetSum.check(hex("ffff ff 00ff")));
  assert.ok(internetSum.check(hex("ffff 12 edff")));
});

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
