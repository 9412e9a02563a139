/** TCP's speed, fairness and shares: closed forms beside sums, steps and definitions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AIMD,
  gapAfter,
  jainIndex,
  sawtoothUtilisation,
  sharesByRound,
} from "../../../src/engine/theory/congestion.ts";
import { maxMinShares, proportionalShares } from "../../../src/engine/theory/shares.ts";
import { mathis, meanWindow, padhye, timeoutShare } from "../../../src/engine/theory/tcp.ts";
import { ms } from "../../../src/engine/kernel/units.ts";
import { chance, near, refused } from "./support.ts";

const path = { segment: 1460, roundTrip: ms(100), loss: 1e-4 };

test("Mathis: 14.3 Mb/s at 1,460 bytes, 100 ms and a loss of 10⁻⁴", () => {
  near(mathis(path) / 1e6, 14.3, 1e-3);
  near(mathis({ ...path, segmentsPerAck: 2 }), mathis(path) / Math.SQRT2);
});

test("Mathis is the area of a sawtooth: windows added up round by round", () => {
  // A tooth from W/2 to W, one more each round; one loss a tooth.
  const top = 2000;
  let sent = 0;
  for (let window = top / 2; window < top; window++) sent += window;
  const rate = (sent * 1460 * 8) / ((top / 2) * 0.1);
  near(mathis({ ...path, loss: 1 / sent }), rate, 2e-3);
});

/**
 * Q(w) from its definition (equation 22): the first k of w segments get through and bring k
 * duplicate acknowledgements' worth of segments, of which fewer than three get through.
 */
function timeoutShareBySums(p: number, w: number): number {
  const through = (k: number) => ((1 - p) ** k * p) / (1 - (1 - p) ** w);
  const second = (n: number, m: number) => (m === n ? (1 - p) ** n : (1 - p) ** m * p);
  let share = 0;
  for (let k = 0; k < w; k++) {
    if (k <= 2) share += through(k);
    else for (let m = 0; m <= 2; m++) share += through(k) * second(k, m);
  }
  return Math.min(1, share);
}

test("Padhye: the share of timeouts is the sum over where the first loss lies", () => {
  for (const p of [0.001, 0.01, 0.1, 0.4]) {
    for (const w of [4, 5, 10, 40]) near(timeoutShare(p, w), timeoutShareBySums(p, w), 1e-9);
  }
  assert.deepEqual([timeoutShare(0.1, 1), timeoutShare(0.1, 3)], [1, 1]);
});

/** The mean length of a series of timeouts, in T₀: doubled six times, then the same. */
function backoffBySums(p: number): number {
  let mean = 0;
  for (let k = 1; k < 4000; k++) {
    const length = k <= 6 ? 2 ** k - 1 : 63 + 64 * (k - 6);
    mean += p ** (k - 1) * (1 - p) * length;
  }
  return mean;
}

/** Throughput in segments a second, put together from the model's parts (equations 9 to 31). */
function padhyeByParts(p: number, b: number, trip: number, patience: number, most: number) {
  const unlimited = meanWindow(p, b);
  const window = Math.min(unlimited, most);
  // Rounds in a tooth: growth by 1/b a round from half of it, and a stretch at the limit.
  const segments = (1 - p) / p + window;
  let rounds = (b * window) / 2;
  if (unlimited >= most) {
    const climbing = (b * most) / 2;
    const whileClimbing = ((most / 2 + most) / 2) * climbing;
    rounds = climbing + (segments - whileClimbing) / most;
  }
  const q = timeoutShareBySums(p, Math.round(window));
  const series = backoffBySums(p) * patience;
  let retries = 0;
  for (let k = 1; k < 4000; k++) retries += k * p ** (k - 1) * (1 - p);
  return (segments + q * retries) / (trip * (rounds + 1) + q * series);
}

test("Padhye: the formula is what its parts make, summed one by one", () => {
  for (const p of [0.001, 0.01, 0.03, 0.2]) {
    for (const b of [1, 2]) {
      for (const window of [6, 20, Infinity]) {
        const expected = padhyeByParts(p, b, 0.1, 0.4, window);
        const model = { segment: 1000, roundTrip: ms(100), timeout: ms(400), loss: p, window };
        const rate = padhye({ ...model, segmentsPerAck: b }) / 8000;
        // The sums want a whole window.
        near(rate, expected, window === Infinity || meanWindow(p, b) < window ? 0.08 : 1e-9);
      }
    }
  }
});

test("Padhye tends to Mathis where loss is light, to the window where there is hardly any", () => {
  const model = { segment: 1460, roundTrip: ms(100), timeout: ms(200) };
  near(padhye({ ...model, loss: 1e-6 }), mathis({ ...model, loss: 1e-6 }), 2e-3);
  near(padhye({ ...model, loss: 1e-9, window: 44 }), (44 * 1460 * 8) / 0.1, 1e-3);
  const heavy = { ...model, loss: 0.1 };
  assert.ok(padhye(heavy) < 0.75 * mathis(heavy));
});

test("Padhye falls with loss, round trip and timeout, and rises with the window", () => {
  const model = { segment: 1460, roundTrip: ms(100), timeout: ms(400), loss: 0.01, window: 30 };
  const rate = padhye(model);
  for (const worse of [
    { loss: 0.02 },
    { roundTrip: ms(120) },
    { timeout: ms(800) },
    { window: 8 },
  ]) {
    assert.ok(padhye({ ...model, ...worse }) < rate, JSON.stringify(worse));
  }
});

