import assert from "node:assert/strict";
import { test } from "node:test";
import {
  everyInstant,
  everyPacket,
  everyPair,
  type EitherStrike,
} from "../../../../src/engine/check/every.ts";
import type { Instant, Strike } from "../../../../src/engine/check/instants.ts";
import type { Cell, Judge, Strip } from "../../../../src/engine/check/strip.ts";
import { surveyOf } from "../../../../src/engine/check/survey.ts";
import type { Experiment } from "../../../../src/engine/check/sweep.ts";
import {
  crash,
  cut,
  duplex,
  heal,
  ms,
  Process,
  restart,
  simulate,
} from "../../../../src/engine/index.ts";
import { Simulation } from "../../../../src/engine/simulate/simulation.ts";
import { planRun } from "../../../../src/engine/simulate/spec.ts";
import { delivers, experimentOf } from "./broken.ts";

/** Asks for a book, again and again if it is `stubborn`. */
class Browser extends Process {
  stubborn: boolean;
  told = false;
  constructor(stubborn: boolean) {
    super();
    this.stubborn = stubborn;
  }
  start(): void {
    this.send("shop", { buy: "dune", order: 1 });
    if (this.stubborn) this.setTimer("again", ms(200));
  }
  timeout(): void {
    this.start();
  }
  receive(): void {
    this.told = true;
    this.cancelTimer("again");
  }
}
/** Takes the money first and gives the book then; or both in one message. */
class Shop extends Process {
  steps: unknown[];
  constructor(steps: unknown[]) {
    super();
    this.steps = steps;
  }
  receive(message: { buy?: string; done?: number }): void {
    const step = message.buy === undefined ? (message.done ?? 0) : 0;
    if (step < this.steps.length)
      this.send("database", { step: this.steps[step], after: step + 1 });
    else this.send("ann", "bought");
  }
}
class Database extends Process {
  disk = { paid: 0, shipped: 0 };
  receive({ step, after }: { step: string[]; after: number }, from: string): void {
    if (step.includes("pay")) this.disk.paid += 1;
    if (step.includes("ship")) this.disk.shipped += 1;
    this.send(from, { done: after });
  }
}

const shopOf = (steps: string[][], stubborn: boolean): Experiment => {
  return ({ seed, faults }) => ({
    ...{ seed, faults, until: ms(3_000) },
    nodes: { ann: new Browser(stubborn), shop: new Shop(steps), database: new Database() },
    links: [
      ...duplex("ann", "shop", { delay: ms(30) }),
      ...duplex("shop", "database", { delay: ms(5) }),
    ],
  });
};
const twoSteps = shopOf([["pay"], ["ship"]], false);
const transaction = shopOf([["pay", "ship"]], false);
const asksAgain = shopOf([["pay", "ship"]], true);

const judge: Judge = ({ nodes }) => {
  const { paid, shipped } = (nodes.database as Database).disk;
  if (paid !== shipped) return "paid, no book";
  if (paid > 1) return "bought twice";
  return `${paid === 1 ? "bought" : "nothing"}${(nodes.ann as Browser).told ? "" : ", not told"}`;
};

/** The verdict of a crash at a time, as a strip has it: that of the latest instant by then. */
function verdictAt(strip: Strip<Instant>, time: number): unknown {
  const by = (cell: Cell<Instant>) =>
    cell.time < time || (cell.time === time && cell.place === "before");
  return strip.cells.findLast(by)?.verdict;
}

const scans: [string, Experiment, string, number][] = [
  ["two steps", twoSteps, "shop", 300],
  ["two steps", twoSteps, "database", 20],
  ["a transaction", transaction, "shop", 20],
  ["a transaction", transaction, "ann", 20],
  ["asking again", asksAgain, "shop", 300],
  ["asking again", asksAgain, "shop", 20],
  ["asking again", asksAgain, "database", 300],
  ["asking again", asksAgain, "ann", 100],
];

