/** Machines and bins: closed forms beside all worlds counted one by one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allDown,
  allUp,
  anyUp,
  enoughUp,
  majorityUp,
  upShare,
} from "../../../src/engine/theory/availability.ts";
import { expectedFullest, fullestAtMost } from "../../../src/engine/theory/bins.ts";
import { seconds } from "../../../src/engine/kernel/units.ts";
import { chance, choose, near, refused } from "./support.ts";

/** The chance of the worlds that please, of all in which each machine is up or down. */
function worlds(up: number, machines: number, pleases: (count: number) => boolean): number {
  let sum = 0;
  for (let world = 0; world < 1 << machines; world++) {
    let [weight, count] = [1, 0];
    for (let i = 0; i < machines; i++) {
      const isUp = ((world >> i) & 1) === 1;
      weight *= isUp ? up : 1 - up;
      if (isUp) count++;
    }
    if (pleases(count)) sum += weight;
  }
  return sum;
}

test("all, most, any, enough: summed over all worlds", () => {
  for (const up of [0, 0.4, 0.9, 0.999, 1]) {
    for (const n of [1, 2, 3, 9]) {
      near(
        allUp(up, n),
        worlds(up, n, (count) => count === n),
      );
      near(
        anyUp(up, n),
        worlds(up, n, (count) => count >= 1),
      );
      near(
        majorityUp(up, n),
        worlds(up, n, (count) => count > n / 2),
      );
      for (let k = 0; k <= n; k++)
        near(
          enoughUp(up, n, k),
          worlds(up, n, (count) => count >= k),
        );
    }
  }
});

test("three machines of 90 % serve 72.9, 97.2 or 99.9 %; nine 38.7, 99.91 or all but 10⁻⁹", () => {
  near(upShare(seconds(9), seconds(1)), 0.9);
  near(allUp(0.9, 3), 0.729);
  near(majorityUp(0.9, 3), 0.972);
  near(anyUp(0.9, 3), 0.999);
  near(allUp(0.9, 9), 0.387, 2e-3);
  near(majorityUp(0.9, 9), 0.9991, 1e-5);
  near(1 - anyUp(0.9, 9), 1e-9, 1e-6);
  near(majorityUp(0.4, 3), 0.352);
  near(majorityUp(0.4, 9), 0.267, 2e-3);
  near(majorityUp(0.99, 5), 0.99999, 1e-6);
  near(allUp(0.99, 3), 0.9703, 1e-5);
});

test("a thousand machines: the sum is that of the binomial distribution", () => {
  let sum = 0;
  for (let i = 60; i <= 100; i++) sum += choose(100, i) * 0.55 ** i * 0.45 ** (100 - i);
  near(enoughUp(0.55, 100, 60), sum);
  near(majorityUp(0.5, 999), 0.5);
});

test("copies with a shared cause: 5.9·10⁻⁴ down with two, 5.01 with three, 5.00 with five", () => {
  near(allDown(0.01, 3), 1e-6);
  near(allDown(0.01, 2, 0.05), 5.9e-4, 1e-3);
  near(allDown(0.01, 3, 0.05), 5.01e-4, 1e-3);
  near(allDown(0.01, 5, 0.05), 5e-4, 1e-3);
  // Over the worlds of the common cause and each copy's own.
  for (const [u, n, beta] of [
    [0.2, 3, 0.3],
    [0.5, 2, 0],
    [0.1, 4, 1],
  ]) {
    const own = worlds((1 - beta) * u, n, (count) => count === n);
    near(allDown(u, n, beta), beta * u + (1 - beta * u) * own);
  }
});

/** How often the fullest bin holds each number, over all ways to throw the balls. */
function allThrows(balls: number, bins: number): number[] {
  const counts = new Array<number>(balls + 1).fill(0);
  for (let way = 0; way < bins ** balls; way++) {
    const filled = new Array<number>(bins).fill(0);
    for (let ball = 0, left = way; ball < balls; ball++, left = Math.floor(left / bins)) {
      filled[left % bins]++;
    }
    counts[Math.max(...filled)]++;
  }
  return counts.map((count) => count / bins ** balls);
}

test("balls in bins: the fullest is that of all throws counted one by one", () => {
  for (const [balls, bins] of [
    [0, 3],
    [1, 1],
    [4, 1],
    [3, 2],
    [6, 3],
    [5, 7],
    [8, 4],
  ]) {
    const shares = allThrows(balls, bins);
    near(
      expectedFullest(balls, bins),
      shares.reduce((sum, share, n) => sum + share * n, 0),
    );
    let atMost = 0;
    shares.forEach((share, n) => {
      atMost += share;
      near(fullestAtMost(balls, bins, n), atMost);
    });
  }
});

test("balls in bins: many of both, beside ten thousand throws", () => {
  const random = chance(41);
  for (const [balls, bins] of [
    [100, 10],
    [365, 365],
    [1000, 37],
  ]) {
    let sum = 0;
    for (let i = 0; i < 10_000; i++) {
      const filled = new Uint16Array(bins);
      for (let ball = 0; ball < balls; ball++) filled[Math.floor(random() * bins)]++;
      sum += Math.max(...filled);
    }
    near(sum / 10_000, expectedFullest(balls, bins), 0.01);
  }
});

test("23 birthdays: the chance that no two share one is below a half", () => {
  let none = 1;
  for (let i = 0; i < 23; i++) none *= (365 - i) / 365;
  near(fullestAtMost(23, 365, 1), none);
  assert.ok(none < 0.5 && fullestAtMost(22, 365, 1) > 0.5);
});

test("shares, counts and needs out of range are refused by name", () => {
  refused(() => upShare(0, 1), "upShare: meanUp is 0");
  refused(() => allUp(1.1, 1), "up is 1.1");
  refused(() => enoughUp(0.5, 3, 4), "needed is 4", "from 0 to 3");
  refused(() => anyUp(0.5, 0), "machines is 0");
  refused(() => allDown(0.1, 2, 2), "shared is 2");
  refused(() => expectedFullest(1001, 1), "balls is 1001", "1,000");
  refused(() => fullestAtMost(1, 0, 1), "bins is 0");
  refused(() => fullestAtMost(1, 1, -1), "most is -1");
});
