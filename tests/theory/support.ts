/**
 * How runs are held against a closed form. Every figure comes from independent runs (seeds 1, 2,
 * …); their mean must lie within twice the 95 % margin of `statistics.ts`, that is within 3.9
 * standard errors or more (4.2 for 20 runs), which a correct engine misses once in 2,000
 * comparisons or less. The seeds are fixed: what passes once passes always.
 *
 * A test that could not fail would prove nothing: each also asserts its own power, that the
 * interval is so narrow that a formula which is 10 % off (or `power`, where it is given) would
 * have been refused.
 */
import assert from "node:assert/strict";
import { summarise } from "../../src/engine/check/statistics.ts";
import { type Nodes, type Run, simulate, type Spec } from "../../src/engine/index.ts";

/** Seeds 1…count. */
export const seeds = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** The runs of a spec, made afresh for each of the seeds 1…20, to their ends, without a trace. */
export function finished<N extends Nodes>(make: () => Omit<Spec<N>, "seed">): Run<N>[] {
  return seeds(20).map((seed) => {
    const run = simulate({ ...make(), seed, trace: "none" });
    assert.equal(run.outcome.kind, "finished");
    return run;
  });
}

/** Asserts that the mean of some figures is what theory says, and that this means something. */
export function agrees(
  figures: readonly number[],
  theory: number,
  { what = "the mean", power = 0.1 }: { what?: string; power?: number } = {},
): void {
  const { mean, margin } = summarise(figures);
  const allowed = 2 * margin + 1e-9 * Math.abs(theory);
  // A mean within `allowed` of the truth is more than `allowed` away from a formula this wrong.
  const widest = (power / 2) * Math.abs(theory);
  assert.ok(allowed <= widest, `${what}: ± ${allowed} is too wide to tell ${theory} ± ${power}`);
  const apart = Math.abs(mean - theory);
  assert.ok(apart <= allowed, `${what}: ${mean} is not ${theory} (± ${allowed})`);
}

/** Asserts that two numbers differ by no more than a part of the second. */
export function within(part: number, actual: number, expected: number, what = ""): void {
  const apart = Math.abs(actual - expected);
  assert.ok(apart <= part * expected, `${what} ${actual} is not ${expected} (within ${part})`);
}
