/**
 * The worker's part in answering a question: one job of it. The cell that asks has been run for
 * that job, so its runs and its functions are at hand.
 */
import { firstDifference, type FirstDifference } from "../../engine/check/compare.ts";
import { explore, type Claims, type Exploration } from "../../engine/check/explore.ts";
import type { Job } from "../../engine/check/pool.ts";
import { judged, type Judge, type Judged } from "../../engine/check/strip.ts";
import type { Figures } from "../../engine/check/sweep.ts";
import { tried, type Invariant, type Trial } from "../../engine/check/trial.ts";
import type { Run, Spec } from "../../engine/index.ts";
import type { QuestionKind } from "../questions/question.ts";
import type { CellRuns } from "./runs.ts";

/** What a cell asks for one job: the arguments of its call. */
export type Asking = { kind: QuestionKind; args: readonly unknown[] };

/** What one job of a comparison brings: the figures of both runs, and where they part. */
export type Pair = { figures: [Figures, Figures]; first: FirstDifference | null };

/** What a job may need to know of runs, and whom it tells how far it has come. */
export type Helpers = {
  runs: CellRuns;
  /** States that an exploration has seen so far. */
  onStates: (states: number) => void;
};

type Measure = (run: Run, job: Job) => Figures;

/**
 * Carries out one job.
 * @throws TypeError if the call lacks a run or a function, and whatever these throw.
 */
export function answerJob(
  { kind, args }: Asking,
  job: Job,
  helpers: Helpers,
): Trial | Judged | Figures | Pair | Promise<Exploration> {
  const run = runOf(kind, args[0], helpers);
  switch (kind) {
    case "search":
      return tried(run, functionOf<Invariant>(kind, "the promise", args[1]), job);
    case "explore":
      return exploration(run, args, job, helpers);
    case "sweep":
      return functionOf<Measure>(kind, "the figures", args[3])(run, job);
    case "compare":
      return pair(
        run,
        runOf(kind, args[1], helpers),
        functionOf(kind, "the figures", args[2]),
        job,
      );
    default:
      return judged(run, functionOf<Judge>(kind, "the judge", args[2]), job);
  }
}

function pair(run: Run, other: Run, measure: Measure, job: Job): Pair {
  const first = firstDifference(run.trace, other.trace) ?? null;
  return { figures: [measure(run, job), measure(other, job)], first };
}

function exploration(
  run: Run,
  [, claims, options]: readonly unknown[],
  { knobs, seed }: Job,
  { runs, onStates }: Helpers,
): Promise<Exploration> {
  const spec = runs.specOf(run) as Spec;
  const onPartial = ({ states }: { states: number }): void => onStates(states);
  return explore(() => spec, claims as Claims, { ...(options as object), knobs, seed, onPartial });
}

function runOf(kind: string, value: unknown, { runs }: Helpers): Run {
  if (runs.specOf(value) !== undefined) return value as Run;
  throw new TypeError(`${kind} asks about a run: give it one that simulate has made.`);
}

function functionOf<F>(kind: string, what: string, value: unknown): F {
  if (typeof value === "function") return value as F;
  throw new TypeError(`${kind}: ${what} must be a function of a run.`);
}
