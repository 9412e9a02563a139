/** Repairing losses: RFC 5681 §3, RFC 6298 §5, RFC 6582, RFC 6675. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CongestionName } from "../../../../../src/engine/protocols/tcp/settings.ts";
import { acks, opened } from "./dialogue.ts";

const rest = "ack 5001 win 65535";
const full = (...numbers: number[]) => numbers.map((number) => `ACK ${number}+1000 ${rest}`);

/** Ten segments are on the way, 1,001 to 10,001, with as many more to come. */
function busy(congestion: CongestionName, sack = false) {
  const answer = sack ? ({ sackPermitted: true } as const) : {};
  const d = opened({ initialWindow: 10, congestion, sack }, answer);
  assert.equal(d.doing((end) => end.write(40_000)).length, 10);
  d.wait(100);
  return d;
}

/** SACK blocks of this end's segments, each by its number (1 the first). */
const blocks = (...pieces: [number, number][]) =>
  pieces.map(([from, to]): [number, number] => [1_001 + from * 1_000, 1_001 + to * 1_000]);

test("a third duplicate: the segment goes again, and half of what was on the way (Reno)", () => {
  const d = busy("reno");
  d.hear(acks(0));
  d.hear(acks(0));
  // Limited transmit had sent two more, which do not count: half of ten (RFC 5681 §3.2 step 2).
  assert.deepEqual(d.hear(acks(0)), full(1_001));
  assert.equal(d.end.congestion.threshold, 5_000);
  assert.equal(d.end.congestion.window, 8_000);
  assert.deepEqual(d.notes.slice(-1), ["fast retransmit"]);
  assert.equal(d.timers.get("retransmit"), 1_200);
  // Each further one opens the window by a segment: at thirteen there is room for a new one.
  for (let i = 0; i < 4; i++) assert.deepEqual(d.hear(acks(0)), []);
  assert.deepEqual(d.hear(acks(0)), full(13_001));
  assert.equal(d.end.congestion.window, 13_000);
  // The first new acknowledgement ends it, with the window that was halved.
  assert.deepEqual(d.hear(acks(12_000)), full(14_001, 15_001, 16_001, 17_001));
  assert.equal(d.end.congestion.window, 5_000);
  assert.equal(d.end.sending.retransmissions, 1);
});

test("no duplicate is: one with data, with a FIN, with another window, or while idle", () => {
  const d = busy("reno");
  for (let i = 0; i < 4; i++) d.hear(acks(0, { seq: 5_001 + i, data: "x" }));
  for (let i = 0; i < 4; i++) d.hear(acks(0, { seq: 5_005, window: 60_000 - i }));
  assert.equal(d.end.sending.duplicates, 0);
  d.hear(acks(0, { seq: 5_005, window: 59_997 }));
  assert.equal(d.end.sending.duplicates, 1);
  const idle = opened();
  for (let i = 0; i < 4; i++) idle.hear(acks(0));
  assert.equal(idle.end.sending.duplicates, 0);
  const ending = busy("reno");
  for (let i = 0; i < 4; i++) ending.hear(acks(0, { flags: "FIN ACK", seq: 5_001 }));
  assert.equal(ending.end.sending.duplicates, 0);
});

test("NewReno: a partial acknowledgement repairs the next hole, and deflates (RFC 6582)", () => {
  const d = busy("newReno");
  for (let i = 0; i < 3; i++) d.hear(acks(0));
  assert.equal(d.end.sending.recover, 12_001);
  assert.deepEqual(d.hear(acks(0)), []);
  assert.equal(d.end.congestion.window, 9_000);
  d.wait(50);
  // Four segments were filled by the first repair: 9,000 − 4,000 + 1,000.
  assert.deepEqual(d.hear(acks(4_000)), full(5_001));
  assert.equal(d.end.congestion.window, 6_000);
  // The first partial acknowledgement restarts the timer, the second does not.
  assert.equal(d.timers.get("retransmit"), 1_250);
  d.wait(50);
  assert.deepEqual(d.hear(acks(4_500)), full(5_501));
  assert.equal(d.end.congestion.window, 5_500);
  assert.equal(d.timers.get("retransmit"), 1_250);
  // A full one ends it: no more than what is on the way and a segment, lest a burst follow.
  assert.deepEqual(d.hear(acks(12_000)), full(13_001, 14_001));
  assert.equal(d.end.congestion.window, 2_000);
  assert.equal(d.end.sending.isRecovering, false);
});

