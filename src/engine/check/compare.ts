/**
 * compare: two experiments on the same seeds. Their streams of chance are the same, so that what
 * differs is the experiments' doing: common random numbers, as in Law, Simulation Modeling and
 * Analysis, 5th edition, section 11.2.
 */
import { clip, grouped } from "../kernel/check.ts";
import { type Run, simulate } from "../simulate.ts";
import { eventName, hasText, isLinkEvent } from "../trace/event.ts";
import type { Trace } from "../trace/trace.ts";
import { type Answer, type Common, type Job, localPool, type Pool } from "./pool.ts";
import { type Statistic, summarise } from "./statistics.ts";
import { type Experiment, type Figures, MOST_JOBS, seedsOf } from "./sweep.ts";

/** Options of a comparison. */
export type CompareOptions = Common & {
  /** Called after every 64 pairs with what is known so far. */
  onPartial?: (partial: Comparison) => void;
};

/** How a figure differs between two experiments. */
export type Difference = {
  /** Each experiment's own figures, over the seeds for which both have one. */
  a: Statistic;
  b: Statistic;
  /** Second minus first, seed by seed; its mean ± margin is the paired 95 % interval. */
  difference: Statistic;
  /** Whether 0 lies outside of that interval: Student's paired t-test, two-sided, at 5 %. */
  isDistinguishable: boolean;
  words: string;
};

/** The result, complete or partial. */
export type Comparison = {
  figures: Record<string, Difference>;
  /** What it covered: pairs of runs planned and made, and pairs of which a run failed. */
  planned: number;
  done: number;
  failed: number;
  isCancelled: boolean;
  errors: { job: Job; message: string }[];
};

/** The first event that differs between two runs. */
export type FirstDifference = {
  /** Its row, the first that is not the same in both; in one of them there may be none. */
  row: number;
  /** ns; the earlier of the two. */
  time: number;
  words: string;
};

/** A comparison in this thread, with the first event that differs. */
export type ComparisonWithRuns = Comparison & {
  /** For the first seed whose runs differ: the seed, and where. */
  first?: FirstDifference & { seed: number | string };
};

/**
 * Compares two experiments in this thread.
 * @param measure Reads the figures of one run.
 * @param seeds The seeds themselves, or how many: 1, 2, 3…
 * @throws RangeError if the seeds are none or too many.
 */
export async function compare(
  one: Experiment,
  other: Experiment,
  measure: (run: Run, job: Job) => Figures,
  seeds: number | readonly (number | string)[],
  options: CompareOptions = {},
): Promise<ComparisonWithRuns> {
  const poolOf = (experiment: Experiment) =>
    localPool((job) => measure(simulate(experiment(job)), job));
  const result = await compareWith([poolOf(one), poolOf(other)], seeds, options);
  const jobs = jobsOf(seeds, options).slice(0, result.done);
  for (const job of jobs) {
    const first = differenceFor(one, other, job);
    if (first !== undefined) return { ...result, first: { seed: job.seed, ...first } };
  }
  return result;
}

function differenceFor(one: Experiment, other: Experiment, job: Job): FirstDifference | undefined {
  try {
    const [a, b] = [one, other].map((experiment) => simulate(experiment(job)).trace);
    return firstDifference(a, b);
  } catch {
    return undefined; // It is among the failed ones.
  }
}

/**
 * Compares with any pools, one for each experiment, whose results are the figures of one run.
 * @throws RangeError as `compare` does.
 */
export async function compareWith(
  [one, other]: readonly [Pool<Figures>, Pool<Figures>],
  seeds: number | readonly (number | string)[],
  options: CompareOptions = {},
): Promise<Comparison> {
  const jobs = jobsOf(seeds, options);
  const pairs = new Pairs(jobs);
  // In parts, so that both have made the same seeds wherever it is ended.
  for (let start = 0; start < jobs.length; start += PART) {
    const part = jobs.slice(start, start + PART);
    await Promise.all(
      [one, other].map((pool, side) =>
        pool.map(part, (index, answer) => pairs.add(side, start + index, answer), options.signal),
      ),
    );
    options.onPartial?.(pairs.result(false));
    if (options.signal?.aborted === true) break;
  }
  return pairs.result(pairs.done < jobs.length);
}
const PART = 64;

function jobsOf(seeds: number | readonly (number | string)[], options: CompareOptions): Job[] {
  const { knobs = {}, faults = [] } = options;
  return seedsOf(seeds, "compare", MOST_JOBS).map((seed) => ({ knobs, seed, faults }));
}

const MOST_ERRORS = 10;

/** The answers so far, by side and seed. */
class Pairs {
  readonly #jobs: readonly Job[];
  readonly #answers: [(Answer<Figures> | undefined)[], (Answer<Figures> | undefined)[]] = [[], []];

