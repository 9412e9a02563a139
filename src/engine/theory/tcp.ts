/**
 * How fast TCP is over a path that loses packets: two models of Reno's congestion avoidance.
 *
 * Sources: Mathis, Semke, Mahdavi & Ott, The Macroscopic Behavior of the TCP Congestion Avoidance
 * Algorithm, ACM CCR 27(3), 1997; Padhye, Firoiu, Towsley & Kurose, Modeling TCP Reno Performance,
 * IEEE/ACM Transactions on Networking 8(2), 2000 (equations as there, section II).
 */
import { checkNumber } from "../kernel/check.ts";
import { pow } from "../kernel/logarithm.ts";
import { checkCount, checkDuration } from "./rules.ts";

/** What a path is like for TCP. */
export type TcpPath = {
  /** Bytes of payload in a full segment, 1…65,535. */
  segment: number;
  /** Mean round-trip time, ns; above 0. */
  roundTrip: number;
  /** p, the probability that a segment is lost whose predecessor was not: above 0, to below 1. */
  loss: number;
  /** b, how many segments one acknowledgement is for: 1 (default) or, delayed, 2. */
  segmentsPerAck?: number;
};

/** Checks a path; bits a segment, seconds a round trip. */
function checked(where: string, path: TcpPath) {
  const { segment, roundTrip, loss, segmentsPerAck = 1 } = path;
  const rule = { min: 1, max: 65_535, unit: "bytes" };
  const remedy = "Without any loss these models know no limit.";
  return {
    bits: 8 * checkNumber(where, "segment", segment, rule),
    seconds: checkDuration(where, "roundTrip", roundTrip, 1) / 1e9,
    p: checkNumber(where, "loss", loss, { min: 1e-15, max: 1 - 1e-15, remedy }),
    b: checkCount(where, "segmentsPerAck", segmentsPerAck, 1, 1000),
  };
}

/**
 * Mathis: (MSS/RTT)·√(3/(2b))/√p, bits of payload a second. The area of a sawtooth whose teeth
 * are 1/p segments each. *Approximate*: light loss (below about 2 %), no timeouts, no limit by a
 * window or a full link.
 * @throws RangeError naming what is out of range.
 */
export function mathis(path: TcpPath): number {
  const { bits, seconds, p, b } = checked("mathis", path);
  return ((bits / seconds) * Math.sqrt(3 / (2 * b))) / Math.sqrt(p);
}

/** What the fuller model needs besides. */
export type PadhyePath = TcpPath & {
  /** T₀, the first timeout of a series, ns; above 0. Each next one is doubled, up to 64 T₀. */
  timeout: number;
  /** W_m, the largest window that the receiver grants, segments: 1…10⁹, or Infinity (default). */
  window?: number;
};

/**
 * Padhye and others: the full model (equation 32), with timeouts and the receiver's window, bits a
 * second as they are sent. Losses in one round are all-or-nothing from the first lost segment on;
 * rounds are independent. *Approximate*: no slow start, no fast recovery of several losses, long
 * transfers, a round trip that does not depend on the window.
 * @throws RangeError naming what is out of range.
 */
export function padhye(path: PadhyePath): number {
  const where = "padhye";
  const { bits, seconds, p, b } = checked(where, path);
  const patience = checkDuration(where, "timeout", path.timeout, 1) / 1e9;
  const limitRule = { min: 1, max: 1e9, infinite: true };
  const limit = checkNumber(where, "window", path.window ?? Infinity, limitRule);
  const free = meanWindow(p, b);
  const window = Math.min(free, limit);
  const timeouts = timeoutShare(p, window);
  const sent = (1 - p) / p + window + timeouts / (1 - p);
  const rounds = free < limit ? (b / 2) * free + 1 : (b / 8) * limit + (1 - p) / (p * limit) + 2;
  const waited = (timeouts * patience * backoffSum(p)) / (1 - p);
  return (bits * sent) / (seconds * rounds + waited);
}

/** E[W], the mean window at the end of a tooth, segments, if nothing limits it (equation 13). */
export function meanWindow(p: number, b: number): number {
  const c = (2 + b) / (3 * b);
  return c + Math.sqrt((8 * (1 - p)) / (3 * b * p) + c * c);
}

/**
 * Q(w), the share of losses that end in a timeout, since fewer than three duplicate
 * acknowledgements come back (equation 24).
 */
export function timeoutShare(p: number, w: number): number {
  if (w <= 3) return 1;
  const three = pow(1 - p, 3);
  const numerator = (1 - three) * (1 + three * (1 - pow(1 - p, w - 3)));
  return Math.min(1, numerator / (1 - pow(1 - p, w)));
}

/** f(p): the mean length of a series of timeouts is T₀·f(p)/(1−p) (equation 29). */
function backoffSum(p: number): number {
  let sum = 1;
  for (let i = 0; i < 6; i++) sum += pow(2, i) * pow(p, i + 1);
  return sum;
}
