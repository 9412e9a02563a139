/**
 * sweep: the same experiment at every point of a grid of knobs, over many seeds. The seeds are the
 * same at every point (common random numbers), so that two points differ by their knobs alone.
 */
import { checkNumber, clip, grouped, show } from "../kernel/check.ts";
import { type Run, simulate, type Spec } from "../simulate.ts";
import {
  type Answer,
  type Common,
  type Job,
  type KnobValue,
  localPool,
  type Pool,
} from "./pool.ts";
import { type Statistic, summarise } from "./statistics.ts";

/** An experiment: from a job to the spec of its run. */
export type Experiment = (job: Job) => Spec;

/** What is read from one run, by name. A figure that a run does not have is left out. */
export type Figures = Record<string, number>;

/** The values of each knob; the sweep visits all combinations, the last knob turning fastest. */
export type Grid = Readonly<Record<string, readonly KnobValue[]>>;

/** Options of a sweep. */
export type SweepOptions = Common & {
  /** Called after every run with what is known so far. */
  onPartial?: (partial: Sweep) => void;
};

/** One point of the grid. */
export type SweepPoint = {
  knobs: Record<string, KnobValue>;
  /** Runs made here so far, and those of them that failed. */
  done: number;
  failed: number;
  figures: Record<string, Statistic>;
};

/** The result, complete or partial. */
export type Sweep = {
  points: SweepPoint[];
  /** What it covered: runs planned, made, failed; whether it was ended early. */
  planned: number;
  done: number;
  failed: number;
  isCancelled: boolean;
  /** The first few things that went wrong, with the job that each happened to. */
  errors: { job: Job; message: string }[];
};

/** Runs that one sweep may plan. */
export const MOST_JOBS = 1_000_000;
const MOST_ERRORS = 10;

/**
 * Sweeps in this thread.
 * @param seeds The seeds themselves, or how many: 1, 2, 3…
 * @param measure Reads the figures of one run.
 * @throws RangeError if the grid or the seeds are empty or too many.
 */
export function sweep(
  experiment: Experiment,
  grid: Grid,
  seeds: number | readonly (number | string)[],
  measure: (run: Run, job: Job) => Figures,
  options: SweepOptions = {},
): Promise<Sweep> {
  const pool = localPool((job) => measure(simulate(experiment(job)), job));
  return sweepWith(pool, grid, seeds, options);
}

/**
 * Sweeps with any pool, whose results are the figures of one run.
 * @throws RangeError as `sweep` does.
 */
export async function sweepWith(
  pool: Pool<Figures>,
  grid: Grid,
  seeds: number | readonly (number | string)[],
  options: SweepOptions = {},
): Promise<Sweep> {
  const seedList = seedsOf(seeds, "sweep", MOST_JOBS);
  const points = pointsOf(grid);
  const jobs = jobsOf(points, seedList, options);
  const tally = new Tally(points, jobs, seedList.length);
  const onResult = (index: number, answer: Answer<Figures>): void => {
    tally.add(index, answer);
    options.onPartial?.(tally.result(false));
  };
  await pool.map(jobs, onResult, options.signal);
  return tally.result(tally.done < jobs.length);
}

/**
 * Seeds that are listed, or the first so many: 1, 2, 3…
 * @throws RangeError if there are none, or more than `most`.
 */
export function seedsOf(
  seeds: number | readonly (number | string)[],
  where: string,
  most: number,
): readonly (number | string)[] {
  if (typeof seeds !== "number") {
    if (Array.isArray(seeds) && seeds.length > 0 && seeds.length <= most) return seeds;
    const rule = `it must be a number or a list of at most ${grouped(most)} seeds`;
    throw new RangeError(`${where}: seeds is ${show(seeds)}; ${rule}.`);
  }
  checkNumber(where, "seeds", seeds, { min: 1, max: most, whole: true });
  return Array.from({ length: seeds }, (_, i) => i + 1);
}

type Knobs = Record<string, KnobValue>;

/** All combinations of the grid's values. */
function pointsOf(grid: Grid): Knobs[] {
  let points: Knobs[] = [{}];
  for (const [knob, values] of Object.entries(grid)) {
    if (!Array.isArray(values) || values.length === 0) {
      throw new RangeError(`sweep: grid.${knob} is ${show(values)}; it must be a list of values.`);
    }
    if (points.length * values.length > MOST_JOBS) refuseSize();
    points = points.flatMap((point) => values.map((value) => ({ ...point, [knob]: value })));
  }
  return points;
}

function refuseSize(): never {
  const remedy = "Take fewer values, or fewer seeds";
  throw new RangeError(`sweep: that is more than ${grouped(MOST_JOBS)} runs. ${remedy}.`);
}

function jobsOf(
  points: readonly Knobs[],
  seeds: readonly (number | string)[],
  options: SweepOptions,
) {
  if (points.length * seeds.length > MOST_JOBS) refuseSize();
  const { knobs = {}, faults = [] } = options;
  return points.flatMap((point) =>
    seeds.map((seed): Job => ({ knobs: { ...knobs, ...point }, seed, faults })),
  );
}

/** What has come in so far. */
class Tally {
  done = 0;
  readonly #points: readonly Knobs[];
  readonly #jobs: readonly Job[];
  readonly #perPoint: number;
  /** For each point and figure, the values by seed: sums do not depend on who finished first. */
  readonly #values: Map<string, (number | undefined)[]>[];
  readonly #doneAt: number[];
  readonly #failedAt: number[];
  readonly #errors: Sweep["errors"] = [];
  /** Summaries of the points that have not changed since they were made. */
  readonly #summaries: (Record<string, Statistic> | undefined)[] = [];

  constructor(points: readonly Knobs[], jobs: readonly Job[], perPoint: number) {
    this.#points = points;
    this.#jobs = jobs;
    this.#perPoint = perPoint;
    this.#values = points.map(() => new Map());
    this.#doneAt = points.map(() => 0);
    this.#failedAt = points.map(() => 0);
  }

  add(index: number, answer: Answer<Figures>): void {
    const point = Math.floor(index / this.#perPoint);
    this.done++;
    this.#doneAt[point]++;
    this.#summaries[point] = undefined;
    if ("error" in answer) {
      this.#failedAt[point]++;
      const message = clip(answer.error, 500);
      if (this.#errors.length < MOST_ERRORS) this.#errors.push({ job: this.#jobs[index], message });
      return;
    }
    for (const [name, value] of Object.entries(answer.result)) {
      if (!Number.isFinite(value)) continue;
      const known = this.#values[point].get(name) ?? [];
      known[index % this.#perPoint] = value;
      this.#values[point].set(name, known);
    }
  }

  result(isCancelled: boolean): Sweep {
    const points = this.#points.map((knobs, i): SweepPoint => {
      const figures = (this.#summaries[i] ??= summariesOf(this.#values[i]));
      return { knobs, done: this.#doneAt[i], failed: this.#failedAt[i], figures };
    });
    const failed = this.#failedAt.reduce((sum, count) => sum + count, 0);
    const { length: planned } = this.#jobs;
    return { points, planned, done: this.done, failed, isCancelled, errors: [...this.#errors] };
  }
}

function summariesOf(values: Map<string, (number | undefined)[]>): Record<string, Statistic> {
  return Object.fromEntries(
    [...values].map(([name, figures]): [string, Statistic] => [
      name,
      summarise(figures.filter((figure) => figure !== undefined)),
    ]),
  );
}
