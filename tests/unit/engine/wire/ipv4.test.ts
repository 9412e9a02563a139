import assert from "node:assert/strict";
import { test } from "node:test";
import { ipv4Address } from "../../../../src/engine/wire/address.ts";
import {
  decrementTimeToLive,
  encodeIpv4,
  type Ipv4Fields,
  ipv4Header,
  parseIpv4,
  Protocol,
} from "../../../../src/engine/wire/ipv4.ts";
import { counting, digits, ends, flipped, hex } from "./support.ts";

const fields: Ipv4Fields = { ...ends, protocol: Protocol.udp };

test("the header's bytes are those of a well-known packet, checksum B861", () => {
  const packet = encodeIpv4(
    {
      dontFragment: true,
      protocol: Protocol.udp,
      source: ipv4Address("192.168.0.1"),
      destination: ipv4Address("192.168.0.199"),
    },
    new Uint8Array(95),
  );
  const header = "4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7";
  assert.equal(digits(packet.subarray(0, 20)), header.replaceAll(" ", ""));
});

test("every field comes through, at its largest too", () => {
  const header = {
    dscp: 63,
    ecn: 3,
    identification: 65_535,
    dontFragment: true,
    moreFragments: true,
    fragmentOffset: 65_480,
    timeToLive: 255,
    protocol: 255,
    source: 2 ** 32 - 1,
    destination: 2 ** 31,
    options: hex("94040000 01010101"),
  };
  const packet = encodeIpv4(header, counting(8));
  assert.equal(packet.length, 36);
  assert.deepEqual(parseIpv4(packet), { header, payload: counting(8), checksumHolds: true });
});

test("what is left out is 0, and the time to live 64; bytes behind the end do not count", () => {
  const packet = encodeIpv4(fields, counting(5));
  const padded = new Uint8Array(46);
  padded.set(packet);
  const parsed = parseIpv4(padded);
  assert.deepEqual(parsed.header, ipv4Header(fields));
  assert.equal(parsed.header.timeToLive, 64);
  assert.deepEqual(parsed.payload, counting(5));
});

test("the checksum sees every flipped bit of the header, and none of the payload", () => {
  const packet = encodeIpv4({ ...fields, identification: 7 }, counting(30));
  for (let bit = 0; bit < packet.length * 8; bit++) {
    // Version, header length and total length are refused, or read another header.
    if (bit < 8 || (bit >= 16 && bit < 32)) continue;
    assert.equal(parseIpv4(flipped(packet, bit)).checksumHolds, bit >= 160, `bit ${bit}`);
  }
});

const sound = encodeIpv4(fields, counting(100));
/** The packet with one byte changed. */
const changed = (at: number, byte: number): Uint8Array => {
  const copy = sound.slice();
  copy[at] = byte;
  return copy;
};

test("a packet that is cut short is refused wherever the cut is", () => {
  for (let length = 0; length < sound.length; length++) {
    assert.throws(() => parseIpv4(sound.subarray(0, length)), RangeError, `${length}`);
  }
});

for (const [bytes, message] of [
  [changed(0, 0x65), "IPv4 header: version is 6; it must be a whole number from 4 to 4."],
  [
    changed(0, 0x44),
    "IPv4 header: header length is 4; it must be a whole number of 32-bit words from 5 to 15.",
  ],
  [
    changed(3, 19),
    "IPv4 packet: total length is 19; it must be a number of bytes from 20 to 120. " +
      "Part of it is missing.",
  ],
  [
    changed(2, 1),
    "IPv4 packet: total length is 376; it must be a number of bytes from 20 to 120. " +
      "Part of it is missing.",
  ],
  [
    changed(6, 0x1f).fill(0xff, 7, 8),
    "IPv4 packet: the end of the fragment is 65628; it must be a number of bytes " +
      "from 0 to 65,515. A datagram, put together, has at most 65,535 bytes.",
  ],
] as [Uint8Array, string][]) {
  test(`refused: ${message}`, () => {
    assert.throws(() => parseIpv4(bytes), { name: "RangeError", message });
  });
}

test("a header length that reaches beyond the packet is refused", () => {
  const short = encodeIpv4(fields, counting(4));
  short[0] = 0x4f;
  assert.throws(() => parseIpv4(short), /total length is 24; .* from 60/);
});

test("fields out of range are refused before anything is written", () => {
  for (const [field, value] of [
    ["dscp", 64],
    ["ecn", 4],
    ["identification", 65_536],
    ["fragmentOffset", 4],
    ["fragmentOffset", 65_536],
    ["timeToLive", 256],
    ["protocol", -1],
    ["source", 2 ** 32],
    ["destination", 0.5],
  ] as const) {
    assert.throws(
      () => encodeIpv4({ ...fields, [field]: value }, counting(1)),
      new RegExp(`^RangeError: IPv4 header: ${field} is ${value}; it must be`),
    );
  }
  for (const length of [3, 44]) {
    assert.throws(
      () => encodeIpv4({ ...fields, options: new Uint8Array(length) }, counting(1)),
      new RegExp(`^RangeError: IPv4 header: the length of options is ${length}; it must be`),
    );
  }
  assert.throws(() => encodeIpv4(fields, new Uint8Array(65_516)), /payload is 65516; .* 65,515/);
  assert.equal(encodeIpv4(fields, new Uint8Array(65_515)).length, 65_535);
});

test("taking one from the time to live mends the checksum as if made anew (RFC 1624)", () => {
  for (let identification = 0; identification < 65_536; identification += 13) {
    const packet = encodeIpv4({ ...fields, identification, timeToLive: 2 }, counting(3));
    assert.equal(decrementTimeToLive(packet), 1);
    const made = encodeIpv4({ ...fields, identification, timeToLive: 1 }, counting(3));
    assert.deepEqual(packet, made);
    assert.equal(decrementTimeToLive(packet), 0);
    assert.ok(parseIpv4(packet).checksumHolds);
    assert.throws(() => decrementTimeToLive(packet), /timeToLive is 0; .* from 1 to 255/);
  }
});
