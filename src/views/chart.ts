/**
 * A chart: measured points with their 95 % intervals, theory as a line of ink, and the reader's own
 * guess. Its text alternative, a sentence and a table, is `chartTable` in the file next door.
 */
import { widthOf } from "./fit.ts";
import { chartGeometry, positionOf, type Axis, type ChartGeometry } from "./chart-geometry.ts";
import type { ChartData, Pair, Series } from "./chart-data.ts";
import { trend } from "./chart-table.ts";
import {
  circle,
  group,
  hit,
  line,
  MARK_LIMIT,
  path,
  reach,
  round,
  text,
  type Point,
} from "./marks.ts";
import type { Mark, Scene } from "./scene.ts";
import { number } from "./words/format.ts";
import { en, type Catalogue } from "./words/index.ts";

export { chartGeometry, dataAt, positionOf } from "./chart-geometry.ts";
export type { Axis, ChartGeometry } from "./chart-geometry.ts";
export type { ChartData, Curve, Measured, Pair, Series } from "./chart-data.ts";
export { chartTable, type ChartTable } from "./chart-table.ts";

export type ChartOptions = {
  /** px */
  width: number;
  /** Where the guess is being drawn with keys: a cursor of the reader's colour. */
  cursor?: Pair;
  /** Names stand at the ends of lines; by default they do. */
  named?: boolean;
  words?: Catalogue;
  limit?: number;
};

export type ChartScene = Scene & { geometry: ChartGeometry };

export function chart(data: ChartData, options: ChartOptions): ChartScene {
  const { words = en, limit = MARK_LIMIT } = options;
  const geometry = chartGeometry(data.x, data.y, Math.round(options.width));
  const points = (data.measured ?? []).flatMap((series, i) => pointMarks(geometry, series, i));
  const room = Math.max(0, Math.floor((limit - 120) / 4));
  const left = Math.max(0, points.length - room);
  const lines = linesOf(geometry, data);
  return {
    width: geometry.width,
    height: geometry.height,
    class: "chart",
    label: data.title,
    description: trend(data),
    marks: [
      ...axes(geometry),
      ...lines,
      ...points.slice(0, room),
      ...cursor(geometry, options.cursor),
      ...((options.named ?? true) ? names(geometry, data) : []),
      ...(left > 0 ? [note(geometry, words.picture.more(left, "points"))] : []),
    ],
    geometry,
  };
}

function axes(geometry: ChartGeometry): Mark[] {
  const { width, left, right, top, bottom, height, x, y, ticks } = geometry;
  let last = -Infinity;
  const rows = ticks.y.map(({ value, words }) => {
    const at = round(positionOf(geometry, x.min, value).y);
    return group(`y${value}`, "gridline", [
      path("line", "grid", `M${left} ${at}H${right}`),
      text("words", "tick", { x: left - 10, y: at + 4 }, words, "end"),
    ]);
  });
  const columns = ticks.x.map(({ value, words }) => {
    const at = round(positionOf(geometry, value, y.min).x);
    const half = widthOf(words, true) / 2;
    const middle = Math.min(at, width - 5 - half);
    const isFree = middle - half > last + 8;
    if (isFree) last = middle + half;
    return group(`x${value}`, "gridline", [
      path("line", "stub", `M${at} ${bottom}v5`),
      isFree ? text("words", "tick", { x: middle, y: bottom + 21 }, words, "middle") : undefined,
    ]);
  });
  const along = { x: (left + right) / 2, y: height - 12 };
  return [
    ...rows,
    path("base", "base", `M${left} ${bottom}H${right}`),
    ...columns,
    text("y-label", "axis", { x: Math.min(14, left), y: top - 24 }, labelled(y)),
    text("x-label", "axis", along, labelled(x), "middle"),
  ];
}

function labelled({ label, unit = "" }: Axis): string {
  return unit === "" ? label : `${label}, ${unit}`;
}

function linesOf(geometry: ChartGeometry, data: ChartData): Mark[] {
  const theory = (data.theory ?? []).map((curve, i) =>
    path(`theory${i}`, `theory theory${i}`, pathOf(geometry, curve.points)),
  );
  if (data.guess === undefined || data.guess.length === 0) return theory;
  return [...theory, path("guess", "guess", pathOf(geometry, data.guess))];
}

