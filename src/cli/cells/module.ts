/** The cells of a file as a module from which values, runs and specs can be had for any job. */
import type { Job } from "../../engine/check/pool.ts";
import type { Run, Spec } from "../../engine/index.ts";
import { loadDefinition } from "../../notebook/build/serve.ts";
import type { CompiledCell } from "../../notebook/cells.ts";
import type { Knob } from "../../notebook/knob.ts";
import { Evaluator } from "../../notebook/run/evaluate.ts";
import { readFailure } from "../../notebook/run/failure.ts";
import { CellRuns, notARun } from "../../notebook/run/runs.ts";
import { loadCells, type LoadedCell, ScopeMaker } from "../../notebook/run/scope.ts";
import type { NameKind } from "./messages.ts";

export class CellModule {
  /** The knobs that have been seen so far, by name. */
  readonly knobs = new Map<string, Knob>();
  readonly #cells: readonly LoadedCell[];
  readonly #runs = new CellRuns();
  readonly #evaluator: Evaluator;

  private constructor(cells: readonly LoadedCell[]) {
    this.#cells = cells;
    const seen = (knob: Knob): void => void this.knobs.set(knob.name, knob);
    this.#evaluator = new Evaluator(cells, new ScopeMaker(this.#runs.api), {}, seen);
  }

  static async load(cells: readonly CompiledCell[]): Promise<CellModule> {
    return new CellModule(await loadCells(cells, loadDefinition));
  }

  /**
   * Gives values for a job, by name; each cell is run once, when it is first needed.
   * @returns what throws an Error with what a cell has thrown, and where.
   */
  reader({ knobs, seed, faults }: Job): (name: string) => unknown {
    const read = this.#evaluator.reader({ knobs, seed: String(seed), faults });
    return (name) => {
      try {
        return read(name);
      } catch (error) {
        const { message, cell, line } = readFailure(error, "");
        throw new Error(line > 0 ? `${message} (cell “${cell}”, line ${line})` : message);
      }
    };
  }

  /**
   * The value of a name as a run, with the spec that it is the run of.
   * @throws Error if it is none.
   */
  runOf(name: string, run: unknown): { run: Run; spec: Spec } {
    const spec = this.#runs.specOf(run);
    if (spec !== undefined) return { run: run as Run, spec };
    throw new Error(notARun(name));
  }

  /** What each name of the cells stands for. All knobs have been seen after it. */
  names(job: Job): Record<string, NameKind> {
    const read = this.reader(job);
    const all = this.#cells.flatMap((cell) => cell.names);
    return Object.fromEntries(all.map((name) => [name, this.#kindOf(name, read)]));
  }

  #kindOf(name: string, read: (name: string) => unknown): NameKind {
    try {
      const value = read(name);
      if (typeof value === "number" || typeof value === "boolean") return typeof value as NameKind;
      const isClass = /^class\b/.test(String(value));
      return typeof value === "function" && !isClass ? "function" : "other";
    } catch {
      return "other"; // whoever needs it will be told
    }
  }
}
