/** Stations on a shared medium beside the closed forms, fixed seeds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  aloha,
  AlohaStation,
  backlogDrift,
  csmaCdEfficiency,
  CsmaCdStation,
  mbps,
  Medium,
  type MediumOptions,
  type Nodes,
  seconds,
  simulate,
  slottedAloha,
  SlottedAlohaStation,
  slottedAlohaOf,
  star,
} from "../../src/engine/index.ts";
import { exponentially } from "../../src/engine/process/chance.ts";
import { summarise } from "../../src/engine/check/statistics.ts";

/** A frame of 125 bytes at 1 Mb/s takes a millisecond. */
const FRAME = { bytes: 125, time: 1e6 };

function run(
  seed: number,
  count: number,
  station: (i: number) => Nodes[string],
  until: number,
  options: MediumOptions = { bandwidth: mbps(1), senses: false },
): { nodes: Nodes; medium: Medium } {
  const names = Array.from({ length: count }, (_, i) => `s${i}`);
  const stations: Nodes = Object.fromEntries(names.map((name, i) => [name, station(i)]));
  const nodes: Nodes = { medium: new Medium(names, options), ...stations };
  const links = star("medium", names);
  const limits = { events: 20_000_000 };
  const made = simulate({ seed, nodes, links, until, limits, trace: "none" });
  assert.equal(made.outcome.kind, "until");
  return { nodes: made.nodes, medium: made.nodes["medium"] as Medium };
}

/** A mean over some seeds, and half of its 99.9 % confidence interval. */
function over(seeds: number, one: (seed: number) => number): { mean: number; error: number } {
  const { mean, deviation } = summarise(Array.from({ length: seeds }, (_, i) => one(i + 1)));
  return { mean, error: (3.6 * deviation) / Math.sqrt(seeds) };
}

/** Holds a mean against a formula, and makes sure that a wrong formula would be noticed. */
function assertNear(measured: { mean: number; error: number }, theory: number, bias = 0.005): void {
  const tolerance = measured.error + bias * theory;
  const words = `${measured.mean} ± ${measured.error}, theory ${theory}`;
  assert.ok(Math.abs(measured.mean - theory) <= tolerance, words);
  assert.ok(tolerance < 0.08 * theory, `too wide to tell: ${words}`);
}

const sum = (nodes: Nodes, read: (node: AlohaStation | SlottedAlohaStation) => number): number =>
  Object.values(nodes).reduce((total, node) => {
    const isStation = node instanceof AlohaStation || node instanceof SlottedAlohaStation;
    return isStation ? total + read(node) : total;
  }, 0);

for (const load of [0.1, 0.5, 1.5]) {
  test(`ALOHA at ${load} attempts a frame's time carries G·e^(−2G)`, () => {
    // 100 stations that never try again: nearly the Poisson process that the formula assumes.
    const rate = (load * 1_000) / 100;
    const options = { to: "s0", bytes: FRAME.bytes, rate, patience: 0 };
    const measured = over(20, (seed) => {
      const { nodes } = run(seed, 100, () => new AlohaStation("medium", options), seconds(4));
      return sum(nodes, ({ through }) => through) / 4_000;
    });
    // A station does not overlap with itself: by so much there are fewer than infinitely many.
    assertNear(measured, aloha(load), 0.02);
  });
}

for (const [stations, chance] of [
  [10, 0.1],
  [10, 0.3],
  [40, 0.02],
] as const) {
  test(`${stations} stations of slotted ALOHA with p = ${chance} carry Np(1−p)^(N−1)`, () => {
    const slots = 4_000;
    const options = {
      to: "s0",
      bytes: FRAME.bytes,
      slot: FRAME.time,
      fresh: chance,
      retry: chance,
    };
    const measured = over(15, (seed) => {
      const station = () => new SlottedAlohaStation("medium", options);
      const { nodes } = run(seed, stations, station, slots * FRAME.time);
      return sum(nodes, ({ through }) => through) / slots;
    });
    assertNear(measured, slottedAlohaOf(stations, chance));
    const attempts = stations * chance;
    // Below the peak few stations do better than the crowd of the classroom's curve.
    if (attempts <= 1) assert.ok(measured.mean > slottedAloha(attempts));
  });
}

test("slotted ALOHA stays where the drift of its backlog says, and tips where it turns", () => {
  const medium = { stations: 50, fresh: 0.006, retry: 0.12 };
  assert.ok(backlogDrift(medium, 10) < 0 && backlogDrift(medium, 30) > 0);
  const slots = 3_000;
  const carried = (seed: number, burst: number): number => {
    const options = { to: "s0", bytes: FRAME.bytes, slot: FRAME.time, ...medium };
    const { fresh, retry, to, bytes, slot } = options;
    const { nodes } = run(
      seed,
      medium.stations,
      (i) => {
        const station = new SlottedAlohaStation("medium", { fresh, retry, to, bytes, slot });
        station.isBacklogged = i < burst;
        return station;
      },
      slots * FRAME.time,
    );
    return sum(nodes, ({ through }) => through) / slots;
  };
  // About N·σ while nearly nobody is backlogged; nothing at all after a burst of 40.
  const calm = over(10, (seed) => carried(seed, 0));
  assert.ok(Math.abs(calm.mean - 0.3 * (1 - 2 / 50)) < calm.error + 0.01, `${calm.mean}`);
  const jammed = over(10, (seed) => carried(seed, 40));
  assert.ok(jammed.mean < 0.05, `${jammed.mean}`);
});

/** A station as the formula has them: it sends in a slot with the best chance, one in N. */
class Knowing extends CsmaCdStation {
  stations = 10;
  slots(): number {
    return Math.floor(exponentially(this.random(), 1) / exponentially(1 / this.stations, 1));
  }
  pause(): number {
    return this.slots() * this.bitTimes(512);
  }
  backOff(): number {
    return this.slots();
  }
}

for (const bytes of [1_500, 512, 128]) {
  test(`CSMA/CD with frames of ${bytes} bytes is as efficient as its formula says`, () => {
    const positions = Object.fromEntries(
      // Half of the stations at either end of a cable of 25.6 µs.
      Array.from({ length: 10 }, (_, i) => [`s${i}`, i % 2 === 0 ? 0 : 5_120]),
    );
    const time = seconds(1);
    const measured = over(5, (seed) => {
      const station = (i: number) => {
        const to = i === 0 ? "s1" : "s0";
        return new Knowing("medium", { to, bytes, frames: Infinity });
      };
      const { medium } = run(seed, 10, station, time, { bandwidth: mbps(10), positions });
      return (medium.delivered * bytes * 8) / (mbps(10) * (time / 1e9));
    });
    // Nobody hands out slots here, and half of the pairs are at the same end.
    assertNear(measured, csmaCdEfficiency((bytes * 8e9) / mbps(10), 25_600, 10), 0.06);
  });
}
