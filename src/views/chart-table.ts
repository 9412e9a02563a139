/** A chart in words and numbers: one sentence of its trend, and a table. */
import type { ChartData, Pair } from "./chart-data.ts";
import { number, quantity } from "./words/format.ts";
import { capital } from "./words/rich.ts";

export type ChartTable = {
  caption: string;
  columns: string[];
  rows: string[][];
};

/** Rows that a table shows; of more points every nth, and the caption says so. */
const ROWS = 60;

/** One row for each x that was measured (or, without measurements, drawn by theory or guess). */
export function chartTable(data: ChartData): ChartTable {
  const { x } = data;
  const measured = data.measured ?? [];
  const theory = data.theory ?? [];
  const guess = data.guess ?? [];
  const all = sortedXs(data);
  const nth = Math.ceil(all.length / ROWS) || 1;
  const shown = all.filter((_, i) => i % nth === 0);
  const columns = [withUnit(x.label, x.unit)];
  for (const { name } of measured) columns.push(name, `${name}, 95 % interval`);
  for (const { name } of theory) columns.push(name);
  if (guess.length > 0) columns.push(data.guessName ?? "your guess");
  const rows = shown.map((at) => {
    const row = [number(at)];
    for (const { points } of measured) {
      const point = points.find((each) => each.x === at);
      row.push(point === undefined ? "–" : number(point.y));
      row.push(
        point?.low === undefined ? "–" : `${number(point.low)} to ${number(point.high ?? point.y)}`,
      );
    }
    for (const { points } of theory) row.push(told(points, at));
    if (guess.length > 0) row.push(told(guess, at));
    return row;
  });
  const part = nth > 1 ? ` One row in ${nth} of ${number(all.length)}.` : "";
  return {
    caption: `${data.title}. ${trend(data)}${part}`,
    columns,
    rows,
  };
}

function withUnit(label: string, unit = ""): string {
  return unit === "" ? label : `${label}, ${unit}`;
}

function sortedXs(data: ChartData): number[] {
  const measured = (data.measured ?? []).flatMap(({ points }) => points.map((point) => point.x));
  const lines = [...(data.theory ?? []).map((curve) => curve.points), data.guess ?? []];
  const drawn = lines.flatMap((points) => points.map(([x]) => x));
  return [...new Set(measured.length > 0 ? measured : drawn)].sort((a, b) => a - b);
}

function told(points: readonly Pair[], x: number): string {
  const y = between(points, x);
  return y === undefined ? "–" : number(y, Math.abs(y) >= 100 ? 0 : 2);
}

/** A line's y at an x, straight between its points; undefined outside them. */
export function between(points: readonly Pair[], x: number): number | undefined {
  for (let i = 0; i < points.length; i++) {
    const [x1, y1] = points[i];
    if (x1 === x) return y1;
    const next = points[i + 1];
    if (next === undefined || x < x1 || x > next[0]) continue;
    return y1 + ((next[1] - y1) * (x - x1)) / (next[0] - x1);
  }
  return undefined;
}

/** "Letters posted: rising from 1 at 0 % to 6.25 at 60 %." */
export function trend(data: ChartData): string {
  const line = leadingLine(data);
  if (line.length === 0) return "Nothing is measured yet.";
  const sorted = [...line].sort((a, b) => a[0] - b[0]);
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  const top = sorted.reduce((a, b) => (b[1] > a[1] ? b : a));
  const bottom = sorted.reduce((a, b) => (b[1] < a[1] ? b : a));
  const at = (x: number): string => quantity(x, data.x.unit ?? "");
  const value = (y: number): string => quantity(y, data.y.unit ?? "");
  const subject = capital(data.y.label);
  const spread = top[1] - bottom[1];
  if (spread <= Math.abs(top[1]) * 0.02) {
    const span = `from ${at(first[0])} to ${at(last[0])}`;
    return `${subject}: about ${value(first[1])} all the way ${span}.`;
  }
  const ends = `from ${value(first[1])} at ${at(first[0])} to ${value(last[1])} at ${at(last[0])}`;
  const slack = spread * 0.1;
  const peaks = top[1] > Math.max(first[1], last[1]) + slack;
  const dips = bottom[1] < Math.min(first[1], last[1]) - slack;
  if (peaks) return `${subject}: ${ends}, highest with ${value(top[1])} at ${at(top[0])}.`;
  if (dips) return `${subject}: ${ends}, lowest with ${value(bottom[1])} at ${at(bottom[0])}.`;
  return `${subject}: ${last[1] > first[1] ? "rising" : "falling"} ${ends}.`;
}

/** What was measured leads, else theory, else the guess. */
function leadingLine(data: ChartData): readonly Pair[] {
  const measured = data.measured?.[0]?.points.map((point): Pair => [point.x, point.y]) ?? [];
  if (measured.length > 0) return measured;
  return data.theory?.[0]?.points ?? data.guess ?? [];
}
