/**
 * The stage: nodes, the roads between them, and every packet where it is at this moment. A packet's
 * place is its share of the time of its flight; nothing is eased.
 */
import type { Layout } from "./layout.ts";
import { countMarks, MARK_LIMIT, text } from "./marks.ts";
import type { Mark, Scene } from "./scene.ts";
import type { StageContext } from "./stage-context.ts";
import { nodeMark } from "./stage-nodes.ts";
import { deadMarks } from "./stage-losses.ts";
import { packetMarks } from "./stage-packets.ts";
import type { StageOptions } from "./stage-options.ts";
import { still } from "./stage-still.ts";
import type { TraceIndex } from "./trace-index.ts";
import { en, logLine, tellingRow } from "./words/index.ts";

export type { StageOptions } from "./stage-options.ts";

export function stage(index: TraceIndex, options: StageOptions): Scene {
  const { time, selection, statuses = {}, words = en } = options;
  const limit = options.limit ?? MARK_LIMIT;
  const scenery = still({ index, time, selection, statuses, words }, options, limit);
  const { at, caption, roads, figures } = scenery;
  const taken = [...scenery.taken];
  const context: StageContext = { index, at, time, selection, statuses, words, taken };
  const nodes = figures.marks.map((figure, i) => nodeMark(context, at.nodes[i], figure));
  const dead = deadMarks(context);
  const left = limit - scenery.used - countMarks(nodes) - countMarks(dead) - 1;
  const packets = packetMarks(context, left);
  const notes: string[] = [];
  if (roads.left > 0) notes.push(words.picture.more(roads.left, "links"));
  if (figures.left > 0) notes.push(words.picture.more(figures.left, "nodes"));
  if (packets.left > 0) notes.push(words.picture.more(packets.left, "packets"));
  return {
    width: at.width,
    height: at.height,
    class: "stage",
    label: words.picture.stage(index),
    description: logLine(index, tellingRow(index, time), words),
    marks: [...roads.marks, ...nodes, ...dead, ...packets.marks, ...footer(at, caption, notes)],
  };
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
