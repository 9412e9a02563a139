/** Headers, fragments, prefixes and guards under whatever is thrown at them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ipv4Address, ipv4Text, macAddress, macText } from "../../src/engine/wire/address.ts";
import { crc16, crc32 } from "../../src/engine/wire/checks/crc.ts";
import { gridParity } from "../../src/engine/wire/checks/grid.ts";
import { hamming74, secded84 } from "../../src/engine/wire/checks/hamming.ts";
import { internetSum } from "../../src/engine/wire/checks/sums.ts";
import { encodeEthernet, parseEthernet } from "../../src/engine/wire/ethernet.ts";
import { fragment, Reassembly } from "../../src/engine/wire/fragment.ts";
import { encodeIcmp, type IcmpMessage, parseIcmp } from "../../src/engine/wire/icmp.ts";
import { encodeIpv4, type Ipv4Packet, parseIpv4 } from "../../src/engine/wire/ipv4.ts";
import {
  covers,
  longestMatch,
  type Prefix,
  prefix,
  prefixMask,
  PrefixTable,
  prefixText,
} from "../../src/engine/wire/prefix.ts";
import { encodeTcp, parseTcp, TCP_FLAGS, type TcpHeader } from "../../src/engine/wire/tcp.ts";
import { encodeUdp, parseUdp } from "../../src/engine/wire/udp.ts";

/** Plain objects, as ours are; fast-check would also make some without a prototype. */
const record: typeof fc.record = (model: object, constraints: object = {}) =>
  fc.record(model as never, { ...constraints, noNullPrototype: true }) as never;
const sound = { seed: 20_260_802, numRuns: 1000 };
const bits = (count: number) => fc.nat({ max: 2 ** count - 1 });
const bytes = (max: number) => fc.uint8Array({ maxLength: max });
const word = fc.bigInt({ min: 0n, max: 0xffff_ffffn }).map(Number);
const ends = record({ source: word, destination: word });
const mac = fc.bigInt({ min: 0n, max: 0xffff_ffff_ffffn }).map(Number);

const ipv4Header = record({
  dscp: bits(6),
  ecn: bits(2),
  identification: bits(16),
  dontFragment: fc.boolean(),
  moreFragments: fc.boolean(),
  fragmentOffset: fc.nat({ max: 8000 }).map((units) => units * 8),
  timeToLive: bits(8),
  protocol: bits(8),
  source: word,
  destination: word,
  options: fc.nat({ max: 10 }).chain((n) => fc.uint8Array({ minLength: 4 * n, maxLength: 4 * n })),
});

