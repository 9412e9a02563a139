import assert from "node:assert/strict";
import { test } from "node:test";
import {
  encodeIcmp,
  type IcmpMessage,
  parseIcmp,
  quote,
  TimeExceeded,
  Unreachable,
} from "../../../../src/engine/wire/icmp.ts";
import { ipv4Header, Protocol } from "../../../../src/engine/wire/ipv4.ts";
import { encodeUdp, parseUdp } from "../../../../src/engine/wire/udp.ts";
import { counting, digits, ends, flipped, hex, text } from "./support.ts";

const packet = {
  header: ipv4Header({ ...ends, protocol: Protocol.udp, options: hex("94040000") }),
  payload: counting(50),
};
const quoted = quote(packet);
const messages: IcmpMessage[] = [
  { kind: "echo request", identifier: 0x1234, sequence: 1, data: text("are you there?") },
  { kind: "echo reply", identifier: 65_535, sequence: 65_535, data: new Uint8Array(0) },
  { kind: "time exceeded", code: TimeExceeded.timeToLive, quoted },
  { kind: "time exceeded", code: TimeExceeded.reassembly, quoted },
  {
    kind: "destination unreachable",
    code: Unreachable.fragmentationNeeded,
    nextHopMtu: 1280,
    quoted,
  },
  { kind: "destination unreachable", code: Unreachable.port, nextHopMtu: 0, quoted },
];

for (const message of messages) {
  test(`ICMP: ${message.kind} comes through, and its checksum sees every flipped bit`, () => {
    const bytes = encodeIcmp(message);
    assert.deepEqual(parseIcmp(bytes), { message, checksumHolds: true });
    for (let bit = 8; bit < bytes.length * 8; bit++) {
      assert.ok(!parseIcmp(flipped(bytes, bit)).checksumHolds, `bit ${bit}`);
    }
  });
}

test("what is returned of a packet is its header, options included, and 8 bytes (RFC 792)", () => {
  assert.equal(quoted.length, 32);
  assert.equal(digits(quoted.subarray(24)), "0001020304050607");
  assert.equal(quote({ ...packet, payload: counting(3) }).length, 27);
});

test("the next hop's MTU stands in the header's last two bytes (RFC 1191 §4)", () => {
  assert.equal(digits(encodeIcmp(messages[4]).subarray(4, 8)), "00000500");
});

test("ICMP: short messages, unknown types and fields out of range are refused", () => {
  for (let length = 0; length < 8; length++) {
    assert.throws(() => parseIcmp(new Uint8Array(length)), /ICMP message: the length is/);
  }
  assert.throws(() => parseIcmp(hex("05000000 00000000")), {
    message:
      "ICMP message: type is 5; it must be one of 0 (echo reply), 3 (destination unreachable), " +
      "8 (echo request), 11 (time exceeded).",
  });
  const echo = messages[0];
  assert.throws(
    () => encodeIcmp({ ...echo, sequence: 65_536 } as IcmpMessage),
    /sequence is 65536/,
  );
  assert.throws(() => encodeIcmp({ ...echo, kind: "ping" } as never), /kind is "ping"; .* one of/);
  assert.throws(() => encodeIcmp({ ...messages[2], code: 256 } as IcmpMessage), /code is 256/);
  assert.throws(() => encodeIcmp({ ...echo, data: "hello" } as never), TypeError);
});

const ports = { sourcePort: 49_152, destinationPort: 53 };

test("UDP: header and payload come through, empty ones too", () => {
  for (const length of [0, 1, 2, 999]) {
    const bytes = encodeUdp(ports, counting(length), ends);
    assert.equal(bytes.length, 8 + length);
    assert.deepEqual(parseUdp(bytes, ends), {
      header: ports,
      payload: counting(length),
      checksumHolds: true,
    });
  }
});

test("UDP: the checksum also covers addresses and protocol", () => {
  const bytes = encodeUdp(ports, counting(10), ends);
  assert.ok(!parseUdp(bytes, { ...ends, destination: ends.destination + 1 }).checksumHolds);
  // Whoever sends to the sender has the same two addresses, and the sum does not see their order.
  assert.ok(parseUdp(bytes, { source: ends.destination, destination: ends.source }).checksumHolds);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    if (bit >= 32 && bit < 48) continue; // a wrong length is refused, or reads less
    assert.ok(!parseUdp(flipped(bytes, bit), ends).checksumHolds, `bit ${bit}`);
  }
});

test("UDP: a sum of zero travels as all ones, since zero says that there is none (RFC 768)", () => {
  // Look for a payload of two bytes that makes the sum all ones, and so the checksum zero.
  const bytes = encodeUdp(ports, new Uint8Array(2), ends);
  const sum = (bytes[6] << 8) | bytes[7];
  const special = encodeUdp(ports, Uint8Array.of(sum >> 8, sum & 0xff), ends);
  assert.equal(digits(special.subarray(6, 8)), "ffff");
  assert.ok(parseUdp(special, ends).checksumHolds);
  const unchecked = bytes.slice();
  unchecked.fill(0, 6, 8);
  unchecked[9] ^= 0xff;
  assert.ok(parseUdp(unchecked, ends).checksumHolds);
});

test("UDP: lengths and ports out of range are refused; bytes behind it are not read", () => {
  const bytes = encodeUdp(ports, counting(10), ends);
  for (let length = 0; length < bytes.length; length++) {
    assert.throws(() => parseUdp(bytes.subarray(0, length), ends), RangeError);
  }
  const short = bytes.slice();
  short[5] = 7;
  assert.throws(() => parseUdp(short, ends), {
    message:
      "UDP header: length is 7; it must be a whole number of bytes from 8 to 18. " +
      "Part of it is missing.",
  });
  const padded = new Uint8Array(30);
  padded.set(bytes);
  assert.deepEqual(parseUdp(padded, ends).payload, counting(10));
  assert.throws(() => encodeUdp({ ...ports, sourcePort: 70_000 }, counting(1), ends), /sourcePort/);
  assert.throws(() => encodeUdp(ports, new Uint8Array(65_508), ends), /payload is 65508/);
  assert.throws(
    () => encodeUdp(ports, counting(1), { source: -1, destination: 1 }),
    /source is -1/,
  );
});
