/**
 * Where rules for sharing a link lead: increase while it is not full, decrease when it is.
 *
 * Sources: Chiu & Jain, Analysis of the Increase and Decrease Algorithms for Congestion Avoidance,
 * Computer Networks and ISDN Systems 17, 1989; Jain, Chiu & Hawe, A Quantitative Measure of
 * Fairness and Discrimination, DEC TR-301, 1984; Appenzeller, Keslassy & McKeown, Sizing Router
 * Buffers, SIGCOMM 2004, §2.
 */
import { checkNumber } from "../kernel/check.ts";
import { pow } from "../kernel/logarithm.ts";
import { checkCount } from "./rules.ts";

/** A change of a share x: to times·x + plus, at least 0. */
export type Control = { times: number; plus: number };

/** What all users do while the link is not overloaded, and when it is. */
export type ControlRule = {
  up: Control;
  down: Control;
  /** What the link carries, in the unit of the shares; above 0. */
  capacity: number;
};

/** Additive increase, multiplicative decrease: +1, ÷2. */
export const AIMD = { up: { times: 1, plus: 1 }, down: { times: 0.5, plus: 0 } } as const;

const LARGEST = 1e15;

/** Shares of a link: some numbers, none negative. */
function checkShares(where: string, shares: readonly number[]): readonly number[] {
  checkNumber(where, "the number of shares", shares.length, { min: 1, max: 1e5 });
  shares.forEach((x, i) => checkNumber(where, `share ${i + 1}`, x, { min: 0, max: LARGEST }));
  return shares;
}

/**
 * The shares round by round, the first as given: in each round all increase if their sum is at
 * most the capacity, else all decrease. *Exact* for users who hear of an overload at the same
 * time.
 * @param rounds 0…10⁵.
 * @throws RangeError naming what is out of range.
 */
export function sharesByRound(
  start: readonly number[],
  rule: ControlRule,
  rounds: number,
): number[][] {
  const where = "sharesByRound";
  checkShares(where, start);
  checkCount(where, "rounds", rounds, 0, 1e5);
  checkNumber(where, "capacity", rule.capacity, { min: 1e-9, max: LARGEST });
  for (const [field, { times, plus }] of [
    ["up", rule.up],
    ["down", rule.down],
  ] as const) {
    checkNumber(where, `${field}.times`, times, { min: 0, max: 1e6 });
    checkNumber(where, `${field}.plus`, plus, { min: -LARGEST, max: LARGEST });
  }
  const path = [[...start]];
  for (let round = 0; round < rounds; round++) {
    const shares = path[round];
    const isOver = shares.reduce((sum, x) => sum + x, 0) > rule.capacity;
    const { times, plus } = isOver ? rule.down : rule.up;
    path.push(shares.map((x) => Math.min(LARGEST, Math.max(0, times * x + plus))));
  }
  return path;
}

/**
 * How far apart two shares are after so many decreases: gap·factorⁿ. Adding leaves the gap as it
 * is, so only decreasing closes it, and only if it multiplies. *Exact.*
 * @param gap 0…10¹⁵. @param decreases n, 0…10⁶. @param factor 0…1, ½ by default.
 * @throws RangeError outside those ranges.
 */
export function gapAfter(gap: number, decreases: number, factor = 0.5): number {
  checkNumber("gapAfter", "gap", gap, { min: 0, max: LARGEST });
  checkNumber("gapAfter", "factor", factor, { min: 0, max: 1 });
  return gap * pow(factor, checkCount("gapAfter", "decreases", decreases, 0));
}

/**
 * Jain's index of fairness: (Σx)²/(n·Σx²). 1 if all have the same, 1/n if one has all; k of n with
 * equal shares and the rest with nothing: k/n. All zeros are equal: 1. *Exact by definition.*
 * @param shares 1 to 100,000 numbers, none negative, up to 10¹⁵.
 * @throws RangeError otherwise.
 */
export function jainIndex(shares: readonly number[]): number {
  checkShares("jainIndex", shares);
  const sum = shares.reduce((total, x) => total + x, 0);
  const squares = shares.reduce((total, x) => total + x * x, 0);
  return squares === 0 ? 1 : (sum * sum) / (shares.length * squares);
}

/**
 * The share of a link that one flow uses which adds a packet a round trip and halves its window
 * when the buffer overflows: 75 % without a buffer, all with one of a bandwidth-delay product.
 * With β = buffer/BDP < 1: [(1−β)(3+β)/8 + ((1+β)²−1)/2] / [(1−β)/2 + ((1+β)²−1)/2]. Below the BDP
 * the window grows by one a round trip and the link carries a window in each; above it the link
 * is full and the round trip grows. *Exact* for smooth growth and one loss a tooth.
 * @param buffer β, in bandwidth-delay products, 0…10⁶.
 * @throws RangeError outside that range.
 */
export function sawtoothUtilisation(buffer: number): number {
  const beta = checkNumber("sawtoothUtilisation", "buffer", buffer, { min: 0, max: 1e6 });
  if (beta >= 1) return 1;
  const full = ((1 + beta) * (1 + beta) - 1) / 2;
  return (((1 - beta) * (3 + beta)) / 8 + full) / ((1 - beta) / 2 + full);
}
