import assert from "node:assert/strict";
import { test } from "node:test";
import { type Job, localPool } from "../../../../src/engine/check/pool.ts";
import { randomSchedule } from "../../../../src/engine/check/schedules.ts";
import { search, type SearchProgress, searchWith } from "../../../../src/engine/check/search.ts";
import { shrink } from "../../../../src/engine/check/shrink.ts";
import { ruleOfThree } from "../../../../src/engine/check/statistics.ts";
import type { Experiment } from "../../../../src/engine/check/sweep.ts";
import { type Trial, trialOf } from "../../../../src/engine/check/trial.ts";
import { drop, type Fault, ms, Process, simulate } from "../../../../src/engine/index.ts";
import { delivers, experimentOf } from "./broken.ts";

const most = { drop: 4, duplicate: 3, delay: 2 };

/** What a list of faults breaks, asked of the engine itself. */
function brokenBy(experiment: Experiment, job: Job): boolean {
  return delivers(simulate(experiment(job)), job) !== true;
}

/** It fails, and does so no longer if any one of its faults is left out. */
function checkMinimal(experiment: Experiment, job: Job): void {
  assert.ok(brokenBy(experiment, job), JSON.stringify(job));
  job.faults.forEach((_, i) => {
    const less = { ...job, faults: job.faults.toSpliced(i, 1) };
    assert.ok(!brokenBy(experiment, less), `fault ${i} of ${JSON.stringify(job)} is not needed`);
  });
}

const broken: [string, Experiment, number][] = [
  // One lost answer, or one copy: the letter counts twice.
  ["stop-and-wait without numbers", experimentOf("no numbers"), 1],
  // All answers to a whole window lost: its copies are taken for the next one.
  ["Go-Back-N with window = space", experimentOf("go-back-n", 3, 3), 3],
  ["Selective Repeat with window > space/2", experimentOf("selective repeat", 2, 3), 2],
];

for (const [name, experiment, atMost] of broken) {
  test(`${name}: a schedule breaks it, shrunk to at most ${atMost} faults`, async () => {
    const options = { seeds: 20, schedules: 3_000, most };
    const { found, seeds, words } = await search(experiment, delivers, options);
    assert.ok(found !== undefined && found.isMinimal, words);
    checkMinimal(experiment, found.job);
    assert.ok(found.job.faults.length <= atMost, JSON.stringify(found.job.faults));
    assert.ok(found.job.faults.length <= found.original.faults.length);
    assert.deepEqual([seeds.done, seeds.bound], [20, 0.15]);
    assert.match(words, /^Seed \d+ with \d fault/);
  });
}

const right: [string, Experiment][] = [
  ["stop-and-wait", experimentOf("stop-and-wait")],
  ["Go-Back-N with window < space", experimentOf("go-back-n", 2, 3)],
  ["Selective Repeat with window = space/2", experimentOf("selective repeat", 2, 4)],
];

for (const [name, experiment] of right) {
  test(`${name}: a clean search says what it covered and what it leaves open`, async () => {
    // Links keep their order but for delays by faults, which all three forbid.
    const options = { seeds: 300, schedules: 600, most: { drop: 4, duplicate: 3, corrupt: 1 } };
    const result = await search(experiment, delivers, options);
    assert.equal(result.found, undefined);
    assert.deepEqual(result.seeds, { planned: 300, done: 300, failed: 0, bound: 0.01 });
    assert.deepEqual(result.schedules, { planned: 600, done: 600, failed: 0, bound: 0.005 });
    assert.match(
      result.words,
      /^No failure in 300 seeds: up to 1 % of them may still fail \(95 %\)/,
    );
    assert.match(result.words, /600 schedules of faults: up to 0\.5 %/);
  });
}

test("a seed that fails is found; with calm knobs its luck becomes a shrunk list", async () => {
  const experiment = experimentOf("no numbers");
  const options = { seeds: 200, knobs: { loss: 5 }, calm: { loss: 0 } };
  const { found, words } = await search(experiment, delivers, options);
  assert.deepEqual(found?.original.faults, []);
  assert.deepEqual([found?.original.knobs, found?.job.knobs], [{ loss: 5 }, { loss: 0 }]);
  assert.equal(found?.job.faults.length, 1, words);
  assert.equal(found?.job.faults[0].verb, "drop");
  checkMinimal(experiment, found!.job);
  const loose = { seeds: 200, knobs: { loss: 5 } };
  const without = await search(experiment, delivers, loose);
  assert.deepEqual(without.found?.job, without.found?.original);
  assert.equal(without.found?.job.seed, found?.job.seed);
});

test("200 random schedules that fail: once shrunk, they need each of their faults", async () => {
  let shrunkFrom = 0;
  for (let number = 0, failing = 0; failing < 200; number++) {
    const [, experiment] = broken[number % broken.length];
    const evaluate = trialOf(experiment, delivers);
    const job = (faults: readonly Fault[]): Job => ({ knobs: {}, seed: 1, faults });
    const faults = randomSchedule(number, evaluate(job([])), { most: { drop: 6, duplicate: 5 } });
    const verdict = evaluate(job(faults)).broken;
    if (verdict === null) continue;
    failing++;
    const shrunk = await shrink(faults, verdict, (lists) =>
      Promise.resolve(lists.map((list) => evaluate(job(list)).broken)),
    );
    assert.ok(shrunk.isMinimal);
    checkMinimal(experiment, job(shrunk.faults));
    shrunkFrom += faults.length - shrunk.faults.length;
  }
  assert.ok(shrunkFrom > 200, `${shrunkFrom}`);
});

