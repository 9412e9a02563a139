/** What is sent and when: RFC 9293 §3.7.4 and §3.8.6, RFC 5681 §3.1 and §4.1, RFC 3042. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { acks, opened } from "./dialogue.ts";

const rest = "ack 5001 win 65535";

/** Each segment of 1,000 bytes, by the number of its first byte. */
const full = (...numbers: number[]) => numbers.map((number) => `ACK ${number}+1000 ${rest}`);

test("slow start: a window of four segments, and one more for each acknowledged", () => {
  const d = opened();
  assert.deepEqual(
    d.doing((end) => end.write(100_000)),
    full(1_001, 2_001, 3_001, 4_001),
  );
  assert.equal(d.timers.get("retransmit"), 1_100);
  d.wait(100);
  assert.deepEqual(d.hear(acks(1_000)), full(5_001, 6_001));
  assert.deepEqual(d.hear(acks(2_000)), full(7_001, 8_001));
  // An acknowledgement of two segments opens the window by one only (RFC 5681, L = 1).
  assert.deepEqual(d.hear(acks(4_000)), full(9_001, 10_001, 11_001));
  assert.equal(d.end.congestion.window, 7_000);
  assert.equal(d.timers.get("retransmit"), 1_200);
});

test("an acknowledgement of part of a segment opens the window by that part", () => {
  const d = opened();
  d.end.write(100_000);
  d.hear(acks(300));
  assert.equal(d.end.congestion.window, 4_300);
});

test("congestion avoidance: one segment in each round trip, by counting bytes", () => {
  const d = opened({ initialThreshold: 4_000 });
  d.end.write(100_000);
  for (const count of [1_000, 2_000, 3_000]) d.hear(acks(count));
  assert.equal(d.end.congestion.window, 4_000);
  d.hear(acks(4_000));
  assert.equal(d.end.congestion.window, 5_000);
  d.hear(acks(8_999));
  assert.equal(d.end.congestion.window, 5_000);
  d.hear(acks(9_000));
  assert.equal(d.end.congestion.window, 6_000);
});

test("a window that was not used does not grow", () => {
  const d = opened();
  d.end.write(2_000);
  d.hear(acks(2_000));
  // 2,000 on the way, of 4,000: with two segments more it would have been full, not with one.
  assert.equal(d.end.congestion.window, 4_000);
  d.end.write(2_001);
  d.end.close();
  d.hear(acks(4_001));
  assert.equal(d.end.congestion.window, 5_000);
});

test("the receiver's window is a bound; half of the largest one is worth a segment", () => {
  const d = opened({}, { window: 1_500 });
  // 500 more would fit: neither a full segment, nor half of what the other end ever offered.
  assert.deepEqual(
    d.doing((end) => end.write(9_000)),
    full(1_001),
  );
  assert.deepEqual(d.hear(acks(1_000, { window: 749 })), []);
  assert.deepEqual(d.hear(acks(1_000, { window: 750 })), [`ACK 2001+750 ${rest}`]);
  assert.deepEqual(d.hear(acks(1_750, { window: 1_000 })), full(2_751));
});

test("Nagle: a small rest waits while anything is on the way (RFC 896)", () => {
  const d = opened();
  assert.deepEqual(
    d.doing((end) => end.write("A")),
    [`ACK 1001+1 ${rest}`],
  );
  assert.deepEqual(
    d.doing((end) => end.write("B")),
    [],
  );
  assert.deepEqual(
    d.doing((end) => end.write("C")),
    [],
  );
  assert.deepEqual(d.hear(acks(1)), [`ACK 1002+2 ${rest}`]);
  assert.deepEqual(
    d.doing((end) => end.write(1_500)),
    full(1_004),
  );
  const quick = opened({ nagle: false });
  quick.end.write("A");
  quick.said();
  assert.deepEqual(
    quick.doing((end) => end.write("B")),
    [`ACK 1002+1 ${rest}`],
  );
});

test("after close nothing small waits: the rest leaves with the FIN", () => {
  const d = opened();
  d.end.write("A");
  d.end.write("BC");
  d.said();
  assert.deepEqual(
    d.doing((end) => end.close()),
    [`FIN ACK 1002+2 ${rest}`],
  );
});

test("known bytes and counted ones never share a segment", () => {
  const d = opened({ nagle: false });
  d.doing((end) => end.write("AB"));
  assert.deepEqual(
    d.doing((end) => end.write(3)),
    [`ACK 1003+3 ${rest}`],
  );
  assert.deepEqual(
    d.doing((end) => end.write("")),
    [],
  );
  assert.deepEqual(
    d.doing((end) => end.write(0)),
    [],
  );
});

