/** A sweep as a chart's data, the same at build and in the page. */
import type { PageSweep, SweepPoint } from "../../src/notebook/page-data.ts";
import type { ChartData, Pair } from "../../src/views/chart.ts";

/** The words of a sweep, as its author wrote them. */
export type Labels = {
  name: string;
  xLabel: string;
  xUnit: string;
  yLabel: string;
  yMax: number;
  theoryName: string;
};

/** What is to be seen of a sweep at this moment. */
export type SweepView = {
  points?: readonly SweepPoint[];
  theory?: readonly Pair[];
  guess?: readonly Pair[];
};

export function chartData(
  { from, to, seeds }: Pick<PageSweep, "from" | "to" | "seeds">,
  { name, xLabel, xUnit, yLabel, yMax, theoryName }: Labels,
  { points = [], theory = [], guess = [] }: SweepView,
): ChartData {
  const measured = points.map(({ x, mean, low, high }) => ({ x, y: mean, low, high }));
  const within = theory.filter(([, y]) => y <= yMax);
  return {
    title: name,
    x: { label: xLabel, unit: xUnit, min: from, max: to },
    y: { label: yLabel, min: 0, max: yMax },
    ...(measured.length > 0 && { measured: [{ name: `${seeds} runs a point`, points: measured }] }),
    ...(within.length > 0 && { theory: [{ name: theoryName, points: within }] }),
    ...(guess.length > 0 && { guess }),
  };
}
