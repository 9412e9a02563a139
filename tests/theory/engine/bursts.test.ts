/** Losses in bursts beside the channel of Gilbert and Elliott: how many, how long, how far. */
import { test } from "node:test";
import { every, link, ms, simulate, Sink } from "../../../src/engine/index.ts";
import { EventKind } from "../../../src/engine/trace/event.ts";
import { agrees, seeds } from "../support.ts";

type Channel = { goodToBad: number; badToGood: number; errorGood?: number; errorBad?: number };

/** Whether each of 20,000 packets is lost, in each of 20 runs. */
function fates(loss: Channel): boolean[][] {
  return seeds(20).map((seed) => {
    const nodes = { a: every("b", ms(1), { count: 20_000 }), b: new Sink() };
    const { trace } = simulate({ seed, nodes, links: [link("a", "b", { loss })] });
    const isLost: boolean[] = [];
    for (let row = 0; row < trace.rows; row++) {
      const kind = trace.kind(row);
      if (kind === EventKind.lose || kind === EventKind.arrive)
        isLost.push(kind === EventKind.lose);
    }
    return isLost;
  });
}

const share = (list: readonly boolean[]) => list.filter(Boolean).length / list.length;

/** The mean length of the runs of one fate. */
function meanRun(list: readonly boolean[], fate: boolean): number {
  const starts = list.filter((each, i) => each === fate && list[i - 1] !== fate).length;
  return list.filter((each) => each === fate).length / starts;
}

test("Gilbert's channel: losses g/(g + b) of all, in bursts of 1/b, 1/g apart", () => {
  const [goodToBad, badToGood] = [0.02, 0.25];
  const all = fates({ goodToBad, badToGood });
  agrees(all.map(share), goodToBad / (goodToBad + badToGood), { what: "share" });
  agrees(
    all.map((list) => meanRun(list, true)),
    1 / badToGood,
    { what: "burst" },
  );
  agrees(
    all.map((list) => meanRun(list, false)),
    1 / goodToBad,
    { what: "gap" },
  );
});

test("Elliott's channel: both states lose, and what is lost is mixed by their shares", () => {
  const [goodToBad, badToGood, errorGood, errorBad] = [0.05, 0.1, 0.02, 0.6];
  const all = fates({ goodToBad, badToGood, errorGood, errorBad });
  const bad = goodToBad / (goodToBad + badToGood);
  agrees(all.map(share), bad * errorBad + (1 - bad) * errorGood, { what: "share" });
  // After a loss the channel is in its bad state with probability B, and steps once.
  const wasBad = (bad * errorBad) / (bad * errorBad + (1 - bad) * errorGood);
  const isBad = wasBad * (1 - badToGood) + (1 - wasBad) * goodToBad;
  const again = all.map((list) => share(list.filter((_, i) => i > 0 && list[i - 1])));
  agrees(again, isBad * errorBad + (1 - isBad) * errorGood, { what: "after a loss" });
});

test("a channel whose changes add up to 1 forgets: losses are independent", () => {
  const all = fates({ goodToBad: 0.3, badToGood: 0.7 });
  const again = all.map((list) => share(list.filter((_, i) => i > 0 && list[i - 1])));
  agrees(again, 0.3, { what: "after a loss" });
  agrees(
    all.map((list) => meanRun(list, true)),
    1 / 0.7,
    { what: "burst" },
  );
});
