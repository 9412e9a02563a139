/**
 * How fast many runs are, on one worker thread and on two. Wall time, as it is two threads' work
 * side by side that is measured; on a machine with other work in hand the figures are lower.
 */
import { ThreadPool } from "../src/cli/pool.ts";
import { searchWith } from "../src/engine/check/search.ts";
import { type Figures, sweepWith } from "../src/engine/check/sweep.ts";
import type { Trial } from "../src/engine/check/trial.ts";
import { report } from "./lib/measure.ts";

const module = new URL("./lib/check-jobs.ts", import.meta.url).href;
const ROUNDS = 5;
const SEEDS = 10_000;

/** Real time that something takes, ms. */
async function wallTime(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function benchSearch(): Promise<void> {
  const pool = new ThreadPool<Trial>({ module, name: "trial" }, { threads: 2 });
  let time = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const search = async (): Promise<void> => {
      const { seeds } = await searchWith(pool, { seeds: SEEDS });
      if (seeds.done !== SEEDS || seeds.failed > 0) throw new Error("Not all seeds were searched.");
    };
    time = Math.min(time, await wallTime(search));
  }
  await pool.close();
  report({
    figure: "10,000 seeds of stop-and-wait searched on two cores",
    value: time / 1e3,
    unit: "s",
    ratio: 5_000 / time,
    to: "5 s",
    floor: 1,
  });
}

/** One thread and two in turn, so that a machine which slows down slows down both. */
async function benchSweep(): Promise<void> {
  const pools = [1, 2].map((threads) => {
    return new ThreadPool<Figures>({ module, name: "figures" }, { threads });
  });
  const least = [Infinity, Infinity];
  // The first round starts the threads and lets them grow warm.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [i, pool] of pools.entries()) {
      const time = await wallTime(() => sweepWith(pool, { point: [1, 2] }, SEEDS / 2));
      if (round > 0) least[i] = Math.min(least[i], time);
    }
  }
  await Promise.all(pools.map((pool) => pool.close()));
  report({
    figure: "a sweep of 10,000 runs on two cores",
    value: least[1] / 1e3,
    unit: "s",
    ratio: least[0] / least[1],
    to: "the same sweep on one core",
    floor: 1.7,
  });
}

await benchSearch();
await benchSweep();
