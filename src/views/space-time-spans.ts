/** What has a length of its own on the space-time diagram: timers, crashes, cuts, work. */
import { EventKind } from "../engine/trace/event.ts";
import { circle, cross, group, hit, path, reach, rect, round, text } from "./marks.ts";
import { touching } from "./overlap.ts";
import type { Mark } from "./scene.ts";
import type { Drawing } from "./space-time-flights.ts";
import { TIMER_LEVELS, TIMER_STEP, xAt, type Geometry } from "./space-time-geometry.ts";
import type { Span, TimerSpan } from "./spans.ts";

/** Where a stretch of time begins and ends within the window, px. */
function stretch(geometry: Geometry, from: number, to: number): { x1: number; x2: number } {
  const { left, right } = geometry;
  const x1 = Math.max(left - 6, xAt(geometry, from));
  const x2 = Math.min(right, to === Infinity ? right : xAt(geometry, to));
  return { x1: round(x1), x2: round(x2) };
}

function isInWindow({ geometry }: Drawing, span: { from: number; to: number }): boolean {
  return span.from <= geometry.window.to && span.to >= geometry.window.from;
}

/** Timers above their node's line (below the last one): dotted, a clock where they run out. */
export function timerMarks(drawing: Drawing): Mark[] {
  const { index, geometry, time } = drawing;
  const found = touching(index.timers, geometry.window.from, geometry.window.to);
  const levels = new Map<number, number[]>();
  const marks: Mark[] = [];
  for (const i of found) {
    const timer = index.timers.list[i];
    const ends = levels.get(timer.node) ?? [];
    levels.set(timer.node, ends);
    const free = ends.findIndex((end) => end <= timer.from);
    const level = free < 0 ? ends.length : free;
    ends[level] = timer.to;
    if (level < TIMER_LEVELS) marks.push(timerMark(drawing, timer, i, level, time));
  }
  return marks;
}

function timerMark(
  { geometry }: Drawing,
  timer: TimerSpan,
  i: number,
  level: number,
  time: number,
): Mark {
  const isBelow = timer.node === geometry.lanes.length - 1 && geometry.lanes.length > 1;
  const away = 10 + level * TIMER_STEP;
  const y = round(geometry.lanes[timer.node] + (isBelow ? away : -away));
  const { x1, x2 } = stretch(geometry, timer.from, timer.to);
  const hasFired = timer.end === "fired";
  const end = Math.max(x1 + 2, x2 - (hasFired ? 6 : 1));
  const now = Math.min(end, Math.max(x1 + 2, round(xAt(geometry, time))));
  const marks = timer.from > time ? [wait("wait", "wait", x1 + 2, end, y)] : [];
  if (timer.from <= time) {
    marks.push(wait("wait", "wait", x1 + 2, now, y));
    if (now < end) marks.push(wait("rest", "wait future", now, end, y));
  }
  if (hasFired && timer.to <= geometry.window.to) marks.push(...smallClock(x2, y));
  if (timer.end === "cancelled") marks.push(path("stop", "hand", `M${x2} ${y - 3.5}v7`));
  const state = timer.from > time ? "timer future" : "timer";
  return group(`timer${i}`, state, marks);
}

function wait(key: string, name: string, from: number, to: number, y: number): Mark {
  return path(key, name, `M${from} ${y}H${to}`);
}

function smallClock(x: number, y: number): Mark[] {
  return [
    circle("face", "face", { x, y }, 4.8),
    path("hand", "hand", `M${x} ${round(y - 2.8)}V${y}h2.2`),
  ];
}

/** A node that is down: its line is red and dotted, a bolt where it crashed. */
export function crashMarks(drawing: Drawing): Mark[] {
  const { index, geometry, time, words } = drawing;
  return index.crashes
    .filter((span) => isInWindow(drawing, span))
    .map((span) => {
      const y = round(geometry.lanes[span.of]);
      const { x1, x2 } = stretch(geometry, span.from, span.to);
      const target = `event:${span.started}`;
      const marks = [
        path("gap", "gap", `M${x1} ${y}H${x2}`),
        path("down", "down-line", `M${x1} ${y}H${x2}`),
        ...(span.from >= geometry.window.from ? bolt(x1, y) : []),
        x2 - x1 > 60
          ? text("words", "label", { x: x1 + 14, y: y - 7 }, words.picture.down)
          : undefined,
      ];
      const mark = group(`crash${span.started}`, faint("crash", span, time), marks);
      return reach(mark, target, words.targets.event(index, span.started));
    });
}