for (const [name, experiment, node, outage] of scans) {
  test(`${name}, ${node} down for ${outage} ms: as a scan every 0.25 ms`, async () => {
    const strike = { crash: node, backAfter: ms(outage) };
    const strip = await everyInstant(experiment, strike, judge);
    assert.ok(!strip.isCut && strip.done === strip.cells.length);
    for (let time = ms(0.25); time < strip.end + ms(20); time += ms(0.25)) {
      const faults = [crash(node, time), restart(node, time + ms(outage))];
      const job = { knobs: {}, seed: 1, faults };
      const truth = judge(simulate(experiment(job)), job);
      assert.equal(verdictAt(strip, time), truth, `at ${time} ns`);
    }
  });
}

test("the crash map of a purchase in two steps has the bands of the lecture", async () => {
  const strip = await everyInstant(twoSteps, { crash: "shop", backAfter: ms(300) }, judge);
  const bands = [10, 35, 45, 60].map((time) => verdictAt(strip, ms(time)));
  assert.deepEqual(bands, ["nothing, not told", "paid, no book", "bought, not told", "bought"]);
  assert.equal(strip.base, "bought");
  assert.match(strip.words, /^\d+ runs: .*paid, no book \d+ times/);
  const within = strip.cells.filter(({ place }) => place === "within");
  // The shop's three handlers send once each: a crash just after that send.
  assert.deepEqual(
    within.map(({ time, verdict }) => [time / ms(1), verdict]),
    [
      [30, "paid, no book"],
      [40, "bought, not told"],
      [50, "bought"],
    ],
  );
  // Every cell is an ordinary run, which says the same when it is made again.
  for (const { job, verdict } of strip.cells) {
    assert.equal(judge(simulate(twoSteps(job)), job), verdict);
  }
});

test("between two sends of one handler lies an instant of its own", async () => {
  class Double extends Process {
    start(): void {
      for (const to of ["b", "c"]) this.send(to, "news");
    }
  }
  class Hears extends Process {
    heard = 0;
    receive(): void {
      this.heard += 1;
    }
  }
  const experiment: Experiment = ({ seed, faults }) => ({
    ...{ seed, faults, nodes: { a: new Double(), b: new Hears(), c: new Hears() } },
    links: [...duplex("a", "b", { delay: ms(1) }), ...duplex("a", "c", { delay: ms(1) })],
  });
  const heard: Judge = ({ nodes }) =>
    (nodes.b as unknown as Hears).heard + (nodes.c as unknown as Hears).heard;
  const { cells, base } = await everyInstant(experiment, { crash: "a" }, heard);
  assert.equal(base, 2);
  const told = cells.map(({ place, afterSends, verdict }) => [place, afterSends, verdict]);
  assert.deepEqual(told.slice(0, 4), [
    ["before", undefined, 0],
    ["within", 1, 1],
    ["within", 2, 2],
    ["after", undefined, 2],
  ]);
});

test("any fault that has a time can strike at every instant", async () => {
  const strike: Strike = (time) => [cut("ann", "shop", time), heal("ann", "shop", time + ms(10))];
  const strip = await everyInstant(twoSteps, strike, judge);
  assert.deepEqual(verdictAt(strip, ms(10)), "nothing, not told");
  assert.deepEqual(verdictAt(strip, ms(40)), "bought");
  assert.deepEqual(verdictAt(strip, ms(60)), "bought, not told");
});

test("every packet, lost: the page, its answers, and what each costs", async () => {
  const strip = await everyPacket(twoSteps, "drop", judge);
  assert.deepEqual(
    strip.cells.map(({ link, packet, verdict }) => [link, packet, verdict]),
    [
      ["ann→shop", 1, "nothing, not told"],
      ["shop→database", 1, "nothing, not told"],
      ["database→shop", 1, "paid, no book"],
      ["shop→database", 2, "paid, no book"],
      ["database→shop", 2, "bought, not told"],
      ["shop→ann", 1, "bought, not told"],
    ],
  );
  const late = await everyPacket(asksAgain, { delay: ms(500) }, judge);
  assert.ok(late.counts.some(([verdict]) => verdict === "bought twice"));
});

