/** Cells compiled and run in this thread, as several test files need them. */
import assert from "node:assert/strict";
import * as engine from "../../../src/engine/index.ts";
import type { Cell, CellProblem, CompiledCell } from "../../../src/notebook/cells.ts";
import { compileCells } from "../../../src/notebook/compile/compile.ts";
import { loadDefinition } from "../../../src/notebook/build/serve.ts";
import { Evaluator } from "../../../src/notebook/run/evaluate.ts";
import { loadCells, ScopeMaker, type LoadedCell } from "../../../src/notebook/run/scope.ts";
import type { SweepJob } from "../../../src/notebook/protocol.ts";

export const api = Object.keys(engine);

/** Cells called first, second, third… */
export function cellsOf(...sources: string[]): Cell[] {
  const names = ["first", "second", "third", "fourth", "fifth"];
  return sources.map((source, i) => ({ id: names[i], title: names[i], source }));
}

/** Compiles what must compile. */
export function compiled(...sources: string[]): CompiledCell[] {
  const { cells, problems } = compileCells(cellsOf(...sources), api);
  assert.deepEqual(problems, []);
  return cells;
}

/** What the compiler says of cells that it must refuse. */
export function refused(...sources: string[]): CellProblem[] {
  const { problems } = compileCells(cellsOf(...sources), api);
  assert.notDeepEqual(problems, [], "nothing was refused");
  return problems;
}

/** Loads compiled code as the build's worker does. */
export { loadDefinition as load };

export const loadAll = (cells: readonly CompiledCell[]): Promise<LoadedCell[]> =>
  loadCells(cells, loadDefinition);

export const plainJob: SweepJob = { seed: "7", faults: [], knobs: {} };

/** The value of `target` in a page of these cells. */
export async function valueOf(
  target: string,
  sources: string[],
  job: Partial<SweepJob> = {},
): Promise<unknown> {
  const cells = await loadAll(compiled(...sources));
  const evaluator = new Evaluator(cells, new ScopeMaker({ ...engine }));
  return evaluator.value(target, { ...plainJob, ...job });
}
