/** A run as a file of captured packets: what we wrote, read by tshark and by a small reader. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type CaptureOptions, toPcapng } from "../../../../src/engine/trace/capture.ts";
import { PcapngWriter } from "../../../../src/engine/trace/pcapng.ts";
import { previewOf, encodeBody } from "../../../../src/engine/wire/body.ts";
import { parseIpv4 } from "../../../../src/engine/wire/ipv4.ts";
import { parseUdp } from "../../../../src/engine/wire/udp.ts";
import { Reassembly } from "../../../../src/engine/wire/fragment.ts";
import { dissected } from "../../../support/tshark.ts";
import { blocksOf, packetsOf, Story } from "./support.ts";

const ends = { source: 0x0a000001, destination: 0x0a000002 };
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const preview = (body: unknown) => previewOf(encodeBody({ action: "send" }, body));
const long = "The quick brown fox jumps over the lazy dog. ".repeat(80);

/**
 * Alice sends three messages; of the second, in three packets, one is damaged and one dropped, and
 * of the third a copy is made. Bob's answer is lost.
 */
function mishaps(): Story {
  const story = new Story(
    ["alice", "bob"],
    [
      [0, 1],
      [1, 0],
    ],
  );
  const one = story.send(1, 0, 1, preview("hello"));
  story.end("arrive", 1, 1, 0, story.transmit(1, 1, 0, one, 33), 1_264_000);
  const two = story.send(2, 0, 1, preview(long), 2_000_000);
  const sizes = [1500, 1500, 28 + 3600 - 2 * 1472];
  const [a, b, c] = sizes.map((bytes, i) =>
    story.transmit(2 + i, 2, 0, two, bytes, 2_000_000 + i * 12_000_000),
  );
  const flip = { time: 2e7, node: 0, place: 0, packet: 2, message: 2, cause: a, detail: 1000 };
  story.row("corrupt", flip);
  const arrival = story.end("arrive", 2, 2, 0, a, 25_000_000);
  story.row("discard", { ...flip, node: 1, cause: arrival, text: "checksum" });
  story.end("drop", 3, 2, 0, b, 30_000_000);
  story.end("arrive", 4, 2, 0, c, 40_000_000);
  const three = story.send(3, 0, 1, preview({ number: 3, letter: "é" }), 50_000_000);
  const original = story.transmit(5, 3, 0, three, 28 + 27, 50_000_000);
  const copy = { time: 50_000_000, node: 0, place: 0, packet: 6, message: 3, cause: original };
  const twin = story.row("duplicate", { ...copy, detail: 5 });
  story.end("arrive", 5, 3, 0, original, 51_000_000);
  story.end("arrive", 6, 3, 0, twin, 51_500_000);
  const four = story.send(4, 1, 0, preview(Uint8Array.of(1, 2, 3)), 52_000_000);
  story.end("lose", 7, 4, 1, story.transmit(7, 4, 1, four, 31, 52_000_000), 52_500_000);
  return story;
}

const fields = [
  ...["frame.len", "frame.time_epoch", "frame.interface_name", "frame.comment", "_ws.malformed"],
  ...["frame.protocols", "ip.src", "ip.dst", "ip.id", "ip.ttl", "ip.flags.mf"],
  ...["ip.checksum.status", "udp.length", "udp.checksum.status", "data.len", "ip.host"],
];

test("tshark finds the run's packets, sound, with the times, sizes and remarks of the run", (t) => {
  const capture = toPcapng(mishaps().trace());
  const records = dissected(t, capture, new URL("golden/links", import.meta.url), fields);
  const column = (name: string) => records.map((record) => record[name]);
  assert.deepEqual(column("_ws.malformed"), Array(7).fill(""));
  assert.deepEqual(column("ip.checksum.status"), Array(7).fill("1"));
  assert.deepEqual(column("frame.len").map(Number), [33, 1500, 1500, 684, 55, 55, 31]);
  assert.deepEqual(column("frame.time_epoch").slice(0, 2), ["0.000000000", "0.002000000"]);
  assert.deepEqual(column("frame.interface_name"), [...Array(6).fill("alice→bob"), "bob→alice"]);
  assert.deepEqual(column("ip.src").slice(5), ["10.0.0.1", "10.0.0.2"]);
  assert.deepEqual(column("ip.flags.mf"), ["0", "1", "1", "0", "0", "0", "0"]);
  // The three pieces make one datagram of 3,608 bytes, whose checksum is right.
  assert.deepEqual(column("udp.length"), ["13", "", "", "3608", "35", "35", "11"]);
  assert.deepEqual(column("udp.checksum.status"), ["1", "", "", "1", "1", "1", "1"]);
  const known = "the trace holds the first 198 bytes of message 2 only";
  assert.deepEqual(column("frame.comment"), [
    "",
    "bit 1000 flipped on the way; noticed to be damaged and thrown away; " +
      `bytes 0 to 1471 of the 3600 of message 2; ${known}`,
    `taken off the link by a fault; bytes 1472 to 2943 of the 3600 of message 2; ${known}`,
    `bytes 2944 to 3599 of the 3600 of message 2; ${known}`,
    "",
    "a copy made by the link",
    "lost on the way",
  ]);
  assert.deepEqual(column("data.len"), ["5", "1480", "1472", "3600", "27", "27", "3"]);
  const payloads = packetsOf(capture).map(({ bytes }) => bytes.subarray(28));
  assert.equal(textOf(payloads[0]), "hello");
  // A byte more than the body has: its sender stated a size.
  assert.equal(textOf(payloads[4]), '{"number":3,"letter":"é"}\0');
  assert.deepEqual([...payloads[6]], [1, 2, 3]);
});

