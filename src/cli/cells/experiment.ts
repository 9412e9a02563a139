/** A file's cells as a module that exports an experiment, for whoever loads experiments by name. */
import type { Job } from "../../engine/check/pool.ts";
import type { Experiment } from "../../engine/check/sweep.ts";
import type { CompiledCell } from "../../notebook/cells.ts";
import { removeLocale } from "../../notebook/run/shim.ts";
import { CellModule } from "./module.ts";

/** The experiment of a run that cells define, for a process that loads nothing else. */
export async function cellExperiment(
  cells: readonly CompiledCell[],
  run: string,
): Promise<Experiment> {
  removeLocale();
  const module = await CellModule.load(cells);
  return (job: Job) => module.runOf(run, module.reader(job)(run)).spec;
}

/** The address of a module that exports such an experiment as `experiment`. */
export function experimentModule(cells: readonly CompiledCell[], run: string): string {
  const code =
    `import { cellExperiment } from ${JSON.stringify(import.meta.url)};\n` +
    "export const experiment = await cellExperiment(" +
    `${JSON.stringify(cells)}, ${JSON.stringify(run)});\n`;
  return `data:text/javascript;charset=utf-8,${encodeURIComponent(code)}`;
}
