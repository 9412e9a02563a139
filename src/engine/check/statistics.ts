/** What many runs say together: mean, spread, and how far the mean can be trusted. */
import { checkNumber } from "../kernel/check.ts";

/** A figure over several runs. */
export type Statistic = {
  /** How many runs. */
  count: number;
  mean: number;
  /** Sample standard deviation (n − 1); 0 for a single run. */
  deviation: number;
  /**
   * The 95 % confidence interval of the mean is mean ± margin (Student's t; good for many runs or
   * for figures that scatter about normally). Infinity for a single run.
   */
  margin: number;
  min: number;
  max: number;
  /** The figures themselves, in ascending order: `quantile` reads them. */
  sorted: number[];
};

/**
 * Summarises figures.
 * @throws RangeError for none, or for one that is not a finite number.
 */
export function summarise(figures: readonly number[]): Statistic {
  const count = figures.length;
  if (count === 0) throw new RangeError("summarise(figures): there must be at least one figure.");
  const bounds = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };
  for (const figure of figures) checkNumber("summarise(figures)", "a figure", figure, bounds);
  const sorted = [...figures].sort((a, b) => a - b);
  const mean = sum(figures) / count;
  const squares = figures.map((figure) => (figure - mean) * (figure - mean));
  const deviation = count > 1 ? Math.sqrt(sum(squares) / (count - 1)) : 0;
  const margin = count > 1 ? (studentT95(count - 1) * deviation) / Math.sqrt(count) : Infinity;
  return { count, mean, deviation, margin, min: sorted[0], max: sorted[count - 1], sorted };
}

/** A sum whose error does not grow with its length (Neumaier 1974). */
function sum(figures: readonly number[]): number {
  let total = 0;
  let lost = 0;
  for (const figure of figures) {
    const next = total + figure;
    lost += Math.abs(total) >= Math.abs(figure) ? total - next + figure : figure - next + total;
    total = next;
  }
  return total + lost;
}

/**
 * The figure below which a part `part` (0…1) of them lies; between two figures it is interpolated
 * (Hyndman & Fan 1996, type 7).
 * @throws RangeError if `part` is outside 0…1.
 */
export function quantile(statistic: Statistic, part: number): number {
  checkNumber("quantile(statistic, part)", "part", part, { min: 0, max: 1 });
  const { sorted } = statistic;
  const place = part * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/**
 * The share of failures that `count` runs without one leave possible, at 95 % confidence: 3/n; as
 * the chance of n successes is then e⁻³ = 5 % (Hanley & Lippman-Hand, JAMA 249, 1983). At most 1.
 * @throws RangeError if `count` is no whole number from 1.
 */
export function ruleOfThree(count: number): number {
  checkNumber("ruleOfThree", "count", count, { min: 1, max: 1e15, whole: true });
  return Math.min(1, 3 / count);
}

/** Two-sided 95 % points of Student's distribution for 1 to 30 degrees of freedom. */
const STUDENT_95 = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788,
  2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639,
  2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
];
const NORMAL_95 = 1.959964;

/**
 * The 97.5 % point of Student's distribution: a table up to 30 degrees of freedom, beyond it the
 * first terms of its expansion (Abramowitz & Stegun 26.7.5; error below 0.0001).
 */
export function studentT95(freedom: number): number {
  checkNumber("studentT95", "freedom", freedom, { min: 1, max: 1e15, whole: true });
  if (freedom <= STUDENT_95.length) return STUDENT_95[freedom - 1];
  const z = NORMAL_95;
  const cube = z * z * z;
  const first = (cube + z) / (4 * freedom);
  const second = (5 * cube * z * z + 16 * cube + 3 * z) / (96 * freedom * freedom);
  return z + first + second;
}
