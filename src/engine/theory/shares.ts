/**
 * Who gets what of a link that cannot carry all.
 *
 * Sources: Bertsekas & Gallager, Data Networks, 2nd edition, §6.5.2; Demers, Keshav & Shenker,
 * Analysis and Simulation of a Fair Queueing Algorithm, SIGCOMM 1989; RFC 970.
 */
import { checkNumber } from "../kernel/check.ts";

const LARGEST = 1e18;

function checkAll(where: string, capacity: number, demands: readonly number[]): void {
  checkNumber(where, "capacity", capacity, { min: 0, max: LARGEST });
  checkNumber(where, "the number of demands", demands.length, { min: 0, max: 1e5 });
  demands.forEach((x, i) =>
    checkNumber(where, `demand ${i + 1}`, x, { min: 0, max: LARGEST, infinite: true }),
  );
}

/**
 * Max-min shares: nobody can get more except from somebody who has no more than he. All get what
 * they ask for, up to a level that is the same for all; fair queueing tends to it. *Exact.*
 * @param capacity What is to be shared, 0…10¹⁸, in the unit of the demands.
 * @param demands 0…10¹⁸ each, or Infinity; at most 100,000 of them.
 * @returns the shares, in the order of the demands.
 * @throws RangeError naming what is out of range.
 */
export function maxMinShares(capacity: number, demands: readonly number[]): number[] {
  checkAll("maxMinShares", capacity, demands);
  const shares = new Array<number>(demands.length).fill(0);
  const order = demands.map((_, i) => i).sort((a, b) => demands[a] - demands[b]);
  let left = capacity;
  order.forEach((user, served) => {
    // The modest first: what they leave is divided among the others.
    const level = left / (order.length - served);
    shares[user] = Math.min(demands[user], level);
    left = Math.max(0, left - shares[user]);
  });
  return shares;
}

/**
 * Shares under first come, first served: in proportion to the demands, μ·λᵢ/Σλ, if they exceed the
 * capacity. Who shouts gets. *Exact* for Poisson senders, who all find the queue full equally
 * often; regular ones may get all or nothing, by their phase.
 * @param demands Finite; else as for `maxMinShares`.
 * @throws RangeError naming what is out of range.
 */
export function proportionalShares(capacity: number, demands: readonly number[]): number[] {
  const where = "proportionalShares";
  checkAll(where, capacity, demands);
  demands.forEach((x, i) => checkNumber(where, `demand ${i + 1}`, x, { min: 0, max: LARGEST }));
  const total = demands.reduce((sum, x) => sum + x, 0);
  if (total <= capacity) return [...demands];
  return demands.map((x) => (capacity * x) / total);
}
