/** What a chart is made from. */
import type { Axis } from "./chart-geometry.ts";

/** One measured point; `low` and `high` bound its 95 % interval. */
export type Measured = { x: number; y: number; low?: number; high?: number };
export type Pair = readonly [x: number, y: number];

export type Series = { name: string; points: readonly Measured[] };
export type Curve = { name: string; points: readonly Pair[] };

export type ChartData = {
  /** What the chart shows, in a few words; its accessible name. */
  title: string;
  x: Axis;
  y: Axis;
  measured?: readonly Series[];
  theory?: readonly Curve[];
  /** The reader's guess, by x. */
  guess?: readonly Pair[];
  /** The name of the guess's line; by default "your guess". */
  guessName?: string;
};
