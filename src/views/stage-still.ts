/**
 * What of a stage stands still from one picture to the next: nodes with their names and statuses,
 * roads and their captions. They are drawn anew only when something about them has changed, and
 * are else the very same marks, which `patch` does not look at again.
 */
import { layout, type Layout } from "./layout.ts";
import { countMarks, type Box } from "./marks.ts";
import type { Mark } from "./scene.ts";
import type { StageContext } from "./stage-context.ts";
import { nodeFigure, statusAt, takenBy } from "./stage-nodes.ts";
import { commonCaption, roadMark } from "./stage-roads.ts";
import type { StageOptions } from "./stage-options.ts";
import type { TraceIndex } from "./trace-index.ts";

/** Marks of as many things as fit; `left` is how many do not. */
export type Fitting = { marks: Mark[]; left: number };

export type Still = {
  at: Layout;
  caption: string | undefined;
  roads: Fitting;
  /** By node, as many as fit: all of it but its clocks. */
  figures: Fitting;
  /** How many marks these are. */
  used: number;
  /** The boxes that they take. */
  taken: readonly Box[];
};

type Known = { options: StageOptions; state: string; still: Still };

const known = new WeakMap<TraceIndex, Known>();

/** The still part of a stage; the same object as before while nothing in it has changed. */
export function still(
  context: Omit<StageContext, "at" | "taken">,
  options: StageOptions,
  limit: number,
): Still {
  const { index } = context;
  const state = stateOf(context);
  const before = known.get(index);
  if (before !== undefined && before.state === state && isAlike(before.options, options)) {
    return before.still;
  }
  const at =
    before !== undefined && isPlacedAlike(before.options, options)
      ? before.still.at
      : layout(index.trace, Math.round(options.width), options);
  const drawn = drawStill({ ...context, at, taken: [] }, limit);
  known.set(index, { options, state, still: drawn });
  return drawn;
}

function drawStill(context: StageContext, limit: number): Still {
  const { at, taken } = context;
  for (const spot of at.nodes) taken.push(...takenBy(context, spot));
  const caption = commonCaption(context);
  const roads = within(limit / 4, at.roads, (road, i) => roadMark(context, road, i, caption));
  const figures = within(limit / 3, at.nodes, (spot) => nodeFigure(context, spot));
  const used = countMarks(roads.marks) + countMarks(figures.marks);
  return { at, caption, roads, figures, used, taken };
}

/** All that changes with time in what stands still: what is down, and each node's status. */
function stateOf(context: Omit<StageContext, "at" | "taken">): string {
  const { index, time, selection } = context;
  const cut = index.cuts.filter(({ from, to }) => from <= time && time < to).map(({ of }) => of);
  const statuses = index.trace.nodes.map((_, node) => statusAt(context, node) ?? null);
  return JSON.stringify([selection, cut, statuses]);
}

function isPlacedAlike(a: StageOptions, b: StageOptions): boolean {
  return a.width === b.width && a.roles === b.roles && a.places === b.places;
}

function isAlike(a: StageOptions, b: StageOptions): boolean {
  return isPlacedAlike(a, b) && a.words === b.words && a.limit === b.limit;
}

function within<T>(limit: number, things: readonly T[], draw: (thing: T, i: number) => Mark) {
  const marks: Mark[] = [];
  let used = 0;
  for (let i = 0; i < things.length; i++) {
    const mark = draw(things[i], i);
    used += countMarks([mark]);
    if (used > limit) return { marks, left: things.length - i };
    marks.push(mark);
  }
  return { marks, left: 0 };
}
