import assert from "node:assert/strict";
import { after, test } from "node:test";
import { type PoolOptions, ThreadPool } from "../../../src/cli/pool.ts";
import { everyInstantWith } from "../../../src/engine/check/every.ts";
import { type Answer, type Job, localPool } from "../../../src/engine/check/pool.ts";
import { searchWith } from "../../../src/engine/check/search.ts";
import type { Judged } from "../../../src/engine/check/strip.ts";
import { type Figures, sweepWith } from "../../../src/engine/check/sweep.ts";
import type { Trial } from "../../../src/engine/check/trial.ts";
import * as jobs from "./jobs.ts";

const module = new URL("./jobs.ts", import.meta.url).href;
const pools: ThreadPool<unknown>[] = [];
after(() => Promise.all(pools.map((pool) => pool.close())));

function poolOf<Result>(name: string, options?: PoolOptions): ThreadPool<Result> {
  const pool = new ThreadPool<Result>({ module, name }, options);
  pools.push(pool as ThreadPool<unknown>);
  return pool;
}

const counts = [1, 3];

test("a sweep on any number of threads is, byte for byte, that of one thread", async () => {
  const grid = { loss: [0, 20, 40] };
  const truth = JSON.stringify(await sweepWith(localPool(jobs.figures), grid, 40));
  for (const threads of counts) {
    const pool = poolOf<Figures>("figures", { threads });
    assert.equal(JSON.stringify(await sweepWith(pool, grid, 40)), truth);
  }
});

test("a search on any number of threads finds and shrinks the same", async () => {
  const options = { seeds: 200, schedules: 3_000, most: { drop: 4, duplicate: 3, delay: 2 } };
  const truth = JSON.stringify(await searchWith(localPool(jobs.trial), options));
  assert.match(truth, /"found"/);
  for (const threads of counts) {
    const pool = poolOf<Trial>("trial", { threads });
    assert.equal(JSON.stringify(await searchWith(pool, options)), truth);
  }
});

test("a strip on any number of threads is the same", async () => {
  const strike = { crash: "receiver", backAfter: 1_000_000 };
  const truth = JSON.stringify(await everyInstantWith(localPool(jobs.judged), strike));
  const pool = poolOf<Judged>("judged", { threads: 2 });
  assert.equal(JSON.stringify(await everyInstantWith(pool, strike)), truth);
});

/** The answers to twenty jobs, one of which comes to grief. */
async function answersTo(how: string, patience = 30_000): Promise<Answer<unknown>[]> {
  const pool = poolOf<unknown>("grief", { threads: 2, patience });
  const list = Array.from({ length: 20 }, (_, i): Job => {
    return { knobs: { how }, seed: i, faults: [] };
  });
  const answers: Answer<unknown>[] = [];
  await pool.map(list, (index, answer) => {
    assert.equal(answers[index], undefined, `${index} twice`);
    answers[index] = answer;
  });
  return answers;
}

const griefs: [string, RegExp, number][] = [
  ["throw", /^seven$/, 30_000],
  ["exit", /^It ended its worker thread\.$/, 30_000],
  ["function", /^The result is no plain data: /, 30_000],
  ["hang", /^It was still running after 400 ms\.$/, 400],
];

for (const [how, message, patience] of griefs) {
  test(`a job that comes to grief (${how}) has an error, all others their results`, async () => {
    const answers = await answersTo(how, patience);
    const { error } = answers[7] as { error: string };
    assert.match(error, message);
    const others = answers.toSpliced(7, 1);
    const seeds = Array.from({ length: 20 }, (_, i) => i).toSpliced(7, 1);
    assert.deepEqual(
      others,
      seeds.map((result) => ({ result })),
    );
  });
}

test("a pool works on several lists in turn, and again after it was closed", async () => {
  const pool = poolOf<unknown>("grief", { threads: 2 });
  const list = [1, 2, 3].map((seed): Job => ({ knobs: {}, seed, faults: [] }));
  const seen: string[] = [];
  const ask = (name: string) => pool.map(list, (index) => void seen.push(`${name}${index}`));
  await Promise.all([ask("a"), ask("b"), ask("c")]);
  assert.equal(seen.map((each) => each[0]).join(""), "aaabbbccc");
  await pool.close();
  await ask("d");
  assert.equal(seen.length, 12);
  await pool.map([], () => assert.fail("there is no job"));
});

test("a pool ends when the signal says so, without an error", async () => {
  const pool = poolOf<unknown>("grief", { threads: 2 });
  const list = Array.from({ length: 5_000 }, (): Job => ({ knobs: {}, seed: 1, faults: [] }));
  const controller = new AbortController();
  let results = 0;
  const onResult = (): void => {
    if (++results === 10) controller.abort();
  };
  await pool.map(list, onResult, controller.signal);
  assert.equal(results, 10);
});

test("a module that is not there, or has no such function, is named", async () => {
  const job: Job = { knobs: {}, seed: 1, faults: [] };
  const nowhere = new ThreadPool({ module: new URL("./none.ts", module).href, name: "x" });
  await assert.rejects(
    nowhere.map([job], () => undefined),
    /none\.ts cannot be loaded: Cannot find/,
  );
  await assert.rejects(
    poolOf("notThere").map([job, job], () => undefined),
    /jobs\.ts exports no function notThere; it exports .*figures/,
  );
  await nowhere.close();
});

test("options are checked", () => {
  const work = { module, name: "figures" };
  assert.throws(() => new ThreadPool(work, { threads: 0 }), /threads is 0; it must be a whole/);
  assert.throws(() => new ThreadPool(work, { patience: NaN }), /patience is NaN; .* milliseconds/);
});
