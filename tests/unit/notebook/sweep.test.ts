import assert from "node:assert/strict";
import { test } from "node:test";
import { sweepWith } from "../../../src/engine/check/sweep.ts";
import type { EvaluatedValue, Message } from "../../../src/notebook/protocol.ts";
import type { Ask } from "../../../src/notebook/sandbox/worker-handle.ts";
import { sweepGrid, sweepPoints } from "../../../src/notebook/sweep-plan.ts";
import type { Asker } from "../../../src/notebook/job-pool.ts";
import { MEASURE, sweepPool } from "../../../src/notebook/sweep-pool.ts";
import { compiled } from "./support.ts";

type Evaluate = Ask & { kind: "evaluate" };

/** A worker that answers with `measure` of each job, and remembers what it was asked. */
function workerOf(measure: (job: Evaluate["jobs"][number]) => EvaluatedValue) {
  const asked: Evaluate[] = [];
  const worker: Asker = {
    async ask(request) {
      assert.equal(request.kind, "evaluate");
      asked.push(request as Evaluate);
      await Promise.resolve();
      const values = (request as Evaluate).jobs.map(measure);
      return { version: 1, kind: "values", request: 0, values } as Message;
    },
  };
  return { asked, worker };
}

const plan = { knob: "loss", from: 0, to: 60, step: 5 };
const cells = compiled("const tries = 1;");

test("a sweep's grid holds both ends and every step between", () => {
  assert.deepEqual(sweepGrid(plan), { loss: [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60] });
  const fine = sweepGrid({ knob: "x", from: 0.1, to: 0.7, step: 0.1 })["x"] as number[];
  assert.equal(fine.length, 7);
  assert.ok(Math.abs(fine[6] - 0.7) < 1e-9);
});

test("workers share the jobs in batches, and each job is done once", async () => {
  const workers = [1, 2, 3].map(() => workerOf(({ knobs, seed }) => Number(knobs["loss"]) + +seed));
  const pool = sweepPool(
    workers.map(({ worker }) => worker),
    cells,
    "tries",
  );
  const result = await sweepWith(pool, sweepGrid(plan), 50, { knobs: { repeats: true } });
  assert.equal(result.done, 13 * 50);
  assert.equal(result.failed, 0);
  for (const { knobs, figures } of result.points)
    assert.equal(figures[MEASURE].mean, Number(knobs["loss"]) + 25.5);
  for (const { asked } of workers) {
    assert.ok(asked.length > 1, "each has a share");
    assert.ok(asked.every(({ jobs }) => jobs.length <= 20));
    assert.deepEqual(
      asked.map((each) => each.cells !== undefined),
      asked.map((_, i) => i === 0),
    );
    for (const { jobs } of asked)
      for (const { knobs, seed } of jobs) {
        assert.equal(knobs["repeats"], true);
        assert.equal(typeof seed, "string");
      }
  }
});

test("points have their interval; those without figures are left out", async () => {
  const { worker } = workerOf(({ knobs, seed }) => (knobs["loss"] === 5 ? "no number" : +seed));
  const result = await sweepWith(sweepPool([worker], cells, "tries"), sweepGrid(plan), 9);
  const points = sweepPoints(plan, result);
  assert.deepEqual(points.map(({ x }) => x).slice(0, 3), [0, 10, 15]);
  const [{ mean, low, high, n }] = points;
  assert.deepEqual([mean, n], [5, 9]);
  assert.ok(low < 5 && Math.abs(low + high - 10) < 1e-9);
  const one = await sweepWith(sweepPool([worker], cells, "tries"), sweepGrid(plan), 1);
  assert.deepEqual(sweepPoints(plan, one)[0], { x: 0, mean: 1, low: 1, high: 1, n: 1 });
});

test("a job that fails is counted and told, and the others go on", async () => {
  const { worker } = workerOf(({ seed }) => (seed === "3" ? { error: "no luck" } : +seed));
  const result = await sweepWith(sweepPool([worker], cells, "tries"), sweepGrid(plan), 5);
  assert.deepEqual([result.done, result.failed], [13 * 5, 13]);
  assert.equal(result.errors[0].message, "no luck");
  assert.equal(result.errors[0].job.seed, 3);
  assert.equal(result.points[0].figures[MEASURE].mean, (1 + 2 + 4 + 5) / 4);
});

test("a sweep that is stopped asks for no further batch and keeps what it has", async () => {
  const stop = new AbortController();
  const { asked, worker } = workerOf(() => 1);
  const options = { signal: stop.signal, onPartial: () => asked.length === 3 && stop.abort() };
  const pool = sweepPool([worker], cells, "tries");
  const result = await sweepWith(pool, sweepGrid(plan), 50, options as object);
  assert.equal(asked.length, 3);
  assert.equal(result.done, 60);
  assert.equal(result.isCancelled, true);
  assert.equal(sweepPoints(plan, result).length, 2);
});

test("a worker that refuses ends the sweep with its reason", async () => {
  const worker: Asker = { ask: () => Promise.reject(new Error("no luck")) };
  const pool = sweepPool([worker], cells, "tries");
  await assert.rejects(sweepWith(pool, sweepGrid(plan), 5), /no luck/);
  const strange: Asker = {
    ask: () => Promise.resolve({ version: 1, kind: "settled", request: 1 } as Message),
  };
  const other = sweepPool([strange], cells, "tries");
  await assert.rejects(sweepWith(other, sweepGrid(plan), 5), /was answered by “settled”/);
});
