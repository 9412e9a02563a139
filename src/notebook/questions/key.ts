/** What an answer depends on, in a line: with another key, a question has to be asked again. */
import { hashText } from "../../experiment/hash.ts";
import type { CompiledCell } from "../cells.ts";
import type { KnobValue } from "../knob.ts";
import type { Question } from "./question.ts";

/** The code that a question's runs and functions are made of, its knobs, and what was asked. */
export function questionKey(
  cells: readonly CompiledCell[],
  knobs: Readonly<Record<string, KnobValue>>,
  { name, kind, asked }: Question,
): string {
  const needed = cellsBehind(cells, name);
  const turned = needed.flatMap((cell) => cell.knobs.map((knob) => [knob, knobs[knob]]));
  return hashText(JSON.stringify([kind, asked, needed.map(({ code }) => code), turned]));
}

/** The cell that defines a name and all that it needs, in the page's order. */
function cellsBehind(cells: readonly CompiledCell[], name: string): CompiledCell[] {
  const found = new Set<CompiledCell>();
  const names = [name];
  for (let next = names.pop(); next !== undefined; next = names.pop()) {
    const wanted = next;
    const cell = cells.find((each) => each.names.includes(wanted));
    if (cell === undefined || found.has(cell)) continue;
    found.add(cell);
    names.push(...cell.needs);
  }
  return cells.filter((cell) => found.has(cell));
}