test("numbers shrink too: the earliest packet, a round time", async () => {
  const needs = (list: Fault[]) => {
    const [fault] = list;
    if (fault?.verb !== "delay" || !("packet" in fault)) return null;
    return fault.packet >= 3 && fault.by >= 1_700_000 ? "late" : null;
  };
  const start: Fault[] = [
    { verb: "delay", link: "a→b", packet: 47, by: 987_654_321 },
    drop("x", 1),
  ];
  const shrunk = await shrink(start, "late", (lists) => Promise.resolve(lists.map(needs)));
  assert.deepEqual(shrunk.faults[0], { verb: "delay", link: "a→b", packet: 3, by: 2_000_000 });
  assert.deepEqual([shrunk.broken, shrunk.isMinimal], ["late", true]);
});

test("crashes are drawn too, and standing faults stay", async () => {
  const standing = drop("sender→receiver", 1);
  // A receiver that crashes forgets what it has, as nothing is on its disk.
  const { found } = await search(experimentOf("stop-and-wait"), delivers, {
    ...{ seeds: 1, schedules: 500, most: { crash: 1 }, nodes: ["receiver"] },
    faults: [standing],
  });
  assert.deepEqual(found?.job.faults[0], standing);
  const [, crash] = found!.job.faults;
  assert.ok(crash.verb === "crash" && crash.node === "receiver");
  assert.equal(found?.job.faults.length, 2);
});

test("what is found does not depend on the order in which a pool finishes", async () => {
  const [, experiment] = broken[1];
  const forwards = localPool(trialOf(experiment, delivers));
  const backwards: typeof forwards = {
    async map(jobs, onResult) {
      const results: (() => void)[] = [];
      await forwards.map(jobs, (i, answer) => results.unshift(() => onResult(i, answer)));
      for (const report of results) report();
    },
  };
  const options = { seeds: 10, schedules: 3_000, most };
  assert.deepEqual(await searchWith(backwards, options), await searchWith(forwards, options));
});

test("a search tells how far it is and ends when it is told to", async () => {
  const signal = { aborted: false };
  const seen: SearchProgress[] = [];
  const result = await search(experimentOf("stop-and-wait"), delivers, {
    ...{ seeds: 5, schedules: 100, most, signal },
    onProgress(progress) {
      seen.push(progress);
      if (progress.phase === "schedules" && progress.done === 7) signal.aborted = true;
    },
  });
  assert.deepEqual(seen[0], { phase: "seeds", done: 1, planned: 5 });
  assert.deepEqual(seen.at(-1), { phase: "schedules", done: 7, planned: 100 });
  assert.deepEqual([result.schedules.done, result.schedules.planned], [7, 100]);
  assert.ok(result.isCancelled && result.words.startsWith("Ended early. "));
});

test("runs that cannot be judged are counted, told, and are no failures", async () => {
  const experiment: Experiment = (job) => {
    if (Number(job.seed) % 2 === 0) throw new Error("no even seeds");
    return experimentOf("stop-and-wait")(job);
  };
  const result = await search(experiment, delivers, { seeds: 10 });
  assert.deepEqual([result.seeds.done, result.seeds.failed, result.seeds.bound], [10, 5, 0.6]);
  assert.equal(result.errors[0].job.seed, 2);
  assert.match(result.words, /5 seeds \(5 more could not be judged\)/);
  const none = await search(experiment, delivers, { seeds: [2, 4], most });
  assert.equal(none.words, "None of 2 seeds could be judged.");
  assert.deepEqual([none.schedules.planned, none.schedules.done], [1_000, 0]);
  const odd = await search(experimentOf("stop-and-wait"), () => 3 as unknown as boolean, {
    seeds: 1,
  });
  assert.match(odd.errors[0].message, /neither true, false nor a sentence/);
});

test("a process that throws breaks every promise", async () => {
  class Throws extends Process {
    receive(): void {
      throw new Error("too much");
    }
  }
  const experiment: Experiment = (job) => {
    const { nodes, ...spec } = experimentOf("stop-and-wait")(job);
    return { ...spec, nodes: { ...nodes, receiver: new Throws() } };
  };
  const { found } = await search(experiment, () => true, { seeds: 1 });
  assert.equal(found?.broken, "receiver fails: Error: too much");
});

test("schedules with several crashes of one node can all be run", async () => {
  const options = { seeds: 1, schedules: 300, most: { crash: 6 }, nodes: ["receiver"] };
  const { schedules } = await search(experimentOf("stop-and-wait"), () => true, options);
  assert.deepEqual([schedules.done, schedules.failed], [300, 0]);
});

test("options are checked before anything runs", async () => {
  let runs = 0;
  const pool = localPool<Trial>(() => {
    runs++;
    throw new Error("never");
  });
  const refused: [object, RegExp][] = [
    [{ seeds: 0 }, /search: seeds is 0; it must be a whole number from 1 to 10,000,000/],
    [{ seeds: [] }, /seeds is an array of 0; it must be a number or a list/],
    [{ schedules: -1 }, /schedules is -1/],
    [{ schedules: 5 }, /most is undefined; it must be an object such as \{ drop: 2, crash: 1 \}/],
    [{ most: { fire: 1 } }, /there is no option "fire"; it knows drop, duplicate/],
    [{ most: { drop: 0.5 } }, /most\.drop is 0\.5; it must be a whole number from 0 to 1,000/],
    [{ most: { drop: 0 } }, /most allows no faults at all/],
    [{ most, longestDelay: -ms(1) }, /longestDelay is -1000000/],
  ];
  for (const [options, message] of refused) {
    await assert.rejects(searchWith(pool, options), message);
  }
  assert.equal(runs, 0);
  assert.throws(() => ruleOfThree(0), /count is 0/);
  assert.deepEqual([ruleOfThree(2), ruleOfThree(3_000)], [1, 0.001]);
});