/** The line through the points; what would leave the frame ends at its edge. */
function pathOf(geometry: ChartGeometry, points: readonly Pair[]): string {
  let d = "";
  let last: Point | undefined;
  for (const [x, y] of points) {
    const here = positionOf(geometry, x, y);
    const isIn = isWithin(geometry, here);
    const wasIn = last !== undefined && isWithin(geometry, last);
    if (isIn && last !== undefined && !wasIn) d += draw("M", crossing(geometry, here, last));
    if (isIn) d += draw(d === "" ? "M" : "L", here);
    if (!isIn && wasIn && last !== undefined) d += draw("L", crossing(geometry, last, here));
    last = here;
  }
  return d;
}

function draw(command: string, { x, y }: Point): string {
  return `${command}${round(x)} ${round(y)}`;
}

function isWithin({ top, bottom, left, right }: ChartGeometry, { x, y }: Point): boolean {
  return y >= top - 12 && y <= bottom + 0.5 && x >= left - 0.5 && x <= right + 0.5;
}

/** Where the way from a point inside to one outside leaves the frame, upwards or downwards. */
function crossing({ top, bottom }: ChartGeometry, inside: Point, outside: Point): Point {
  const edge = outside.y < inside.y ? top - 12 : bottom;
  const rise = outside.y - inside.y;
  const share = rise === 0 ? 1 : Math.min(1, Math.max(0, (edge - inside.y) / rise));
  return {
    x: inside.x + (outside.x - inside.x) * share,
    y: inside.y + rise * share,
  };
}

function pointMarks(geometry: ChartGeometry, series: Series, s: number): Mark[] {
  return series.points.map((point, i) => {
    const at = positionOf(geometry, point.x, point.y);
    const { low = point.y, high = point.y } = point;
    const [from, to] = [positionOf(geometry, point.x, low), positionOf(geometry, point.x, high)];
    const bar = Math.abs(from.y - to.y) > 1 ? line("interval", "interval", from, to) : undefined;
    const said = `${series.name}: ${number(point.x)}, ${number(point.y)}`;
    const mark = group(`point${s}-${i}`, `measured measured${s}`, [
      hit(at),
      bar,
      circle("dot", "dot", at, 4),
    ]);
    return reach(mark, `point:${s}:${i}`, said);
  });
}

function cursor(geometry: ChartGeometry, pair: Pair | undefined): Mark[] {
  if (pair === undefined) return [];
  const at = positionOf(geometry, ...pair);
  const x = round(at.x);
  return [
    group("cursor", "cursor", [
      path("line", "line", `M${x} ${geometry.top - 12}V${geometry.bottom}`),
      circle("dot", "dot", at, 6),
    ]),
  ];
}

/** The name of each line at its right end, in its colour; names that would touch move apart. */
function names(geometry: ChartGeometry, data: ChartData): Mark[] {
  const ends: { name: string; className: string; at: Point }[] = [];
  const add = (name: string, className: string, points: readonly Pair[]): void => {
    const inside = points
      .map(([x, y]) => positionOf(geometry, x, y))
      .filter((p) => isWithin(geometry, p));
    const end = inside.at(-1);
    if (end !== undefined) ends.push({ name, className, at: end });
  };
  for (const [i, curve] of (data.theory ?? []).entries())
    add(curve.name, `theory theory${i}`, curve.points);
  if (data.guess !== undefined) add(data.guessName ?? "your guess", "guess", data.guess);
  ends.sort((a, b) => a.at.y - b.at.y);
  let last = -Infinity;
  return ends.map(({ name, className, at }, i) => {
    const y = Math.max(at.y + (className === "guess" ? 20 : -2), last + 16);
    last = y;
    return text(`name${i}`, `line-name ${className}`, { x: at.x - 12, y }, name, "end");
  });
}

function note({ right, top }: ChartGeometry, words: string): Mark {
  return text("note", "note", { x: right, y: top - 24 }, words, "end");
}
