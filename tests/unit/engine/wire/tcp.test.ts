import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeTcp, parseTcp, TCP_FLAGS, type TcpFlag } from "../../../../src/engine/wire/tcp.ts";
import {
  encodeTcpOptions,
  parseTcpOptions,
  type TcpOptions,
} from "../../../../src/engine/wire/tcp-options.ts";
import { counting, digits, ends, flipped, hex } from "./support.ts";

const ports = { sourcePort: 49_152, destinationPort: 80 };
const none = Object.fromEntries(TCP_FLAGS.map((flag) => [flag, false]));
const block = { left: 4_294_967_295, right: 1000 };

test("every field comes through, at its largest too", () => {
  const header = {
    ...ports,
    sequence: 2 ** 32 - 1,
    acknowledgement: 2 ** 31,
    flags: { ...none, ack: true, psh: true } as Record<TcpFlag, boolean>,
    window: 65_535,
    urgent: 65_535,
    options: { timestamps: { value: 2 ** 32 - 1, echo: 0 }, sack: [block, block, block] },
  };
  const bytes = encodeTcp(header, counting(7), ends);
  assert.equal(bytes.length, 60 + 7);
  assert.deepEqual(parseTcp(bytes, ends), { header, payload: counting(7), checksumHolds: true });
});

test("each flag has its own bit, from CWR 0x80 to FIN 0x01", () => {
  TCP_FLAGS.forEach((flag, i) => {
    const bytes = encodeTcp({ ...ports, flags: { [flag]: true } }, new Uint8Array(0), ends);
    assert.equal(bytes[13], 0x80 >> i);
    assert.deepEqual(parseTcp(bytes, ends).header.flags, { ...none, [flag]: true });
  });
  const all = Object.fromEntries(TCP_FLAGS.map((flag) => [flag, true]));
  assert.equal(encodeTcp({ ...ports, flags: all }, new Uint8Array(0), ends)[13], 0xff);
});

test("the checksum covers addresses, header, options and payload", () => {
  const options = { maximumSegmentSize: 1460 };
  const bytes = encodeTcp({ ...ports, options }, counting(9), ends);
  assert.ok(!parseTcp(bytes, { ...ends, source: 1 }).checksumHolds);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    // Another header length, kind or length of an option may be refused before the check.
    if ((bit >= 96 && bit < 100) || (bit >= 160 && bit < 176)) continue;
    assert.ok(!parseTcp(flipped(bytes, bit), ends).checksumHolds, `bit ${bit}`);
  }
});

const cases: [TcpOptions, string][] = [
  [{}, ""],
  [{ maximumSegmentSize: 1460 }, "020405b4"],
  [{ sackPermitted: true }, "01010402"],
  [{ windowScale: 14 }, "0103030e"],
  [{ timestamps: { value: 1, echo: 2 } }, "0101080a 00000001 00000002"],
  [
    {
      maximumSegmentSize: 1460,
      sackPermitted: true,
      timestamps: { value: 1, echo: 0 },
      windowScale: 7,
    },
    "020405b4 0402080a 00000001 00000000 01030307",
  ],
  [{ sack: [{ left: 1, right: 2 }] }, "0101050a 00000001 00000002"],
  [{ sack: [block, block, block, block] }, `01010522 ${"ffffffff 000003e8".repeat(4)}`],
];

for (const [options, expected] of cases) {
  test(`options ${JSON.stringify(options)} lie on boundaries of four bytes`, () => {
    const bytes = encodeTcpOptions(options);
    assert.equal(digits(bytes), expected.replaceAll(" ", ""));
    assert.equal(bytes.length % 4, 0);
    assert.deepEqual(parseTcpOptions(bytes), options);
  });
}

test("unknown options are passed over, whatever stands behind the end does not count", () => {
  assert.deepEqual(parseTcpOptions(hex("fe04abcd 020405b4")), { maximumSegmentSize: 1460 });
  assert.deepEqual(parseTcpOptions(hex("00020405 b4000000")), {});
  assert.deepEqual(parseTcpOptions(hex("010103030f000000")), { windowScale: 14 });
});

for (const [bytes, message] of [
  ["02030000", "the length of option 2 is 3; it must be 4 bytes."],
  ["0204", "the length of option 2 is 4; it must be a whole number of bytes from 2 to 2."],
  ["0102", "option 2 is the last byte; its length must follow it."],
  ["fe000000", "the length of option 254 is 0; it must be a whole number of bytes from 2 to 4."],
  ["fe010000", "the length of option 254 is 1; it must be a whole number of bytes from 2 to 4."],
  [`050b${"00".repeat(10)}`, "the length of option 5 is 11; it must be 10, 18, 26 or 34 bytes."],
  ["080a0000", "the length of option 8 is 10; it must be a whole number of bytes from 2 to 4."],
]) {
  test(`refused: ${message}`, () => {
    assert.throws(() => parseTcpOptions(hex(bytes)), {
      name: "RangeError",
      message: `TCP options: ${message}`,
    });
  });
}

test("values out of range, too many blocks and too many bytes of options are refused", () => {
  const refusals: [TcpOptions, RegExp][] = [
    [{ windowScale: 15 }, /windowScale is 15; .* of bits from 0 to 14/],
    [{ maximumSegmentSize: 65_536 }, /maximumSegmentSize is 65536/],
    [{ timestamps: { value: -1, echo: 0 } }, /timestamps\.value is -1/],
    [{ sack: [{ left: 0, right: 2 ** 32 }] }, /sack\[0\]\.right is 4294967296/],
    [{ sack: [] }, /the length of sack is 0; .* blocks from 1 to 4/],
    [{ sack: [block, block, block, block, block] }, /the length of sack is 5/],
    [
      { timestamps: { value: 0, echo: 0 }, sack: [block, block, block, block] },
      /their length is 48; .* from 0 to 40\. Leave out a block of sack\./,
    ],
  ];
  for (const [options, message] of refusals) {
    assert.throws(() => encodeTcpOptions(options), message);
  }
});

test("segments cut short, wrong header lengths and unknown flags are refused", () => {
  const bytes = encodeTcp({ ...ports, options: { maximumSegmentSize: 1 } }, counting(0), ends);
  for (let length = 0; length < bytes.length; length++) {
    assert.throws(() => parseTcp(bytes.subarray(0, length), ends), RangeError);
  }
  const wrong = bytes.slice();
  for (const words of [0, 4, 7, 15]) {
    wrong[12] = words << 4;
    assert.throws(() => parseTcp(wrong, ends), {
      message:
        `TCP header: data offset is ${words}; it must be a whole number of 32-bit words ` +
        "from 5 to 6. Part of it is missing.",
    });
  }
  const flags = { open: true } as never;
  assert.throws(() => encodeTcp({ ...ports, flags }, counting(0), ends), /no option "open"/);
  assert.throws(() => encodeTcp({ ...ports, window: -1 }, counting(0), ends), /window is -1/);
  assert.throws(() => encodeTcp(ports, new Uint8Array(65_496), ends), /payload is 65496/);
});