test("Tahoe: a third duplicate leads back to one segment, and all goes again from there", () => {
  const d = busy("tahoe");
  for (let i = 0; i < 2; i++) d.hear(acks(0));
  assert.deepEqual(d.hear(acks(0)), full(1_001));
  assert.equal(d.end.congestion.window, 1_000);
  assert.equal(d.end.congestion.threshold, 5_000);
  for (let i = 0; i < 5; i++) assert.deepEqual(d.hear(acks(0)), []);
  assert.deepEqual(d.hear(acks(1_000)), full(2_001, 3_001));
  assert.equal(d.end.congestion.window, 2_000);
});

test("after a repair, duplicates of what went before are no new loss (RFC 6582 §3.2)", () => {
  const d = busy("newReno");
  for (let i = 0; i < 3; i++) d.hear(acks(0));
  d.hear(acks(12_000));
  const { threshold } = d.end.congestion;
  // Exactly `recover`: not beyond it.
  for (let i = 0; i < 5; i++) d.hear(acks(12_000));
  assert.equal(d.end.congestion.threshold, threshold);
  assert.equal(d.end.sending.retransmissions, 1);
});

test("a timeout: one segment, half the threshold, and on from the oldest (RFC 5681 §3.1)", () => {
  const d = busy("newReno");
  assert.deepEqual(d.wait(1_000), [`1100: ${full(1_001)[0]}`]);
  assert.equal(d.end.congestion.window, 1_000);
  assert.equal(d.end.congestion.threshold, 5_000);
  assert.equal(d.end.roundTrip.timeout, 2_000_000_000);
  assert.deepEqual(d.notes.slice(-1), ["timeout"]);
  // Once more: the threshold stays, the wait doubles.
  assert.deepEqual(d.wait(2_000), [`3100: ${full(1_001)[0]}`]);
  assert.equal(d.end.congestion.threshold, 5_000);
  assert.equal(d.end.roundTrip.timeout, 4_000_000_000);
  assert.equal(d.end.sending.timeouts, 2);
  // What the receiver had is jumped over; slow start begins.
  assert.deepEqual(d.hear(acks(3_000)), full(4_001, 5_001));
  assert.equal(d.end.sending.timeouts, 0);
  // Karn: the repeated segment measures nothing, so the wait stays long.
  assert.equal(d.end.roundTrip.timeout, 4_000_000_000);
  assert.equal(d.end.roundTrip.smoothed, 100_000_000);
  assert.deepEqual(d.hear(acks(10_000)), full(11_001, 12_001, 13_001));
  d.wait(60);
  d.hear(acks(11_000));
  assert.equal(d.end.roundTrip.smoothed, 95_000_000);
  assert.equal(d.end.roundTrip.timeout, 1_000_000_000);
});

test("duplicates after a timeout repair nothing twice (RFC 6582 §3.2 step 2)", () => {
  const d = busy("newReno");
  d.wait(1_000);
  for (let i = 0; i < 4; i++) d.hear(acks(0));
  assert.equal(d.end.sending.isRecovering, false);
  assert.equal(d.end.congestion.threshold, 5_000);
});

test("after so many timeouts in a row it gives up", () => {
  const d = opened({ retries: 2, maxTimeout: 3_000_000_000 });
  d.doing((end) => end.write(1));
  const again = `ACK 1001+1 ${rest}`;
  assert.deepEqual(d.wait(5_999), [`1100: ${again}`, `3100: ${again}`]);
  assert.deepEqual(d.told(), []);
  d.wait(1);
  assert.deepEqual(d.told(), ["closed: timed out"]);
  assert.equal(d.end.state, "CLOSED");
});

