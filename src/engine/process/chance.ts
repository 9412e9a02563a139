/** Durations and sizes by chance, for processes. */
import { checkNumber } from "../kernel/check.ts";
import { log } from "../kernel/math.ts";

/**
 * A duration (or any other amount) that is exponentially distributed, as between events that know
 * nothing of each other: `exponentially(this.random(), ms(50))`.
 * @param uniform A random number, at least 0, below 1.
 * @param mean Its mean, 0 to 2⁵³ − 1.
 * @throws RangeError outside those ranges.
 */
export function exponentially(uniform: number, mean: number): number {
  if (!(uniform >= 0 && uniform < 1) || !(mean >= 0 && mean <= MOST)) check(uniform, mean);
  return -mean * log(1 - uniform) + 0;
}

const MOST = Number.MAX_SAFE_INTEGER;

function check(uniform: number, mean: number): void {
  checkNumber("exponentially", "uniform", uniform, { min: 0, max: 1 - Number.EPSILON / 2 });
  checkNumber("exponentially", "mean", mean, { min: 0, max: MOST });
}

const NS_PER_SECOND = 1e9;

/**
 * The longest mean, ns (some 56 hours), of which even the unluckiest draw, 37 times as long, is a
 * time that the engine can count; and the rate of events a second that it belongs to.
 */
export const LONGEST_MEAN = 2e14;
export const LEAST_RATE = NS_PER_SECOND / LONGEST_MEAN;

/**
 * How long it is until the next event of a Poisson process, ns.
 * @param uniform A random number, at least 0, below 1.
 * @param rate Events a second on average, above 10⁻⁷.
 * @throws RangeError outside those ranges.
 */
export function untilNext(uniform: number, rate: number): number {
  return exponentially(uniform, NS_PER_SECOND / rate);
}
