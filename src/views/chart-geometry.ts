/** Scales of a chart: where data lie on it, and which data lie under a pointer. */
import { widthOf } from "./fit.ts";
import { COMPACT } from "./layout.ts";
import type { Point } from "./marks.ts";
import { decimalsOf, logTicks, niceTicks, tickStep } from "./ticks.ts";
import { number } from "./words/format.ts";

export type Axis = {
  /** What is measured, e.g. "letters lost". */
  label: string;
  /** Its unit, e.g. "%"; empty for a plain number. */
  unit?: string;
  min: number;
  max: number;
  /** Powers of ten are equally far apart; `min` must be above 0. */
  log?: boolean;
};

export type Tick = { value: number; words: string };

export type ChartGeometry = {
  width: number;
  height: number;
  /** The frame of the data, px. */
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: Axis;
  y: Axis;
  ticks: { x: Tick[]; y: Tick[] };
  compact: boolean;
};

/** Lays out the axes for a width (px). Throws a RangeError for an axis that cannot be drawn. */
export function chartGeometry(x: Axis, y: Axis, width: number): ChartGeometry {
  assertAxis("x", x);
  assertAxis("y", y);
  const compact = width < COMPACT;
  const height = Math.round(Math.min(360, Math.max(252, width * 0.52)));
  const [top, bottom] = [44, height - 52];
  const yTicks = ticksOf(y, (bottom - top) / 44);
  const widest = Math.max(...yTicks.map((tick) => widthOf(tick.words, true)), 8);
  const left = Math.round(widest + 26);
  const right = width - (compact ? 14 : 24);
  const xTicks = ticksOf(x, (right - left) / (compact ? 56 : 72));
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    x,
    y,
    ticks: { x: xTicks, y: yTicks },
    compact,
  };
}

function assertAxis(name: string, axis: Axis): void {
  const { min, max, log = false } = axis;
  const isOrdered = Number.isFinite(min) && Number.isFinite(max) && min < max;
  if (isOrdered && (!log || min > 0)) return;
  throw new RangeError(
    `The chart's ${name} axis goes from ${min} to ${max}${log ? ", logarithmically" : ""}; ` +
      `it needs finite numbers with min < max${log ? ", and min above 0" : ""}.`,
  );
}

function ticksOf({ min, max, log }: Axis, count: number): Tick[] {
  if (log) return logTicks(min, max).map((value) => ({ value, words: number(value) }));
  const decimals = decimalsOf(tickStep(max - min, count));
  return niceTicks(min, max, count).map((value) => ({ value, words: number(value, decimals) }));
}

/** Where a pair of data lies, px. */
export function positionOf(geometry: ChartGeometry, x: number, y: number): Point {
  const { left, right, top, bottom } = geometry;
  return {
    x: left + shareOf(geometry.x, x) * (right - left),
    y: bottom - shareOf(geometry.y, y) * (bottom - top),
  };
}

/** The data under a point (px), kept within the axes. */
export function dataAt(geometry: ChartGeometry, x: number, y: number): { x: number; y: number } {
  const { left, right, top, bottom } = geometry;
  return {
    x: valueAt(geometry.x, (x - left) / (right - left)),
    y: valueAt(geometry.y, (bottom - y) / (bottom - top)),
  };
}

function shareOf({ min, max, log }: Axis, value: number): number {
  if (log) return Math.log(Math.max(value, min / 10) / min) / Math.log(max / min);
  return (value - min) / (max - min);
}

function valueAt({ min, max, log }: Axis, share: number): number {
  const inside = Math.min(1, Math.max(0, share));
  return log ? min * (max / min) ** inside : min + inside * (max - min);
}
