/** Queues: closed forms beside chains of states and waiting times one after another. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { batchQueue, kingman, md1, mg1 } from "../../../src/engine/theory/general-queues.ts";
import {
  erlangB,
  erlangC,
  littlesLaw,
  mm1,
  mm1k,
  mmc,
  type QueueMeans,
} from "../../../src/engine/theory/queues.ts";
import { ms, perSecond } from "../../../src/engine/kernel/units.ts";
import { chance, near, refused } from "./support.ts";

/** Long-run shares of 0…states customers with these rates up and down. */
function births(states: number, up: (n: number) => number, down: (n: number) => number): number[] {
  const weights = [1];
  for (let n = 1; n <= states; n++) weights.push((weights[n - 1] * up(n - 1)) / down(n));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

const mean = (shares: readonly number[], of = (n: number) => n) =>
  shares.reduce((sum, share, n) => sum + share * of(n), 0);

test("M/M/1 and M/M/c: means and waiting are those of the chain of states", () => {
  for (const servers of [1, 2, 10]) {
    for (const load of [0.1, 0.5, 0.8, 0.95]) {
      const arrivals = load * servers;
      const shares = births(
        2000,
        () => arrivals,
        (n) => Math.min(n, servers),
      );
      const queue = mmc(load, 20, servers);
      const present = mean(shares);
      near(queue.present, present);
      near(
        queue.waiting,
        mean(shares, (n) => Math.max(0, n - servers)),
      );
      near(queue.delay, (20 * present) / arrivals);
      const waits = shares.slice(servers).reduce((sum, share) => sum + share, 0);
      near(queue.waits, waits);
      if (servers === 1) near(mm1(load, 20).waiting, queue.waiting);
    }
  }
});

test("Erlang's B is that of the chain without waiting; C follows from it", () => {
  for (const [offered, servers] of [
    [0.5, 1],
    [8, 10],
    [12, 10],
    [90, 100],
  ]) {
    const shares = births(
      servers,
      () => offered,
      (n) => n,
    );
    near(erlangB(offered, servers), shares[servers]);
  }
  near(erlangB(1, 1), 0.5); // half of the clicks, if a round trip passes between two
  assert.deepEqual([erlangB(3, 0), erlangB(0, 3), erlangC(0, 2)], [1, 0, 0]);
});

test("M/M/1/K: loss and means are those of the chain, below, at and above a load of 1", () => {
  for (const places of [1, 2, 10, 100]) {
    for (const load of [0.3, 0.9, 1 - 1e-9, 1, 1 + 1e-9, 1.2, 3]) {
      const shares = births(
        places,
        () => load,
        () => 1,
      );
      const queue = mm1k(load, 5, places);
      near(queue.lost, shares[places], 1e-7);
      near(queue.busy, 1 - shares[0], 1e-7);
      near(queue.present, mean(shares), 1e-7);
      near(queue.delay, (5 * mean(shares)) / queue.busy, 1e-7);
      near(
        1 + queue.waiting,
        mean(shares, (n) => Math.max(1, n)),
        1e-6,
      );
    }
  }
  assert.equal(mm1k(0, 5, 3).delay, 5);
});

test("a load of 120 % loses 19.3 % with 10 places, 16.67 % with 100 and with a million", () => {
  near(mm1k(1.2, 1, 10).lost, 0.193, 3e-3);
  for (const places of [100, 1e6]) near(mm1k(1.2, 1, places).lost, 1 / 6, 1e-6);
  near(mm1k(50, 1, 1000).lost, 0.98);
});

test("at 80 % a packet takes 1, 3 or 25.5 ms: evenly spaced, at random, in tens", () => {
  near(md1(0.8, ms(1)).delay, ms(3));
  near(md1(0.9, ms(1)).delay, ms(5.5));
  near(md1(0.95, ms(1)).delay, ms(10.5));
  near(md1(0.99, ms(1)).delay, ms(50.5));
  near(batchQueue(0.8, ms(1), 10).delay, ms(25.5));
  near(batchQueue(0.9, ms(1), 10).delay, ms(50.5));
  near(kingman(0.8, ms(1), 0, 0).delay, ms(1));
  near(littlesLaw(perSecond(800), ms(3)), 2.4);
  near(md1(0.8, ms(1)).present, 2.4);
});

test("ten servers of 20 ms at 80 %: 24.1 ms with one queue, 100 ms with ten", () => {
  near(mmc(0.8, ms(20), 10).delay, ms(24.1), 1e-3);
  near(mm1(0.8, ms(20)).delay, ms(100));
});

/**
 * The mean number present in M/D/1 from its chain at departures: in one service a Poisson number
 * comes. The shares obey a recursion upwards from an empty system.
 */
function md1FromChain(load: number): number {
  const states = 1500;
  const coming: number[] = [Math.exp(-load)];
  for (let k = 1; k <= states; k++) coming.push((coming[k - 1] * load) / k);
  const shares = [1 - load];
  for (let n = 0; n < states - 1; n++) {
    let sum = shares[n] - shares[0] * coming[n];
    for (let j = 1; j <= n; j++) sum -= shares[j] * coming[n - j + 1];
    shares.push(Math.max(0, sum / coming[0]));
    if (shares[n + 1] < 1e-14) break;
  }
  return mean(shares);
}

test("M/D/1: Pollaczek–Khinchine agrees with the chain embedded at departures", () => {
  for (const load of [0.1, 0.3, 0.5, 0.7]) near(md1(load, 1).present, md1FromChain(load), 1e-6);
});

/** The mean wait of many customers, each of whom waits for what is left of the one before. */
function lindley(gap: () => number, service: () => number, customers: number): number {
  let [wait, sum] = [0, 0];
  for (let i = 0; i < customers; i++) {
    sum += wait;
    wait = Math.max(0, wait + service() - gap());
  }
  return sum / customers;
}

const random = chance(11);
const exponential = (by: number) => -by * Math.log(1 - random());

test("M/G/1 with two kinds of packet: waits one after another, within 3 %", () => {
  // One in ten takes ten times as long: c² = 2.24….
  const service = () => (random() < 0.1 ? 10 : 1) / 1.9;
  const square = (0.1 * 100 + 0.9) / 1.9 ** 2;
  const measured = lindley(() => exponential(2), service, 2_000_000);
  near(measured, mg1(0.5, 1, square - 1).wait, 0.03);
});

test("batches of ten: waits one after another, within 3 %", () => {
  let left = 0;
  const gap = () => {
    left = left === 0 ? 9 : left - 1;
    return left === 9 ? exponential(20) : 0;
  };
  near(
    lindley(gap, () => 1, 2_000_000),
    batchQueue(0.5, 1, 10).wait,
    0.03,
  );
});

test("Kingman's formula is Pollaczek–Khinchine's for random arrivals, near for others", () => {
  for (const load of [0.2, 0.9]) near(kingman(load, 1, 1, 0.4).wait, mg1(load, 1, 0.4).wait);
  // Gaps of Erlang with two stages: a² = ½.
  const gap = () => exponential(1 / 1.8) + exponential(1 / 1.8);
  const measured = lindley(gap, () => exponential(1), 2_000_000);
  near(measured, kingman(0.9, 1, 0.5, 1).wait, 0.06);
});

test("the special cases are one another's", () => {
  const same = (a: QueueMeans, b: QueueMeans) =>
    (Object.keys(a) as (keyof QueueMeans)[]).forEach((key) => near(a[key], b[key]));
  same(mg1(0.7, 3, 1), mm1(0.7, 3));
  same(batchQueue(0.7, 3, 1), md1(0.7, 3));
  const { lost: _lost, busy: _busy, ...roomy } = mm1k(0.7, 3, 1000);
  same(roomy, mm1(0.7, 3));
  near(md1(0.7, 3).wait, mm1(0.7, 3).wait / 2);
});

test("loads that a queue cannot keep up with, and other wrong values, are refused by name", () => {
  refused(() => mm1(1, 1), "mm1: load is 1", "grows for ever");
  refused(() => md1(-0.1, 1), "load is -0.1");
  refused(() => mm1(0.5, 0), "service is 0");
  refused(() => mmc(0.5, 1, 0), "servers is 0");
  refused(() => mm1k(2, 1, 1.5), "places is 1.5", "whole number");
  refused(() => mg1(0.5, 1, -1), "variation is -1");
  refused(() => batchQueue(0.5, 1, 0), "batch is 0");
  refused(() => kingman(0.5, 1, NaN, 1), "arrivals is NaN");
  refused(() => erlangC(2, 2), "erlangC: offered is 2");
  refused(() => littlesLaw(-1, 1), "rate is -1");
});
