import assert from "node:assert/strict";
import { test } from "node:test";
import { seconds } from "../../../../src/engine/kernel/units.ts";
import { fragment, Reassembly } from "../../../../src/engine/wire/fragment.ts";
import {
  encodeIpv4,
  ipv4Header,
  type Ipv4Packet,
  parseIpv4,
} from "../../../../src/engine/wire/ipv4.ts";
import { Reassembler } from "../../../../src/engine/wire/reassembler.ts";
import { counting, ends, hex } from "./support.ts";

const datagram = (length: number, more: Partial<Ipv4Packet["header"]> = {}): Ipv4Packet => ({
  header: ipv4Header({ ...ends, protocol: 17, identification: 9, ...more }),
  payload: counting(length),
});
const sizes = (pieces: readonly Ipv4Packet[]) =>
  pieces.map(({ header, payload }) => encodeIpv4(header, payload).length);

test("what fits is one packet; one byte more makes two; all but the last end on eights", () => {
  assert.deepEqual(sizes(fragment(datagram(1480), 1500)), [1500]);
  assert.deepEqual(sizes(fragment(datagram(1481), 1500)), [1500, 21]);
  assert.deepEqual(sizes(fragment(datagram(4000), 1500)), [1500, 1500, 1060]);
  // 1,006 − 20 is no multiple of 8: two bytes of the link's room stay empty.
  assert.deepEqual(sizes(fragment(datagram(2000), 1006)), [1004, 1004, 52]);
});

test("offset and flag of each piece say where it belongs", () => {
  const pieces = fragment(datagram(4000), 1500).map(({ header }) => header);
  assert.deepEqual(
    pieces.map(({ fragmentOffset, moreFragments }) => [fragmentOffset, moreFragments]),
    [
      [0, true],
      [1480, true],
      [2960, false],
    ],
  );
  assert.ok(pieces.every(({ identification }) => identification === 9));
});

test("a fragment that is cut again keeps its place, and what follows it", () => {
  const [, middle] = fragment(datagram(4000), 1500);
  const pieces = fragment(middle, 576);
  assert.deepEqual(
    pieces.map(({ header, payload }) => [
      header.fragmentOffset,
      payload.length,
      header.moreFragments,
    ]),
    [
      [1480, 552, true],
      [2032, 552, true],
      [2584, 376, true],
    ],
  );
});

test("only options that must be are copied into every fragment (RFC 791 §3.1)", () => {
  // Record route (7 bytes, not copied), no operation, router alert (4 bytes, copied).
  const options = hex("07070400000000 01 94040000");
  const pieces = fragment(datagram(300, { options }), 100);
  assert.deepEqual(pieces[0].header.options, options);
  assert.deepEqual(pieces[1].header.options, hex("94040000"));
  assert.ok(pieces.every(({ header, payload }) => encodeIpv4(header, payload).length <= 100));
  const whole = together(pieces.reverse());
  assert.deepEqual(whole?.header.options, options);
});

test("options without a sensible length end the search, they do not hang it", () => {
  for (const options of [hex("94000000"), hex("01019400"), hex("83ff0000"), hex("00940400")]) {
    const pieces = fragment(datagram(200, { options }), 100);
    assert.ok(sizes(pieces).every((size) => size <= 100));
  }
});

test("a packet that must not be cut is refused, and so is a link that is too narrow", () => {
  assert.throws(() => fragment(datagram(1481, { dontFragment: true }), 1500), {
    message:
      "fragment: the packet has 1501 bytes and must not be cut; " +
      "it must have at most 1500 bytes to pass here.",
  });
  assert.equal(fragment(datagram(1480, { dontFragment: true }), 1500).length, 1);
  for (const mtu of [67, 65_536, NaN, 100.5]) {
    assert.throws(() => fragment(datagram(200), mtu), /^RangeError: fragment: mtu is .* 68 to/);
  }
});

function together(pieces: readonly Ipv4Packet[]): Ipv4Packet | undefined {
  const reassembly = new Reassembly();
  return pieces.map((piece) => reassembly.add(piece)).at(-1);
}

test("pieces in every order, and each of them twice, make the datagram", () => {
  const whole = datagram(70);
  const pieces = fragment(whole, 68).flatMap((piece) => fragment(piece, 68));
  assert.equal(pieces.length, 2);
  for (const order of [
    [0, 1],
    [1, 0],
    [0, 0, 1],
    [1, 1, 0],
  ]) {
    assert.deepEqual(together(order.map((i) => pieces[i])), whole);
  }
});

test("what is missing is known: first gaps, then the end, then nothing", () => {
  const pieces = fragment(datagram(200), 68);
  const reassembly = new Reassembly();
  assert.deepEqual(reassembly.missing, [[0, Infinity]]);
  reassembly.add(pieces[1]);
  assert.deepEqual(reassembly.missing, [
    [0, 48],
    [96, Infinity],
  ]);
  assert.equal(reassembly.first, undefined);
  reassembly.add(pieces[4]);
  assert.deepEqual(reassembly.missing, [
    [0, 48],
    [96, 192],
  ]);
  reassembly.add(pieces[0]);
  assert.deepEqual(reassembly.first, pieces[0]);
  reassembly.add(pieces[2]);
  assert.deepEqual(reassembly.add(pieces[3])?.payload, counting(200));
  assert.deepEqual(reassembly.missing, []);
});

