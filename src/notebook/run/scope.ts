/** What a cell's code is given when it runs: the engine, the shim, its inputs and its knobs. */
import { markLine } from "../../engine/process/line.ts";
import { portableMath } from "../../engine/kernel/math.ts";
import type { CompiledCell } from "../cells.ts";
import { ASK, KNOB, MARK, POWER } from "../compile/marks.ts";
import type { CellQuestion } from "../questions/question.ts";
import { readKnob, knobProblem, type Knob, type KnobValue } from "../knob.ts";
import { shimScope, type Say } from "./shim.ts";

/** The default export of a compiled cell. */
export type Definition = (scope: Record<string, unknown>) => Record<string, unknown>;

/** A compiled cell and its loaded code. `index` is its place in the page. */
export type LoadedCell = CompiledCell & { index: number; definition: Definition };

/** Loads the code of a compiled cell: how, depends on where the session runs. */
export type Load = (code: string) => Promise<Definition>;

/** Loads the cells of a page, in its order. */
export function loadCells(cells: readonly CompiledCell[], load: Load): Promise<LoadedCell[]> {
  return Promise.all(
    cells.map(async (cell, index) => ({ ...cell, index, definition: await load(cell.code) })),
  );
}

/** The id of the cell that defines a name; empty if none does. */
export function ownerOf(cells: readonly LoadedCell[], name: string): string {
  return cells.find(({ names }) => names.includes(name))?.id ?? "";
}

/** A line of a page's code as one number: ten thousand lines a cell. */
export const LINES_PER_CELL = 10_000;

/** What a cell is given from outside, and whom it tells, in one evaluation. */
export type Surroundings = {
  inputs: Readonly<Record<string, unknown>>;
  /** Values of knobs; undefined: the author's. */
  knob: (name: string) => KnobValue | undefined;
  /** What it prints. */
  say: Say;
  /** Its knobs. */
  seen: (knob: Knob) => void;
  /** Its questions: the call's arguments. What this returns stands for the answer meanwhile. */
  asked: (question: CellQuestion, args: readonly unknown[]) => unknown;
};

/** Makes the scope in which a cell runs. */
export class ScopeMaker {
  readonly #api: Record<string, unknown>;

  constructor(api: Record<string, unknown>) {
    this.#api = api;
  }

  /** The scope of one evaluation of `cell`. */
  make(cell: LoadedCell, { inputs, knob, say, seen, asked }: Surroundings) {
    const first = cell.index * LINES_PER_CELL;
    const scope: Record<string, unknown> = {
      ...this.#api,
      ...shimScope(portableMath, say),
      ...inputs,
      [MARK]: (line: number) => markLine(first + line),
      [POWER]: power,
    };
    for (const name of cell.knobs) {
      scope[KNOB + name] = (label: unknown, options: unknown) => {
        const spec = readKnob(name, label, options);
        seen(spec);
        const value = knob(name);
        return value === undefined || knobProblem(spec, value) !== "" ? spec.value : value;
      };
    }
    for (const question of cell.questions) {
      scope[ASK + question.name] = (...args: unknown[]) => asked(question, args);
    }
    return scope;
  }
}

/** `a ** b`, as the compiler writes it: the engine's own, but for the exact powers of BigInt. */
function power(a: unknown, b: unknown): unknown {
  if (typeof a === "bigint" || typeof b === "bigint") return (a as bigint) ** (b as bigint);
  return portableMath.pow(Number(a), Number(b));
}
