/**
 * How often enough of several machines are up. Machines fail and are mended independently of each
 * other, unless it is said.
 *
 * Sources: Trivedi, Probability and Statistics with Reliability, Queuing, and Computer Science
 * Applications, 2nd edition, chapters 1 and 8; Fleming 1975 (the beta factor).
 */
import { checkNumber } from "../kernel/check.ts";
import { log1p, pow, expm1 } from "../kernel/logarithm.ts";
import { checkCount, checkDuration } from "./rules.ts";

/** The most machines that the sums are asked for. */
const MOST = 1000;

function checkUp(where: string, up: number): number {
  return checkNumber(where, "up", up, { min: 0, max: 1 });
}

/**
 * The share of time in which a machine is up: MTTF/(MTTF + MTTR). *Exact*, whatever the
 * distributions.
 * @param meanUp Mean time to failure, ns; above 0. @param meanDown Mean time to repair, ns.
 * @throws RangeError outside their ranges.
 */
export function upShare(meanUp: number, meanDown: number): number {
  const up = checkDuration("upShare", "meanUp", meanUp, 1e-3);
  return up / (up + checkDuration("upShare", "meanDown", meanDown));
}

/**
 * The probability that at least `needed` of the machines are up: Σ C(n,i)·aⁱ(1−a)^(n−i). *Exact.*
 * @param up a, of each machine, 0…1. @param machines n, 1…1,000. @param needed 0…n.
 * @throws RangeError outside those ranges.
 */
export function enoughUp(up: number, machines: number, needed: number): number {
  const a = checkUp("enoughUp", up);
  const n = checkCount("enoughUp", "machines", machines, 1, MOST);
  const k = checkCount("enoughUp", "needed", needed, 0, n);
  // The chances of 0, 1 … machines up, one machine after another: no huge binomials.
  let chances = [1];
  for (let machine = 0; machine < n; machine++) {
    chances = [...chances, 0].map(
      (chance, i) => chance * (1 - a) + (i > 0 ? chances[i - 1] * a : 0),
    );
  }
  let sum = 0;
  for (let i = n; i >= k; i--) sum += chances[i];
  return Math.min(1, sum);
}

/** The probability that all of n machines are up: aⁿ. Arguments and errors as for `enoughUp`. */
export function allUp(up: number, machines: number): number {
  return pow(checkUp("allUp", up), checkCount("allUp", "machines", machines, 1, MOST));
}

/**
 * The probability that any of n machines is up: 1 − (1−a)ⁿ. Arguments and errors as for
 * `enoughUp`.
 */
export function anyUp(up: number, machines: number): number {
  const a = checkUp("anyUp", up);
  const n = checkCount("anyUp", "machines", machines, 1, MOST);
  return a === 1 ? 1 : -expm1(n * log1p(-a));
}

/**
 * The probability that more than half of n machines are up. Below a = ½ more machines are worse.
 * Arguments and errors as for `enoughUp`.
 */
export function majorityUp(up: number, machines: number): number {
  const n = checkCount("majorityUp", "machines", machines, 1, MOST);
  return enoughUp(checkUp("majorityUp", up), n, Math.floor(n / 2) + 1);
}

/**
 * The share of time in which all copies are down, if a part β of each copy's down time has a
 * cause that all share: 1 − (1−βu)(1 − ((1−β)u)ⁿ). It never falls below βu, however many copies.
 * *Exact* for independent causes that come and go.
 * @param down u, of one copy, 0…1. @param copies n, 1…1,000. @param shared β, 0…1.
 * @throws RangeError outside those ranges.
 */
export function allDown(down: number, copies: number, shared = 0): number {
  const u = checkNumber("allDown", "down", down, { min: 0, max: 1 });
  const n = checkCount("allDown", "copies", copies, 1, MOST);
  const beta = checkNumber("allDown", "shared", shared, { min: 0, max: 1 });
  const common = beta * u;
  const own = pow((1 - beta) * u, n);
  // 1 − (1−c)(1−o) without the rounding that would swallow a millionth.
  return common + own - common * own;
}
