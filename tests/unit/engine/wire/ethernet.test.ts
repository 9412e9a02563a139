import assert from "node:assert/strict";
import { test } from "node:test";
import { macAddress } from "../../../../src/engine/wire/address.ts";
import { encodeEthernet, EtherType, parseEthernet } from "../../../../src/engine/wire/ethernet.ts";
import { counting, digits, flipped } from "./support.ts";

const header = {
  destination: macAddress("02:00:00:00:00:02"),
  source: macAddress("02:00:00:00:00:01"),
  type: EtherType.ipv4,
};

test("a frame has destination, source, type, payload and a check: 64 bytes at least", () => {
  const frame = encodeEthernet(header, counting(3));
  assert.equal(frame.length, 64);
  assert.equal(digits(frame).slice(0, 34), "020000000002" + "020000000001" + "0800" + "000102");
  const { payload, ...rest } = parseEthernet(frame);
  assert.deepEqual(rest, { header, checkHolds: true });
  assert.equal(payload.length, 46);
  assert.deepEqual([...payload.subarray(0, 4)], [0, 1, 2, 0]);
});

test("payloads of 46 to 1,500 bytes come through as they are", () => {
  for (const length of [46, 47, 1500]) {
    const frame = encodeEthernet(header, counting(length));
    assert.equal(frame.length, length + 18);
    assert.deepEqual(parseEthernet(frame).payload, counting(length));
  }
});

test("the check sees every flipped bit, and every burst of up to 32 bits", () => {
  const frame = encodeEthernet(header, counting(50));
  for (let bit = 0; bit < frame.length * 8; bit++) {
    // What stands in place of the type may then be a length, which is no frame of this kind.
    if (bit >= 96 && bit < 112) continue;
    assert.ok(!parseEthernet(flipped(frame, bit)).checkHolds, `bit ${bit}`);
  }
  for (let start = 112; start + 32 <= frame.length * 8; start++) {
    assert.ok(!parseEthernet(flipped(frame, start, start + 7, start + 31)).checkHolds);
  }
});

test("frames too short or too long, lengths for types and wrong addresses are refused", () => {
  const frame = encodeEthernet(header, counting(46));
  for (let length = 0; length < 64; length++) {
    assert.throws(() => parseEthernet(frame.subarray(0, length)), {
      name: "RangeError",
      message: new RegExp(`the length is ${length}; .* from 64 to 1,518`),
    });
  }
  assert.throws(() => parseEthernet(new Uint8Array(1519)), RangeError);
  assert.throws(() => encodeEthernet(header, counting(1501)), /payload is 1501; .* 0 to 1,500/);
  for (const [field, value] of [
    ["type", 46],
    ["type", 0x1_0000],
    ["source", 2 ** 48],
    ["destination", -1],
    ["destination", NaN],
  ] as const) {
    assert.throws(
      () => encodeEthernet({ ...header, [field]: value }, counting(46)),
      new RegExp(`^RangeError: Ethernet frame: ${field} is ${value}; it must be`),
    );
  }
  assert.throws(() => parseEthernet([1, 2] as unknown as Uint8Array), TypeError);
});
