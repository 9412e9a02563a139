/**
 * Pools of Node's worker threads, or of other workers, for the questions that are asked of many
 * runs. Each thread loads the module of the jobs itself; only jobs and results, which are plain
 * data, go to and fro.
 */
import { availableParallelism } from "node:os";
import { checkNumber } from "../engine/kernel/check.ts";
import type { Answer, Job, Pool, Signal } from "../engine/check/pool.ts";
import type { Done, Hand } from "./hand.ts";
import { Thread, type Work } from "./thread.ts";

export type { Work } from "./thread.ts";

/** Options of a pool. */
export type PoolOptions = {
  /** How many workers. Default: as many as the machine has processors for this program. */
  threads?: number;
  /** How long one job may take, ms of real time. Default 30,000. */
  patience?: number;
};

const MOST_THREADS = 256;
const LONGEST_PATIENCE = 86_400_000;
/** What a thread is given at a time should take about so long, ms: often enough for progress. */
const PORTION = 50;
const LARGEST_PORTION = 512;

/**
 * A pool whose results do not depend on how many workers it has. They start with the first jobs
 * and are kept for the next; they do not keep the program alive.
 */
export class HandPool<Result> implements Pool<Result> {
  readonly #hire: () => Hand;
  readonly #patience: number;
  readonly #threads: (Hand | undefined)[];
  /** One list of jobs after another. */
  #turn: Promise<void> = Promise.resolve();

  /**
   * @param hire Starts a worker.
   * @throws RangeError for options that are wrong.
   */
  constructor(hire: () => Hand, options: PoolOptions = {}) {
    const { threads = availableParallelism(), patience = 30_000 } = options;
    const count = { min: 1, max: MOST_THREADS, whole: true };
    checkNumber("ThreadPool", "threads", threads, count);
    const time = { min: 1, max: LONGEST_PATIENCE, unit: "milliseconds" };
    this.#patience = checkNumber("ThreadPool", "patience", patience, time);
    this.#hire = hire;
    this.#threads = new Array<Hand | undefined>(threads).fill(undefined);
  }

  /**
   * Carries out jobs. One that takes too long, or ends its thread, has an error for its answer;
   * the others go on in a fresh thread.
   * @throws Error if the module cannot be loaded or has no such function.
   */
  map(
    jobs: readonly Job[],
    onResult: (index: number, answer: Answer<Result>) => void,
    signal?: Signal,
  ): Promise<void> {
    const run = async (): Promise<void> => {
      const needed = Math.min(this.#threads.length, jobs.length);
      const desk = new Desk(jobs, needed, onResult, signal);
      await Promise.all(Array.from({ length: needed }, (_, i) => this.#serve(i, desk)));
    };
    const turn = this.#turn.then(run);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Ends all threads. The pool can be used again. */
  async close(): Promise<void> {
    const threads = this.#threads.splice(
      0,
      this.#threads.length,
      ...this.#threads.map(() => undefined),
    );
    await Promise.all(threads.map((thread) => thread?.end()));
  }

  async #serve(place: number, desk: Desk<Result>): Promise<void> {
    let size = 1;
    for (let portion = desk.take(size); portion.length > 0; portion = desk.take(size)) {
      const thread = (this.#threads[place] ??= this.#hire());
      const start = performance.now();
      const done = await thread.ask(desk.jobsOf(portion), this.#patience);
      if (!("answers" in done)) this.#threads[place] = undefined;
      desk.report(portion, done);
      const each = (performance.now() - start) / portion.length;
      const next = Math.round(PORTION / Math.max(each, 0.001));
      size = Math.max(1, Math.min(next, 4 * size, LARGEST_PORTION));
    }
  }
}

/** A pool of threads. */
export class ThreadPool<Result> extends HandPool<Result> {
  /**
   * @param work Where the function is that makes a result of a job: the URL of a module, and the
   * name under which that exports the function.
   * @throws RangeError for options that are wrong.
   */
  constructor(work: Work, options: PoolOptions = {}) {
    super(() => new Thread(work), options);
  }
}

/** Where jobs are handed out and results come in. */
class Desk<Result> {
  readonly #jobs: readonly Job[];
  readonly #threads: number;
  readonly #onResult: (index: number, answer: Answer<Result>) => void;
  readonly #signal: Signal | undefined;
  #next = 0;
  /** Jobs that were with one that ended its thread. */
  readonly #again: number[] = [];
  /** Jobs one of which ended its worker: each is tried alone. */
  readonly #suspects: number[] = [];
  #isBroken = false;

  constructor(
    jobs: readonly Job[],
    threads: number,
    onResult: (index: number, answer: Answer<Result>) => void,
    signal: Signal | undefined,
  ) {
    this.#jobs = jobs;
    this.#threads = threads;
    this.#onResult = onResult;
    this.#signal = signal;
  }

  /**
   * The numbers of the next jobs, at most `size`; none if there is nothing more to do. Towards the
   * end portions grow smaller, so that no thread is left with much while the others have nothing
   * (guided self-scheduling: Polychronopoulos & Kuck 1987).
   */
  take(size: number): number[] {
    if (this.#isBroken || this.#signal?.aborted === true) return [];
    if (this.#suspects.length > 0) return this.#suspects.splice(0, 1);
    if (this.#again.length > 0) return this.#again.splice(0, size);
    const start = this.#next;
    const share = Math.ceil((this.#jobs.length - start) / (2 * this.#threads));
    this.#next = start + Math.min(size, share);
    return Array.from({ length: this.#next - start }, (_, i) => start + i);
  }

  jobsOf(portion: readonly number[]): Job[] {
    return portion.map((index) => this.#jobs[index]);
  }

  report(portion: readonly number[], done: Done): void {
    if ("fatal" in done) {
      this.#isBroken = true;
      throw new Error(done.fatal);
    }
    if ("lost" in done) {
      if (portion.length > 1) this.#suspects.push(...portion);
      else this.#tell(portion[0], { error: done.lost });
      return;
    }
    if ("failed" in done) {
      this.#tell(portion[done.failed], { error: done.error });
      this.#again.push(...portion.toSpliced(done.failed, 1));
      return;
    }
    done.answers.forEach((answer, i) => this.#tell(portion[i], answer as Answer<Result>));
  }

  #tell(index: number, answer: Answer<Result>): void {
    if (this.#signal?.aborted !== true) this.#onResult(index, answer);
  }
}