test("a shut window is probed with one byte, each time after twice as long (§3.8.6.1)", () => {
  const d = opened({ maxTimeout: 5_000_000_000 }, { window: 0 });
  assert.deepEqual(
    d.doing((end) => end.write(3_000)),
    [],
  );
  assert.equal(d.timers.get("persist"), 1_100);
  const probe = `ACK 1001+1 ${rest}`;
  assert.deepEqual(d.wait(14_000), [
    ...[`1100: ${probe}`, `3100: ${probe}`, `7100: ${probe}`, `12100: ${probe}`],
  ]);
  assert.deepEqual(d.notes.slice(-4), Array(4).fill("zero-window probe"));
  // Probes are no sign of congestion, and never give up.
  assert.equal(d.end.congestion.window, 4_000);
  assert.deepEqual(d.hear(acks(0, { window: 5_000 })), full(1_001, 2_001).concat(full(3_001)));
  assert.equal(d.timers.has("persist"), false);
});

test("a probe that was taken moves on; the window stays shut until it is said to be open", () => {
  const d = opened({}, { window: 0 });
  d.end.write(3_000);
  d.wait(1_100);
  assert.deepEqual(d.hear(acks(1, { window: 0 })), []);
  assert.deepEqual(d.wait(4_000), [`3100: ACK 1002+1 ${rest}`]);
});

test("a window too small to be worth a segment is probed with what fits (§3.8.6.2.1)", () => {
  const d = opened({}, { window: 2_000 });
  d.end.write(10_000);
  d.said();
  assert.deepEqual(d.hear(acks(2_000, { window: 300 })), []);
  assert.deepEqual(d.wait(1_200), [`1100: ACK 3001+300 ${rest}`]);
});

test("an old segment does not bring back an old window (RFC 9293 §3.10.7.4)", () => {
  const d = opened();
  d.end.write(3_000);
  d.hear(acks(2_000, { seq: 5_001, window: 9_000 }));
  assert.equal(d.end.sending.window, 9_000);
  // An acknowledgement that was overtaken, then one of the same number.
  d.hear(acks(1_000, { window: 4_000 }));
  assert.equal(d.end.sending.window, 9_000);
  d.hear(acks(2_000, { window: 8_000 }));
  assert.equal(d.end.sending.window, 8_000);
  assert.equal(d.end.sending.largestWindow, 65_535);
});

test("after an idle RTO the window is again the first one (RFC 5681 §4.1)", () => {
  const d = opened();
  d.end.write(8_000);
  for (const count of [1_000, 2_000, 3_000, 4_000, 8_000]) d.hear(acks(count));
  // The last one found little on the way, and does not count.
  assert.equal(d.end.congestion.window, 7_000);
  d.said();
  // The last data left at 100 ms, and RTO is 1 s: at 1,100 ms the path is still known.
  d.wait(1_000);
  assert.equal(d.doing((end) => end.write(8_000)).length, 7);
  assert.equal(d.hear(acks(15_000)).length, 1);
  d.hear(acks(16_000));
  assert.equal(d.end.congestion.window, 8_000);
  d.wait(1_001);
  assert.equal(d.doing((end) => end.write(20_000)).length, 4);
  assert.equal(d.end.congestion.window, 4_000);
});

test("an idle end with a window below the first one keeps it", () => {
  const d = opened();
  d.end.write(1_000);
  d.wait(1_000);
  assert.equal(d.end.congestion.window, 1_000);
  d.hear(acks(1_000));
  d.wait(10_000);
  d.end.write(1_000);
  assert.equal(d.end.congestion.window, 2_000);
});

test("limited transmit: one new segment for each of the first two duplicates (RFC 3042)", () => {
  const d = opened();
  d.end.write(20_000);
  d.said();
  assert.deepEqual(d.hear(acks(0)), full(5_001));
  assert.deepEqual(d.hear(acks(0)), full(6_001));
  assert.equal(d.end.congestion.window, 4_000);
});

test("an acknowledgement of what was never sent is answered, and changes nothing", () => {
  const d = opened();
  d.end.write(1_000);
  d.said();
  assert.deepEqual(d.hear(acks(1_001, { window: 7, data: "X" })), [`ACK 2001 ${rest}`]);
  assert.equal(d.end.sending.window, 65_535);
  assert.deepEqual(d.told(), []);
});

test("the timer stops when all has been acknowledged, and starts with the next segment", () => {
  const d = opened();
  d.end.write(1_000);
  d.wait(50);
  d.hear(acks(1_000));
  assert.equal(d.timers.size, 0);
  d.wait(50);
  d.end.write(1_000);
  assert.equal(d.timers.get("retransmit"), 1_200);
});
