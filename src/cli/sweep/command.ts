/** `mostly-reliable sweep FILE`: figures of many runs, over a grid of knobs. */
import type { Answer, Job, Pool } from "../../engine/check/pool.ts";
import { type Figures, type Sweep, sweepWith } from "../../engine/check/sweep.ts";
import { grouped } from "../../engine/kernel/check.ts";
import { ENGINE_VERSION } from "../../engine/simulate.ts";
import { CellProcess } from "../cells/process.ts";
import { CommandFailure, ExitCode } from "../failure.ts";
import { Interrupt } from "../interrupt.ts";
import { readLimit, readWorkers } from "../limit.ts";
import { writeOut } from "../output.ts";
import { HandPool } from "../pool.ts";
import { progressBar } from "../progress.ts";
import { say, type Terminal } from "../terminal.ts";
import { Journal, keepingPool, keyOf, standardPlace } from "./journal.ts";
import { type SweepHead, sweepToCsv, sweepToJson } from "./output.ts";
import {
  type PlanOptions,
  planSweep,
  pointsIn,
  resultsFollowFrom,
  type SweepPlan,
} from "./plan.ts";

/** The options of the command, as the terminal gives them. */
export type SweepCommandOptions = PlanOptions & {
  csv?: string;
  json?: string;
  state?: string;
  quantiles: string;
  workers?: string;
  /** The address of a Redis. */
  queue?: string;
  /** Seconds a run. */
  limit: string;
};

/**
 * Carries the command out.
 * @returns the code to end with: 0; 1 where runs failed; 130 if it was interrupted.
 */
export async function sweepCommand(
  path: string,
  options: SweepCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const patience = readLimit(options.limit) * 1_000;
  const threads = readWorkers(options.workers);
  const quantiles = readQuantiles(options.quantiles);
  const targets = targetsOf(options);
  const plan = await planSweep(path, options, patience);
  const key = keyOf(resultsFollowFrom(plan));
  let journal: Journal | undefined;
  let pool: ClosingPool | undefined;
  try {
    pool = await poolFor(plan, { queue: options.queue, threads, patience }, terminal);
    journal = new Journal(options.state ?? placeOf(options) ?? standardPlace(key), key);
    const close = (): void => void (options.queue === undefined && pool?.close());
    const { sweep, errors } = await carryOut(plan, pool, journal, { close, terminal });
    if (sweep.isCancelled) return interrupted(sweep, journal, terminal);
    write(plan, sweep, { quantiles, targets, terminal });
    journal.remove();
    return report(sweep, errors, terminal);
  } finally {
    journal?.close();
    await pool?.close();
    await plan.scout.end();
  }
}

type ClosingPool = Pool<Figures> & { close(): Promise<void> };
type Hands = { queue: string | undefined; threads: number; patience: number };

/** Processes of this machine, or workers by way of a queue. */
async function poolFor(
  { work, scout }: SweepPlan,
  { queue, threads, patience }: Hands,
  terminal: Terminal,
): Promise<ClosingPool> {
  const spare = [scout];
  const hire = (): CellProcess => spare.pop() ?? new CellProcess(work);
  if (queue === undefined) return new HandPool<Figures>(hire, { threads, patience });
  // Only who asks for a queue needs what it is made of.
  const { QueuePool } = await import("../queue/pool.ts");
  const pool = await QueuePool.open(queue, work, patience);
  if ((await pool.workers()) === 0) {
    say(terminal, "No worker is there yet: start some with mostly-reliable worker --queue …");
  }
  return pool;
}

/** Where results go, by format. */
type Targets = { csv?: string; json?: string };

function targetsOf({ csv, json }: SweepCommandOptions): Targets {
  if (csv === "-" && json === "-") {
    throw new CommandFailure("--csv - and --json -: standard output takes one of them.");
  }
  return csv === undefined && json === undefined ? { csv: "-" } : { csv, json };
}

/** The journal of results that go to a file lies beside it. */
function placeOf({ csv, json }: SweepCommandOptions): string | undefined {
  const file = [csv, json].find((target) => target !== undefined && target !== "-");
  return file === undefined ? undefined : `${file}.journal`;
}

function readQuantiles(text: string): number[] {
  const parts = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (parts.every((part) => part >= 0 && part <= 1)) return parts;
  const form = "numbers from 0 to 1 with commas between, like 0.5,0.9,0.99";
  throw new CommandFailure(`--quantiles ${text}: give it ${form}.`);
}

type Errors = Map<number, { job: Job; message: string }>;

async function carryOut(
  { grid, seeds, faults }: SweepPlan,
  pool: Pool<Figures>,
  journal: Journal,
  { close, terminal }: { close: () => void; terminal: Terminal },
): Promise<{ sweep: Sweep; errors: Errors }> {
  const begun = journal.known.size;
  if (begun > 0) say(terminal, `${grouped(begun)} runs are known from ${journal.path}.`);
  const progress = progressBar("runs", pointsIn(grid) * seeds.length, begun);
  const interrupt = new Interrupt(close);
  const errors: Errors = new Map();
  const kept = keepingPool(pool, journal);
  let done = 0;
  const watched: Pool<Figures> = {
    map: (jobs, onResult, signal) =>
      kept.map(
        jobs,
        (index: number, answer: Answer<Figures>) => {
          done++;
          if (done > begun) progress.show(done);
          if ("error" in answer) errors.set(index, { job: jobs[index], message: answer.error });
          onResult(index, answer);
        },
        signal,
      ),
  };
  try {
    const sweep = await sweepWith(watched, grid, seeds, { faults, signal: interrupt.signal });
    return { sweep, errors };
  } finally {
    interrupt.done();
    progress.end();
  }
}

function interrupted(
  { done, planned, failed }: Sweep,
  { path }: Journal,
  terminal: Terminal,
): number {
  const kept = `${grouped(done - failed)} of ${grouped(planned)} runs are kept in ${path}`;
  say(terminal, `Interrupted: ${kept}. The same command goes on from there.`);
  return ExitCode.interrupted;
}

function write(
  { subject, grid, seeds, metrics }: SweepPlan,
  sweep: Sweep,
  { quantiles, targets, terminal }: { quantiles: number[]; targets: Targets; terminal: Terminal },
): void {
  const { file, experiment } = subject;
  const head: SweepHead = {
    ...{ engine: ENGINE_VERSION, file, experiment: experiment.id, grid, seeds, metrics },
    quantiles,
  };
  for (const [format, writer] of [["csv", sweepToCsv] as const, ["json", sweepToJson] as const]) {
    const target = targets[format];
    if (target === undefined) continue;
    writeOut(writer(head, sweep), `--${format}`, target, terminal);
  }
}

/** Says which runs failed: the first of them, whichever was done first. */
function report({ planned, failed }: Sweep, errors: Errors, terminal: Terminal): number {
  if (failed === 0) return 0;
  const first = Math.min(...errors.keys());
  const { job, message } = errors.get(first)!;
  const knobs = Object.entries(job.knobs).map(([name, value]) => `, ${name}=${value}`);
  const where = `with seed ${job.seed}${knobs.join("")}`;
  say(
    terminal,
    `${grouped(failed)} of ${grouped(planned)} runs failed, the first ${where}: ${message}`,
  );
  return ExitCode.bad;
}