const sackBlock = record({ left: word, right: word });
const tcpOptions = fc.oneof(
  record(
    {
      maximumSegmentSize: bits(16),
      windowScale: fc.nat({ max: 14 }),
      sackPermitted: fc.constant(true),
      timestamps: record({ value: word, echo: word }),
    },
    { requiredKeys: [] },
  ),
  record(
    {
      timestamps: record({ value: word, echo: word }),
      sack: fc.array(sackBlock, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: ["sack"] },
  ),
);
const tcpHeader: fc.Arbitrary<TcpHeader> = record({
  sourcePort: bits(16),
  destinationPort: bits(16),
  sequence: word,
  acknowledgement: word,
  flags: fc
    .tuple(...TCP_FLAGS.map(() => fc.boolean()))
    .map(
      (set) => Object.fromEntries(TCP_FLAGS.map((flag, i) => [flag, set[i]])) as TcpHeader["flags"],
    ),
  window: bits(16),
  urgent: bits(16),
  options: tcpOptions,
});

const icmpMessage: fc.Arbitrary<IcmpMessage> = fc.oneof(
  record({
    kind: fc.constantFrom("echo request" as const, "echo reply" as const),
    identifier: bits(16),
    sequence: bits(16),
    data: bytes(60),
  }),
  record({ kind: fc.constant("time exceeded" as const), code: bits(8), quoted: bytes(60) }),
  record({
    kind: fc.constant("destination unreachable" as const),
    code: bits(8),
    nextHopMtu: bits(16),
    quoted: bytes(60),
  }),
);

test("addresses are each other's text and number", () => {
  fc.assert(
    fc.property(word, mac, (address, station) => {
      assert.equal(ipv4Address(ipv4Text(address)), address);
      assert.equal(macAddress(macText(station)), station);
    }),
    sound,
  );
});

test("every IPv4 packet that is written is read, and a flip in its header is noticed", () => {
  fc.assert(
    fc.property(ipv4Header, bytes(200), fc.nat(), (header, payload, place) => {
      const written = encodeIpv4(header, payload);
      assert.deepEqual(parseIpv4(written), { header, payload, checksumHolds: true });
      const bit = place % ((20 + header.options.length) * 8);
      written[bit >>> 3] ^= 0x80 >>> (bit & 7);
      try {
        assert.ok(!parseIpv4(written).checksumHolds);
      } catch (error) {
        assert.ok(error instanceof RangeError);
      }
    }),
    sound,
  );
});

test("every TCP segment, UDP datagram, ICMP message and frame that is written is read", () => {
  fc.assert(
    fc.property(tcpHeader, bytes(100), ends, (header, payload, between) => {
      const segment = encodeTcp(header, payload, between);
      assert.deepEqual(parseTcp(segment, between), { header, payload, checksumHolds: true });
      const ports = { sourcePort: header.sourcePort, destinationPort: header.destinationPort };
      const datagram = encodeUdp(ports, payload, between);
      const expected = { header: ports, payload, checksumHolds: true };
      assert.deepEqual(parseUdp(datagram, between), expected);
    }),
    sound,
  );
  fc.assert(
    fc.property(icmpMessage, mac, mac, (message, source, destination) => {
      const written = encodeIcmp(message);
      assert.deepEqual(parseIcmp(written), { message, checksumHolds: true });
      const header = { source, destination, type: 0x0800 };
      const frame = parseEthernet(encodeEthernet(header, written));
      assert.deepEqual(frame.header, header);
      assert.deepEqual(frame.payload.slice(0, written.length), written);
      assert.ok(frame.checkHolds);
    }),
    sound,
  );
});

test("whatever bytes are read as a header: it is one, or a RangeError says what is wrong", () => {
  const parsers: ((bytes: Uint8Array) => unknown)[] = [
    parseIpv4,
    parseIcmp,
    parseEthernet,
    (some) => parseUdp(some, { source: 1, destination: 2 }),
    (some) => parseTcp(some, { source: 1, destination: 2 }),
  ];
  // Bytes that begin like a header come further than bytes at random.
  const likeIpv4 = bytes(100).map((some) => Uint8Array.of(0x45, 0, 0, some.length, ...some));
  const likeTcp = bytes(60).map((some) => {
    const segment = new Uint8Array(60);
    segment.set(some);
    segment[12] = 0xf0;
    return segment;
  });
  fc.assert(
    fc.property(fc.oneof(bytes(120), likeIpv4, likeTcp), (some) => {
      // Behind the bytes stand others that must not be read.
      const room = new Uint8Array(some.length + 64).fill(0xff);
      room.set(some);
      for (const parse of parsers) {
        let first: unknown;
        try {
          first = parse(room.subarray(0, some.length));
        } catch (error) {
          assert.ok(error instanceof RangeError, String(error));
          assert.match(error.message, /^(IPv4|ICMP|Ethernet|UDP|TCP).*; (it|its length) must /s);
        }
        room.fill(0, some.length);
        if (first !== undefined) assert.deepEqual(parse(room.subarray(0, some.length)), first);
      }
    }),
    sound,
  );
});

test("pieces of pieces, out of order, twice and overlapping, make the datagram again", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 3000 }),
      fc.array(fc.integer({ min: 68, max: 1500 }), { minLength: 1, maxLength: 3 }),
      fc.integer(),
      (length, mtus, salt) => {
        const payload = Uint8Array.from({ length }, (_, i) => (i * 31 + salt) & 0xff);
        const { header } = parseIpv4(
          encodeIpv4({ source: 1, destination: 2, protocol: 17, identification: 3 }, payload),
        );
        // Two ways to cut the same datagram overlap wherever they differ.
        let pieces: Ipv4Packet[] = [{ header, payload }];
        for (const mtu of mtus) pieces = pieces.flatMap((piece) => fragment(piece, mtu));
        pieces.push(...fragment({ header, payload }, mtus[0]));
        const shuffled = pieces
          .map((piece, i) => ({ piece, key: Math.sin(i * 78.233 + salt) }))
          .sort((a, b) => a.key - b.key)
          .map(({ piece }) => piece);
        const reassembly = new Reassembly();
        const results = shuffled.map((piece) => reassembly.add(piece));
        assert.deepEqual(reassembly.missing, []);
        assert.deepEqual(results.at(-1), { header, payload });
      },
    ),
    { ...sound, numRuns: 400 },
  );
});

