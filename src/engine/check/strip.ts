/** Strips: many runs of one experiment, each with other faults, and what became of each. */
import type { Fault } from "../faults.ts";
import { checkNumber, clip, grouped, show } from "../kernel/check.ts";
import { type Run, simulate } from "../simulate.ts";
import { type Answer, answersOf, type Common, type Job, type Pool } from "./pool.ts";
import { type Survey, surveyOf } from "./survey.ts";
import type { Experiment } from "./sweep.ts";

/** What became of a run, in a word or a number. */
export type Verdict = string | number;

/** Says what became of a run. */
export type Judge = (run: Run, job: Job) => Verdict;

/** What a pool has to do for these questions: plain data. */
export type Judged = { verdict: Verdict; survey: Survey };

/** The run of a job, its verdict, and where in it a fault could strike. */
export function judgedBy(experiment: Experiment, judge: Judge): (job: Job) => Judged {
  return (job) => judged(simulate(experiment(job)), judge, job);
}

/** The same of a run that has been made. */
export function judged(run: Run, judge: Judge, job: Job): Judged {
  const verdict = judge(run, job);
  if (typeof verdict !== "string" && !Number.isFinite(verdict)) {
    throw new TypeError(`A judge returned ${show(verdict)}; verdicts are words or finite numbers.`);
  }
  const word = typeof verdict === "string" ? clip(verdict, 300) : verdict;
  return { verdict: word, survey: surveyOf(run.trace) };
}

/** Options of all three. */
export type EveryOptions = Common & {
  seed?: number | string;
  /** Runs that may be made. Default 500; for pairs 5,000. */
  most?: number;
  /** Called after every run: how many of those known of so far are done, and what it was. */
  onProgress?: (progress: { done: number; planned: number; cell: Cell<unknown> }) => void;
};

/** One run of many: where it was struck, what became of it, or why that is not known. */
export type Cell<Place> = Place & { job: Job; verdict?: Verdict; error?: string };

/** A strip of cells, in the order of the run. */
export type Strip<Place> = {
  /** The verdict of the run without these faults. */
  base: Verdict;
  /** When that run ended, ns. */
  end: number;
  cells: Cell<Place>[];
  /** How many cells each verdict has. */
  counts: [Verdict, number][];
  /** What it covered: runs to make, and runs made. */
  planned: number;
  done: number;
  /** Whether there were more than `most` allowed. */
  isCut: boolean;
  isCancelled: boolean;
  words: string;
};

/** Makes the runs of a strip, round by round. */
export class Rounds<Place extends { faults: Fault[] }> {
  readonly #where: string;
  readonly #pool: Pool<Judged>;
  readonly #options: EveryOptions;
  readonly #most: number;
  #base: { verdict: Verdict; end: number } | undefined;
  #planned = 0;
  #done = 0;
  #isCut = false;
  readonly #cells: Cell<Place>[] = [];

  /** @throws RangeError for options that are wrong. */
  constructor(where: string, pool: Pool<Judged>, options: EveryOptions, most: number) {
    this.#where = where;
    this.#pool = pool;
    this.#options = options;
    const rule = { min: 1, max: 1_000_000, whole: true };
    this.#most = checkNumber(where, "most", options.most ?? most, rule);
  }

  /**
   * The run without what strikes; its survey.
   * @throws RangeError if it cannot be made or judged.
   */
  async base(): Promise<Survey> {
    const [answer] = await answersOf(this.#pool, [this.#job([])]);
    if (answer === undefined || "error" in answer) {
      const reason = answer === undefined ? "it was not made" : clip(answer.error, 500);
      throw new RangeError(`${this.#where}: the run without a strike is missing. ${reason}`);
    }
    const { verdict, survey } = answer.result;
    this.#base = { verdict, end: survey.end };
    return survey;
  }

  /** Makes a run for each place, as many as are allowed; their surveys, where there are any. */
  async run(places: readonly Place[]): Promise<(Survey | undefined)[]> {
    const jobs = places.slice(0, this.#most - this.#planned).map(({ faults }) => this.#job(faults));
    if (jobs.length < places.length) this.#isCut = true;
    this.#planned += jobs.length;
    const cellOf = (i: number, answer: Answer<Judged>): Cell<Place> => ({
      ...places[i],
      job: jobs[i],
      ...("error" in answer
        ? { error: clip(answer.error, 500) }
        : { verdict: answer.result.verdict }),
    });
    const { onProgress, signal } = this.#options;
    const answers = await answersOf(this.#pool, jobs, signal, (index, answer) => {
      this.#done++;
      onProgress?.({ done: this.#done, planned: this.#planned, cell: cellOf(index, answer) });
    });
    // In the order of the places, whichever was done first.
    answers.forEach((answer, i) => {
      if (answer !== undefined) this.#cells.push(cellOf(i, answer));
    });
    return answers.map((answer) => {
      return answer !== undefined && "result" in answer ? answer.result.survey : undefined;
    });
  }

  /** Goes on with runs of another kind, which alone make the strip; those made so far count. */
  goOn<Next extends { faults: Fault[] }>(): Rounds<Next> {
    const next = new Rounds<Next>(this.#where, this.#pool, this.#options, this.#most);
    next.#base = this.#base;
    next.#planned = this.#planned;
    next.#done = this.#done;
    next.#isCut = this.#isCut;
    return next;
  }

  /** What has been found, in this order. */
  strip(order: (a: Place, b: Place) => number): Strip<Place> {
    const cells = this.#cells.sort(order);
    const counts = new Map<Verdict, number>();
    for (const { verdict } of cells) {
      if (verdict !== undefined) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    }
    const { verdict: base, end } = this.#base as { verdict: Verdict; end: number };
    const covered = { planned: this.#planned, done: this.#done, isCut: this.#isCut };
    const isCancelled = this.#done < this.#planned;
    const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (String(a) < String(b) ? -1 : 1));
    const words = this.#words(sorted);
    return { base, end, cells, counts: sorted, ...covered, isCancelled, words };
  }

  #words(counts: readonly [Verdict, number][]): string {
    const failed = this.#cells.filter(({ error }) => error !== undefined).length;
    const parts = counts.map(([verdict, count]) => `${verdict} ${grouped(count)} times`);
    if (failed > 0) parts.push(`${grouped(failed)} could not be judged`);
    const cut = this.#isCut ? ` There were more: ${grouped(this.#most)} runs are allowed.` : "";
    return `${grouped(this.#done)} runs: ${parts.join("; ")}.${cut}`;
  }

  #job(faults: readonly Fault[]): Job {
    const { knobs = {}, seed = 1, faults: fixed = [] } = this.#options;
    return { knobs, seed, faults: [...fixed, ...faults] };
  }
}
