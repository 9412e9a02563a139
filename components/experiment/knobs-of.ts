/** The knobs on which a run depends, in the order of the page. */
import type { Knob } from "../../src/notebook/knob.ts";
import type { PageData } from "../../src/notebook/page-data.ts";

export function knobsOf(data: PageData, run: string): Knob[] {
  const owner = new Map(data.compiled.flatMap((cell) => cell.names.map((name) => [name, cell])));
  const reached = new Set<string>();
  const names = new Set<string>();
  const visit = (name: string): void => {
    const cell = owner.get(name);
    if (cell === undefined) return;
    if (cell.knobs.includes(name)) names.add(name);
    if (reached.has(cell.id)) return;
    reached.add(cell.id);
    cell.needs.forEach(visit);
  };
  visit(run);
  return data.knobs.filter(({ name }) => names.has(name));
}
