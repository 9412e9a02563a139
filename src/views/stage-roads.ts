/** Roads (between two houses) and lines (between many nodes), whole or cut. */
import { fit } from "./fit.ts";
import { ROAD_Y, type RoadSpot } from "./layout.ts";
import { cross, group, line, path, reach, rect, round, text, type Point } from "./marks.ts";
import { claim, textBox } from "./obstacles.ts";
import type { Mark } from "./scene.ts";
import type { StageContext } from "./stage-context.ts";
import { downAt } from "./trace-index.ts";
import { properName } from "./words/format.ts";

/** Half the width of a road, and half the gap where it is cut, px. */
const HALF = 12;
const GAP = 24;

/** The caption that all links share, on a stage of many nodes where none has one of its own. */
export function commonCaption({ index, at, words }: StageContext): string | undefined {
  if (at.look === "road") return undefined;
  const captions = new Set(index.trace.links.map((link) => words.picture.link(link)));
  const [only] = captions;
  return captions.size === 1 ? words.picture.eachLink(only) : undefined;
}

export function roadMark(
  context: StageContext,
  road: RoadSpot,
  i: number,
  shared: string | undefined,
): Mark {
  const { index, at, words, selection } = context;
  const { trace } = index;
  const cut = road.links.filter((link) => downAt(index.cuts, link, context.time) !== undefined);
  const isCut = cut.length === road.links.length;
  const target = `link:${trace.links[road.links[0]].id}`;
  const isSelected = road.links.some((link) => selection === `link:${trace.links[link].id}`);
  const inside = at.look === "road" ? roadInside(road, isCut) : lineInside(road, isCut);
  if (cut.length > 0) inside.push(cutWords(context, road, cut, isCut));
  if (at.look === "road") inside.push(...captions(context, road, isCut));
  else if (shared === undefined) inside.push(...lineCaption(context, road));
  const state = `road${cut.length > 0 ? " cut" : ""}${isSelected ? " selected" : ""}`;
  const said = words.targets.link(index, road.links, isCut);
  return reach(group(`road${i}`, state, inside), target, said);
}

function roadInside(road: RoadSpot, isCut: boolean): Mark[] {
  const [left, right] = [road.from.x, road.to.x];
  const middle = (left + right) / 2;
  const pieces = isCut
    ? [piece("left", left, middle - GAP), piece("right", middle + GAP, right)]
    : [piece("whole", left, right)];
  const box = { x: left, y: ROAD_Y - HALF - 2, width: right - left, height: 2 * HALF + 4 };
  const marks = [rect("hit", "hit", box), ...pieces];
  if (!isCut) return marks;
  marks.push(path("tear-left", "tear", tear(middle - GAP)));
  marks.push(path("tear-right", "tear", tear(middle + GAP)));
  return marks;
}

function piece(key: string, left: number, right: number): Mark {
  const top = round(ROAD_Y - HALF);
  const bottom = round(ROAD_Y + HALF);
  const [from, to] = [round(left), round(right)];
  const box = { x: left, y: top, width: Math.max(0, right - left), height: 2 * HALF };
  return group(key, "piece", [
    rect("surface", "surface", box),
    path("edges", "edge", `M${from} ${top}H${to}M${from} ${bottom}H${to}`),
    path("middle", "middle", `M${from + 11} ${ROAD_Y}H${to - 6}`),
  ]);
}

function tear(x: number): string {
  const at = round(x);
  return `M${at} ${ROAD_Y - HALF - 4}l5 6l-8 6l9 6l-9 6l6 5`;
}

