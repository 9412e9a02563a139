/**
 * What bit errors do to packets, and which size of packet wastes least of a wire.
 *
 * Sources: Gilbert, Capacity of a Burst-Noise Channel, Bell System Technical Journal 39, 1960;
 * Elliott, Estimates of Error Rates for Codes on Burst-Noise Channels, the same 42, 1963; Tanenbaum
 * & Wetherall, Computer Networks, 5th edition, §3.2; Siew & Goodman, Packet Data Transmission Over
 * Mobile Radio Channels, IEEE Transactions on Vehicular Technology 38(2), 1989 (the best size).
 */
import { exp, log1p } from "../kernel/logarithm.ts";
import { checkNumber } from "../kernel/check.ts";
import { checkCount } from "./rules.ts";

/** The longest packet of which formulas are asked, bits. */
const MOST_BITS = 1e12;

function checkRate(where: string, rate: number, max = 1): number {
  return checkNumber(where, "bitErrorRate", rate, { min: 0, max });
}

function checkBytes(where: string, field: string, bytes: number, min: number): number {
  return checkNumber(where, field, bytes, { min, max: 1e9, unit: "bytes" });
}

/**
 * The probability that none of a packet's bits flips: (1−p)^L. *Exact* for independent flips.
 * @param bitErrorRate p, the probability that a bit flips, 0…1.
 * @param bits L, 0…10¹².
 * @throws RangeError outside those ranges.
 */
export function intactShare(bitErrorRate: number, bits: number): number {
  const p = checkRate("intactShare", bitErrorRate);
  checkNumber("intactShare", "bits", bits, { min: 0, max: MOST_BITS });
  return bits === 0 ? 1 : exp(bits * log1p(-p));
}

/**
 * The share of a wire's bits that are payload of intact packets: s/(s+h)·(1−p)^(8(s+h)). *Exact*
 * for independent flips, if damaged packets are noticed and thrown away.
 * @param payload s, bytes, 0…10⁹. @param header h, bytes, 0…10⁹; not both 0.
 * @param bitErrorRate p, 0…1.
 * @throws RangeError outside those ranges.
 */
export function goodputShare(payload: number, header: number, bitErrorRate: number): number {
  const where = "goodputShare";
  const s = checkBytes(where, "payload", payload, 0);
  const size = s + checkBytes(where, "header", header, s === 0 ? 1 : 0);
  return (s / size) * intactShare(bitErrorRate, 8 * size);
}

/**
 * The payload for which `goodputShare` is largest: (−h + √(h² + 4h/a))/2 bytes, a = −8·ln(1−p).
 * It need not be whole.
 * @param header h, bytes, 0…10⁹.
 * @param bitErrorRate p, 0…below 1. Without errors the longest packet is best: Infinity.
 * @throws RangeError outside those ranges.
 */
export function leastWastePayload(header: number, bitErrorRate: number): number {
  const where = "leastWastePayload";
  const h = checkBytes(where, "header", header, 0);
  const p = checkRate(where, bitErrorRate, 1 - 2e-16);
  if (p === 0) return h === 0 ? 0 : Infinity;
  const a = -8 * log1p(-p);
  // The root in a form that does not subtract two nearly equal numbers.
  const root = Math.sqrt(h * h + (4 * h) / a);
  return h === 0 ? 0 : (2 * h) / (a * (h + root));
}

/**
 * A wire with two states, good and bad, that changes before each bit. All are probabilities, 0…1.
 */
export type GilbertElliott = {
  /** That a bit after a good one is bad. */
  goodToBad: number;
  /** That a bit after a bad one is good: one over the mean length of a burst. */
  badToGood: number;
  /** That a bit flips in the good state. Gilbert's own model has 0. Default 0. */
  errorGood?: number;
  /** That a bit flips in the bad state. Default ½: the bit says nothing at all. */
  errorBad?: number;
};

/** Checks a wire, and fills in what was left out. */
function checked(where: string, wire: GilbertElliott): Required<GilbertElliott> {
  const full = { errorGood: 0, errorBad: 0.5, ...wire };
  for (const name of ["goodToBad", "badToGood", "errorGood", "errorBad"] as const) {
    checkNumber(where, name, full[name], { min: 0, max: 1 });
  }
  if (full.goodToBad + full.badToGood > 0) return full;
  throw new RangeError(
    `${where}: goodToBad and badToGood are both 0; one must be above 0, to 1. ` +
      "A wire that never changes has no long-run share of bad bits.",
  );
}

/** The long-run share of bits in the bad state. */
function badShare({ goodToBad, badToGood }: GilbertElliott): number {
  return goodToBad / (goodToBad + badToGood);
}

/** The long-run share of bits that flip on such a wire. *Exact.* */
export function gilbertElliottErrorRate(wire: GilbertElliott): number {
  const full = checked("gilbertElliottErrorRate", wire);
  const bad = badShare(full);
  return bad * full.errorBad + (1 - bad) * full.errorGood;
}

/**
 * The probability that none of a packet's bits flips on such a wire that has run for long: the sum
 * of π·D·(P·D)^(L−1), where P holds the changes of state and D the chances to survive in each.
 * *Exact.*
 * @param bits L, 0…10⁹.
 * @throws RangeError naming what is out of range.
 */
export function gilbertElliottIntact(wire: GilbertElliott, bits: number): number {
  const where = "gilbertElliottIntact";
  const full = checked(where, wire);
  const count = checkCount(where, "bits", bits, 0, 1e9);
  if (count === 0) return 1;
  const { goodToBad, badToGood } = full;
  const [good, bad] = [1 - full.errorGood, 1 - full.errorBad];
  const step: Matrix = [(1 - goodToBad) * good, goodToBad * bad, badToGood * good, 0];
  step[3] = (1 - badToGood) * bad;
  const [a, b, c, d] = power(step, count - 1);
  const inBad = badShare(full) * bad;
  const inGood = (1 - badShare(full)) * good;
  return inGood * (a + b) + inBad * (c + d);
}

/**
 * The wire of given error rate whose flips come in bursts: in the bad state every bit flips with
 * probability ½, and the good one flips none. It stays bad for `burst` bits on average.
 * @param bitErrorRate 0 to below ½.
 * @param burst 1…10⁹ bits. At 1 the bad bits still stand alone only if the rate is small.
 * @throws RangeError outside those ranges, or if the rate needs bursts longer than that: the good
 * state would have to last less than a bit.
 */
export function burstyWire(bitErrorRate: number, burst: number): Required<GilbertElliott> {
  const where = "burstyWire";
  const remedy = "In the bad state half of the bits flip.";
  checkNumber(where, "bitErrorRate", bitErrorRate, { min: 0, max: 0.5 - 1e-16, remedy });
  const bad = 2 * bitErrorRate;
  const min = Math.max(1, bad / (1 - bad));
  checkNumber(where, "burst", burst, { min, max: 1e9, unit: "bits" });
  const badToGood = 1 / burst;
  const goodToBad = (bad * badToGood) / (1 - bad);
  return { goodToBad, badToGood, errorGood: 0, errorBad: 0.5 };
}

/** Two rows of two: a b, c d. */
type Matrix = [number, number, number, number];

function product([a, b, c, d]: Matrix, [e, f, g, h]: Matrix): Matrix {
  return [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h];
}

/** By squaring: 30 products at most. */
function power(matrix: Matrix, exponent: number): Matrix {
  let result: Matrix = [1, 0, 0, 1];
  let square = matrix;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = product(result, square);
    square = product(square, square);
  }
  return result;
}
