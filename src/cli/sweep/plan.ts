/** What a sweep is to do, read from the command line and the file. */
import type { Fault } from "../../engine/faults.ts";
import { MOST_JOBS, type Grid } from "../../engine/check/sweep.ts";
import { grouped } from "../../engine/kernel/check.ts";
import { ENGINE_VERSION } from "../../engine/simulate.ts";
import type { TopicCells } from "../../notebook/build/topic-cells.ts";
import type { Description } from "../cells/messages.ts";
import { faultsOf, open, type Opened, type Question } from "../cells/open.ts";
import { type Expression, fitting, SubjectReader } from "../cells/subject.ts";
import { CommandFailure } from "../failure.ts";
import { readGrid } from "../knobs.ts";
import { readSeeds } from "../seeds.ts";

/** The options that say what is swept. */
export type PlanOptions = {
  experiment?: string;
  knob: string[];
  seeds: string;
  metric: string[];
  faults?: string;
};

export type SweepPlan = Opened & {
  metrics: string[];
  grid: Grid;
  seeds: string[];
  faults: Fault[];
};

/**
 * Reads everything and runs the file's code once.
 * @throws CommandFailure, TopicError: naming place and remedy.
 */
export async function planSweep(
  path: string,
  options: PlanOptions,
  patience: number,
): Promise<SweepPlan> {
  const seeds = readSeeds(options.seeds);
  let metrics: Metric[] = [];
  const reader = new SubjectReader(path, options.experiment);
  const question: Question = {
    expressions: (declared) => (metrics = metricsOf(options.metric, declared)),
    asked: (targets) => {
      const named = metrics.map(({ name }, i): [string, string] => [name, targets[i]]);
      return { kind: "figures", targets: named };
    },
  };
  const opened = await open(reader, question, patience);
  try {
    if (metrics.length === 0) {
      const form = "--metric name, or --metric name='expression', says what to measure";
      throw new CommandFailure(`${form}. ${fitting(opened.subject, opened.description, KINDS)}`);
    }
    const grid = gridOf(options, seeds, opened.description);
    const faults = faultsOf(opened, options.faults);
    return { ...opened, metrics: metrics.map(({ name }) => name), seeds, grid, faults };
  } catch (error) {
    await opened.scout.end();
    throw error;
  }
}

/** All that the results of a sweep follow from. */
export function resultsFollowFrom({ work, grid, seeds, faults }: SweepPlan): unknown {
  const { cells, run, asked } = work;
  return [ENGINE_VERSION, cells.map(({ code }) => code), run, asked, grid, seeds, faults];
}

/** How many points a grid has: all combinations of its knobs' values. */
export function pointsIn(grid: Grid): number {
  return Object.values(grid).reduce((product, { length }) => product * length, 1);
}

function gridOf({ knob }: PlanOptions, seeds: string[], { knobs }: Description): Grid {
  const grid = readGrid(knob, knobs);
  const points = pointsIn(grid);
  if (points * seeds.length <= MOST_JOBS) return grid;
  const asked = `${grouped(points)} points with ${grouped(seeds.length)} seeds each`;
  const remedy = "Take fewer values, or fewer seeds";
  throw new CommandFailure(`${asked} are more than ${grouped(MOST_JOBS)} runs. ${remedy}.`);
}

type Metric = Expression & { name: string };

const KINDS = ["number", "boolean"] as const;

/** What is to be measured: as asked for, or what the page's own sweeps measure. */
function metricsOf(texts: readonly string[], { sweeps }: TopicCells): Metric[] {
  const given = texts.length > 0 ? texts : [...new Set(sweeps.map(({ measure }) => measure))];
  const metrics = given.map(readMetric);
  const twice = metrics.find(({ name }, i) => metrics.findIndex((m) => m.name === name) < i);
  if (twice === undefined) return metrics;
  throw new CommandFailure(`${twice.option}: there are two metrics of the name ${twice.name}.`);
}

/** `name=expression`, or an expression that is its own name. */
function readMetric(text: string): Metric {
  const named = /^\s*([\p{L}_$][\p{L}\p{N}_$ -]*?)\s*=(?![=>])(.*)$/su.exec(text);
  const [name, source] = named === null ? [text.trim(), text] : [named[1], named[2]];
  const option = `--metric ${text}`;
  if (source.trim() === "") throw new CommandFailure(`${option}: write an expression behind “=”.`);
  return { name, option, source, type: () => "number | boolean | undefined | null", kinds: KINDS };
}