  constructor(jobs: readonly Job[]) {
    this.#jobs = jobs;
  }

  /** Pairs of which both runs have been made. */
  get done(): number {
    return this.#pairs.length;
  }

  add(side: number, index: number, answer: Answer<Figures>): void {
    this.#answers[side][index] = answer;
  }

  result(isCancelled: boolean): Comparison {
    const pairs = this.#pairs;
    const failures = pairs.flatMap(({ job, answers }) => {
      const failed = answers.find((answer) => "error" in answer);
      return failed === undefined ? [] : [{ job, message: clip((failed as Failed).error, 500) }];
    });
    const good = pairs.map(({ answers }) =>
      answers.map((answer) => ("result" in answer ? answer.result : {})),
    );
    const names = new Set(good.flatMap((both) => both.flatMap((figures) => Object.keys(figures))));
    const compared = [...names].flatMap((name): [string, Difference][] => {
      const both = good.map(([a, b]) => [a[name], b[name]]).filter(isPairOfNumbers);
      return both.length === 0 ? [] : [[name, differenceOf(name, both)]];
    });
    const covered = { planned: this.#jobs.length, done: pairs.length, failed: failures.length };
    const errors = failures.slice(0, MOST_ERRORS);
    return { figures: Object.fromEntries(compared), ...covered, isCancelled, errors };
  }

  get #pairs(): { job: Job; answers: Answer<Figures>[] }[] {
    const [one, other] = this.#answers;
    return this.#jobs.flatMap((job, i) => {
      const [a, b] = [one[i], other[i]];
      return a === undefined || b === undefined ? [] : [{ job, answers: [a, b] }];
    });
  }
}

type Failed = { error: string };

function isPairOfNumbers(both: (number | undefined)[]): both is [number, number] {
  return both.every((figure) => Number.isFinite(figure));
}

function differenceOf(name: string, both: readonly [number, number][]): Difference {
  const a = summarise(both.map(([figure]) => figure));
  const b = summarise(both.map(([, figure]) => figure));
  const difference = summarise(both.map(([one, other]) => other - one));
  const isDistinguishable = both.length > 1 && Math.abs(difference.mean) > difference.margin;
  const words = differenceWords(name, difference, isDistinguishable);
  return { a, b, difference, isDistinguishable, words };
}

function differenceWords(name: string, { mean, margin, count }: Statistic, isReal: boolean) {
  const figure = (value: number) => String(Number(value.toPrecision(3)));
  if (count === 1) return `${name}: ${figure(mean)} more; a single pair of runs proves nothing.`;
  const interval = `${figure(mean)} ± ${figure(margin)} (95 %, ${count} pairs)`;
  const test = "paired t-test, two-sided, at 5 %";
  const verdict = isReal ? "not by chance" : "not to be told from chance";
  return `${name}: the difference is ${interval}: ${verdict} (${test}).`;
}

/**
 * The first event that differs between two runs; undefined if they are the same, event by event.
 * Names of nodes, texts and reasons count, not the numbers that a trace gives to them.
 */
export function firstDifference(a: Trace, b: Trace): FirstDifference | undefined {
  const common = Math.min(a.rows, b.rows);
  let row = 0;
  while (row < common && isSameEvent(a, b, row)) row++;
  if (row === a.rows && row === b.rows) return undefined;
  const times = [a, b].filter((trace) => row < trace.rows).map((trace) => trace.time(row));
  const next = [tell("first", a, row), tell("second", b, row)].join(" ");
  const words = `The first ${grouped(row)} events are the same. ${next}`;
  return { row, time: Math.min(...times), words };
}

function isSameEvent(a: Trace, b: Trace, row: number): boolean {
  const kind = a.kind(row);
  if (kind !== b.kind(row) || a.time(row) !== b.time(row) || a.cause(row) !== b.cause(row)) {
    return false;
  }
  if (a.packet(row) !== b.packet(row) || a.message(row) !== b.message(row)) return false;
  if (a.nodes[a.node(row)] !== b.nodes[b.node(row)]) return false;
  if (placeOf(a, row) !== placeOf(b, row)) return false;
  return hasText(kind) ? a.text(row) === b.text(row) : a.detail(row) === b.detail(row);
}

function placeOf(trace: Trace, row: number): string | undefined {
  const place = trace.place(row);
  return isLinkEvent(trace.kind(row)) ? trace.links[place]?.id : trace.nodes[place];
}

function tell(which: string, trace: Trace, row: number): string {
  if (row >= trace.rows) return `The ${which} then ends.`;
  const place = trace.nodes[trace.node(row)] ?? placeOf(trace, row) ?? "the network";
  const name = eventName(trace.kind(row)) ?? "an event";
  return `The ${which} goes on with ${name} at ${place} (${grouped(trace.time(row))} ns).`;
}
