/**
 * The stage: nodes, the roads between them, and every packet where it is at this moment. A packet's
 * place is its share of the time of its flight; nothing is eased.
 */
import { layout, type Layout, type LayoutOptions } from "./layout.ts";
import { countMarks, MARK_LIMIT, text } from "./marks.ts";
import type { Mark, Scene } from "./scene.ts";
import type { StageContext } from "./stage-context.ts";
import { nodeMark, takenBy } from "./stage-nodes.ts";
import { deadMarks } from "./stage-losses.ts";
import { packetMarks } from "./stage-packets.ts";
import { commonCaption, roadMark } from "./stage-roads.ts";
import type { TraceIndex } from "./trace-index.ts";
import { en, logLine, tellingRow, type Catalogue } from "./words/index.ts";

export type StageOptions = LayoutOptions & {
  /** px */
  width: number;
  /** The playhead: ns of simulated time. */
  time: number;
  /** The target that is selected, e.g. `flight:12`. */
  selection?: string;
  /** One line under each node, by name: what it is about, where a moment has told it. */
  statuses?: Record<string, string>;
  words?: Catalogue;
  /** The most marks that may be drawn; what is left out is counted in words. */
  limit?: number;
};

export function stage(index: TraceIndex, options: StageOptions): Scene {
  const { width, time, selection, statuses = {}, words = en } = options;
  const at = layout(index.trace, Math.round(width), options);
  const context: StageContext = { index, at, time, selection, statuses, words, taken: [] };
  for (const spot of at.nodes) context.taken.push(...takenBy(context, spot));
  const limit = options.limit ?? MARK_LIMIT;
  const notes: string[] = [];
  const caption = commonCaption(context);
  const roads = within(limit / 4, at.roads, (road, i) => roadMark(context, road, i, caption));
  const nodes = within(limit / 3, at.nodes, (spot) => nodeMark(context, spot));
  const used = countMarks(roads.marks) + countMarks(nodes.marks);
  const dead = deadMarks(context);
  const packets = packetMarks(context, limit - used - countMarks(dead) - 1);
  if (roads.left > 0) notes.push(words.picture.more(roads.left, "links"));
  if (nodes.left > 0) notes.push(words.picture.more(nodes.left, "nodes"));
  if (packets.left > 0) notes.push(words.picture.more(packets.left, "packets"));
  return {
    width: at.width,
    height: at.height,
    class: "stage",
    label: words.picture.stage(index),
    description: logLine(index, tellingRow(index, time), words),
    marks: [
      ...roads.marks,
      ...nodes.marks,
      ...dead,
      ...packets.marks,
      ...footer(at, caption, notes),
    ],
  };
}

/** Marks of as many things as fit; `left` is how many do not. */
function within<T>(
  limit: number,
  things: readonly T[],
  draw: (thing: T, i: number) => Mark,
): { marks: Mark[]; left: number } {
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

function footer(at: Layout, caption: string | undefined, notes: readonly string[]): Mark[] {
  const marks: Mark[] = [];
  const y = at.height - 12;
  if (caption !== undefined && at.look === "net") {
    marks.push(text("caption", "caption", { x: 14, y }, caption));
  }
  if (notes.length > 0) {
    marks.push(text("notes", "note", { x: at.width - 14, y }, notes.join(", "), "end"));
  }
  return marks;
}
