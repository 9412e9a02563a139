/** What chance does on a link, beside the distributions that it promises. Fixed seeds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { link, type LinkOptions, ms, type Run, simulate } from "../../src/engine/index.ts";
import { EventKind } from "../../src/engine/trace/event.ts";
import { Listener, Talker } from "../unit/engine/support.ts";

const packets = 20_000;

function run(seed: number, options: LinkOptions): Run {
  const bodies = Array.from({ length: packets }, () => "eight by");
  const nodes = { a: new Talker("b", ...bodies), b: new Listener() };
  return simulate({ seed, nodes, links: [link("a", "b", options)] });
}

/** Values of the rows of one kind. */
function valuesOf({ trace }: Run, kind: number, read: "time" | "detail"): number[] {
  const values: number[] = [];
  for (let row = 0; row < trace.rows; row++) {
    if (trace.kind(row) === kind) values.push(trace[read](row));
  }
  return values;
}

/** Pearson's statistic for counts that should be equal. */
function chiSquare(counts: readonly number[], total: number): number {
  const expected = total / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function histogram(values: readonly number[], boxes: number, size: number): number[] {
  const counts = new Array<number>(boxes).fill(0);
  for (const value of values) counts[Math.floor((value / size) * boxes)]++;
  return counts;
}

/** 99.9 % points of the chi-square distribution. */
const CHI_9 = 27.88;
const CHI_19 = 43.82;

for (const [name, counter] of [
  ["loss", "lost"],
  ["corruption", "corrupted"],
  ["duplication", "duplicated"],
] as const) {
  test(`${name} strikes as often as its probability says (binomial, within 3.9 deviations)`, () => {
    for (const probability of [0.001, 0.05, 0.3, 0.9]) {
      const { metrics } = run(11, { [name]: probability });
      const count = metrics.links["a→b"][counter];
      const deviation = Math.sqrt(packets * probability * (1 - probability));
      assert.ok(
        Math.abs(count - packets * probability) <= 3.9 * deviation,
        `${count} of ${packets} at ${probability}`,
      );
    }
  });

  test(`${name} with probability 0 never strikes, and with 1 always`, () => {
    assert.equal(run(3, { [name]: 0 }).metrics.links["a→b"][counter], 0);
    assert.equal(run(3, { [name]: 1 }).metrics.links["a→b"][counter], packets);
  });
}

test("losses come independently: runs of losses are as long as a coin's (chi-square)", () => {
  const { trace } = run(5, { loss: 0.5 });
  const isLost = new Uint8Array(packets + 1);
  for (let row = 0; row < trace.rows; row++) {
    if (trace.kind(row) === EventKind.lose) isLost[trace.packet(row)] = 1;
  }
  // Groups of four packets: all 16 patterns should be equally frequent.
  const patterns = new Array<number>(16).fill(0);
  for (let i = 1; i + 3 <= packets; i += 4) {
    patterns[isLost[i] * 8 + isLost[i + 1] * 4 + isLost[i + 2] * 2 + isLost[i + 3]]++;
  }
  // 99.9 % point with 15 degrees of freedom.
  assert.ok(chiSquare(patterns, packets / 4) < 37.7);
});

test("jitter is uniform from 0 to its bound (chi-square, 20 boxes)", () => {
  const delay = ms(10);
  const jitter = ms(50);
  const times = valuesOf(run(7, { delay, jitter }), EventKind.arrive, "time");
  const extra = times.map((time) => time - delay);
  assert.ok(extra.every((time) => time >= 0 && time <= jitter));
  assert.ok(chiSquare(histogram(extra, 20, jitter + 1), packets) < CHI_19);
});

test("a lost packet vanishes anywhere on its way with equal chance (chi-square, 10 boxes)", () => {
  const delay = ms(10);
  const times = valuesOf(run(9, { delay, loss: 1 }), EventKind.lose, "time");
  assert.ok(chiSquare(histogram(times, 10, delay), packets) < CHI_9);
});

test("a flipped bit may be any of the packet's, header included (chi-square, 18 boxes)", () => {
  const bits = valuesOf(run(13, { corruption: 1 }), EventKind.corrupt, "detail");
  const size = (28 + 8) * 8;
  assert.ok(bits.every((bit) => bit >= 0 && bit < size));
  // 99.9 % point with 17 degrees of freedom.
  assert.ok(chiSquare(histogram(bits, 18, size), packets) < 40.79);
});

test("loss, jitter and corruption of one packet know nothing of each other", () => {
  const jitter = ms(50);
  const both = run(17, { jitter, loss: 0.5, corruption: 0.5 });
  const times = valuesOf(both, EventKind.arrive, "time");
  // Of the packets that were not lost, the jitter is still uniform.
  assert.ok(chiSquare(histogram(times, 20, jitter + 1), times.length) < CHI_19);
});
