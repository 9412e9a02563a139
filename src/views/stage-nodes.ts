/** Nodes on the stage: symbol, name, status, running timers; a crashed one is struck out. */
import { fit } from "./fit.ts";
import type { NodeSpot } from "./layout.ts";
import { group, hit, rect, reach, text, translate, type Box, type Point } from "./marks.ts";
import { nodeBoxes } from "./obstacles.ts";
import type { Mark } from "./scene.ts";
import type { TimerSpan } from "./spans.ts";
import type { StageContext } from "./stage-context.ts";
import { clock, struckOut } from "./symbols.ts";
import { downAt } from "./trace-index.ts";
import { touching } from "./overlap.ts";
import { duration, properName } from "./words/format.ts";

/** Clocks drawn at one node. */
const CLOCKS = 3;

/** A node as it can be reached, without its clocks: what they show is not part of its name. */
export function nodeFigure(context: StageContext, spot: NodeSpot): Mark {
  const { index, selection, words } = context;
  const id = index.trace.nodes[spot.node];
  const isDown = downAt(index.crashes, spot.node, context.time) !== undefined;
  const status = statusAt(context, spot.node);
  const { symbol: drawn } = spot;
  const { halfWidth, halfHeight, top } = drawn;
  const target = `node:${id}`;
  const centre = { x: 0, y: (halfHeight - top) / 2 };
  const isSelected = selection === target;
  const marks = [
    isSelected ? halo(halfWidth, top, halfHeight) : undefined,
    hit(centre, halfWidth * 2, halfHeight + top),
    drawn.mark,
    isDown ? struckOut(halfWidth, halfHeight) : undefined,
  ];
  const figure = group("figure", "figure", marks, { transform: translate(spot.x, spot.y) });
  const all = [figure, ...labels(spot, id, status, isDown)];
  const state = `node${isDown ? " down" : ""}${isSelected ? " selected" : ""}`;
  const said = words.targets.node(index, spot.node, status);
  return reach(group("self", state, all), target, said);
}

/** A node's figure with its clocks beside it. */
export function nodeMark(context: StageContext, spot: NodeSpot, figure: Mark): Mark {
  const target = `node:${context.index.trace.nodes[spot.node]}`;
  return group(target, "spot", [figure, ...clocks(context, spot)]);
}

/** The boxes that a node and its words take. */
export function takenBy(context: StageContext, spot: NodeSpot): Box[] {
  const id = context.index.trace.nodes[spot.node];
  const status = statusAt(context, spot.node);
  const shown = status === undefined ? undefined : fit(status, spot.room, true);
  return nodeBoxes(spot, fit(properName(id, 40), spot.room, false, 15), shown);
}

/** The line under a node's name, if there is one. */
export function statusAt(
  context: Pick<StageContext, "index" | "statuses" | "time" | "words">,
  node: number,
): string | undefined {
  const { index, statuses, time, words } = context;
  if (downAt(index.crashes, node, time) !== undefined) return words.picture.down;
  const name = index.trace.nodes[node];
  if (Object.hasOwn(statuses, name)) return statuses[name];
  const works = touching(index.works, time, time);
  const isBusy = works.some(
    (i) => index.works.list[i].of === node && time < index.works.list[i].to,
  );
  return isBusy ? words.picture.busy : undefined;
}

function labels(spot: NodeSpot, id: string, status: string | undefined, isDown: boolean): Mark[] {
  const { name: at, anchor, room } = spot;
  const name = fit(properName(id, 40), room, false, 15);
  if (status === undefined || status === "") return [text("name", "name", at, name, anchor)];
  // The space keeps the two words apart for whoever hears them; the picture does not show it.
  const marks = [text("name", "name", at, `${name} `, anchor)];
  const shown = fit(status, room, true);
  const line = { x: at.x, y: at.y + 18 };
  marks.push(text("status", isDown ? "status lost" : "status", line, shown, anchor));
  return marks;
}

function halo(halfWidth: number, top: number, bottom: number): Mark {
  const box = {
    x: -halfWidth - 8,
    y: -top - 8,
    width: 2 * halfWidth + 16,
    height: top + bottom + 16,
  };
  return rect("halo", "halo", box, 10);
}

function clocks(context: StageContext, spot: NodeSpot): Mark[] {
  const { index, time } = context;
  const running = touching(index.timers, time, time)
    .map((i) => index.timers.list[i])
    .filter((timer) => timer.node === spot.node && isRunning(timer, time))
    .slice(-CLOCKS);
  return running.map((timer, i) => clockMark(context, spot, timer, i));
}

function isRunning(timer: TimerSpan, time: number): boolean {
  return timer.from <= time && (time < timer.to || timer.end === "open");
}

function clockMark(context: StageContext, spot: NodeSpot, timer: TimerSpan, i: number): Mark {
  const { at, time } = context;
  const centre = clockPlace(context, spot, i);
  const elapsed = (time - timer.from) / Math.max(1, timer.due - timer.from);
  const dial = clock("dial", centre, at.look === "road" && !at.compact ? 11 : 8, elapsed);
  const key = `timer ${timer.name}`;
  if (at.look !== "road" || at.compact || i > 0) return group(key, "timer", [dial]);
  // What is left, in steps of a tenth of its leading digit or less: no flicker of digits.
  const left = Math.max(0, timer.due - time);
  const words = { x: centre.x, y: centre.y + 27 };
  return group(key, "timer", [dial, text("left", "label", words, coarse(left), "middle")]);
}

function coarse(ns: number): string {
  const unit = [1e8, 1e7, 1e6, 1e5, 1e4].find((step) => ns >= 10 * step) ?? 1e3;
  return duration(Math.round(ns / unit) * unit);
}

/** Outside the house where there is room, else at the symbol's upper corner. */
function clockPlace({ at }: StageContext, spot: NodeSpot, i: number): Point {
  const { halfWidth, top } = spot.symbol;
  if (at.look === "road") {
    const outward = spot.node === 0 ? -1 : 1;
    if (at.compact) return { x: spot.x - outward * (halfWidth + 10 + 22 * i), y: spot.y - 36 };
    return { x: spot.x + outward * (halfWidth + 24), y: spot.y - 14 - 30 * i };
  }
  return { x: spot.x + halfWidth + 6 + 20 * i, y: spot.y - top - 4 };
}
