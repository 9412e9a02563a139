/** What is received: RFC 9293 §3.8.6 and §3.10.7.4, RFC 5681 §4.2, RFC 2018 §4, RFC 7323. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, opened } from "./dialogue.ts";

/** The edge of the window moves by no less than a full segment: until then it shrinks. */
const FAR = 5_001 + 65_535;
const ack = (number: number, window = FAR - number) => `ACK 1001 ack ${number} win ${window}`;

/** The reader takes nothing by itself. */
function stopped(settings: Parameters<typeof opened>[0] = {}) {
  const d = opened(settings);
  d.end.readsAtOnce = false;
  return d;
}

test("data in order is handed on and acknowledged", () => {
  const d = opened();
  assert.deepEqual(d.hear({ data: "MOSTLY " }), [ack(5_008)]);
  assert.deepEqual(d.hear({ seq: 5_008, data: "RELIABLE" }), [ack(5_016)]);
  assert.deepEqual(d.told(), ["data MOSTLY ", "data RELIABLE"]);
  assert.deepEqual(d.hear({ seq: 5_016, data: 100 }), [ack(5_116)]);
  assert.deepEqual(d.told(), ["data 100"]);
});

test("an acknowledgement without data is not acknowledged", () => {
  assert.deepEqual(opened().hear({}), []);
});

test("delayed acknowledgements: for every second full segment, or after 40 ms", () => {
  const d = opened({ delayedAck: 40_000_000 });
  assert.deepEqual(d.hear(bytes(0, 1_000)), []);
  assert.equal(d.timers.get("delayed ack"), 140);
  assert.deepEqual(d.hear(bytes(1_000, 1_000)), [ack(7_001)]);
  assert.equal(d.timers.size, 0);
  d.wait(10);
  assert.deepEqual(d.hear(bytes(2_000, 1_000)), []);
  // The rest is below a full segment: together they are less than two.
  assert.deepEqual(d.hear(bytes(3_000, 999)), []);
  assert.deepEqual(d.wait(100), [`150: ${ack(9_000, 65_535)}`]);
  assert.deepEqual(d.wait(1_000), []);
});

test("what is sent carries the acknowledgement that was due", () => {
  const d = opened({ delayedAck: 40_000_000 });
  d.hear(bytes(0, 1_000));
  assert.deepEqual(
    d.doing((end) => end.write("X")),
    ["ACK 1001+1 ack 6001 win 64535"],
  );
  assert.equal(d.timers.has("delayed ack"), false);
});

test("a gap is told at once, each time, and its end too", () => {
  const d = opened({ delayedAck: 40_000_000 });
  assert.deepEqual(d.hear(bytes(1_000, 500)), [ack(5_001)]);
  assert.deepEqual(d.hear(bytes(2_000, 500)), [ack(5_001)]);
  assert.deepEqual(d.hear(bytes(0, 1_000)), [ack(6_501)]);
  assert.deepEqual(d.told(), ["data 1500"]);
  // There is still a gap, whose part is told at once.
  assert.deepEqual(d.hear(bytes(1_500, 100)), [ack(6_601, 65_435)]);
  assert.deepEqual(d.hear(bytes(1_600, 400)), [ack(7_501, 64_535)]);
  assert.deepEqual(d.told(), ["data 100", "data 900"]);
});

test("a copy is acknowledged at once, and taken once", () => {
  const d = opened({ delayedAck: 40_000_000 });
  d.hear({ data: "HELLO" });
  assert.deepEqual(d.hear({ data: "HELLO" }), [ack(5_006)]);
  assert.deepEqual(d.told(), ["data HELLO"]);
});

test("what overlaps is cut: before what is here, behind it, and around it", () => {
  const d = opened();
  d.hear({ data: "ABC" });
  d.hear({ data: "abcDE" });
  d.hear({ seq: 5_009, data: "IJ" });
  d.hear({ seq: 5_007, data: "GhiJKL" });
  d.hear({ seq: 5_006, data: "Fg" });
  assert.deepEqual(d.told(), ["data ABC", "data DE", "data FGhIJKL"]);
  assert.equal(d.end.receiving.early.length, 0);
});

