/** Packets on the space-time diagram: slanted lines, each by its fate. */
import type { Flight } from "../engine/trace/flights.ts";
import { widthOf } from "./fit.ts";
import {
  circle,
  countMarks,
  cross,
  group,
  line,
  path,
  reach,
  round,
  text,
  type Box,
  type Point,
} from "./marks.ts";
import { previewOf } from "./messages.ts";
import { claim, textBox } from "./obstacles.ts";
import { touching } from "./overlap.ts";
import type { Mark } from "./scene.ts";
import { xAt, type Geometry } from "./space-time-geometry.ts";
import { shareAt } from "./stage-packets.ts";
import type { TraceIndex } from "./trace-index.ts";
import type { Catalogue } from "./words/catalogue.ts";

/** What the parts of a space-time diagram share. */
export type Drawing = {
  index: TraceIndex;
  geometry: Geometry;
  time: number;
  selection: string | undefined;
  words: Catalogue;
  lit: ReadonlySet<number>;
  /** What is taken by labels. */
  taken: Box[];
};

/** The flights of the window, as many as fit into `limit` marks. */
export function flightsIn(drawing: Drawing, limit: number): { marks: Mark[]; left: number } {
  const { index, geometry } = drawing;
  const visible = touching(index.flightSpans, geometry.window.from, geometry.window.to);
  const isDense = visible.length > (geometry.right - geometry.left) / 3;
  const marks: Mark[] = [];
  let used = 0;
  for (const i of visible) {
    const mark = flightMark(drawing, i, isDense, visible.length <= LABELLED);
    used += countMarks([mark]);
    if (used > limit) break;
    marks.push(mark);
  }
  return { marks, left: visible.length - marks.length };
}

/** Where a flight begins and ends on the diagram. */
function endsOf({ index, geometry }: Drawing, flight: Flight): { from: Point; to: Point } {
  const { from, to } = index.trace.links[flight.link];
  const [start, end] = [geometry.lanes[from], geometry.lanes[to]];
  const share = shareAt(index, flight, flight.to);
  return {
    from: { x: xAt(geometry, flight.from), y: start },
    to: { x: xAt(geometry, flight.to), y: start + (end - start) * share },
  };
}

function flightMark(drawing: Drawing, i: number, isDense: boolean, isLabelled: boolean): Mark {
  const { index, time, selection, words, lit } = drawing;
  const flight = index.flights[i];
  const message = index.messages.get(flight.message);
  const { from, to, isCut } = clip(drawing.geometry, endsOf(drawing, flight));
  const target = `flight:${i}`;
  const isAnswer = message?.isAnswer ?? false;
  const names = ["flight", isAnswer ? "answer" : "data", ...fateClasses(flight)];
  if (flight.copy) names.push("copy");
  if (flight.from > time) names.push("future");
  if (selection === target) names.push("selected");
  else if (lit.has(i)) names.push("lit");
  const marks = [
    isDense ? undefined : path("hit", "hit", strip(from, to)),
    ...lines(xAt(drawing.geometry, time), from, to),
    isCut ? undefined : ending(flight, time, to),
    ...damages(drawing, flight, from, to),
    message === undefined || !isLabelled ? undefined : label(drawing, previewOf(message), from, to),
  ];
  const mark = group(target, names.join(" "), marks);
  return isDense ? mark : reach(mark, target, words.targets.flight(index, i, time));
}

function fateClasses(flight: Flight): string[] {
  if (flight.fate === "arrived") return flight.discarded ? ["lost", "discarded"] : [];
  return flight.fate === "flying"
    ? ["flying"]
    : ["lost", flight.fate === "lost" ? "chance" : flight.fate];
}

/** What lies within the window of a line; `isCut` if its end does not. */
function clip(
  { left, right }: Geometry,
  { from, to }: { from: Point; to: Point },
): { from: Point; to: Point; isCut: boolean } {
  const at = (x: number): Point => {
    const share = (x - from.x) / (to.x - from.x || 1);
    return { x, y: from.y + (to.y - from.y) * share };
  };
  const start = from.x < left - 6 ? at(left - 6) : from;
  const isCut = to.x > right;
  return { from: start, to: isCut ? at(right) : to, isCut };
}

/** One line; while the packet is on its way (`now` px), what it has yet to go is faint. */
function lines(now: number, from: Point, to: Point): Mark[] {
  if (now <= from.x || now >= to.x) return [line("way", "way", from, to)];
  const share = (now - from.x) / (to.x - from.x);
  const here = { x: now, y: from.y + (to.y - from.y) * share };
  return [line("way", "way", from, here), line("ahead", "way future", here, to)];
}

function ending(flight: Flight, time: number, at: Point): Mark | undefined {
  const state = time >= flight.from && time < flight.to ? " future" : "";
  if (flight.fate === "flying") return undefined;
  if (flight.fate === "arrived" && !flight.discarded) return circle("end", `end${state}`, at, 3);
  return path("end", `struck${state}`, cross(at, 4.5));
}

/** A notch across the line where a bit flipped. */
function damages({ index, geometry }: Drawing, flight: Flight, from: Point, to: Point): Mark[] {
  return flight.corrupted.slice(0, 4).map((row, i) => {
    const share = (index.trace.time(row) - flight.from) / Math.max(1, flight.to - flight.from);
    const x = round(xAt(geometry, index.trace.time(row)));
    const y = round(from.y + (to.y - from.y) * share);
    return path(`damage${i}`, "damage", `M${x - 7} ${y}l3.5 -5l3.5 10l3.5 -10l3.5 5`);
  });
}

/** With more flights than this in the window, what they say would cover them. */
const LABELLED = 40;

/** What the packet says, along its line, where the line is flat enough to bear it. */
function label({ taken }: Drawing, words: string, from: Point, to: Point): Mark | undefined {
  const width = widthOf(words, true);
  if (to.x - from.x < width * 1.15 + 24) return undefined;
  const slope = (to.y - from.y) / (to.x - from.x);
  const at = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const above = { x: at.x, y: at.y - 7 - Math.abs(slope) * width * 0.12 };
  const isFree = claim(taken, textBox(above.x, above.y, words, "middle"));
  return isFree ? text("label", "label", above, words, "middle") : undefined;
}

/** What a finger finds of a slanted line: a strip about it, at least 24 px each way. */
function strip(from: Point, to: Point): string {
  const spare = Math.max(0, 24 - Math.abs(to.y - from.y)) / 2;
  const down = to.y >= from.y ? spare : -spare;
  const [x1, y1, x2, y2] = [from.x, from.y - down, to.x, to.y + down].map(round);
  return `M${x1 - 12} ${y1}H${x1 + 12}L${x2 + 12} ${y2}H${x2 - 12}Z`;
}

/** The flight whose line passes nearest to a point, within `reach` px; undefined if none does. */
export function nearestFlight(
  index: TraceIndex,
  geometry: Geometry,
  point: Point,
  within = 14,
): number | undefined {
  const { from, to } = geometry.window;
  const drawing = { index, geometry } as Drawing;
  let best: number | undefined;
  let least = within;
  for (const i of touching(index.flightSpans, from, to)) {
    const ends = endsOf(drawing, index.flights[i]);
    const distance = distanceTo(point, ends.from, ends.to);
    if (distance > least) continue;
    least = distance;
    best = i;
  }
  return best;
}

function distanceTo(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy || 1;
  const along = ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const share = Math.min(1, Math.max(0, along));
  const [x, y] = [point.x - from.x - dx * share, point.y - from.y - dy * share];
  return Math.sqrt(x * x + y * y);
}
