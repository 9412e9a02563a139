/** Congestion controls one event at a time: RFC 5681 §3.1, RFC 9438 §4, worked by hand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type {
  Congestion,
  CongestionEvent,
} from "../../../../src/engine/protocols/tcp/congestion.ts";
import { controlOf } from "../../../../src/engine/protocols/tcp/controls.ts";
import { CONGESTION_CONTROLS } from "../../../../src/engine/protocols/tcp/settings.ts";

const mss = 1_000;
const cubic = controlOf("cubic");

const event = (more: Partial<CongestionEvent> = {}): CongestionEvent => ({
  ...{ now: 0, mss, flight: 100 * mss, acked: mss, smoothed: 100_000_000 },
  ...more,
});

const at = (seconds: number, more: Partial<CongestionEvent> = {}) =>
  event({ now: seconds * 1e9, ...more });

/** So many segments; the threshold below it: congestion avoidance. */
const avoiding = (segments: number): Congestion => ({
  ...{ window: segments * mss, threshold: mss, memory: {} },
});

const near = (actual: number, expected: number, what = "") =>
  assert.ok(Math.abs(actual - expected) < 1e-6 * expected, `${what} ${actual} not ${expected}`);

test("each name has its control, and each control its way to recover", () => {
  const ways = CONGESTION_CONTROLS.map((name) => controlOf(name).recovery);
  assert.deepEqual(ways, ["slow start", "first ack", "full ack", "full ack"]);
});

test("slow start adds what was acknowledged, a segment at most, in all controls", () => {
  for (const name of CONGESTION_CONTROLS) {
    const congestion = { window: 4_000, threshold: 4_001, memory: {} };
    controlOf(name).onAck(congestion, event({ acked: 300 }));
    assert.equal(congestion.window, 4_300, name);
    const other = { window: 4_000, threshold: 4_001, memory: {} };
    controlOf(name).onAck(other, event({ acked: 3_000 }));
    assert.equal(other.window, 5_000, name);
  }
});

test("Reno: half of the flight, two segments at least; avoidance counts afresh after it", () => {
  const reno = controlOf("reno");
  const congestion = { window: 9_000, threshold: 1_000, memory: {} };
  reno.onAck(congestion, event({ acked: 8_000 }));
  assert.equal(congestion.window, 9_000);
  reno.onLoss(congestion, event({ flight: 7_001 }));
  assert.deepEqual([congestion.window, congestion.threshold], [3_500, 3_500]);
  reno.onAck(congestion, event({ acked: 3_499 }));
  assert.equal(congestion.window, 3_500);
  reno.onAck(congestion, event({ acked: 1 }));
  assert.equal(congestion.window, 4_500);
  reno.onLoss(congestion, event({ flight: 3_000 }));
  assert.equal(congestion.threshold, 2_000);
  reno.onTimeout(congestion, event({ flight: 8_000 }));
  assert.deepEqual([congestion.window, congestion.threshold], [1_000, 4_000]);
});

test("CUBIC: a loss leaves 0.7 of the window or the flight, two segments at least (§4.6)", () => {
  const one = avoiding(100);
  cubic.onLoss(one, event({ flight: 200_000 }));
  assert.deepEqual([one.window, one.threshold], [70_000, 70_000]);
  const other = avoiding(100);
  cubic.onLoss(other, event({ flight: 50_001 }));
  assert.deepEqual([other.window, other.threshold], [35_000, 35_000]);
  const small = avoiding(2);
  cubic.onLoss(small, event());
  assert.equal(small.window, 2_000);
});

test("CUBIC: fast convergence gives way below the last window (§4.7)", () => {
  const congestion = avoiding(100);
  cubic.onLoss(congestion, event());
  assert.equal(congestion.memory.max, 100);
  congestion.window = 80_000;
  cubic.onLoss(congestion, event());
  near(congestion.memory.max, 80 * 0.85);
  congestion.window = 90_000;
  cubic.onLoss(congestion, event());
  assert.equal(congestion.memory.max, 90);
});