test("pieces beyond a gap are kept in their order, each byte once", () => {
  const d = opened();
  for (const [from, text] of [
    [8, "ij"],
    [2, "cd"],
    [5, "f"],
    [1, "bcdefghijkl"],
  ] as const) {
    d.hear({ seq: 5_001 + from, data: text });
  }
  const kept = d.end.receiving.early.map(({ start, text }) => `${start - 1}${text}`);
  assert.deepEqual(kept, ["1b", "2cd", "4e", "5f", "6gh", "8ij", "10kl"]);
  d.hear({ data: "a" });
  assert.deepEqual(d.told(), ["data abcdefghijkl"]);
});

test("beyond the window nothing is taken, and the answer says where it ends", () => {
  const d = stopped({ receiveBuffer: 1_000, mss: 500 });
  assert.deepEqual(d.hear(bytes(1_000, 10)), [ack(5_001, 1_000)]);
  assert.deepEqual(d.hear(bytes(990, 20)), [ack(5_001, 1_000)]);
  assert.equal(d.end.receiving.early[0].length, 10);
  // What lies behind the window's edge is cut off.
  assert.deepEqual(d.hear(bytes(0, 2_000)), [ack(6_001, 0)]);
  assert.equal(d.end.receiving.unreadBytes, 1_000);
  // The window is shut: the next byte is not taken, but its acknowledgement is.
  assert.deepEqual(d.hear(bytes(1_000, 1)), [ack(6_001, 0)]);
  assert.deepEqual(d.hear({ seq: 6_002 }), [ack(6_001, 0)]);
  assert.deepEqual(d.hear({ seq: 5_000 }), [ack(6_001, 0)]);
});

test("the window opens by a full segment or half the buffer, not by less (RFC 813)", () => {
  const d = stopped({ receiveBuffer: 1_000, mss: 300 });
  d.hear(bytes(0, 1_000));
  assert.deepEqual(
    d.doing((end) => end.read(299)),
    [],
  );
  assert.deepEqual(
    d.doing((end) => end.read(1)),
    [ack(6_001, 300)],
  );
  assert.deepEqual(d.told(), ["data 299", "data 1"]);
  // With room for a segment already, the news can wait for the next acknowledgement.
  assert.deepEqual(
    d.doing((end) => end.read(700)),
    [],
  );
  assert.deepEqual(d.hear(bytes(1_000, 100)), [ack(6_101, 900)]);
  const half = stopped({ receiveBuffer: 401, mss: 300 });
  half.hear(bytes(0, 401));
  assert.deepEqual(
    half.doing((end) => end.read(200)),
    [],
  );
  assert.deepEqual(
    half.doing((end) => end.read(1)),
    [ack(5_402, 201)],
  );
});

test("reading takes what there is, across pieces, and no more", () => {
  const d = stopped();
  d.hear({ data: "ABC" });
  d.hear({ seq: 5_004, data: 5 });
  d.hear({ seq: 5_009, data: "XYZ" });
  d.end.read(2);
  d.end.read(4);
  d.end.read(100);
  d.end.read(100);
  assert.deepEqual(d.told(), ["data AB", "data C", "data 3", "data 2", "data XYZ"]);
  assert.equal(d.end.receiving.unreadBytes, 0);
});

test("SACK: blocks beyond the gap, the latest first, four at most (RFC 2018 §4)", () => {
  const d = opened({ sack: true }, { sackPermitted: true });
  const told = (from: number) => d.hear(bytes(from, 100))[0].split("sack ")[1];
  assert.equal(told(200), "5201-5301");
  assert.equal(told(400), "5401-5501 5201-5301");
  assert.equal(told(600), "5601-5701 5401-5501 5201-5301");
  // A block that grows is the latest, whether at its end, or at its beginning.
  assert.equal(told(500), "5401-5701 5201-5301");
  assert.equal(told(300), "5201-5701");
  assert.equal(told(800), "5801-5901 5201-5701");
  assert.equal(told(1_000), "6001-6101 5801-5901 5201-5701");
  assert.equal(told(1_200), "6201-6301 6001-6101 5801-5901 5201-5701");
  assert.equal(told(1_400), "6401-6501 6201-6301 6001-6101 5801-5901");
  // A copy of an old one comes to the front again.
  assert.equal(told(850), "5801-5951 6401-6501 6201-6301 6001-6101");
  assert.equal(d.sizes.at(-1), 20 + 4 + 32);
  // The gap is filled: what was behind it is in order, and no block any more.
  assert.deepEqual(d.hear(bytes(0, 200)), [
    "ACK 1001 ack 5701 win 64835 sack 5801-5951 6401-6501 6201-6301 6001-6101",
  ]);
});