const somePrefix: fc.Arbitrary<Prefix> = fc
  .record({ address: word, length: fc.nat({ max: 32 }) })
  // Few different beginnings, so that prefixes cover one another.
  .map(({ address, length }) => ({
    address: (address & 0xc003_0003 & prefixMask(length)) >>> 0,
    length,
  }));

test("the longest match is that of brute force, in a list and in a table", () => {
  fc.assert(
    fc.property(fc.array(somePrefix, { maxLength: 20 }), fc.array(word), (prefixes, addresses) => {
      const table = new PrefixTable<Prefix>();
      for (const one of prefixes) table.set(one, one);
      const lines = prefixes.map((one) => ({ prefix: one }));
      const corners = [0, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
      for (const address of [...corners, ...addresses.map((x) => (x & 0xc003_0003) >>> 0)]) {
        const text = address.toString(2).padStart(32, "0");
        const starts = prefixes.filter((one) =>
          text.startsWith(one.address.toString(2).padStart(32, "0").slice(0, one.length)),
        );
        const longest = Math.max(-1, ...starts.map(({ length }) => length));
        assert.equal(longestMatch(lines, address)?.prefix.length ?? -1, longest);
        assert.equal(table.lookup(address)?.length ?? -1, longest);
        for (const one of prefixes) assert.equal(covers(one, address), starts.includes(one));
      }
      for (const one of prefixes) assert.deepEqual(prefix(prefixText(one)), one);
    }),
    sound,
  );
});

test("guards accept what they sealed, and CRCs see every burst of up to their width", () => {
  fc.assert(
    fc.property(bytes(100), fc.nat(), fc.nat(), (message, place, pattern) => {
      for (const guard of [internetSum, crc16, crc32]) {
        const sealed = guard.seal(message);
        assert.ok(guard.check(sealed));
        const width = guard === internetSum ? 15 : guard.width;
        const start = place % (sealed.length * 8 - width + 1);
        // The polynomial of Ethernet's CRC runs through each byte from its lowest bit.
        const at = (bit: number) => (guard === crc32 ? bit ^ 7 : bit);
        const turned = [0];
        for (let i = 1; i < width; i++) if ((pattern >>> (i % 31)) & 1) turned.push(i);
        for (const i of turned) {
          const bit = at(start + i);
          sealed[bit >>> 3] ^= 0x80 >>> (bit & 7);
        }
        assert.ok(!guard.check(sealed), guard.name);
      }
    }),
    sound,
  );
});

test("codes give back every message, and whatever they are given they answer", () => {
  fc.assert(
    fc.property(bytes(60), fc.nat(), bytes(60), (message, place, noise) => {
      for (const code of [gridParity, hamming74, secded84]) {
        const encoded = code.encode(message);
        if (encoded.length > 0) {
          const bit = place % (encoded.length * 8);
          encoded[bit >>> 3] ^= 0x80 >>> (bit & 7);
        }
        const decoded = code.decode(encoded);
        assert.deepEqual(decoded.message, message);
        assert.equal(decoded.isDamaged, false);
        assert.ok(code.decode(noise).message instanceof Uint8Array);
      }
    }),
    sound,
  );
});