const piece = (start: number, bytes: number[], moreFragments: boolean): Ipv4Packet => ({
  header: ipv4Header({ ...ends, protocol: 17, fragmentOffset: start, moreFragments }),
  payload: Uint8Array.from(bytes),
});
const eight = (byte: number) => new Array<number>(8).fill(byte);

test("where pieces overlap and differ, the later one counts (RFC 791)", () => {
  const whole = together([
    piece(0, [...eight(1), ...eight(1)], true),
    piece(16, [3], false),
    piece(8, eight(2), true),
  ]);
  // The datagram was whole before the third piece came.
  assert.deepEqual([...(whole?.payload ?? [])], [...eight(1), ...eight(2), 3]);
  const late = together([
    piece(8, [...eight(2), ...eight(2)], true),
    piece(0, [...eight(1), ...eight(1)], true),
    piece(24, [4], false),
  ]);
  assert.deepEqual([...(late?.payload ?? [])], [...eight(1), ...eight(1), ...eight(2), 4]);
});

test("pieces that contradict the others are refused, and leave them as they were", () => {
  const reassembly = new Reassembly();
  reassembly.add(piece(8, [...eight(2), ...eight(2)], true));
  const refusals: [Ipv4Packet, RegExp][] = [
    [piece(8, eight(9), false), /the end of the fragment is 16; .* from 24 to 65,515/],
    [piece(0, [1, 2, 3], true), /the end of the fragment is 3; since others follow/],
  ];
  for (const [wrong, message] of refusals) assert.throws(() => reassembly.add(wrong), message);
  reassembly.add(piece(24, [3], false));
  assert.throws(() => reassembly.add(piece(24, eight(9), true)), /is 32; .* from 0 to 25/);
  assert.throws(() => reassembly.add(piece(24, [3, 4], false)), /is 26; .* from 25 to 25/);
  const whole = reassembly.add(piece(0, eight(1), true));
  assert.deepEqual([...(whole?.payload ?? [])], [...eight(1), ...eight(2), ...eight(2), 3]);
});

test("a fragment that ends beyond the longest datagram is refused before it is stored", () => {
  const reassembly = new Reassembly();
  const long = piece(65_512, [...eight(1)], true);
  assert.throws(() => reassembly.add(long), /is 65520; .* from 0 to 65,515/);
  assert.deepEqual(reassembly.missing, [[0, Infinity]]);
});

test("pieces of several datagrams are told apart, and those too late are given up", () => {
  const host = new Reassembler(seconds(30));
  const [one, two] = [1, 2].map((identification) =>
    fragment(datagram(100, { identification }), 68),
  );
  assert.equal(host.accept(one[0], 0), undefined);
  assert.equal(host.accept(two[1], seconds(1)), undefined);
  assert.equal(host.accept(one[1], seconds(2)), undefined);
  assert.deepEqual(host.accept(one[2], seconds(3))?.payload, counting(100));
  assert.deepEqual([host.size, host.deadline], [1, seconds(31)]);
  assert.deepEqual(host.expire(seconds(30)), []);
  // Its first piece never came: its sender is not told.
  assert.deepEqual(host.expire(seconds(31)), [undefined]);
  assert.deepEqual([host.size, host.deadline], [0, Infinity]);
});

test("a piece that comes after the time-out begins a new datagram", () => {
  const host = new Reassembler(seconds(30));
  const pieces = fragment(datagram(100), 68);
  host.accept(pieces[0], 0);
  assert.deepEqual(host.accept(pieces[1], seconds(30)), undefined);
  assert.deepEqual(host.accept(pieces[2], seconds(31)), undefined);
  assert.deepEqual(host.accept(pieces[0], seconds(32))?.payload, counting(100));
});

test("whole datagrams pass at once; beyond the limit the oldest unfinished one goes", () => {
  const host = new Reassembler(seconds(30), 2);
  const whole = datagram(10);
  assert.equal(host.accept(whole, 0), whole);
  const first = [1, 2, 3].map((identification) => fragment(datagram(50, { identification }), 68));
  first.forEach(([piece], i) => host.accept(piece, i));
  assert.equal(host.size, 2);
  assert.equal(host.accept(first[0][1], 5), undefined);
  assert.notEqual(host.accept(first[2][1], 6), undefined);
  assert.throws(() => new Reassembler(-1), /patience is -1/);
  assert.throws(() => new Reassembler(1, 0), /most is 0/);
});

test("a datagram survives being written, cut, read and put together", () => {
  const whole = datagram(5000, { dscp: 10, ecn: 1 });
  const bytes = fragment(whole, 1500).map(({ header, payload }) => encodeIpv4(header, payload));
  const read = bytes.map(parseIpv4);
  assert.ok(read.every(({ checksumHolds }) => checksumHolds));
  assert.deepEqual(together(read.reverse()), whole);
});
