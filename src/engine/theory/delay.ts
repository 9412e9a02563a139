/**
 * How long a message is on its way over links in a row, each of which must have a whole packet
 * before the next one begins (store and forward).
 *
 * Sources: Kurose & Ross, Computer Networking, 8th edition, §1.3.1 and §1.4; Bertsekas & Gallager,
 * Data Networks, 2nd edition, §2.5.5 (the best packet size). Times are in ns and not rounded,
 * while a run rounds each sending time to a whole ns.
 */
import { checkBandwidth, checkNumber } from "../kernel/check.ts";
import { checkCount, checkDuration } from "./rules.ts";

/** Light in glass, metres a second: two thirds of its speed in a vacuum. */
const SPEED_IN_GLASS = 2e8;
/** The longest message of which formulas are asked, bytes: a terabyte. */
const LONGEST_MESSAGE = 1e12;

/** What counts of a link: `bandwidth` in bits a second (or Infinity), `delay` in ns. */
export type Hop = { bandwidth: number; delay: number };

/** How a message is cut: at most `payload` bytes a packet, each behind `header` bytes. */
export type Cut = { payload: number; header: number };

const bytesRule = { min: 0, max: LONGEST_MESSAGE, unit: "bytes" };

/**
 * How long it takes to put bytes onto a wire: 8·bytes/bandwidth, ns (the transmission delay).
 * @param bandwidth Bits a second; Infinity: no time at all.
 * @throws RangeError if bytes are not 0…10¹², or the bandwidth is not 0.001…10¹⁸ or Infinity.
 */
export function serializationDelay(bytes: number, bandwidth: number): number {
  const where = "serializationDelay";
  const bits = 8 * checkNumber(where, "bytes", bytes, bytesRule);
  return (bits * 1e9) / checkBandwidth(where, "bandwidth", bandwidth);
}

/**
 * How long a bit is on its way: length/speed, ns.
 * @param metres Length of the wire, 0…10¹² m.
 * @param speed Metres a second, up to that of light; glass by default.
 * @throws RangeError outside those ranges.
 */
export function propagationDelay(metres: number, speed = SPEED_IN_GLASS): number {
  const where = "propagationDelay";
  checkNumber(where, "metres", metres, { min: 0, max: 1e12, unit: "metres" });
  const rule = { min: 1, max: 299_792_458, unit: "metres a second" };
  return (metres / checkNumber(where, "speed", speed, rule)) * 1e9;
}

/**
 * How many bytes fill a pipe: bandwidth × round trip ÷ 8.
 * @param roundTrip ns.
 * @throws RangeError for an infinite bandwidth too: nothing would fill it.
 */
export function bandwidthDelayProduct(bandwidth: number, roundTrip: number): number {
  const where = "bandwidthDelayProduct";
  const rule = { min: 1e-3, max: 1e18, unit: "bits a second" };
  const rate = checkNumber(where, "bandwidth", bandwidth, rule);
  return (rate * checkDuration(where, "roundTrip", roundTrip)) / 8e9;
}

/** The sizes of a message's packets on the wire, bytes: how many, of which size, and the last. */
function packetsOf(where: string, bytes: number, { payload, header }: Cut) {
  checkNumber(where, "bytes", bytes, bytesRule);
  checkNumber(where, "payload", payload, { min: 1, max: LONGEST_MESSAGE, unit: "bytes" });
  checkNumber(where, "header", header, { min: 0, max: 65_535, unit: "bytes" });
  const count = Math.max(1, Math.ceil(bytes / payload));
  const last = bytes - (count - 1) * payload + header;
  return { count, full: count === 1 ? last : payload + header, last };
}

/**
 * From the first bit of a message to its last one at the far end, ns: over links that are free,
 * first in, first out, without loss.
 *
 * The last byte's way is the longest of those through the grid of packets and links: all packets
 * but the last have one size, so they queue at the slowest link s up to some link m, and from m on
 * the (shorter) last one follows: Σdᵢ + max over m of Σ_{i≤m} f/Rᵢ + (N−2)·f/R_s + Σ_{i≥m} l/Rᵢ.
 * Where all links are equal this is [(N+k−2)(p+h) + (M−(N−1)p+h)]·8/R + kd. *Exact.*
 * @param hops The links in order, at least one.
 * @param bytes Of the message, without headers: 0…10¹².
 * @throws RangeError naming what is out of range.
 */
export function messageDelay(hops: readonly Hop[], bytes: number, cut: Cut): number {
  const where = "messageDelay";
  checkCount(where, "the number of links", hops.length);
  const { count, full, last } = packetsOf(where, bytes, cut);
  const rates = hops.map(({ bandwidth }) => checkBandwidth(where, "bandwidth", bandwidth));
  let propagation = 0;
  for (const { delay } of hops) propagation += checkDuration(where, "delay", delay);
  let rest = rates.reduce((sum, rate) => sum + (last * 8e9) / rate, 0);
  if (count === 1) return propagation + rest;
  let firsts = 0;
  let slowest = Infinity;
  let longest = 0;
  for (const rate of rates) {
    firsts += (full * 8e9) / rate;
    slowest = Math.min(slowest, rate);
    longest = Math.max(longest, firsts + ((count - 2) * full * 8e9) / slowest + rest);
    rest -= (last * 8e9) / rate;
  }
  return propagation + longest;
}

/**
 * The payload with which a message arrives first over equal links: √(M·h/(k−1)) bytes, which is
 * the minimum of (M/p + k − 1)(p + h). More links, smaller packets. *Approximate*: a number of
 * packets is whole, so that the true optimum lies within a header's time of this.
 * @param links k, 1…10⁶. With a single one, cutting never pays: Infinity.
 * @throws RangeError naming what is out of range.
 */
export function quickestPayload(bytes: number, header: number, links: number): number {
  const where = "quickestPayload";
  checkNumber(where, "bytes", bytes, bytesRule);
  checkNumber(where, "header", header, { min: 0, max: 65_535, unit: "bytes" });
  checkCount(where, "links", links);
  return links === 1 ? Infinity : Math.sqrt((bytes * header) / (links - 1));
}

/**
 * How much sooner a message arrives that is cut into N packets, over k equal links: kN/(k+N−1).
 * It tends to k. Headers and propagation are left out.
 * @throws RangeError unless both are whole numbers from 1 to 10⁶.
 */
export function pipeliningGain(links: number, packets: number): number {
  const k = checkCount("pipeliningGain", "links", links);
  const n = checkCount("pipeliningGain", "packets", packets);
  return (k * n) / (k + n - 1);
}

/**
 * How long a small packet waits on average behind pieces of a large message, ns: ρS/2. It finds
 * the wire busy with probability ρ, and then half a piece is left on average (residual time;
 * Poisson arrivals see time averages). *Approximate*: small packets behind small ones are left
 * out.
 * @param load ρ, the share of time in which the wire carries pieces: 0…1.
 * @param piece S, how long one takes, ns.
 * @throws RangeError outside those ranges.
 */
export function waitBehindPieces(load: number, piece: number): number {
  const where = "waitBehindPieces";
  checkNumber(where, "load", load, { min: 0, max: 1 });
  return (load * checkDuration(where, "piece", piece)) / 2;
}
