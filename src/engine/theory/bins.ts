/**
 * Balls thrown into bins at random: how full the fullest gets, and how evenly chance shares.
 *
 * Source: Mitzenmacher & Upfal, Probability and Computing, 2nd edition, 2017, chapter 5.
 */
import { exp, log1p } from "../kernel/logarithm.ts";
import { checkCount } from "./rules.ts";

/** The most balls, and bins, that the recursion is asked for. */
const MOST = 1000;

/**
 * The probability that no bin has more than `most` balls. Of n balls in a+b bins, the first a get
 * j with the binomial probability of n and a/(a+b); then it is the same question twice, with j
 * balls and with n−j. Doubling the bins and adding single ones leads to any number. *Exact.*
 * @param balls 0…1,000, each in any bin with equal chance. @param bins 1…1,000.
 * @param most 0…1,000.
 * @throws RangeError outside those ranges.
 */
export function fullestAtMost(balls: number, bins: number, most: number): number {
  const where = "fullestAtMost";
  const n = checkCount(where, "balls", balls, 0, MOST);
  const count = checkCount(where, "bins", bins, 1, MOST);
  const limit = checkCount(where, "most", most, 0, MOST);
  // With one bin all balls are in it.
  const one = Float64Array.from({ length: n + 1 }, (_, k) => (k <= limit ? 1 : 0));
  let chances = one;
  let done = 1;
  for (const digit of count.toString(2).slice(1)) {
    chances = together(chances, chances, 0.5);
    done *= 2;
    if (digit === "1") chances = together(one, chances, 1 / ++done);
  }
  return chances[n];
}

/**
 * The chances of two groups of bins as one, by number of balls. A ball falls into the first group
 * with probability `share`, at most ½: the smallest power below is then 2^−1000.
 */
function together(first: Float64Array, second: Float64Array, share: number) {
  const odds = share / (1 - share);
  return Float64Array.from(first, (_, n) => {
    let binomial = exp(n * log1p(-share));
    let sum = 0;
    for (let j = 0; j <= n; j++) {
      sum += binomial * first[j] * second[n - j];
      binomial *= ((n - j) / (j + 1)) * odds;
    }
    return sum;
  });
}

/**
 * The mean number of balls in the fullest bin: Σ_m (1 − P(at most m)). *Exact.* 100 balls in 10
 * bins: 15.1 in the fullest, half as many again as its share.
 * Arguments and errors as for `fullestAtMost`.
 */
export function expectedFullest(balls: number, bins: number): number {
  checkCount("expectedFullest", "balls", balls, 0, MOST);
  checkCount("expectedFullest", "bins", bins, 1, MOST);
  // Some bin has at least its share, so the first terms are 1.
  const least = Math.ceil(balls / bins);
  let mean = least;
  for (let most = least; most < balls; most++) {
    const more = 1 - fullestAtMost(balls, bins, most);
    mean += more;
    if (more < 1e-13) break;
  }
  return mean;
}
