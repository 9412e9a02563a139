/**
 * search: is there a run that breaks a promise? First many seeds, then random schedules of faults;
 * the first failure is shrunk. What is found does not depend on how many workers look for it.
 */
import type { Fault } from "../faults.ts";
import { checkNumber, clip, grouped } from "../kernel/check.ts";
import type { Answer, Common, Job, KnobValue, Pool } from "./pool.ts";
import { answersOf, localPool } from "./pool.ts";
import { checkSchedules, randomSchedule, type ScheduleOptions } from "./schedules.ts";
import { shrink } from "./shrink.ts";
import { ruleOfThree } from "./statistics.ts";
import { type Experiment, seedsOf } from "./sweep.ts";
import { type Invariant, type Trial, trialOf } from "./trial.ts";

/** Options of a search. Faults of every run are never left out of what it finds. */
export type SearchOptions = {
  /** The seeds to try, or how many: 1, 2, 3… Default 1,000. */
  seeds?: number | readonly (number | string)[];
  /** How many random schedules to try after that. Default 1,000 if `most` allows any. */
  schedules?: number;
  /**
   * Knobs with which the links leave nothing to chance. With them the bad luck of a seed that
   * fails is turned into faults, which can be shrunk and shown.
   */
  calm?: Readonly<Record<string, KnobValue>>;
  /** Called after every run with what has been covered. */
  onProgress?: (progress: SearchProgress) => void;
} & Common &
  Partial<ScheduleOptions>;

/** How far a search has come. */
export type SearchProgress = {
  phase: "seeds" | "schedules" | "shrinking";
  done: number;
  /** Runs that this phase will make; of shrinking nobody knows. */
  planned: number | undefined;
};

/** A run that breaks the promise. */
export type Counterexample = {
  /** The job of that run, shrunk. */
  job: Job;
  /** What is broken in it. */
  broken: string;
  /** The job as it was found. */
  original: Job;
  /** Runs that the shrinking took. */
  runs: number;
  /** Whether the run keeps its promise as soon as any one of its faults is left out. */
  isMinimal: boolean;
};

/** What a search covered and found. */
export type Search = {
  found?: Counterexample;
  seeds: Coverage;
  schedules: Coverage;
  isCancelled: boolean;
  /** The first few runs that could not be judged. */
  errors: { job: Job; message: string }[];
  /** The whole in a sentence or two. */
  words: string;
};

/** What was covered of one kind of run. */
export type Coverage = {
  planned: number;
  done: number;
  /** Runs that could not be judged. */
  failed: number;
  /** Without a failure: the share of such runs that may still fail, at 95 % confidence. */
  bound?: number;
};

/** Runs that one search may plan. */
const MOST_RUNS = 10_000_000;
/** Runs whose extent schedules are drawn over. */
const MOST_EXTENTS = 100;
const MOST_ERRORS = 10;
/** Runs that go to the pool at a time: few at first, as many protocols break at once. */
const FIRST_ROUND = 64;
const LARGEST_ROUND = 2_048;

/**
 * Searches in this thread.
 * @throws RangeError for options that are wrong, before anything runs.
 */
export function search(
  experiment: Experiment,
  invariant: Invariant,
  options: SearchOptions = {},
): Promise<Search> {
  return searchWith(localPool(trialOf(experiment, invariant)), options);
}

/**
 * Searches with any pool, whose results are those of `trialOf`.
 * @throws RangeError as `search` does.
 */
export async function searchWith(pool: Pool<Trial>, options: SearchOptions = {}): Promise<Search> {
  return new Hunt(pool, options).run();
}

class Hunt {
  readonly #pool: Pool<Trial>;
  readonly #options: SearchOptions;
  readonly #seeds: readonly (number | string)[];
  readonly #schedules: number;
  /** The first seeds' runs, over which schedules are drawn. */
  readonly #extents: { seed: number | string; trial: Trial }[] = [];
  readonly #errors: Search["errors"] = [];