test("two strangers: adding and halving closes the gap, subtracting keeps it", () => {
  const rounds = 2000;
  const capacity = 100;
  const aimd = sharesByRound([90, 10], { ...AIMD, capacity }, rounds);
  assert.ok(jainIndex(aimd[rounds]) > 0.999999);
  const subtract = { up: AIMD.up, down: { times: 1, plus: -10 }, capacity };
  const [a, b] = sharesByRound([90, 10], subtract, 100)[100];
  near(a - b, 80);
  const multiply = { up: { times: 1.1, plus: 0 }, down: AIMD.down, capacity };
  const [c, d] = sharesByRound([90, 10], multiply, 100)[100];
  near(c / d, 9);
});

test("each halving halves the gap: 80, 40, 20 … 0.6 after seven", () => {
  const path = sharesByRound([90, 10], { ...AIMD, capacity: 100 }, 400);
  let decreases = 0;
  for (let round = 1; round < path.length; round++) {
    if (path[round][0] < path[round - 1][0]) decreases++;
    near(path[round][0] - path[round][1], gapAfter(80, decreases), 1e-6);
  }
  assert.ok(decreases >= 7);
  near(gapAfter(80, 7), 0.625);
});

test("the share that one flow uses is that of a window stepped by hand", () => {
  for (const [buffer, expected] of [
    [0, 0.75],
    [0.25, 0.893],
    [0.5, 0.964],
    [1, 1],
  ]) {
    near(sawtoothUtilisation(buffer), expected, 1e-3);
    // A pipe of 4,000 packets: a window below it leaves it idle, one above it waits.
    const pipe = 4000;
    let [sent, time] = [0, 0];
    for (let window = ((1 + buffer) * pipe) / 2; window < (1 + buffer) * pipe; window++) {
      sent += window;
      time += Math.max(1, window / pipe);
    }
    near(sent / (time * pipe), sawtoothUtilisation(buffer), 1e-3);
  }
  assert.equal(sawtoothUtilisation(25), 1);
});

test("Jain's index: 1 for equal shares, k/n for k that have all", () => {
  assert.equal(jainIndex([5, 5, 5]), 1);
  assert.equal(jainIndex([7]), 1);
  near(jainIndex([1, 1, 0, 0, 0]), 0.4);
  near(jainIndex([3, 1]), 0.8);
  assert.equal(jainIndex([0, 0]), 1);
});

test("by turns the polite get 200 and the shouter 400; first come first served 77 and 769", () => {
  const demands = [200, 200, 200, 2000];
  assert.deepEqual(maxMinShares(1000, demands), [200, 200, 200, 400]);
  assert.deepEqual(proportionalShares(1000, demands).map(Math.round), [77, 77, 77, 769]);
  assert.deepEqual(proportionalShares(5000, demands), demands);
  assert.deepEqual(maxMinShares(10, [Infinity, 1, Infinity]), [4.5, 1, 4.5]);
  assert.deepEqual([maxMinShares(10, []), proportionalShares(10, [])], [[], []]);
});

test("max-min shares: everybody is served up to one level, found here by halving", () => {
  const random = chance(31);
  for (let i = 0; i < 200; i++) {
    const demands = Array.from({ length: 1 + Math.floor(random() * 6) }, () => random() * 10);
    const capacity = random() * 30;
    const shares = maxMinShares(capacity, demands);
    const total = shares.reduce((sum, x) => sum + x, 0);
    const wanted = demands.reduce((sum, x) => sum + x, 0);
    near(total, Math.min(capacity, wanted), 1e-9);
    // The level up to which everybody is served, found by halving.
    let [low, high] = [0, 10];
    for (let step = 0; step < 60; step++) {
      const level = (low + high) / 2;
      const used = demands.reduce((sum, x) => sum + Math.min(x, level), 0);
      if (used < capacity) low = level;
      else high = level;
    }
    shares.forEach((share, k) => near(share, Math.min(demands[k], low), 1e-6));
  }
});

test("losses, shares and capacities out of range are refused by name", () => {
  refused(() => mathis({ ...path, loss: 0 }), "mathis: loss is 0", "Without any loss");
  refused(() => mathis({ ...path, segment: 0 }), "segment is 0");
  refused(() => padhye({ ...path, timeout: 0 }), "padhye: timeout is 0");
  refused(() => padhye({ ...path, timeout: 1, window: 0 }), "window is 0", "or Infinity");
  refused(() => mathis({ ...path, segmentsPerAck: 1.5 }), "segmentsPerAck is 1.5");
  refused(() => jainIndex([]), "number of shares is 0");
  refused(() => jainIndex([1, -1]), "share 2 is -1");
  refused(() => sharesByRound([1], { ...AIMD, capacity: 0 }, 1), "capacity is 0");
  refused(() => sharesByRound([1], { ...AIMD, capacity: 1 }, -1), "rounds is -1");
  refused(() => maxMinShares(-1, []), "capacity is -1");
  refused(() => proportionalShares(1, [Infinity]), "demand 1 is Infinity");
  refused(() => sawtoothUtilisation(-1), "buffer is -1");
});