test("tshark finds at a node what it sends and what reaches it, damage included", (t) => {
  const capture = toPcapng(mishaps().trace(), { at: "bob" });
  const records = dissected(t, capture, new URL("golden/bob", import.meta.url), fields);
  const column = (name: string) => records.map((record) => record[name]);
  assert.deepEqual(column("frame.len").map(Number), [33, 1500, 684, 55, 55, 31]);
  assert.deepEqual(
    column("frame.time_epoch").map(Number),
    [0.001264, 0.025, 0.04, 0.051, 0.0515, 0.052],
  );
  assert.deepEqual(column("_ws.malformed"), Array(6).fill(""));
  assert.deepEqual(new Set(column("frame.interface_name")), new Set(["bob"]));
  // Without the second piece the datagram never becomes whole, and nobody told Bob why.
  assert.deepEqual(column("udp.length"), ["13", "", "", "35", "35", "11"]);
  assert.ok(column("frame.comment").every((comment) => !/lost|fault|flipped/.test(comment)));
  const [, damaged] = packetsOf(capture);
  const [, sound] = packetsOf(toPcapng(mishaps().trace()));
  const different = sound.bytes.map((byte, i) => byte ^ damaged.bytes[i]);
  assert.equal(different[1000 >> 3], 0x80 >> (1000 & 7));
  assert.equal(different.filter((byte) => byte !== 0).length, 1);
});

/** A message of so many bytes in packets with this much room, crossing one link. */
function cut(size: number, room: number, header = 28): Story {
  const story = new Story(["a", "b"], [[0, 1]]);
  const send = story.send(1, 0, 1, preview("x".repeat(size)));
  for (let start = 0, packet = 1; start < size; start += room, packet++) {
    story.transmit(packet, 1, 0, send, header + Math.min(room, size - start), packet);
  }
  return story;
}

/** What a receiver makes of the packets of a file, by real reassembly. */
function received(file: Uint8Array): string[] {
  const reassembly = new Reassembly();
  return packetsOf(file).flatMap(({ bytes }) => {
    const packet = parseIpv4(bytes);
    assert.ok(packet.checksumHolds);
    const whole = reassembly.add(packet);
    if (whole === undefined) return [];
    const datagram = parseUdp(whole.payload, ends);
    assert.ok(datagram.checksumHolds);
    return [textOf(datagram.payload)];
  });
}

test("pieces at multiples of 8 are fragments of one datagram, others are datagrams", () => {
  const letters = "x".repeat(100);
  assert.deepEqual(received(toPcapng(cut(100, 40).trace())), [letters]);
  const apart = packetsOf(toPcapng(cut(100, 30).trace()));
  assert.deepEqual(
    apart.map(({ bytes }) => textOf(parseUdp(parseIpv4(bytes).payload, ends).payload).length),
    [30, 30, 30, 10],
  );
  assert.deepEqual(
    apart.map(({ size }) => size),
    [58, 58, 58, 38],
  );
});

test("packets are as long as the run counted, whatever it took for headers", () => {
  for (const header of [28, 40, 60]) {
    const file = toPcapng(cut(100, 40, header).trace(), { header });
    assert.deepEqual(
      packetsOf(file).map(({ size }) => size),
      [40, 40, 20].map((n) => n + header),
    );
    assert.deepEqual(received(file), ["x".repeat(100)]);
  }
  // Less than the headers of IPv4 and UDP cannot be written, nor a number that is no multiple of 4.
  const small = packetsOf(toPcapng(cut(100, 40, 2).trace(), { header: 2 }));
  assert.deepEqual(
    small.map(({ size }) => size),
    [68, 60, 40],
  );
  const odd = packetsOf(toPcapng(cut(10, 40, 31).trace(), { header: 31 }));
  assert.deepEqual(
    odd.map(({ size }) => size),
    [38],
  );
});