  constructor(pool: Pool<Trial>, options: SearchOptions) {
    this.#pool = pool;
    this.#options = options;
    this.#seeds = seedsOf(options.seeds ?? 1_000, "search", MOST_RUNS);
    const { most, schedules = most === undefined ? 0 : 1_000 } = options;
    const rule = { min: 0, max: MOST_RUNS, whole: true };
    this.#schedules = checkNumber("search", "schedules", schedules, rule);
    if (this.#schedules > 0) checkSchedules("search", options as ScheduleOptions);
  }

  async run(): Promise<Search> {
    const { knobs = {}, faults = [] } = this.#options;
    const job = (seed: number | string, more: readonly Fault[] = []): Job => ({
      ...{ knobs, seed, faults: [...faults, ...more] },
    });
    const seeds = await this.#look("seeds", this.#seeds.length, (i) => job(this.#seeds[i]));
    const mayGoOn = seeds.found === undefined && this.#extents.length > 0;
    const schedules = await this.#look("schedules", mayGoOn ? this.#schedules : 0, (i) => {
      const { seed, trial } = this.#extents[i % this.#extents.length];
      return job(seed, randomSchedule(i, trial, this.#options as ScheduleOptions));
    });
    schedules.coverage.planned = this.#schedules;
    const first = seeds.found ?? schedules.found;
    const found = first === undefined ? undefined : await this.#shrink(first.job, first.trial);
    const covered = { seeds: seeds.coverage, schedules: schedules.coverage };
    const isCancelled = this.#isCancelled;
    const words = wordsOf(found, covered, isCancelled);
    return { ...(found && { found }), ...covered, isCancelled, errors: this.#errors, words };
  }

  get #isCancelled(): boolean {
    return this.#options.signal?.aborted === true;
  }

  /** Tries jobs in rounds, up to the first round with a failure: its first one counts. */
  async #look(phase: "seeds" | "schedules", planned: number, jobOf: (i: number) => Job) {
    const coverage: Coverage = { planned, done: 0, failed: 0 };
    let size = FIRST_ROUND;
    let next = 0;
    while (next < planned && !this.#isCancelled) {
      const start = next;
      const jobs = Array.from({ length: Math.min(size, planned - start) }, (_, i) =>
        jobOf(start + i),
      );
      const answers = await this.#try(jobs, phase, { done: coverage.done, planned });
      this.#count(coverage, jobs, answers);
      const first = answers.findIndex((answer) => brokenOf(answer) !== null);
      if (first >= 0) {
        const { result: trial } = answers[first] as { result: Trial };
        return { coverage, found: { job: jobs[first], trial } };
      }
      next += jobs.length;
      size = Math.min(2 * size, LARGEST_ROUND);
    }
    const judged = coverage.done - coverage.failed;
    if (judged > 0) coverage.bound = ruleOfThree(judged);
    return { coverage };
  }

  /** The answers to jobs, in their order; undefined where the search was ended before. */
  #try(
    jobs: readonly Job[],
    phase: SearchProgress["phase"],
    { done, planned }: { done: number; planned: number | undefined },
  ): Promise<(Answer<Trial> | undefined)[]> {
    const { signal, onProgress } = this.#options;
    let count = done;
    return answersOf(this.#pool, jobs, signal, () => {
      count++;
      onProgress?.({ phase, done: count, planned });
    });
  }

  #count(
    coverage: Coverage,
    jobs: readonly Job[],
    answers: readonly (Answer<Trial> | undefined)[],
  ): void {
    answers.forEach((answer, i) => {
      if (answer === undefined) return;
      coverage.done++;
      const job = jobs[i];
      if ("error" in answer) {
        coverage.failed++;
        const message = clip(answer.error, 500);
        if (this.#errors.length < MOST_ERRORS) this.#errors.push({ job, message });
      } else if (this.#extents.length < MOST_EXTENTS) {
        this.#extents.push({ seed: job.seed, trial: answer.result });
      }
    });
  }

  async #shrink(original: Job, trial: Trial): Promise<Counterexample> {
    const start = await this.#withoutChance(original, trial);
    const fixed = this.#options.faults ?? [];
    let done = 0;
    const test = async (lists: Fault[][]) => {
      const jobs = lists.map((list) => ({ ...start.job, faults: [...fixed, ...list] }));
      const answers = await this.#try(jobs, "shrinking", { done, planned: undefined });
      done += jobs.length;
      return answers.map((answer) => (answer === undefined ? undefined : brokenOf(answer)));
    };
    const shrunk = await shrink(start.job.faults.slice(fixed.length), start.broken, test);
    const { faults, broken, runs, isMinimal } = shrunk;
    const job = { ...start.job, faults: [...fixed, ...faults] };
    return { job, broken, original, runs, isMinimal };
  }

  /** The same failure with its bad luck as faults, if there are calm knobs and it stays one. */
  async #withoutChance(job: Job, trial: Trial): Promise<{ job: Job; broken: string }> {
    const found = { job, broken: trial.broken as string };
    const { calm } = this.#options;
    if (calm === undefined) return found;
    const knobs = { ...job.knobs, ...calm };
    const calmed = { ...job, knobs, faults: [...job.faults, ...trial.mishaps] };
    const [answer] = await this.#try([calmed], "shrinking", { done: 0, planned: undefined });
    const broken = brokenOf(answer);
    return broken === null ? found : { job: calmed, broken };
  }
}

function brokenOf(answer: Answer<Trial> | undefined): string | null {
  return answer !== undefined && "result" in answer ? answer.result.broken : null;
}

function wordsOf(
  found: Counterexample | undefined,
  { seeds, schedules }: { seeds: Coverage; schedules: Coverage },
  isCancelled: boolean,
): string {
  if (found !== undefined) {
    const { length } = found.job.faults;
    const faults =
      length === 0 ? "without any fault" : `with ${length} fault${length > 1 ? "s" : ""}`;
    return `Seed ${found.job.seed} ${faults}: ${found.broken}`;
  }
  const parts = [
    ...(seeds.done > 0 ? [cleanWords("seeds", seeds)] : []),
    ...(schedules.done > 0 ? [cleanWords("schedules of faults", schedules)] : []),
  ];
  return `${isCancelled ? "Ended early. " : ""}${parts.join(" ")}`.trim();
}

function cleanWords(what: string, { done, failed, bound }: Coverage): string {
  if (bound === undefined) return `None of ${grouped(failed)} ${what} could be judged.`;
  const judged = grouped(done - failed);
  const lost = failed > 0 ? ` (${grouped(failed)} more could not be judged)` : "";
  const share = Number((100 * bound).toPrecision(2));
  return `No failure in ${judged} ${what}${lost}: up to ${share} % of them may still fail (95 %).`;
}
