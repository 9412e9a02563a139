import assert from "node:assert/strict";
import { test } from "node:test";
import { chart, chartGeometry, chartTable, dataAt, positionOf } from "../../../src/views/chart.ts";
import type { Axis, ChartData } from "../../../src/views/chart.ts";

const x: Axis = { label: "letters lost", unit: "%", min: 0, max: 60 };
const y: Axis = { label: "tries", min: 0, max: 6 };
const log: Axis = { label: "bits", min: 1e2, max: 1e6, log: true };

test("dataAt undoes positionOf, on straight and logarithmic axes", () => {
  for (const axis of [x, log]) {
    const geometry = chartGeometry(axis, y, 600);
    for (let share = 0; share <= 1; share += 0.125) {
      const value = axis.log ? 1e2 * 1e4 ** share : 60 * share;
      const at = positionOf(geometry, value, 3 * share);
      const back = dataAt(geometry, at.x, at.y);
      assert.ok(Math.abs(back.x - value) < 1e-6 * Math.max(1, value));
      assert.ok(Math.abs(back.y - 3 * share) < 1e-9);
    }
    assert.equal(dataAt(geometry, -100, 1e4).x, axis.min);
    assert.equal(dataAt(geometry, -100, 1e4).y, 0);
  }
});

test("an axis that cannot be drawn is refused with its numbers", () => {
  assert.throws(() => chartGeometry({ ...x, max: 0 }, y, 600), /x axis goes from 0 to 0/);
  assert.throws(() => chartGeometry({ ...x, log: true }, y, 600), /min above 0/);
  assert.throws(() => chartGeometry(x, { ...y, max: Infinity }, 600), RangeError);
});

const data: ChartData = {
  title: "Tries for each letter",
  x,
  y,
  measured: [
    {
      name: "measured",
      points: [
        { x: 0, y: 1, low: 1, high: 1 },
        { x: 50, y: 4.02, low: 3.9, high: 4.1 },
      ],
    },
  ],
  theory: [
    {
      name: "theory",
      points: [
        [0, 1],
        [50, 4],
      ],
    },
  ],
  guess: [
    [0, 1],
    [60, 2.2],
  ],
};

test("the table has a row for each measured point and a column for each line", () => {
  const table = chartTable(data);
  assert.deepEqual(table.columns, [
    "letters lost, %",
    "measured",
    "measured, 95 % interval",
    "theory",
    "your guess",
  ]);
  assert.deepEqual(table.rows, [
    ["0", "1", "1 to 1", "1.00", "1.00"],
    ["50", "4.02", "3.9 to 4.1", "4.00", "2.00"],
  ]);
});

test("the trend is one sentence", () => {
  const trend = chart(data, { width: 600 }).description.replaceAll("\u202f", " ");
  assert.equal(trend, "Tries: rising from 1 at 0 % to 4.02 at 50 %.");
  const peak = [1, 5, 2].map((value, i) => ({ x: i * 30, y: value }));
  const peaked = chart({ ...data, measured: [{ name: "m", points: peak }] }, { width: 600 });
  assert.match(peaked.description, /highest with 5 at 30/);
  const flat = chart({ title: "t", x, y }, { width: 600 });
  assert.equal(flat.description, "Nothing is measured yet.");
});

test("many points become every nth row, and the caption says so", () => {
  const points = Array.from({ length: 500 }, (_, i) => ({ x: i / 10, y: 1 }));
  const table = chartTable({ ...data, measured: [{ name: "m", points }] });
  assert.ok(table.rows.length <= 60);
  assert.match(table.caption, /One row in 9 of 500/);
});
