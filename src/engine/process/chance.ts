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
  checkNumber("exponentially", "uniform", uniform, { min: 0, max: 1 - Number.EPSILON / 2 });
  checkNumber("exponentially", "mean", mean, { min: 0, max: Number.MAX_SAFE_INTEGER });
  return -mean * log(1 - uniform) + 0;
}
