/** The results of a sweep as a table or as JSON. The same sweep gives the same bytes. */
import { quantile, type Statistic } from "../../engine/check/statistics.ts";
import type { Grid, Sweep, SweepPoint } from "../../engine/check/sweep.ts";
import { csvField } from "../../engine/trace/export.ts";

/** What a sweep was, beside its results. */
export type SweepHead = {
  engine: string;
  file: string;
  experiment: string;
  grid: Grid;
  seeds: readonly string[];
  metrics: readonly string[];
  quantiles: readonly number[];
};

const FIXED = ["metric", "runs", "failed", "mean", "low95", "high95", "deviation", "min", "max"];

const nameOf = (part: number): string => `q${Number((100 * part).toPrecision(6))}`;

/** A line for each point of the grid and each metric (RFC 4180). */
export function sweepToCsv(head: SweepHead, { points }: Sweep): string {
  const names = [...FIXED, ...head.quantiles.map(nameOf)];
  const knobs = Object.keys(head.grid);
  // A knob may be called like one of the columns.
  const heads = knobs.map((knob) => (names.includes(knob) ? `knob ${knob}` : knob));
  const lines = points.flatMap((point) =>
    head.metrics.map((metric) => [
      ...knobs.map((knob) => csvField(valueText(point.knobs[knob]))),
      ...[csvField(metric), ...columnsOf(point, metric, head.quantiles).map(csvField)],
    ]),
  );
  return [[...heads, ...names].map(csvField), ...lines]
    .map((line) => `${line.join(",")}\r\n`)
    .join("");
}

const valueText = (value: string | number | boolean): string | number =>
  typeof value === "boolean" ? String(value) : value;

type Column = number | undefined;

function columnsOf(
  { figures, failed }: SweepPoint,
  metric: string,
  quantiles: readonly number[],
): Column[] {
  const figure = figures[metric] as Statistic | undefined;
  if (figure === undefined) return [0, failed];
  const { count, mean, deviation, min, max } = figure;
  const { low, high } = intervalOf(figure);
  const spread = [deviation, min, max, ...quantiles.map((part) => quantile(figure, part))];
  return [count, failed, mean, low, high, ...spread];
}

/** The 95 % interval of a mean; a single run has none. */
function intervalOf({ mean, margin }: Statistic): { low?: number; high?: number } {
  return Number.isFinite(margin) ? { low: mean - margin, high: mean + margin } : {};
}

/** The same as JSON, a point a line. */
export function sweepToJson(head: SweepHead, { points, planned, done, failed }: Sweep): string {
  const rows = points.map(({ knobs, failed: lost, figures }) => {
    const of = head.metrics.flatMap((metric) => {
      const figure = figures[metric] as Statistic | undefined;
      return figure === undefined ? [] : [[metric, figureOf(figure, head.quantiles)]];
    });
    return JSON.stringify({ knobs, failed: lost, metrics: Object.fromEntries(of) as object });
  });
  const first = JSON.stringify({ ...head, planned, done, failed }).slice(0, -1);
  return `${first},"points":[\n${rows.join(",\n")}\n]}\n`;
}

function figureOf(figure: Statistic, quantiles: readonly number[]): object {
  const { count, mean, deviation, min, max } = figure;
  const parts = quantiles.map((part) => [nameOf(part), quantile(figure, part)]);
  const spread = { deviation, min, max, quantiles: Object.fromEntries(parts) as object };
  return { runs: count, mean, ...intervalOf(figure), ...spread };
}
