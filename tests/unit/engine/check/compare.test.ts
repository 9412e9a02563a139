import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compare,
  compareWith,
  type Comparison,
  firstDifference,
} from "../../../../src/engine/check/compare.ts";
import { localPool } from "../../../../src/engine/check/pool.ts";
import type { Experiment, Figures } from "../../../../src/engine/check/sweep.ts";
import { drop, duplex, ms, type Run, simulate } from "../../../../src/engine/index.ts";
import { StopAndWaitReceiver, StopAndWaitSender } from "../../../../src/engine/index.ts";

const withTimeout = (timeout: number, letters = 20): Experiment => {
  return ({ seed, faults }) => ({
    ...{ seed, faults },
    nodes: {
      sender: new StopAndWaitSender("receiver", "x".repeat(letters), timeout),
      receiver: new StopAndWaitReceiver(),
    },
    links: duplex("sender", "receiver", { delay: ms(40), jitter: ms(5), loss: 0.1 }),
  });
};
const measure = ({ metrics }: Run): Figures => ({
  seconds: metrics.endTime / 1e9,
  sent: metrics.nodes.sender.sent,
});

test("a patience that differs shows in the time, and not in what chance has lost", async () => {
  const result = await compare(withTimeout(ms(100)), withTimeout(ms(250)), measure, 200);
  const { seconds, sent } = result.figures;
  assert.deepEqual([result.planned, result.done, result.failed], [200, 200, 0]);
  assert.ok(seconds.isDistinguishable && seconds.difference.mean > 0.3, seconds.words);
  assert.match(
    seconds.words,
    /^seconds: the difference is .* ± .* \(95 %, 200 pairs\): not by chance/,
  );
  // The links' luck is the same for both, and each letter needs as many tries.
  assert.deepEqual(sent.difference, { ...sent.difference, mean: 0, deviation: 0, min: 0, max: 0 });
  assert.equal(sent.isDistinguishable, false);
  assert.match(sent.words, /not to be told from chance \(paired t-test, two-sided, at 5 %\)/);
  assert.equal(result.first?.seed, 1);
  // The first thing that differs is the very first timer.
  assert.match(result.first!.words, /The first goes on with timerSet at sender \(0 ns\)/);
});

test("pairs on common streams see what independent runs cannot", async () => {
  const result = await compare(withTimeout(ms(250)), withTimeout(ms(260)), measure, 40);
  const { a, b, difference, isDistinguishable } = result.figures.seconds;
  assert.ok(isDistinguishable);
  assert.ok(Math.abs(b.mean - a.mean - difference.mean) < 1e-9);
  assert.ok(a.margin > b.mean - a.mean, "the two intervals overlap");
});

test("what does not differ is called so in about 95 of 100 comparisons", async () => {
  // Two figures of pure chance: one seed’s luck against another’s.
  const shifted: Experiment = (job) => withTimeout(ms(250))({ ...job, seed: `other ${job.seed}` });
  const told = { real: 0, noise: 0 };
  for (let i = 0; i < 100; i++) {
    const seeds = Array.from({ length: 20 }, (_, n) => `${i}/${n}`);
    const { figures } = await compare(withTimeout(ms(250)), shifted, measure, seeds);
    told[figures.seconds.isDistinguishable ? "real" : "noise"]++;
  }
  // Binomial(100, 0.05): more than 12 has a chance of 0.1 %.
  assert.ok(told.real <= 12, JSON.stringify(told));
});

test("the same experiment twice has no first difference, and no figures that differ", async () => {
  const result = await compare(withTimeout(ms(250)), withTimeout(ms(250)), measure, 5);
  assert.equal(result.first, undefined);
  assert.equal(result.figures.seconds.difference.mean, 0);
  const single = await compare(withTimeout(ms(100)), withTimeout(ms(250)), measure, 1);
  assert.match(single.figures.seconds.words, /a single pair of runs proves nothing/);
  assert.equal(single.figures.seconds.isDistinguishable, false);
});

test("the first event that differs: a fault’s, or the end of one of the two", () => {
  const job = { knobs: {}, seed: 3, faults: [] };
  const plain = simulate(withTimeout(ms(250))(job)).trace;
  const struck = simulate(
    withTimeout(ms(250))({ ...job, faults: [drop("receiver→sender", 4)] }),
  ).trace;
  const difference = firstDifference(plain, struck);
  const row = difference!.row;
  assert.equal(struck.kind(row), 6);
  assert.equal(difference!.time, struck.time(row));
  assert.match(difference!.words, /The second goes on with drop at sender/);
  assert.equal(firstDifference(plain, plain), undefined);
  const shorter = simulate({ ...withTimeout(ms(250))(job), until: plain.time(30) }).trace;
  const cut = firstDifference(shorter, plain);
  assert.equal(cut?.row, shorter.rows);
  assert.match(cut!.words, /^The first \d+ events are the same\. The first then ends\. The second/);
});

test("failed runs take their pair with them; partial results come; it can be ended", async () => {
  const odd: Experiment = (job) => {
    if (Number(job.seed) % 2 === 0) throw new Error("odd seeds only");
    return withTimeout(ms(250))(job);
  };
  const result = await compare(withTimeout(ms(250)), odd, measure, 10);
  assert.deepEqual([result.done, result.failed, result.figures.seconds.a.count], [10, 5, 5]);
  assert.match(result.errors[0].message, /odd seeds only/);
  const signal = { aborted: false };
  const partial: Comparison[] = [];
  const pool = localPool(({ seed }) => ({ figure: Number(seed) }));
  const ended = await compareWith([pool, pool], 1_000, {
    signal,
    onPartial(each) {
      partial.push(each);
      signal.aborted = partial.length === 2;
    },
  });
  assert.deepEqual([ended.done, ended.planned, ended.isCancelled], [128, 1_000, true]);
  assert.equal(partial[0].figures.figure.a.count, 64);
  await assert.rejects(compareWith([pool, pool], 0), /compare: seeds is 0; it must be a whole/);
});
