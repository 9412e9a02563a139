/**
 * CUBIC (RFC 9438): the window is a cubic function of the time since the last loss, steep, flat
 * near the window where that loss was, steep again. Windows in `memory` are in segments, as in
 * the RFC; times in seconds.
 */
import type { Congestion, CongestionControl, CongestionEvent } from "./congestion.ts";

/** C, how aggressive it is, segments/s³ (§5). */
const C = 0.4;
/** β: what is left of the window after a loss (§4.6). */
const BETA = 0.7;
/** α of an AIMD flow with this β that is as fast as Reno (§4.3). */
const ALPHA = (3 * (1 - BETA)) / (1 + BETA);

/** Its control. */
export const cubic: CongestionControl = {
  onAck(congestion, event) {
    resume(congestion.memory, event.now / 1e9);
    if (congestion.window < congestion.threshold) {
      congestion.window += Math.min(event.acked, event.mss);
    } else {
      avoid(congestion, event);
    }
  },
  // §4.2: the curve's time stands still meanwhile, or it would be steep after a pause.
  onLimited({ memory }, { now }) {
    if (!(memory.pausedAt >= 0)) memory.pausedAt = now / 1e9;
  },
  onLoss: reduce,
  onTimeout(congestion, event) {
    reduce(congestion, event);
    congestion.window = event.mss;
    // §4.8: after a timeout the next curve begins where slow start ends, with K = 0.
    congestion.memory.isFresh = 1;
  },
  recovery: "full ack",
};

function resume(memory: Record<string, number>, seconds: number): void {
  if (memory.pausedAt >= 0 && memory.epoch >= 0) memory.epoch += seconds - memory.pausedAt;
  memory.pausedAt = -1;
}

/** §4.2 to §4.5: congestion avoidance. */
function avoid(congestion: Congestion, event: CongestionEvent): void {
  const { memory } = congestion;
  const seconds = event.now / 1e9;
  const segments = congestion.window / event.mss;
  if (!(memory.epoch >= 0)) beginEpoch(memory, seconds, segments);
  const t = seconds - memory.epoch;
  const acked = event.acked / event.mss;
  // §4.3: once it is back at the old window, as fast as Reno itself.
  const alpha = memory.estimate >= memory.prior ? 1 : ALPHA;
  memory.estimate += (alpha * acked) / segments;
  const roundTrip = (event.smoothed ?? 0) / 1e9;
  if (curve(memory, t) < memory.estimate) {
    congestion.window = Math.max(congestion.window, Math.floor(memory.estimate * event.mss));
    return;
  }
  const target = Math.min(Math.max(curve(memory, t + roundTrip), segments), 1.5 * segments);
  const growth = (acked * (target - segments)) / segments;
  // Fractions of a byte are kept: with many small steps they are all there is.
  congestion.window += growth * event.mss;
}

/** W_cubic(t), equation (1). */
function curve({ k, max }: Record<string, number>, t: number): number {
  const d = t - k;
  return C * d * d * d + max;
}

function beginEpoch(memory: Record<string, number>, seconds: number, segments: number): void {
  memory.epoch = seconds;
  memory.estimate = segments;
  const isFresh = memory.isFresh === 1 || !(memory.max >= segments);
  if (isFresh) memory.max = segments;
  memory.prior ??= segments;
  // Equation (2).
  memory.k = cubeRoot((memory.max - segments) / C);
  memory.isFresh = 0;
}

/** §4.6 and §4.7: less of the window, and less still if it had not come back to the last one. */
function reduce(congestion: Congestion, { mss, flight }: CongestionEvent): void {
  const { memory } = congestion;
  const segments = congestion.window / mss;
  memory.prior = segments;
  memory.max = segments < memory.max ? (segments * (1 + BETA)) / 2 : segments;
  memory.epoch = -1;
  memory.pausedAt = -1;
  // §4.6 permits cwnd or FlightSize; the smaller is what the path has really been asked to carry.
  const used = Math.min(congestion.window, flight);
  congestion.threshold = Math.max(Math.floor(used * BETA), 2 * mss);
  congestion.window = congestion.threshold;
}

/** ∛x for x ≥ 0, by Newton's iteration: with these operations its bits are the same everywhere. */
export function cubeRoot(x: number): number {
  if (!(x > 0)) return 0;
  let root = Math.max(1, x);
  for (let i = 0; i < 200; i++) {
    const next = root - (root - x / (root * root)) / 3;
    if (!(next < root)) return root;
    root = next;
  }
  return root;
}
