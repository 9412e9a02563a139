/** A sweep of a page: which knob, which values, and how its points are read. */
import type { Grid, Sweep } from "../engine/check/sweep.ts";
import type { PageSweep, SweepPoint } from "./page-data.ts";
import { MEASURE } from "./sweep-pool.ts";

type Plan = Pick<PageSweep, "knob" | "from" | "to" | "step">;

/** The values of the knob, ends included. */
export function sweepGrid({ knob, from, to, step }: Plan): Grid {
  const count = Math.round((to - from) / step);
  return { [knob]: Array.from({ length: count + 1 }, (_, i) => from + i * step) };
}

/** The points that have results so far, with their 95 % intervals. */
export function sweepPoints({ knob }: Plan, { points }: Sweep): SweepPoint[] {
  return points.flatMap(({ knobs, figures }) => {
    const found = figures[MEASURE];
    if (found === undefined) return [];
    const { mean, margin, count } = found;
    const spread = Number.isFinite(margin) ? margin : 0;
    return [{ x: Number(knobs[knob]), mean, low: mean - spread, high: mean + spread, n: count }];
  });
}
