/** Guards beside known values, and what each of them must see. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { crc16, crc32, crc8, makeCrc } from "../../../../src/engine/wire/checks/crc.ts";
import type { Guard } from "../../../../src/engine/wire/checks/guard.ts";
import { fletcher16, internetSum, parity } from "../../../../src/engine/wire/checks/sums.ts";
import { counting, digits, flipped, hex, text } from "./support.ts";

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

test("guards bear their exact names", () => {
  assert.deepEqual(
    guards.map(({ name }) => name),
    [
      ...["parity bit", "Internet checksum", "Fletcher-16"],
      ...["CRC-8/SMBUS", "CRC-16/IBM-3740", "CRC-32/ISO-HDLC"],
    ],
  );
});

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
  for (const [name, polynomial, reflected, value] of [
    ["CRC-8/CDMA2000", 0x9b, false, 0xda],
    ["CRC-8/ROHC", 0x07, true, 0xd0],
  ] as const) {
    const guard = makeCrc({ name, width: 8, polynomial, initial: 0xff, reflected, final: 0 });
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
