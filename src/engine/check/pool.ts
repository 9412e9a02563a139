/**
 * Pools: who carries out many runs. The engine has the simplest one, for this thread; a page has
 * one of sandboxed workers, the terminal one of threads. All take jobs that are data only.
 */
import type { Fault } from "../faults.ts";
import { reasonOf } from "../kernel/check.ts";

/** The value of a knob. */
export type KnobValue = number | string | boolean;

/** One run to be made, as plain data. */
export type Job = {
  knobs: Readonly<Record<string, KnobValue>>;
  seed: number | string;
  faults: readonly Fault[];
};

/** Says whether to stop; an AbortSignal is one. */
export type Signal = { readonly aborted: boolean };

/** What many runs have in common, and what ends them early. */
export type Common = {
  /** Knobs of every run. */
  knobs?: Readonly<Record<string, KnobValue>>;
  /** Faults of every run. */
  faults?: readonly Fault[];
  signal?: Signal;
};

/** What became of a job: its result, or what went wrong. */
export type Answer<Result> = { result: Result } | { error: string };

/** Carries out jobs. */
export type Pool<Result> = {
  /**
   * Carries out the jobs in any order and reports each by its index, as it is done. Ends early,
   * without an error, when the signal says so.
   */
  map(
    jobs: readonly Job[],
    onResult: (index: number, answer: Answer<Result>) => void,
    signal?: Signal,
  ): Promise<void>;
};

/**
 * A pool of this thread: one job after another.
 * @param evaluate Makes the run of a job and reads from it what is wanted.
 * @param breathe Awaited after each job; give one that waits for a moment where a person must
 * still be able to stop it.
 */
export function localPool<Result>(
  evaluate: (job: Job) => Result,
  breathe: () => Promise<void> = () => Promise.resolve(),
): Pool<Result> {
  return {
    async map(jobs, onResult, signal) {
      for (const [index, job] of jobs.entries()) {
        if (signal?.aborted === true) return;
        onResult(index, answerOf(evaluate, job));
        await breathe();
      }
    },
  };
}

/**
 * Has a pool carry out jobs.
 * @param onAnswer Called as each is done.
 * @returns the answers in the order of the jobs; undefined where it was ended before.
 */
export async function answersOf<Result>(
  pool: Pool<Result>,
  jobs: readonly Job[],
  signal?: Signal,
  onAnswer: (index: number, answer: Answer<Result>) => void = () => {},
): Promise<(Answer<Result> | undefined)[]> {
  const answers = new Array<Answer<Result> | undefined>(jobs.length).fill(undefined);
  const onResult = (index: number, answer: Answer<Result>): void => {
    answers[index] = answer;
    onAnswer(index, answer);
  };
  await pool.map(jobs, onResult, signal);
  return answers;
}

/** The result of a job, or what was thrown on the way to it. */
export function answerOf<Result>(evaluate: (job: Job) => Result, job: Job): Answer<Result> {
  try {
    return { result: evaluate(job) };
  } catch (error) {
    return { error: reasonOf(error) };
  }
}