test("SACK beside timestamps: three blocks, which take their room from the data", () => {
  const stamp = { value: 1, echo: 1 };
  const d = opened({ sack: true, timestamps: true }, { sackPermitted: true, timestamp: stamp });
  for (const from of [200, 400, 600, 800]) d.hear({ ...bytes(from, 100), timestamp: stamp });
  const [said] = d.doing((end) => end.write(2_000));
  // 1,000 − 12 − 4 − 3·8.
  assert.match(said, /^ACK 1001\+960 .* sack 5801-5901 5601-5701 5401-5501 ts 100\/1$/);
  assert.equal(d.sizes.at(-1), 20 + 12 + 28 + 960);
});

test("timestamps: the echo is that of the oldest segment that is not acknowledged yet", () => {
  const d = opened(
    { timestamps: true, delayedAck: 40_000_000 },
    { timestamp: { value: 50, echo: 0 } },
  );
  const stamped = (from: number, value: number) => ({
    ...bytes(from, 1_000),
    timestamp: { value, echo: 100 },
  });
  d.hear(stamped(0, 60));
  assert.match(d.hear(stamped(1_000, 70))[0], / ts 100\/60$/);
  // Beyond a gap: the stamp of the last one in order stays (RFC 7323 §4.3).
  assert.match(d.hear(stamped(3_000, 80))[0], / ts 100\/60$/);
  assert.match(d.hear(stamped(2_000, 90))[0], / ts 100\/90$/);
});

test("PAWS: a segment with an older timestamp is acknowledged and not taken (RFC 7323 §5)", () => {
  const d = opened({ timestamps: true }, { timestamp: { value: 50, echo: 0 } });
  const stamped = (value: number, data: string) => ({ data, timestamp: { value, echo: 100 } });
  assert.deepEqual(d.hear(stamped(49, "OLD")), ["ACK 1001 ack 5001 win 65535 ts 100/50"]);
  assert.deepEqual(d.told(), []);
  d.hear(stamped(50, "NEW"));
  assert.deepEqual(d.told(), ["data NEW"]);
  // A segment without one is not heard at all (§3.2), but a reset is, whatever its stamp.
  assert.deepEqual(d.hear({ seq: 5_004, data: "BARE" }), []);
  assert.deepEqual(d.told(), []);
  d.hear({ seq: 5_004, flags: "RST", timestamp: { value: 1, echo: 0 } });
  assert.equal(d.end.state, "CLOSED");
});

test("timestamps measure every round trip, each with less weight (RFC 7323 appendix G)", () => {
  const d = opened({ timestamps: true }, { timestamp: { value: 50, echo: 0 } });
  assert.equal(d.end.roundTrip.smoothed, 100_000_000);
  d.end.write(8_000);
  // Four segments of 988 are on the way: two samples in a round trip.
  d.wait(180);
  d.hear({ ack: 1_989, timestamp: { value: 60, echo: 100 } });
  assert.equal(d.end.roundTrip.smoothed, 105_000_000);
  assert.equal(d.end.roundTrip.variation, 53_750_000);
  // An echo from the future measures nothing.
  d.hear({ ack: 2_977, timestamp: { value: 61, echo: 300 } });
  assert.equal(d.end.roundTrip.smoothed, 105_000_000);
  d.hear({ ack: 3_965, timestamp: { value: 61, echo: 281 } });
  assert.equal(d.end.roundTrip.smoothed, 105_000_000);
});

test("a large buffer is offered in units of its scale", () => {
  const d = opened({ receiveBuffer: 1_000_000 }, { windowScale: 0 });
  // It begins with the 65,535 that a SYN can offer. What has not been read takes its room.
  assert.deepEqual(d.hear(bytes(0, 1_000)), [ack(6_001, 999_000 >>> 4)]);
  assert.equal(d.end.receiving.edge, 1 + 1_000_000);
});
