/** Where time and nodes lie on a space-time diagram, and the way back from a pointer to a time. */
import type { Trace } from "../engine/trace/trace.ts";
import { fit, widthOf } from "./fit.ts";
import { COMPACT } from "./layout.ts";
import { tickStep } from "./ticks.ts";
import { properName } from "./words/format.ts";

/** A stretch of simulated time, ns. */
export type Window = { from: number; to: number };

export type Geometry = {
  width: number;
  height: number;
  window: Window;
  /** The axis of time lies between these, px. */
  left: number;
  right: number;
  /** The line of each node, px from the top. */
  lanes: number[];
  /** Names beside the lines or, on a narrow screen, above them; and how they are written. */
  names: { text: string; x: number; y: number }[];
  compact: boolean;
};

/** Timers that are drawn above one another at a node, and the distance between them, px. */
export const TIMER_LEVELS = 3;
export const TIMER_STEP = 9;

export function spaceTimeGeometry(trace: Trace, window: Window, width: number): Geometry {
  const compact = width < COMPACT;
  const texts = trace.nodes.map((name) =>
    fit(properName(name, 40), compact ? width / 2 : 120, false, 13),
  );
  const widest = Math.max(0, ...texts.map((text) => (widthOf(text, false) * 13) / 12));
  const left = compact ? 14 : Math.max(56, Math.min(140, 18 + widest + 14));
  const lanes = lanesFor(trace.nodes.length, compact);
  const height = (lanes.at(-1) ?? 0) + (compact ? 66 : 58);
  const names = texts.map((text, node) => ({ text, ...namePlace(node, lanes, left, compact) }));
  return { width, height, window, left, right: width - 16, lanes, names, compact };
}

/** Beside the line; on a narrow screen above it, but below the last one: there nothing crosses. */
function namePlace(
  node: number,
  lanes: readonly number[],
  left: number,
  compact: boolean,
): { x: number; y: number } {
  const y = lanes[node];
  if (!compact) return { x: 18, y: y + 5 };
  if (node === 0) return { x: left, y: y - 20 };
  return { x: left, y: node === lanes.length - 1 ? y + 22 : y - 7 };
}

/** Two nodes stand far apart; more share the height, and a long list simply grows. */
function lanesFor(count: number, compact: boolean): number[] {
  const top = compact ? 52 : 44;
  const gap = count <= 2 ? 108 : Math.max(46, Math.min(78, 260 / (count - 1)));
  return Array.from({ length: count }, (_, node) => top + node * gap);
}

/** The x (px) of a time (ns). */
export function xAt({ left, right, window }: Geometry, time: number): number {
  return left + ((time - window.from) / (window.to - window.from)) * (right - left);
}

/** The time (ns) at an x (px), within the window. */
export function timeAt({ left, right, window }: Geometry, x: number): number {
  const share = Math.min(1, Math.max(0, (x - left) / (right - left)));
  return Math.round(window.from + share * (window.to - window.from));
}

/** px that the flight of a packet should be wide, and flights that may stand on one px. */
const FLIGHT_WIDTH = 13;
const DENSITY = 0.8;
/** A run that is this much longer than a window is still shown whole. */
const WHOLE = 1.3;

/**
 * The stretch of time to show round a time (ns): a short run whole, of a long one so much that a
 * packet's flight can be seen. With the `previous` window the picture stays where it is until the
 * time comes near its edge; then it turns like a page. `zoom` 2 shows half as much.
 */
export function windowFor(
  trace: Trace,
  time: number,
  width: number,
  previous?: Window,
  zoom = 1,
): Window {
  const end = Math.max(trace.end, 1);
  const plot = Math.max(100, width < COMPACT ? width - 30 : width - 100);
  const flight = typicalFlight(trace);
  const bySpeed = flight > 0 ? (plot / FLIGHT_WIDTH) * flight : Infinity;
  const byDensity = (plot * DENSITY * end) / Math.max(1, trace.rows / 4);
  const span = Math.min(bySpeed, Math.max(byDensity, plot / DENSITY)) / zoom;
  if (span * WHOLE >= end) return { from: 0, to: end * 1.02 };
  return around(time, span, end, previous);
}

function around(time: number, span: number, end: number, previous: Window | undefined): Window {
  const isSame =
    previous !== undefined && Math.abs(previous.to - previous.from - span) < span / 100;
  if (isSame) {
    const isInside = time >= previous.from + span * 0.06 && time <= previous.to - span * 0.12;
    const isAtEdge = (previous.from === 0 && time <= previous.to) || previous.to >= end;
    if (isInside || (isAtEdge && time >= previous.from && time <= previous.to - span * 0.02)) {
      return previous;
    }
  }
  const step = tickStep(span, 8);
  const from = Math.floor((time - span * 0.4) / step) * step;
  const latest = Math.ceil((end * 1.02 - span) / step) * step;
  const begin = Math.max(0, Math.min(from, latest));
  return { from: begin, to: begin + span };
}

/** The median way of a packet, ns, from what is known of the links; 0 where there are none. */
function typicalFlight(trace: Trace): number {
  const times = trace.links.map(({ delay, jitter, bandwidth }) => {
    return delay + jitter / 2 + (100 * 8e9) / bandwidth;
  });
  times.sort((a, b) => a - b);
  return times[times.length >> 1] ?? 0;
}
