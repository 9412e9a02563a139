/** Trials: runs that are asked whether they kept a promise. */
import type { Fault } from "../faults.ts";
import { clip } from "../kernel/check.ts";
import { type Run, simulate } from "../simulate.ts";
import { mishapsOf } from "./mishaps.ts";
import type { Job } from "./pool.ts";
import type { Experiment } from "./sweep.ts";

/**
 * A promise that every run should keep: true where it is kept; false, or a sentence that says
 * what is wrong, where it is broken.
 */
export type Invariant = (run: Run, job: Job) => boolean | string;

/** What a search needs to know of one run: plain data, so that any pool can hand it back. */
export type Trial = {
  /** What is broken, in words; null if nothing is. */
  broken: string | null;
  /** When the run ended, ns. */
  end: number;
  /** Packets that started onto each link, and the mean of their bytes. */
  packets: Record<string, { count: number; bytes: number }>;
  /** Events that each node handled. */
  handled: Record<string, number>;
  /** What chance did to the packets of a run that broke its promise, as faults. */
  mishaps: Fault[];
};

const LONGEST = 300;

/**
 * What a pool has to do for `searchWith`: the run of a job, and what an invariant says of it. A
 * process that throws breaks every invariant.
 */
export function trialOf(experiment: Experiment, invariant: Invariant): (job: Job) => Trial {
  return (job) => tried(simulate(experiment(job)), invariant, job);
}

/** The same of a run that has been made. */
export function tried(run: Run, invariant: Invariant, job: Job): Trial {
  const broken = brokenIn(run, invariant, job);
  const mishaps = broken === null ? [] : mishapsOf(run.trace);
  return { broken, end: run.metrics.endTime, ...extent(run), mishaps };
}

function brokenIn(run: Run, invariant: Invariant, job: Job): string | null {
  const { outcome } = run;
  if (outcome.kind === "error") return clip(`${outcome.node} fails: ${outcome.message}`, LONGEST);
  const verdict = invariant(run, job);
  if (verdict === true) return null;
  if (verdict === false) return "The promise is broken.";
  if (typeof verdict === "string") return clip(verdict, LONGEST);
  throw new TypeError("An invariant returned neither true, false nor a sentence.");
}

/** How much happened in a run, where faults could strike. */
function extent({ metrics }: Run): Pick<Trial, "packets" | "handled"> {
  const packets: Trial["packets"] = {};
  for (const [id, { transmitted, bytes }] of Object.entries(metrics.links)) {
    packets[id] = { count: transmitted, bytes: bytes / Math.max(transmitted, 1) };
  }
  const handled: Trial["handled"] = {};
  for (const [name, { received, timeouts }] of Object.entries(metrics.nodes)) {
    handled[name] = 1 + received + timeouts;
  }
  return { packets, handled };
}
