/** What a cell's code is given when it runs: the engine, the shim, its inputs and its knobs. */
import { markLine } from "../../engine/process/line.ts";
import { portableMath } from "../../engine/kernel/math.ts";
import type { CompiledCell } from "../cells.ts";
import { KNOB, MARK, POWER } from "../compile/marks.ts";
import { readKnob, knobProblem, type Knob, type KnobValue } from "../knob.ts";
import { shimScope, type Say } from "./shim.ts";

/** The default export of a compiled cell. */
export type Definition = (scope: Record<string, unknown>) => Record<string, unknown>;

/** A compiled cell and its loaded code. `index` is its place in the page. */
export type LoadedCell = CompiledCell & { index: number; definition: Definition };

/** The id of the cell that defines a name; empty if none does. */
export function ownerOf(cells: readonly LoadedCell[], name: string): string {
  return cells.find(({ names }) => names.includes(name))?.id ?? "";
}

/** A line of a page's code as one number: ten thousand lines a cell. */
export const LINES_PER_CELL = 10_000;

/** Makes the scope in which a cell runs. */
export class ScopeMaker {
  readonly #api: Record<string, unknown>;

  constructor(api: Record<string, unknown>) {
    this.#api = api;
  }

  /**
   * The scope of one evaluation of `cell`: `inputs` by name, knob values by `knobValue`
   * (undefined = the author's), what it prints to `say`, and its knobs to `seen`.
   */
  make(
    cell: LoadedCell,
    inputs: Record<string, unknown>,
    knobValue: (name: string) => KnobValue | undefined,
    say: Say,
    seen: (knob: Knob) => void,
  ): Record<string, unknown> {
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
        const knob = readKnob(name, label, options);
        seen(knob);
        const value = knobValue(name);
        return value === undefined || knobProblem(knob, value) !== "" ? knob.value : value;
      };
    }
    return scope;
  }
}

/** `a ** b`, as the compiler writes it: the engine's own, but for the exact powers of BigInt. */
function power(a: unknown, b: unknown): unknown {
  if (typeof a === "bigint" || typeof b === "bigint") return (a as bigint) ** (b as bigint);
  return portableMath.pow(Number(a), Number(b));
}
