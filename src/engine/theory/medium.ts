/**
 * Stations that share one medium without a chairman: whatever overlaps is lost to all.
 *
 * Sources: Abramson, The ALOHA System, AFIPS 1970; Roberts, ALOHA Packet System With and Without
 * Slots and Capture, 1975; Kleinrock & Lam, Packet Switching in a Multiaccess Broadcast Channel,
 * IEEE Transactions on Communications 23(4), 1975 (drift and stability); Metcalfe & Boggs,
 * Ethernet, Communications of the ACM 19(7), 1976, §6.
 */
import { exp, pow } from "../kernel/logarithm.ts";
import { checkBandwidth, checkNumber } from "../kernel/check.ts";
import { checkCount, checkDuration } from "./rules.ts";

/** Attempts a frame's time, 0…10⁶. */
function checkAttempts(where: string, attempts: number): number {
  return checkNumber(where, "attempts", attempts, { min: 0, max: 1e6 });
}

/**
 * ALOHA: the frames that get through, a frame's time: G·e^(−2G). A frame survives if no other
 * begins in the time before or during it. At most 1/(2e) = 0.184, at G = ½. *Exact* for attempts
 * that are a Poisson process, that is for very many stations.
 * @param attempts G, how many frames are begun a frame's time, repeats included: 0…10⁶.
 * @throws RangeError outside that range.
 */
export function aloha(attempts: number): number {
  return checkAttempts("aloha", attempts) * exp(-2 * attempts);
}

/**
 * Slotted ALOHA: the frames that get through, a slot: G·e^(−G), at most 1/e = 0.368, at G = 1.
 * Assumptions, argument and errors as for `aloha`.
 */
export function slottedAloha(attempts: number): number {
  return checkAttempts("slottedAloha", attempts) * exp(-attempts);
}

/**
 * Slotted ALOHA with N stations that always have a frame: Np(1−p)^(N−1), the probability that
 * exactly one sends. Largest at p = 1/N. *Exact.*
 * @param stations N, 1…10⁶. @param chance p, that a station sends in a slot, 0…1.
 * @throws RangeError outside those ranges.
 */
export function slottedAlohaOf(stations: number, chance: number): number {
  const n = checkCount("slottedAlohaOf", "stations", stations);
  const p = checkNumber("slottedAlohaOf", "chance", chance, { min: 0, max: 1 });
  return n * p * pow(1 - p, n - 1);
}

/** Stations of which each has at most one frame. The chances are those of one slot, 0…1. */
export type SlottedStations = {
  /** N, 1…10⁶. */
  stations: number;
  /** σ, that a station without a frame gets one and sends it at once. */
  fresh: number;
  /** q, that a station whose frame has collided tries again. */
  retry: number;
};

/**
 * The probability that a slot carries a frame if n stations are backlogged: one new frame and no
 * repeat, or one repeat and no new frame. *Exact.*
 * @param backlog n, 0…N.
 * @throws RangeError naming what is out of range.
 */
export function slotSuccess(medium: SlottedStations, backlog: number): number {
  const { stations, fresh, retry } = medium;
  const where = "slotSuccess";
  checkCount(where, "stations", stations);
  checkNumber(where, "fresh", fresh, { min: 0, max: 1 });
  checkNumber(where, "retry", retry, { min: 0, max: 1 });
  const n = checkCount(where, "backlog", backlog, 0, stations);
  const idle = stations - n;
  const one = (count: number, chance: number): number =>
    count === 0 ? 0 : count * chance * pow(1 - chance, count - 1);
  return one(idle, fresh) * pow(1 - retry, n) + one(n, retry) * pow(1 - fresh, idle);
}

/**
 * By how many frames the backlog grows a slot: (N−n)σ − P(success). It settles where the drift
 * falls through zero; where it rises through zero it tips over. *Exact* for the mean.
 * Arguments and errors as for `slotSuccess`.
 */
export function backlogDrift(medium: SlottedStations, backlog: number): number {
  const success = slotSuccess(medium, backlog);
  return (medium.stations - backlog) * medium.fresh - success;
}

/**
 * CSMA/CD: the share of time in which frames get through: T/(T + 2τ·(1−A)/A), where
 * A = (1−1/N)^(N−1) is the probability that a slot of contention ends with one sender. With
 * very many stations A = 1/e. (Kurose & Ross have 1/(1 + 5τ/T), from simulation.) *Approximate*:
 * stations that always have a frame, send in slots of 2τ, and know how many they are.
 * @param frame T, how long a frame takes, ns; above 0.
 * @param propagation τ, from end to end, ns.
 * @param stations N, 1…10⁶, or Infinity.
 * @throws RangeError outside those ranges.
 */
export function csmaCdEfficiency(frame: number, propagation: number, stations = Infinity): number {
  const where = "csmaCdEfficiency";
  const time = checkDuration(where, "frame", frame, 1e-3);
  const slot = 2 * checkDuration(where, "propagation", propagation);
  const rule = { min: 1, max: 1e6, infinite: true };
  const n = checkNumber(where, "stations", stations, rule);
  const alone = n === Infinity ? exp(-1) : pow(1 - 1 / n, n - 1);
  return time / (time + (slot * (1 - alone)) / alone);
}

/**
 * The shortest frame whose sender is still sending when a collision at the far end is heard:
 * 2τR/8 bytes. 64 of them at 10 Mb/s and 25.6 µs: Ethernet's minimum. *Exact.*
 * @param bandwidth R, bits a second. @param propagation τ, from end to end, ns.
 * @throws RangeError outside their ranges.
 */
export function shortestFrame(bandwidth: number, propagation: number): number {
  const rate = checkBandwidth("shortestFrame", "bandwidth", bandwidth);
  return (2 * checkDuration("shortestFrame", "propagation", propagation) * rate) / 8e9;
}
