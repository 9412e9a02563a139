/** One worker of a pool, whatever it is made of. */
import type { Answer, Job } from "../engine/check/pool.ts";

/** What it answers to a list of jobs: the answers, or why it can do none at all. */
export type Reply = { answers: Answer<unknown>[] } | { fatal: string };

/**
 * The same; or it came to grief over one of the jobs and is no more. `lost`: over which one is not
 * known.
 */
export type Done = Reply | { failed: number; error: string } | { lost: string };

/** A worker of a pool. */
export type Hand = {
  /** Has jobs done, one after another; none may take longer than `patience` (ms). */
  ask(jobs: readonly Job[], patience: number): Promise<Done>;
  end(): Promise<void>;
};
