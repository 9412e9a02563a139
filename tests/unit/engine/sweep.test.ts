import assert from "node:assert/strict";
import { test } from "node:test";
import { localPool, type Job } from "../../../src/engine/check/pool.ts";
import { quantile, studentT95, summarise } from "../../../src/engine/check/statistics.ts";
import { sweep, sweepWith } from "../../../src/engine/check/sweep.ts";
import { duplex, ms, percent } from "../../../src/engine/index.ts";
import { Listener, Talker } from "./support.ts";

test("mean, deviation, interval and quantiles are those of a worked example", () => {
  const figures = summarise([2, 4, 4, 4, 5, 5, 7, 9]);
  assert.equal(figures.mean, 5);
  assert.ok(Math.abs(figures.deviation - Math.sqrt(32 / 7)) < 1e-15);
  // t(7) = 2.3646; 2.3646 · 2.1381 / √8 = 1.7875
  assert.ok(Math.abs(figures.margin - 1.7875) < 1e-4);
  assert.deepEqual([figures.min, figures.max, figures.count], [2, 9, 8]);
  assert.equal(quantile(figures, 0), 2);
  assert.equal(quantile(figures, 0.5), 4.5);
  assert.equal(quantile(figures, 1), 9);
  assert.equal(quantile(figures, 0.9), 7.6);
});

test("a single figure has no interval, and none at all is refused", () => {
  const { mean, deviation, margin } = summarise([3]);
  assert.deepEqual([mean, deviation, margin], [3, 0, Infinity]);
  assert.throws(() => summarise([]), /at least one figure/);
  assert.throws(() => summarise([1, NaN]), /a figure is NaN/);
  assert.throws(
    () => quantile(summarise([1]), 1.5),
    /part is 1\.5; it must be a number from 0 to 1/,
  );
});

test("sums keep small figures beside large ones", () => {
  assert.equal(summarise([1e16, 1, -1e16, 1]).mean, 0.5);
});

test("Student's distribution joins its table and its expansion without a step", () => {
  // Published values for 31, 40, 60 and 120 degrees of freedom.
  const published: [number, number][] = [
    [31, 2.0395],
    [40, 2.0211],
    [60, 2.0003],
    [120, 1.9799],
  ];
  for (const [freedom, value] of published) {
    assert.ok(Math.abs(studentT95(freedom) - value) < 1e-4, `${freedom}`);
  }
  assert.throws(() => studentT95(0), RangeError);
});

const experiment = ({ knobs, seed, faults }: Job) => ({
  seed,
  nodes: { a: new Talker("b", ..."one hundred letters".repeat(5)), b: new Listener() },
  links: duplex("a", "b", { delay: ms(1), loss: percent(Number(knobs.loss)) }),
  faults,
});
const measure = (run: { metrics: { received: number } }) => ({ received: run.metrics.received });

test("a sweep visits every point with every seed and says what it covered", async () => {
  const result = await sweep(experiment, { loss: [0, 50, 100], twice: [1, 2] }, 10, measure);
  assert.deepEqual(
    result.points.map(({ knobs }) => [knobs.loss, knobs.twice]),
    [0, 50, 100].flatMap((loss) => [
      [loss, 1],
      [loss, 2],
    ]),
  );
  assert.deepEqual(
    [result.planned, result.done, result.failed, result.isCancelled],
    [60, 60, 0, false],
  );
  assert.deepEqual(result.points[0].figures.received.mean, 95);
  assert.deepEqual(result.points[5].figures.received.mean, 0);
  // The same seeds at every point, and a knob that nobody reads: the same runs.
  assert.deepEqual(result.points[2].figures, result.points[3].figures);
  assert.equal(result.points[2].figures.received.count, 10);
});

test("a sweep reports partial results, can be ended, and says that it was", async () => {
  const signal = { aborted: false };
  const seen: number[] = [];
  const result = await sweep(experiment, { loss: [0, 50] }, 10, measure, {
    signal,
    onPartial(partial) {
      seen.push(partial.done);
      if (partial.done === 7) signal.aborted = true;
    },
  });
  assert.deepEqual(seen, [1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual([result.done, result.planned, result.isCancelled], [7, 20, true]);
  assert.equal(result.points[0].figures.received.count, 7);
  assert.deepEqual(result.points[1].figures, {});
});

test("a run that fails is counted and told, and the others go on", async () => {
  const failing = (job: Job) => {
    if (job.seed === 3) throw new Error("three is out of order");
    return experiment(job);
  };
  const result = await sweep(failing, { loss: [0] }, 5, measure);
  assert.deepEqual([result.done, result.failed], [5, 1]);
  assert.equal(result.points[0].figures.received.count, 4);
  assert.equal(result.errors[0].job.seed, 3);
  assert.match(result.errors[0].message, /three is out of order/);
});

test("the result does not depend on the order in which a pool finishes its jobs", async () => {
  const pool = localPool((job) => ({ figure: Number(job.seed) * 0.1 }));
  const backwards: typeof pool = {
    async map(jobs, onResult) {
      const results: (() => void)[] = [];
      await pool.map(jobs, (index, answer) => results.unshift(() => onResult(index, answer)));
      for (const report of results) report();
    },
  };
  const grid = { x: [1, 2] };
  assert.deepEqual(await sweepWith(backwards, grid, 20), await sweepWith(pool, grid, 20));
});

test("knobs, faults and seeds reach every job; what is no number is left out", async () => {
  const jobs: Job[] = [];
  const pool = localPool((job) => {
    jobs.push(job);
    return { real: 1, missing: NaN };
  });
  const faults = [{ verb: "crash", node: "a", at: 1 } as const];
  const result = await sweepWith(pool, { x: [1] }, ["s", 9], { knobs: { x: 5, y: "z" }, faults });
  assert.deepEqual(jobs, [
    { knobs: { x: 1, y: "z" }, seed: "s", faults },
    { knobs: { x: 1, y: "z" }, seed: 9, faults },
  ]);
  assert.deepEqual(Object.keys(result.points[0].figures), ["real"]);
});

test("a sweep without seeds or values, or with too many, is refused", async () => {
  const pool = localPool(() => ({}));
  const refused: [Parameters<typeof sweepWith>[1], number | number[], RegExp][] = [
    [{ x: [1] }, 0, /seeds is 0; it must be a whole number from 1/],
    [{ x: [1] }, NaN, /seeds is NaN/],
    [{ x: [1] }, [], /seeds is an array of 0; it must be a number or a list/],
    [{ x: [] }, 1, /grid\.x is an array of 0; it must be a list of values/],
    [{ x: "1" as unknown as [] }, 1, /grid\.x is "1"/],
    [{ x: [1, 2] }, 600_000, /more than 1,000,000 runs\. Take fewer values, or fewer seeds/],
  ];
  for (const [grid, seeds, words] of refused) {
    await assert.rejects(() => sweepWith(pool, grid, seeds), words);
  }
});
