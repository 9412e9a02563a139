/** What an answer depends on, in a line: with another key, a question has to be asked again. */
import { hashText } from "../../experiment/hash.ts";
import type { CompiledCell } from "../cells.ts";
import type { KnobValue } from "../knob.ts";
import type { Question } from "./question.ts";

/** What stands behind a question: the hash of all code, and the knobs. */
type Behind = { code: string; knobs: readonly string[] };

/** By the cells of a page, as they were compiled, and a question's name: asked at every change. */
const behind = new WeakMap<readonly CompiledCell[], Map<string, Behind>>();

/** The code that a question's runs and functions are made of, its knobs, and what was asked. */
export function questionKey(
  cells: readonly CompiledCell[],
  knobs: Readonly<Record<string, KnobValue>>,
  { name, kind, asked }: Question,
): string {
  const known = behind.get(cells) ?? new Map<string, Behind>();
  behind.set(cells, known);
  const { code, knobs: turned } = known.get(name) ?? lookBehind(cells, name);
  known.set(name, { code, knobs: turned });
  return JSON.stringify([kind, asked, code, turned.map((knob) => [knob, knobs[knob]])]);
}

/** The cell that defines a name and all that it needs, in the page's order. */
function lookBehind(cells: readonly CompiledCell[], name: string): Behind {
  const found = new Set<CompiledCell>();
  const names = [name];
  for (let next = names.pop(); next !== undefined; next = names.pop()) {
    const wanted = next;
    const cell = cells.find((each) => each.names.includes(wanted));
    if (cell === undefined || found.has(cell)) continue;
    found.add(cell);
    names.push(...cell.needs);
  }
  const needed = cells.filter((cell) => found.has(cell));
  const code = hashText(JSON.stringify(needed.map((cell) => cell.code)));
  return { code, knobs: needed.flatMap((cell) => cell.knobs) };
}