test("a packet that a router cuts again keeps its place; each router takes one of its life", () => {
  const story = new Story(
    ["a", "r", "b"],
    [
      [0, 1],
      [1, 2],
    ],
  );
  const send = story.send(1, 0, 2, preview("abcdefgh".repeat(20)));
  const [first, second] = [1, 2].map((packet) => story.transmit(packet, 1, 0, send, 28 + 80));
  const one = story.end("arrive", 1, 1, 0, first, 10);
  story.transmit(1, 1, 1, one, 28 + 48, 11);
  story.transmit(3, 1, 1, one, 28 + 32, 12);
  const two = story.end("arrive", 2, 1, 0, second, 13);
  story.transmit(2, 1, 1, two, 28 + 48, 14);
  story.transmit(4, 1, 1, two, 28 + 32, 15);
  const file = toPcapng(story.trace());
  const packets = packetsOf(file).map(({ bytes }) => parseIpv4(bytes));
  assert.deepEqual(
    packets.map(({ header }) => [header.fragmentOffset, header.timeToLive]),
    [
      [0, 64],
      [88, 64],
      [0, 63],
      [56, 63],
      [88, 63],
      [136, 63],
    ],
  );
  const reassembly = new Reassembly();
  const whole = packets
    .slice(2)
    .map((packet) => reassembly.add(packet))
    .at(-1);
  const { payload } = parseUdp(whole?.payload ?? new Uint8Array(0), {
    ...ends,
    destination: ends.source + 2,
  });
  assert.equal(textOf(payload), "abcdefgh".repeat(20));
});

test("damage that nobody noticed on one link is still there on the next", () => {
  const story = new Story(
    ["a", "r", "b"],
    [
      [0, 1],
      [1, 2],
    ],
  );
  const send = story.send(1, 0, 2, preview("coins: 10"));
  const start = story.transmit(1, 1, 0, send, 37);
  story.row("corrupt", {
    node: 0,
    place: 0,
    packet: 1,
    message: 1,
    cause: start,
    detail: 28 * 8 + 7,
  });
  const there = story.end("arrive", 1, 1, 0, start, 5);
  const again = story.transmit(1, 1, 1, there, 37, 6);
  story.end("arrive", 1, 1, 1, again, 9);
  const read = (options?: CaptureOptions) =>
    packetsOf(toPcapng(story.trace(), options)).map(({ bytes }) => textOf(bytes.subarray(28)));
  assert.deepEqual(read(), ["coins: 10", "boins: 10"]);
  assert.deepEqual(read({ at: "a" }), ["coins: 10"]);
  assert.deepEqual(read({ at: "b" }), ["boins: 10"]);
});

test("bodies come from the preview as far as it goes, or whole from whoever has them", () => {
  const content = (options?: CaptureOptions) => received(toPcapng(cut(500, 472).trace(), options));
  assert.equal(content()[0].replaceAll("\0", ""), "x".repeat(198));
  const body = () => new TextEncoder().encode("y".repeat(500));
  assert.deepEqual(content({ body }), ["y".repeat(500)]);
  assert.equal(content({ body: () => undefined })[0].length, 500);
});

test("only as many bytes are kept as asked for; the packet's own size stays", () => {
  const packets = packetsOf(toPcapng(cut(100, 200).trace(), { keep: 40 }));
  assert.deepEqual(
    packets.map(({ size, bytes }) => [size, bytes.length]),
    [[128, 40]],
  );
});

test("an empty trace is a file without packets; long times and hostile names do no harm", () => {
  const empty = new Story(["a", "b"], []).trace();
  assert.deepEqual(
    blocksOf(toPcapng(empty)).map(({ type }) => type),
    [0x0a0d0d0a, 4],
  );
  const story = new Story(["a\0b", "<é>\n"], [[0, 1]]);
  const late = 2 ** 52 + 2;
  story.transmit(1, 1, 0, story.send(1, 0, 1, "null", late), 32, late);
  assert.equal(packetsOf(toPcapng(story.trace()))[0].time, late);
});

test("unknown nodes and options, too long packets and too large files are refused", () => {
  const trace = cut(10, 20).trace();
  assert.throws(() => toPcapng(trace, { at: "c" }), /at is "c"; it must be one of a, b/);
  assert.throws(() => toPcapng(trace, { keep: 27 }), /keep is 27; .* from 28 to 65,535/);
  assert.throws(() => toPcapng(trace, { header: -1 }), /header is -1/);
  assert.throws(() => toPcapng(trace, { node: "a" } as never), /no option "node"/);
  const story = new Story(["a", "b"], [[0, 1]]);
  story.transmit(1, 1, 0, story.send(1, 0, 1, "null"), 4e6);
  assert.throws(() => toPcapng(story.trace()), {
    message:
      "toPcapng: packet 1 has 4,000,000 bytes; a packet of IPv4 must have at most 65,535. " +
      "Choose a smaller MTU.",
  });
  const writer = new PcapngWriter("test");
  const bytes = new Uint8Array(65_535);
  assert.throws(() => {
    for (let i = 0; i < 9000; i++) writer.addPacket({ interface: 0, time: i, bytes });
  }, /more than 536,870,912 bytes/);
  assert.throws(() => writer.addPacket({ interface: 0, time: 0.5, bytes }), /time is 0\.5/);
});
