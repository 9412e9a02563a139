/** A shared medium: closed forms beside all outcomes counted, and slots drawn at random. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  aloha,
  backlogDrift,
  csmaCdEfficiency,
  shortestFrame,
  slotSuccess,
  slottedAloha,
  slottedAlohaOf,
} from "../../../src/engine/theory/medium.ts";
import { mbps, us } from "../../../src/engine/kernel/units.ts";
import { chance, near, refused } from "./support.ts";

test("slotted ALOHA: exactly one of N stations sends, over all patterns", () => {
  for (const [stations, p] of [
    [1, 0.3],
    [4, 0.25],
    [10, 0.1],
    [12, 0.02],
  ]) {
    let success = 0;
    for (let pattern = 0; pattern < 1 << stations; pattern++) {
      let [weight, senders] = [1, 0];
      for (let i = 0; i < stations; i++) {
        const sends = ((pattern >> i) & 1) === 1;
        weight *= sends ? p : 1 - p;
        if (sends) senders++;
      }
      if (senders === 1) success += weight;
    }
    near(slottedAlohaOf(stations, p), success);
  }
  near(slottedAlohaOf(10, 0.1), 0.387, 2e-3);
  near(slottedAlohaOf(1e6, 1e-6), slottedAloha(1), 1e-5);
});

test("peaks: 1/2e at half an attempt a frame without slots, 1/e at one attempt a slot", () => {
  near(aloha(0.5), 1 / (2 * Math.E));
  near(slottedAloha(1), 1 / Math.E);
  for (const g of [0.1, 0.4, 0.6, 2]) assert.ok(aloha(g) < aloha(0.5));
  for (const g of [0.5, 0.9, 1.1, 3]) assert.ok(slottedAloha(g) < slottedAloha(1));
  assert.equal(aloha(0), 0);
});

test("ALOHA: frames begun at random, counted where none overlaps, within 2 %", () => {
  const random = chance(21);
  for (const attempts of [0.2, 0.5, 1.2]) {
    const starts: number[] = [];
    for (let t = 0; t < 400_000; t -= Math.log(1 - random()) / attempts) starts.push(t);
    let alone = 0;
    for (let i = 1; i + 1 < starts.length; i++) {
      if (starts[i] - starts[i - 1] > 1 && starts[i + 1] - starts[i] > 1) alone++;
    }
    near(alone / 400_000, aloha(attempts), 0.02);
  }
});

const fifty = { stations: 50, fresh: 0.006, retry: 0.12 };

test("the drift of 50 stations falls through zero at 1.2 and 47.6, and rises at 21.03", () => {
  const zeros: number[] = [];
  for (let n = 0; n < 50; n++) {
    const [here, next] = [backlogDrift(fifty, n), backlogDrift(fifty, n + 1)];
    if (here * next < 0) zeros.push(Number((n + here / (here - next)).toFixed(2)));
  }
  assert.deepEqual(zeros, [1.22, 21.03, 47.55]);
  // So it settles at 2 or at 48 stations, and tips over from 22 on.
  const signs = [2, 21, 22, 47, 48].map((n) => Math.sign(backlogDrift(fifty, n)));
  assert.deepEqual(signs, [-1, -1, 1, 1, -1]);
  near(slotSuccess(fifty, 48), 0.014, 2e-3);
});

test("success and drift of a slot are those of many slots drawn at random", () => {
  const random = chance(22);
  const count = (n: number, p: number) => {
    let hits = 0;
    for (let i = 0; i < n; i++) if (random() < p) hits++;
    return hits;
  };
  for (const backlog of [0, 3, 22, 50]) {
    let [successes, change] = [0, 0];
    const slots = 100_000;
    for (let slot = 0; slot < slots; slot++) {
      const fresh = count(50 - backlog, fifty.fresh);
      const isAlone = fresh + count(backlog, fifty.retry) === 1;
      if (isAlone) successes++;
      change += fresh - (isAlone ? 1 : 0);
    }
    const allowed = 4 / Math.sqrt(slots);
    assert.ok(Math.abs(successes / slots - slotSuccess(fifty, backlog)) < allowed);
    assert.ok(Math.abs(change / slots - backlogDrift(fifty, backlog)) < 2 * allowed);
  }
});

test("CSMA/CD: the mean number of slots until one sends alone, summed term by term", () => {
  for (const stations of [2, 5, 100]) {
    const alone = stations * (1 / stations) * (1 - 1 / stations) ** (stations - 1);
    let slots = 0;
    for (let n = 1; n < 2000; n++) slots += n * alone * (1 - alone) ** n;
    near(csmaCdEfficiency(us(51.2), us(5), stations), 51.2 / (51.2 + 10 * slots));
  }
  near(csmaCdEfficiency(1, 1, 1e6), csmaCdEfficiency(1, 1), 1e-5);
  assert.equal(csmaCdEfficiency(us(50), us(5), 1), 1);
  assert.equal(csmaCdEfficiency(us(50), 0), 1);
});

test("the shortest frame of 10 Mb/s over 25.6 µs has 64 bytes", () => {
  near(shortestFrame(mbps(10), us(25.6)), 64);
});

test("stations, chances and times out of range are refused by name", () => {
  refused(() => aloha(-1), "aloha: attempts is -1");
  refused(() => slottedAlohaOf(0, 0.5), "stations is 0");
  refused(() => slottedAlohaOf(2, 2), "chance is 2");
  refused(() => slotSuccess(fifty, 51), "backlog is 51", "from 0 to 50");
  refused(() => backlogDrift({ ...fifty, retry: NaN }, 1), "retry is NaN");
  refused(() => csmaCdEfficiency(0, 1), "frame is 0");
  refused(() => csmaCdEfficiency(1, 1, 0), "stations is 0", "or Infinity");
  refused(() => shortestFrame(0, 1), "bandwidth is 0");
});
