/**
 * The space-time diagram: a line for each node, time from left to right, packets as slanted lines.
 * What lies after the playhead is drawn faint. The diagram is the scrubber: `timeAt` turns a
 * pointer's x into a time.
 */
import { widthOf } from "./fit.ts";
import { countMarks, group, MARK_LIMIT, path, rect, round, text, translate } from "./marks.ts";
import type { Mark, Scene } from "./scene.ts";
import { flightsIn, type Drawing } from "./space-time-flights.ts";
import {
  spaceTimeGeometry,
  windowFor,
  xAt,
  type Geometry,
  type Window,
} from "./space-time-geometry.ts";
import { crashMarks, cutMarks, eventMarks, timerMarks, workMarks } from "./space-time-spans.ts";
import { decimalsOf, niceTicks, tickStep } from "./ticks.ts";
import { causesOf, type TraceIndex } from "./trace-index.ts";
import { quantity } from "./words/format.ts";
import { en, logLine, tellingRow, type Catalogue } from "./words/index.ts";

export { nearestFlight } from "./space-time-flights.ts";
export { spaceTimeGeometry, timeAt, windowFor, xAt } from "./space-time-geometry.ts";
export type { Geometry, Window } from "./space-time-geometry.ts";

export type SpaceTimeOptions = {
  /** px */
  width: number;
  /** The playhead: ns of simulated time. */
  time: number;
  /** What stretch of time to show; by default what `windowFor` chooses. */
  window?: Window;
  /** The target that is selected, e.g. `flight:12`; the packets that brought it about are lit. */
  selection?: string;
  words?: Catalogue;
  /** The most marks that may be drawn; what is left out is counted in words. */
  limit?: number;
};

/** A scene that also says where time lies on it. */
export type SpaceTimeScene = Scene & { geometry: Geometry };

export function spaceTime(index: TraceIndex, options: SpaceTimeOptions): SpaceTimeScene {
  const { time, selection, words = en } = options;
  const width = Math.round(options.width);
  const window = options.window ?? windowFor(index.trace, time, width);
  const geometry = spaceTimeGeometry(index.trace, window, width);
  const drawing: Drawing = {
    index,
    geometry,
    time,
    selection,
    words,
    lit: litBy(index, selection),
    taken: [],
  };
  const limit = options.limit ?? MARK_LIMIT;
  const back = [...grid(geometry), ...cutMarks(drawing), ...lanes(drawing), ...workMarks(drawing)];
  const others = [...timerMarks(drawing), ...crashMarks(drawing), ...eventMarks(drawing)];
  const rest = limit - countMarks(back) - Math.min(limit / 3, countMarks(others)) - 4;
  const flights = flightsIn(drawing, Math.max(0, rest));
  const shown = cap(others, limit / 3);
  const left = flights.left + shown.left;
  const note = left === 0 ? [] : [more(geometry, words.picture.more(left, "events"))];
  return {
    width,
    height: geometry.height,
    class: "space-time",
    label: words.picture.spaceTime(index),
    description: logLine(index, tellingRow(index, time), words),
    marks: [
      ...back,
      ...flights.marks,
      ...shown.marks,
      ...laneNames(geometry),
      ...playhead(geometry, time),
      ...note,
    ],
    geometry,
  };
}

function cap(marks: readonly Mark[], limit: number): { marks: readonly Mark[]; left: number } {
  let used = 0;
  for (let i = 0; i < marks.length; i++) {
    used += countMarks([marks[i]]);
    if (used > limit) return { marks: marks.slice(0, i), left: marks.length - i };
  }
  return { marks, left: 0 };
}

/** The flights in the past of what is selected: what made it happen. */
function litBy(index: TraceIndex, selection: string | undefined): ReadonlySet<number> {
  const [kind, number] = selection?.split(":") ?? [];
  const chosen = Number(number);
  const row =
    kind === "flight" ? index.flights[chosen]?.started : kind === "event" ? chosen : undefined;
  const lit = new Set<number>();
  if (row === undefined || !(row >= 0 && row < index.trace.rows)) return lit;
  for (const cause of [row, ...causesOf(index.trace, row, 400)]) {
    if (index.flightOfRow[cause] >= 0) lit.add(index.flightOfRow[cause]);
  }
  return lit;
}

function grid(geometry: Geometry): Mark[] {
  const { window, lanes, left, right, width, height } = geometry;
  const plot = right - left;
  const step = tickStep(window.to - window.from, plot / 90);
  const top = lanes[0] - 14;
  const bottom = height - 34;
  return niceTicks(window.from, window.to, plot / 90).map((time) => {
    const x = round(xAt(geometry, time));
    const words = tickWords(time, window.to, step);
    const half = widthOf(words, true) / 2 + 3;
    const at = { x: Math.min(width - half, Math.max(half, x)), y: height - 16 };
    return group(`tick${time}`, "gridline", [
      path("line", "grid", `M${x} ${round(top)}V${round(bottom)}`),
      text("words", "tick", at, words, "middle"),
    ]);
  });
}

/** One unit for the whole axis, as many decimals as the step needs. */
function tickWords(time: number, end: number, step: number): string {
  const [size, unit] = end >= 1e9 ? [1e9, "s"] : end >= 1e6 ? [1e6, "ms"] : [1e3, "µs"];
  return quantity(time / size, unit, decimalsOf(step / size));
}

function lanes({ geometry, index }: Drawing): Mark[] {
  const { left, right } = geometry;
  return geometry.lanes.map((y, node) => {
    const d = `M${round(left - 6)} ${round(y)}H${round(right)}`;
    return path(`lane${node} ${index.trace.nodes[node]}`, "lane-line", d);
  });
}

/** Last, because on a narrow screen packets cross them. */
function laneNames({ names }: Geometry): Mark[] {
  return names.map((name, node) => text(`name${node}`, "name", name, name.text));
}

function playhead(geometry: Geometry, time: number): Mark[] {
  const { window, lanes, height } = geometry;
  if (time < window.from || time > window.to) return [];
  const x = xAt(geometry, time);
  const top = 8;
  const bottom = round(Math.max(height - 32, (lanes.at(-1) ?? 0) + 10));
  const marks = [
    path("line", "line", `M0 ${top}V${bottom}`),
    path("grip", "grip", `M-7 ${top - 4}h14v4l-7 8l-7 -8z`),
  ];
  const to = { x: xAt(geometry, window.to), y: 0 };
  const motion = { from: { x, y: 0 }, to, lasts: window.to - time };
  return [{ ...group("playhead", "playhead", marks, { transform: translate(x, 0) }), motion }];
}

function more(geometry: Geometry, words: string): Mark {
  const at = { x: geometry.right, y: 16 };
  const width = words.length * 7;
  return group("more", "more", [
    rect("ground", "ground", { x: at.x - width, y: 2, width, height: 20 }, 3),
    text("words", "note", at, words, "end"),
  ]);
}