function cutWords(
  { at, index, words, taken }: StageContext,
  road: RoadSpot,
  cut: readonly number[],
  isCut: boolean,
): Mark {
  const middle = between(road);
  const { to } = index.trace.links[cut[0]];
  const towards = words.picture.cutTowards(properName(index.trace.nodes[to] ?? ""));
  const said = isCut ? words.picture.cut : towards;
  if (at.look === "road") {
    // A road that is cut one way only is whole to look at: the cross stands above its middle.
    const y = isCut ? ROAD_Y : ROAD_Y - HALF - 8;
    return group("cut", "cut", [
      path("cross", "struck", cross({ x: middle.x, y }, 7)),
      text("words", "label", { x: middle.x, y: ROAD_Y - HALF - 20 }, said, "middle"),
    ]);
  }
  const isSteep = Math.abs(road.to.y - road.from.y) > Math.abs(road.to.x - road.from.x);
  const where = isSteep ? { x: middle.x + 16, y: middle.y + 4 } : { x: middle.x, y: middle.y + 20 };
  const anchor = isSteep ? "start" : "middle";
  const box = textBox(where.x, where.y, said, anchor);
  const marks = [path("cross", "struck", cross(middle, 6))];
  const isInside = box.x > 4 && box.x + box.width < at.width - 4;
  if (isInside && claim(taken, box)) marks.push(text("words", "label", where, said, anchor));
  return group("cut", "cut", marks);
}

function captions({ index, at, words }: StageContext, road: RoadSpot, isCut: boolean): Mark[] {
  const middle = between(road);
  const y = at.compact ? at.height - 10 : ROAD_Y + 46;
  const lines = captionLines(road, (link) => words.picture.link(index.trace.links[link]));
  const room = at.compact ? at.width - 20 : road.to.x - road.from.x + 40;
  const state = isCut ? "caption faint" : "caption";
  return lines.map((words, i) => {
    const line = { x: middle.x, y: y + (i - (at.compact ? lines.length - 1 : 0)) * 16 };
    return text(`caption${i}`, state, line, fit(words, room, false), "middle");
  });
}

/** One line where both ways are alike, else one for each way with its arrow; parallel ones once. */
function captionLines(road: RoadSpot, caption: (link: number) => string): string[] {
  const lines = [...new Set(road.links.map(caption))];
  if (lines.length < 2) return lines;
  const arrows = road.links.map((link, i) => `${i % 2 === 0 ? "→" : "←"} ${caption(link)}`);
  return [...new Set(arrows)].slice(0, 2);
}

function lineInside(road: RoadSpot, isCut: boolean): Mark[] {
  const { from, to } = road;
  const marks: Mark[] = [fatLine(from, to)];
  if (!isCut) return [...marks, line("whole", "wire", from, to)];
  const middle = between(road);
  const length = Math.sqrt((to.x - from.x) ** 2 + (to.y - from.y) ** 2) || 1;
  const gap = { x: ((to.x - from.x) / length) * 12, y: ((to.y - from.y) / length) * 12 };
  const near = { x: middle.x - gap.x, y: middle.y - gap.y };
  const far = { x: middle.x + gap.x, y: middle.y + gap.y };
  marks.push(line("left", "wire", from, near), line("right", "wire", far, to));
  return marks;
}

/** What a finger finds of a line: a strip 24 px wide along it. */
function fatLine(from: Point, to: Point): Mark {
  const length = Math.sqrt((to.x - from.x) ** 2 + (to.y - from.y) ** 2) || 1;
  const nx = (-(to.y - from.y) / length) * 12;
  const ny = ((to.x - from.x) / length) * 12;
  const corners = [
    [from.x + nx, from.y + ny],
    [to.x + nx, to.y + ny],
    [to.x - nx, to.y - ny],
    [from.x - nx, from.y - ny],
  ];
  return path("hit", "hit", `M${corners.map((xy) => xy.map(round).join(" ")).join("L")}Z`);
}

function lineCaption({ index, words, taken }: StageContext, road: RoadSpot): Mark[] {
  const { from, to } = road;
  const caption = words.picture.link(index.trace.links[road.links[0]]);
  const length = Math.sqrt((to.x - from.x) ** 2 + (to.y - from.y) ** 2);
  const shown = fit(caption, length - 16, false);
  if (shown.length < Math.min(6, caption.length)) return [];
  const middle = between(road);
  const at = { x: middle.x, y: middle.y + 26 };
  if (!claim(taken, textBox(at.x, at.y, shown, "middle", false))) return [];
  return [text("caption", "caption", at, shown, "middle")];
}

function between({ from, to }: RoadSpot): Point {
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}
