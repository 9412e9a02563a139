/** `mostly-reliable search FILE`: is there a run that breaks a promise? */
import type { Job } from "../../engine/check/pool.ts";
import {
  type Counterexample,
  type Coverage,
  type Search,
  type SearchOptions,
  type SearchProgress,
  searchWith,
} from "../../engine/check/search.ts";
import type { Trouble } from "../../engine/check/schedules.ts";
import type { Trial } from "../../engine/check/trial.ts";
import { grouped } from "../../engine/kernel/check.ts";
import { faultsOf, knobsOf, open, type Opened, type Question } from "../cells/open.ts";
import { CellProcess } from "../cells/process.ts";
import { type Expression, SubjectReader } from "../cells/subject.ts";
import { CommandFailure, ExitCode } from "../failure.ts";
import { Interrupt } from "../interrupt.ts";
import { readCount, readLimit, readWorkers } from "../limit.ts";
import { writeOut } from "../output.ts";
import { HandPool } from "../pool.ts";
import { type Progress, progressBar } from "../progress.ts";
import { replayCommand } from "../replay.ts";
import { readSeeds } from "../seeds.ts";
import { say, type Terminal } from "../terminal.ts";
import { TROUBLES } from "./troubles.ts";

/** The options of the command, as the terminal gives them. */
export type SearchCommandOptions = Record<Trouble, string> & {
  experiment?: string;
  invariant: string;
  knob: string[];
  calm: string[];
  seeds: string;
  schedules: string;
  faults?: string;
  json?: string;
  workers?: string;
  /** Seconds a run. */
  limit: string;
};

/**
 * Carries the command out.
 * @returns the code to end with: 0 if no run broke the promise, 1 if one did, 4 if none could be
 * judged, 130 if it was interrupted before.
 */
export async function searchCommand(
  path: string,
  options: SearchCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const patience = readLimit(options.limit) * 1_000;
  const threads = readWorkers(options.workers);
  const bounds = boundsOf(options);
  const reader = new SubjectReader(path, options.experiment);
  const opened = await open(reader, questionOf(options.invariant), patience);
  const spare = [opened.scout];
  const hire = (): CellProcess => spare.pop() ?? new CellProcess(opened.work);
  const pool = new HandPool<Trial>(hire, { threads, patience });
  try {
    const asked = { ...bounds, ...askedOf(opened, options) };
    const found = await carryOut(pool, asked);
    const report = reportOf(path, opened, found);
    if (options.json !== undefined)
      writeOut(jsonOf(opened, found), "--json", options.json, terminal);
    const tell = options.json === "-" ? terminal.err : terminal.out;
    tell(`${report}\n`);
    return codeOf(found, terminal);
  } finally {
    await pool.close();
    await opened.scout.end();
  }
}

function questionOf(source: string): Question {
  const expression: Expression = {
    option: `--invariant ${source}`,
    source,
    type: (run) => {
      const job = "{ seed: number | string, faults: readonly Fault[] }";
      return `boolean | string | ((_made: typeof ${run}, _job: ${job}) => boolean | string)`;
    },
    kinds: ["boolean", "function"],
  };
  return {
    expressions: () => [expression],
    asked: ([invariant]) => ({ kind: "trial", invariant }),
  };
}

function boundsOf(options: SearchCommandOptions): SearchOptions {
  const most = Object.fromEntries(
    (Object.keys(TROUBLES) as Trouble[]).map((trouble) => [
      trouble,
      readCount(`--${trouble}`, options[trouble], 0, 1_000),
    ]),
  );
  const isNone = Object.values(most).every((count) => count === 0);
  const schedules = readCount("--schedules", options.schedules, 0, 10_000_000);
  const seeds = readSeeds(options.seeds);
  return isNone ? { seeds, schedules: 0 } : { seeds, schedules, most };
}

function askedOf(opened: Opened, options: SearchCommandOptions): SearchOptions {
  const calm = knobsOf(opened, options.calm, "--calm");
  return {
    knobs: knobsOf(opened, options.knob),
    faults: faultsOf(opened, options.faults),
    ...(options.calm.length > 0 && { calm }),
  };
}

async function carryOut(pool: HandPool<Trial>, options: SearchOptions): Promise<Search> {
  const interrupt = new Interrupt(() => void pool.close());
  const bars = new Bars();
  try {
    const onProgress = (progress: SearchProgress): void => bars.show(progress);
    return await searchWith(pool, { ...options, onProgress, signal: interrupt.signal });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CommandFailure(error.message);
  } finally {
    interrupt.done();
    bars.end();
  }
}

/** A bar for each phase of a search whose length is known. */
class Bars {
  #phase = "";
  #bar: Progress | undefined;

  show({ phase, done, planned }: SearchProgress): void {
    if (phase !== this.#phase) {
      this.end();
      this.#phase = phase;
      if (planned !== undefined) this.#bar = progressBar(phase, planned);
    }
    this.#bar?.show(done);
  }

  end(): void {
    this.#bar?.end();
    this.#bar = undefined;
  }
}

function reportOf(path: string, { subject }: Opened, search: Search): string {
  const { found, seeds, schedules, words } = search;
  const covered = [coverageWords("seeds", seeds), coverageWords("schedules of faults", schedules)];
  const head = `${subject.experiment.id} · ${covered.filter((part) => part !== "").join(" · ")}`;
  if (found === undefined) return `${head}\n${words}`;
  return [head, words, shrunkWords(found), replayCommand(path, subject.experiment, found.job)].join(
    "\n",
  );
}

function shrunkWords({ original, job, runs, isMinimal }: Counterexample): string {
  if (job.faults.length === 0) return `No fault is needed; ${grouped(runs)} runs have shown it.`;
  const luck = original.faults.length === 0;
  const from = luck ? "The bad luck of its seed, as faults" : `Found with ${faults(original)}`;
  const needed = isMinimal ? "without any one of them the promise is kept" : "not to the end";
  return `${from}; shrunk in ${grouped(runs)} runs: ${needed}.`;
}

const faults = ({ faults: { length } }: Job): string =>
  `${grouped(length)} fault${length === 1 ? "" : "s"}`;

function coverageWords(what: string, { planned, done }: Coverage): string {
  return planned === 0 ? "" : `${grouped(done)} of ${grouped(planned)} ${what}`;
}

function jsonOf({ subject }: Opened, search: Search): string {
  const { file, experiment } = subject;
  return `${JSON.stringify({ file, experiment: experiment.id, ...search })}\n`;
}

function codeOf(search: Search, terminal: Terminal): number {
  const { found, seeds, schedules, errors, isCancelled } = search;
  const [first] = errors;
  if (first !== undefined) {
    say(terminal, `A run could not be judged (seed ${first.job.seed}): ${first.message}`);
  }
  if (found !== undefined) return ExitCode.bad;
  if (isCancelled) return ExitCode.interrupted;
  const judged = seeds.done - seeds.failed + schedules.done - schedules.failed;
  return judged === 0 ? ExitCode.undecided : 0;
}