function bolt(x: number, y: number): Mark[] {
  const d = `M${round(x + 3)} ${y - 22}l-8 11h5l-3 9l9 -12h-5z`;
  return [hit({ x, y: y - 8 }, 24, 30), path("bolt", "bolt", d)];
}

/** A link that is down: a strip of red strokes half-way between its two nodes. */
export function cutMarks(drawing: Drawing): Mark[] {
  const { index, geometry, time, words } = drawing;
  return index.cuts
    .filter((span) => isInWindow(drawing, span))
    .map((span) => {
      const { from, to } = index.trace.links[span.of];
      const middle = (geometry.lanes[from] + geometry.lanes[to]) / 2;
      // Both ways of a road may be cut at once: each way has its own side of the middle.
      const y = round(middle + (from < to ? -8 : 8));
      const { x1, x2 } = stretch(geometry, span.from, span.to);
      const box = { x: x1, y: y - 6, width: Math.max(0, x2 - x1), height: 12 };
      const said = from < to ? words.picture.cut : "";
      const marks = [
        hit({ x: (x1 + x2) / 2, y }, x2 - x1, 24),
        rect("ground", "ground", box, 2),
        path("strokes", "strokes", strokes(x1, x2, y)),
        said !== "" && x2 - x1 > 40
          ? text("words", "label", { x: (x1 + x2) / 2, y: y - 12 }, said, "middle")
          : undefined,
      ];
      const mark = group(`cut${span.started}`, faint("cut", span, time), marks);
      return reach(mark, `event:${span.started}`, words.targets.event(index, span.started));
    });
}

function strokes(x1: number, x2: number, y: number): string {
  let d = "";
  const step = Math.max(8, (x2 - x1) / 120);
  for (let x = x1; x + 6 <= x2; x += step) d += `M${round(x)} ${y + 5}l6 -10`;
  return d;
}

/** A busy process: its line is thick. */
export function workMarks(drawing: Drawing): Mark[] {
  const { index, geometry, time } = drawing;
  const found = touching(index.works, geometry.window.from, geometry.window.to);
  return found.slice(0, 200).map((i) => {
    const span = index.works.list[i];
    const { x1, x2 } = stretch(geometry, span.from, span.to);
    const y = geometry.lanes[span.of];
    const box = { x: x1, y: y - 3.5, width: Math.max(1, x2 - x1), height: 7 };
    return rect(`work${i}`, faint("work", span, time), box, 2);
  });
}

function faint(name: string, span: Span, time: number): string {
  return span.from > time ? `${name} future` : name;
}

/** Events that belong to one node and one instant. */
const dots = new Map<number, string>([
  [EventKind.note, "note-dot"],
  [EventKind.invoke, "operation"],
  [EventKind.complete, "operation"],
  [EventKind.error, "failure"],
  [EventKind.miss, "failure"],
  [EventKind.noRoute, "failure"],
  [EventKind.muffle, "failure"],
  [EventKind.overflow, "failure"],
]);

/** Rows that are looked at for dots; a window beyond that is too dense for them anyway. */
const ROWS = 20_000;

export function eventMarks(drawing: Drawing): Mark[] {
  const { index, geometry, time, words } = drawing;
  const { trace } = index;
  const first = trace.at(geometry.window.from - 1) + 1;
  const last = Math.min(trace.at(geometry.window.to), first + ROWS);
  const marks: Mark[] = [];
  for (let row = first; row <= last; row++) {
    const name = dots.get(trace.kind(row));
    if (name === undefined) continue;
    const at = { x: xAt(geometry, trace.time(row)), y: geometry.lanes[trace.node(row)] };
    const sign =
      name === "failure" ? path("sign", "struck", cross(at, 4.5)) : circle("sign", "dot", at, 4);
    const state = trace.time(row) > time ? `${name} future` : name;
    const mark = group(`event${row}`, state, [hit(at), sign]);
    marks.push(reach(mark, `event:${row}`, words.targets.event(index, row)));
  }
  return marks;
}