test("SACK: holes are filled one after another, and what is there is not sent (RFC 6675)", () => {
  const d = busy("newReno", true);
  // Segments 1 and 4 are missing. Duplicates count by what they bring.
  d.hear(acks(0, { sack: blocks([1, 2]) }));
  assert.equal(d.end.sending.duplicates, 1);
  d.hear(acks(0, { sack: blocks([1, 2]) }));
  assert.equal(d.end.sending.duplicates, 1);
  d.hear(acks(0, { sack: blocks([1, 3]) }));
  assert.deepEqual(d.hear(acks(0, { sack: blocks([4, 5], [1, 3]) })), full(1_001));
  assert.equal(d.end.sending.isRecovering, true);
  assert.equal(d.end.congestion.window, 5_000);
  // With three segments beyond it segment 4 is lost as well: 6 are on the way, with the repair.
  for (const end of [6, 7, 8]) {
    assert.deepEqual(d.hear(acks(0, { sack: blocks([4, end], [1, 3]) })), []);
  }
  assert.deepEqual(d.hear(acks(0, { sack: blocks([4, 9], [1, 3]) })), full(4_001));
  assert.equal(d.end.sending.retransmissions, 2);
  // No hole is left: something new.
  assert.deepEqual(d.hear(acks(0, { sack: blocks([4, 10], [1, 3]) })), full(13_001));
  // All that was on the way before has come: recovery ends with the halved window.
  d.hear(acks(12_000));
  assert.equal(d.end.sending.isRecovering, false);
  assert.equal(d.end.congestion.window, 5_000);
  assert.deepEqual(d.end.sending.sacked, []);
});

test("SACK: much beyond a gap is a loss, before the third duplicate (RFC 6675 §5 (2))", () => {
  const d = busy("reno", true);
  assert.deepEqual(d.hear(acks(0, { sack: blocks([1, 4]) })), full(1_001));
  const apart = busy("reno", true);
  assert.deepEqual(apart.hear(acks(0, { sack: blocks([1, 2], [3, 4], [5, 6]) })), full(1_001));
  const little = busy("reno", true);
  little.hear(acks(0, { sack: blocks([1, 3]) }));
  assert.equal(little.end.sending.isRecovering, false);
});

test("SACK: blocks that make no sense are left out", () => {
  const d = busy("reno", true);
  const strange: [number, number][] = [
    [900, 1_001],
    [5_001, 4_001],
    [12_001, 13_001],
    [3_001, 3_001],
  ];
  d.hear(acks(0, { sack: strange }));
  assert.deepEqual(d.end.sending.sacked, []);
  assert.equal(d.end.sending.duplicates, 0);
  d.hear(acks(2_000, { sack: [[1_001, 2_001]] }));
  assert.deepEqual(d.end.sending.sacked, []);
  const plain = busy("reno");
  plain.hear(acks(0, { sack: blocks([1, 9]) }));
  assert.deepEqual(plain.end.sending.sacked, []);
});

test("SACK: a timeout forgets what the other end said to have (RFC 2018 §8)", () => {
  const d = busy("newReno", true);
  d.hear(acks(0, { sack: blocks([1, 3]) }));
  d.wait(1_000);
  assert.deepEqual(d.end.sending.sacked, []);
  assert.equal(d.end.sending.next, 1_001);
  // What it says afterwards is jumped over.
  assert.deepEqual(d.hear(acks(1_000, { sack: blocks([2, 9]) })), full(2_001, 10_001));
  assert.deepEqual(d.hear(acks(9_000)), full(11_001, 12_001));
});

test("SACK with Tahoe: what the other end has is not sent again", () => {
  const d = busy("tahoe", true);
  assert.deepEqual(d.hear(acks(0, { sack: blocks([1, 8]) })), full(1_001));
  assert.equal(d.end.congestion.window, 1_000);
  assert.deepEqual(d.hear(acks(8_000)), full(9_001, 10_001));
});

test("the last segment and its FIN go again together", () => {
  const d = opened({ initialWindow: 10 });
  d.end.write(4_000);
  d.end.close();
  d.said();
  for (let i = 0; i < 2; i++) d.hear(acks(3_000));
  assert.deepEqual(d.wait(1_000), [`1100: FIN ACK 4001+1000 ${rest}`]);
});

test("history keeps each change of the window once", () => {
  const d = opened({ record: true, initialThreshold: 5_000 });
  d.end.write(20_000);
  d.wait(100);
  d.hear(acks(1_000));
  d.hear(acks(1_001));
  d.hear(acks(1_002));
  assert.deepEqual(d.end.history, [
    { time: 100_000_000, window: 4_000, threshold: 5_000 },
    { time: 200_000_000, window: 5_000, threshold: 5_000 },
  ]);
  assert.deepEqual(opened().end.history, []);
});
