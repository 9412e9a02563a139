import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bps,
  gbps,
  kbps,
  mbps,
  ms,
  ns,
  percent,
  perSecond,
  seconds,
  us,
} from "../../../src/engine/index.ts";

test("units of time are whole nanoseconds", () => {
  assert.equal(ns(5), 5);
  assert.equal(us(5), 5000);
  assert.equal(ms(40), 40_000_000);
  assert.equal(seconds(2), 2_000_000_000);
  assert.equal(ms(0.1), 100_000);
  assert.equal(ns(1.5), 2);
  assert.equal(seconds(1 / 3), 333_333_333);
});

test("units of rate are bits a second, and a rate may be infinite", () => {
  assert.equal(bps(9600), 9600);
  assert.equal(kbps(56), 56_000);
  assert.equal(mbps(1), 1_000_000);
  assert.equal(gbps(10), 10_000_000_000);
  assert.equal(gbps(Infinity), Infinity);
  assert.equal(perSecond(200), 200);
});

test("per cent become a probability", () => {
  assert.equal(percent(30), 0.3);
  assert.equal(percent(0), 0);
  assert.equal(percent(100), 1);
});

const refused: [string, (value: number) => number, unknown[]][] = [
  ["ns", ns, [-1, NaN, Infinity, -Infinity, "5", undefined, null, 2 ** 53]],
  ["us", us, [-1, NaN, Infinity, 2 ** 50]],
  ["ms", ms, [-0.001, NaN, Infinity, "40"]],
  ["seconds", seconds, [-1, NaN, 1e7]],
  ["bps", bps, [0, -5, NaN, "1"]],
  ["kbps", kbps, [0, NaN]],
  ["mbps", mbps, [0, NaN, -Infinity]],
  ["gbps", gbps, [0, NaN, 1e10]],
  ["perSecond", perSecond, [0, -1, NaN, Infinity]],
  ["percent", percent, [-1, 101, NaN, Infinity, "10", [10]]],
];

for (const [name, unit, values] of refused) {
  test(`${name} refuses what is out of range and says what is permitted`, () => {
    for (const value of values) {
      assert.throws(
        () => unit(value as number),
        (error: unknown) => {
          assert.ok(error instanceof RangeError);
          assert.match(error.message, new RegExp(`^${name}\\(…\\): its argument is `));
          assert.match(error.message, /it must be a number .*from [\d.,e-]+ to [\d.,e+]+/);
          return true;
        },
      );
    }
  });
}