test("pairs: the second fault strikes in the run that the first has made", async () => {
  const pair: [EitherStrike, EitherStrike] = [
    { packets: "drop" },
    { crash: "shop", backAfter: ms(20) },
  ];
  const strip = await everyPair(asksAgain, pair, judge);
  assert.ok(strip.cells.length > 40 && !strip.isCut);
  assert.ok(strip.cells.every(({ first, second }) => second.time > first.time));
  assert.ok(strip.cells.every(({ faults }) => faults.length >= 2));
  // Stop-and-wait survives any two lost packets, one after the other.
  const right: Judge = (run, job) => String(delivers(run, job));
  const twice: [EitherStrike, EitherStrike] = [{ packets: "drop" }, { packets: "drop" }];
  const held = await everyPair(experimentOf("stop-and-wait"), twice, right);
  assert.deepEqual([held.counts.length, held.counts[0][0]], [1, "true"]);
  // 16 packets, and after each loss 2 more: what comes after the first, after the second…
  assert.ok(held.cells.length > 120);
  const broken = await everyPair(experimentOf("go-back-n", 2, 2), twice, right);
  assert.ok(broken.counts.length > 1);
});

test("the events of a trace are those that the engine itself has, for 100 runs", () => {
  for (let seed = 1; seed <= 100; seed++) {
    const name = (["stop-and-wait", "go-back-n", "selective repeat"] as const)[seed % 3];
    const faults = [crash("receiver", ms(100)), restart("receiver", ms(170))];
    const spec = experimentOf(name, 2, 5)({ knobs: { loss: 20 }, seed, faults });
    const { trace } = simulate(spec);
    const { happenings } = surveyOf(trace);
    const simulation = new Simulation({ ...planRun(spec), trace: "full" });
    const firsts: number[] = [];
    do {
      const { rows } = simulation.world.trace;
      firsts.push(rows);
      simulation.isStopped = false;
      simulation.world.trace.watch(rows, () => (simulation.isStopped = true));
      simulation.run();
    } while (simulation.isStopped && simulation.world.trace.rows < trace.rows);
    assert.deepEqual(
      happenings.map(({ row }) => row),
      firsts,
    );
  }
});

test("a strip can be capped and ended, says so, and refuses what is no strike", async () => {
  const capped = await everyInstant(twoSteps, { crash: "shop" }, judge, { most: 5 });
  assert.deepEqual([capped.done, capped.isCut, capped.cells.length], [5, true, 5]);
  assert.match(capped.words, /There were more: 5 runs are allowed/);
  const signal = { aborted: false };
  const ended = await everyInstant(twoSteps, { crash: "shop" }, judge, {
    signal,
    onProgress({ done, planned, cell }) {
      assert.ok(planned > 10 && cell.verdict === "nothing, not told");
      signal.aborted = done === 3;
    },
  });
  assert.deepEqual([ended.done, ended.isCancelled, ended.cells.length], [3, true, 3]);
  const refused: [unknown, RegExp][] = [
    ["shop", /everyInstant: the strike is "shop"; it must be \{ crash: node, backAfter \}/],
    [{ crash: 7 }, /the strike is an object/],
    [{ crash: "shop", backAfter: 0 }, /backAfter is 0; it must be at least 1 ns/],
  ];
  for (const [strike, message] of refused) {
    await assert.rejects(everyInstant(twoSteps, strike as Strike, judge), message);
  }
  await assert.rejects(everyPacket(twoSteps, "lose" as "drop", judge), /must be one of drop, dup/);
  const bad: Judge = () => NaN;
  await assert.rejects(
    everyPacket(twoSteps, "drop", bad),
    /the run without a strike is missing\. A judge returned NaN; verdicts are words or finite/,
  );
  const unknown = await everyInstant(twoSteps, { crash: "nobody" }, judge);
  assert.match(unknown.cells[0].error ?? "", /must be the name of a node/);
});