test("CUBIC: the window follows C(t − K)³ + W_max, looked at a round trip ahead (§4.2)", () => {
  const congestion = avoiding(1_000);
  cubic.onLoss(congestion, event({ flight: 1e9 }));
  const k = Math.cbrt(300 / 0.4);
  const curve = (t: number) => 0.4 * (t - k) ** 3 + 1_000;
  // The curve begins with the first acknowledgement, at 700 segments.
  cubic.onAck(congestion, at(5));
  near(congestion.memory.k, k, "K");
  for (const t of [1, 4, 8, 10, 12]) {
    congestion.window = 800_000;
    cubic.onAck(congestion, at(5 + t, { acked: 2 * mss }));
    const target = Math.min(Math.max(curve(t + 0.1), 800), 1_200);
    near(congestion.window / mss, 800 + (2 * (target - 800)) / 800, `at ${t}`);
  }
});

test("CUBIC: never more than half as much again in a round trip, never less (§4.2)", () => {
  const congestion = avoiding(100);
  cubic.onLoss(congestion, event({ flight: 1e9 }));
  cubic.onAck(congestion, at(0));
  congestion.window = 100_000;
  cubic.onAck(congestion, at(1_000));
  near(congestion.window, 100_500);
  congestion.window = 99_000;
  congestion.memory.estimate = 1;
  cubic.onAck(congestion, at(1));
  near(congestion.window, 99_000);
});

test("CUBIC: where Reno is faster it is Reno: 0.53 segments a round trip, then 1 (§4.3)", () => {
  const congestion = avoiding(10);
  cubic.onLoss(congestion, event({ flight: 1e9 }));
  assert.equal(congestion.window, 7_000);
  const alpha = 0.9 / 1.7;
  cubic.onAck(congestion, at(0));
  // K is ∛(3/0.4) = 1.96 s. At once the curve lies below Reno's estimate.
  near(congestion.memory.estimate, 7 + alpha / 7);
  assert.equal(congestion.window, Math.floor(1_000 * (7 + alpha / 7)));
  // The window does not shrink to an estimate that is below it.
  congestion.window = 9_000;
  cubic.onAck(congestion, at(0));
  assert.equal(congestion.window, 9_000);
  congestion.memory.estimate = 10;
  cubic.onAck(congestion, at(1.9));
  near(congestion.memory.estimate, 10 + 1 / 9);
});

test("CUBIC: without a loss before it, the curve begins at its plateau, K = 0 (§4.8)", () => {
  const congestion = avoiding(50);
  cubic.onAck(congestion, at(3));
  assert.deepEqual([congestion.memory.max, congestion.memory.k], [50, 0]);
  assert.equal(congestion.memory.epoch, 3);
  const timedOut = avoiding(100);
  cubic.onTimeout(timedOut, event());
  assert.deepEqual([timedOut.window, timedOut.threshold], [1_000, 70_000]);
  assert.equal(timedOut.memory.isFresh, 1);
  timedOut.window = 70_000;
  cubic.onAck(timedOut, at(9));
  assert.deepEqual([timedOut.memory.max, timedOut.memory.k], [70, 0]);
  assert.equal(timedOut.memory.isFresh, 0);
  // It had 100 segments before, and up to them it grows more slowly than Reno.
  near(timedOut.memory.estimate, 70 + 0.9 / 1.7 / 70);
});

test("CUBIC: without a measured round trip it looks at now", () => {
  const congestion = avoiding(1_000);
  cubic.onLoss(congestion, event({ flight: 1e9 }));
  cubic.onAck(congestion, at(0, { smoothed: null }));
  const before = congestion.window;
  congestion.window = 700_000;
  cubic.onAck(congestion, at(2, { smoothed: null }));
  const k = Math.cbrt(300 / 0.4);
  near(congestion.window / mss, 700 + (0.4 * (2 - k) ** 3 + 300) / 700);
  assert.ok(before < congestion.window);
});

test("CUBIC: time that the application leaves unused does not count (§4.2)", () => {
  const steady = avoiding(1_000);
  const paused = avoiding(1_000);
  for (const congestion of [steady, paused]) {
    cubic.onLoss(congestion, event({ flight: 1e9 }));
    cubic.onAck(congestion, at(0));
  }
  // Idle from 1 s to 4 s; the second word of it changes nothing.
  cubic.onLimited?.(paused, at(1));
  cubic.onLimited?.(paused, at(3));
  cubic.onAck(steady, at(2));
  cubic.onAck(paused, at(5));
  near(paused.memory.epoch, 4);
  cubic.onAck(steady, at(3));
  cubic.onAck(paused, at(7));
  assert.equal(paused.memory.pausedAt, -1);
  near(paused.memory.epoch, 4);
});
