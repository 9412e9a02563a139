/** A topic of the course, built once as the site builds it, and its cells to run at will. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import * as engine from "../../src/engine/index.ts";
import { loadDefinition } from "../../src/notebook/build/serve.ts";
import { readTopicCells } from "../../src/notebook/build/topic-cells.ts";
import { readTopicSource } from "../../src/notebook/build/topic-source.ts";
import { compileCells } from "../../src/notebook/compile/compile.ts";
import type { SweepJob } from "../../src/notebook/protocol.ts";
import { answerJob } from "../../src/notebook/run/asking.ts";
import { Evaluator } from "../../src/notebook/run/evaluate.ts";
import { CellRuns } from "../../src/notebook/run/runs.ts";
import { loadCells, ScopeMaker } from "../../src/notebook/run/scope.ts";

export const root = resolve(import.meta.dirname, "../..");

/** Changes in the cells' texts: what stands there, and what stands there instead. */
export type Edits = Record<string, [before: string, after: string]>;

async function evaluatorOf(file: string, edits: Edits, runs = new CellRuns()): Promise<Evaluator> {
  const text = await readFile(resolve(root, file), "utf8");
  const { cells } = readTopicCells(readTopicSource(file, text));
  const edited = cells.filter(({ visible }) => visible).map((cell) => change(cell, edits[cell.id]));
  const { cells: compiled, problems } = compileCells(edited, Object.keys(engine));
  assert.deepEqual(problems, []);
  const loaded = await loadCells(compiled, loadDefinition);
  return new Evaluator(loaded, new ScopeMaker(runs.api));
}

const usual: SweepJob = { seed: "7", faults: [], knobs: {} };

/**
 * The cells of a topic, as they are or with a reader's changes. What comes back computes a name's
 * value for a seed, faults and knobs.
 */
export async function openCells(
  file: string,
  edits: Edits = {},
): Promise<(target: string, job?: Partial<SweepJob>) => unknown> {
  const evaluator = await evaluatorOf(file, edits);
  return (target, job) => evaluator.value(target, { ...usual, ...job });
}

/** What one job of a question of these cells comes to: of an exploration, all of it. */
export async function answerIn(
  file: string,
  question: string,
  job: Partial<SweepJob>,
  edits: Edits = {},
): Promise<unknown> {
  const asked = { ...usual, ...job };
  const runs = new CellRuns();
  const asking = (await evaluatorOf(file, edits, runs)).asking(question, asked);
  if (asking === undefined) throw new Error(`No cell of ${file} asks ${question}.`);
  return answerJob(asking, asked, { runs, onStates: () => {} });
}

function change<C extends { id: string; source: string }>(cell: C, edit: Edits[string]): C {
  if (edit === undefined) return cell;
  const [before, after] = edit;
  assert.ok(cell.source.includes(before), `“${before}” stands in ${cell.id}`);
  return { ...cell, source: cell.source.replace(before, after) };
}

/** Seeds 1 to `count`, the same in every test. */
export const seeds = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => String(i + 1));

/** Mean of the figures and its standard error. */
export function meanOf(figures: readonly number[]): { mean: number; error: number } {
  const { length } = figures;
  const mean = figures.reduce((sum, each) => sum + each, 0) / length;
  const squares = figures.reduce((sum, each) => sum + (each - mean) * (each - mean), 0);
  return { mean, error: Math.sqrt(squares / (length - 1) / length) };
}

/**
 * `expected` lies within four standard errors of the mean: sound figures miss that once in sixteen
 * thousand, and the seeds are fixed.
 */
export function assertMean(figures: readonly number[], expected: number, what: string): void {
  const { mean, error } = meanOf(figures);
  const words = `${what}: measured ${mean.toFixed(3)} ± ${error.toFixed(3)}, expected ${expected}`;
  assert.ok(Math.abs(mean - expected) <= 4 * error, words);
}
