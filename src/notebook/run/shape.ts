/** How a page's cells hang together in the reactive graph: names, and whether they are the same. */
import type { CompiledCell } from "../cells.ts";

/** The variable that holds all names of a cell. No name of a cell has a space in it. */
export function cellName(cell: CompiledCell): string {
  return `cell ${cell.id}`;
}

export function knobName(name: string): string {
  return `knob ${name}`;
}

/** The variable that holds a question's answer. */
export function answerName(name: string): string {
  return `answer ${name}`;
}

export function sameShape(
  before: readonly CompiledCell[],
  after: readonly CompiledCell[],
): boolean {
  const shape = (cells: readonly CompiledCell[]) =>
    JSON.stringify(
      cells.map(({ id, names, needs, knobs, questions }) => [id, names, needs, knobs, questions]),
    );
  return shape(before) === shape(after);
}
