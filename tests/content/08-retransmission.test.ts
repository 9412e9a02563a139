import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { test } from "node:test";
import { crash, drop, ms, restart, type Fault, type Run } from "../../src/engine/index.ts";
import type { Exploration } from "../../src/engine/check/explore.ts";
import type { Search } from "../../src/engine/check/search.ts";
import { EventKind, isLinkEvent } from "../../src/engine/trace/event.ts";
import { flightsOf, type Flight } from "../../src/engine/trace/flights.ts";
import { runTopic } from "../../src/notebook/build/run-topic.ts";
import { valueName } from "../../src/notebook/page-data.ts";
import { answerOfText } from "../../src/notebook/questions/answer-text.ts";
import { textToRun } from "../../src/notebook/run-text.ts";
import { Trace } from "../../src/engine/trace/trace.ts";
import { assertMean, meanOf, openCells, root, seeds, type Edits } from "./topic.ts";

/* Every claim of the topic "Retransmission", held against runs of the page's own cells. */

const FILE = "content/1-mostly-reliable/08-retransmission/index.mdx";
const TEXT = "PAY ANN 100 COINS";
const TO_BOB = "alice→bob";
const TO_ALICE = "bob→alice";

const data = await runTopic(
  "1-mostly-reliable/08-retransmission",
  FILE,
  await readFile(resolve(root, FILE), "utf8"),
);
const valueOf = await openCells(FILE);

type Knobs = Record<string, number | boolean>;
const repeats = { repeats: true };
const all = { repeats: true, numbered: true };

type Alice = { number: number };
type Bob = { read: string };

function runOf(knobs: Knobs, faults: Fault[] = [], seed = "7", value = valueOf): Run {
  return value("run", { knobs, faults, seed }) as Run;
}

function read(run: Run): string {
  return (run.nodes["bob"] as unknown as Bob).read;
}

const posted = (run: Run) => run.metrics.links[TO_BOB].transmitted;
const flights = (run: Run): Flight[] => flightsOf(run.trace);

test("the page opens at the moment when the first zero is on the road", () => {
  const [letters] = data.experiments;
  const { trace: traceData } = textToRun(letters.result);
  const onRoad = flightsOf(new Trace(traceData)).filter(
    ({ from, to }) => from <= letters.at && letters.at < to,
  );
  assert.equal(onRoad.length, 1);
  assert.equal(traceData.links[onRoad[0].link].id, TO_BOB);
  assert.equal(onRoad[0].ordinal, TEXT.indexOf("0") + 1);
  assert.equal(letters.moment.states["alice"]["number"], String(TEXT.indexOf("0")));
  assert.equal(letters.moment.cell, "alice");
  assert.ok(letters.moment.line > 0, "the line that acts is marked");
  assert.deepEqual(letters.faults, []);
});

test("undisturbed, Bob reads the text, whatever the knobs but the loss", () => {
  for (const repeats of [false, true])
    for (const numbered of [false, true])
      for (const patience of [90, 250, 1000])
        assert.equal(read(runOf({ repeats, numbered, patience })), TEXT);
});

test("the first zero off the road: Ann is short of most of her money", () => {
  assert.equal(read(runOf({}, [drop(TO_BOB, 10)])), "PAY ANN 10 COINS");
});

test("the first surprise hangs on no exact timeout", () => {
  for (const patience of [100, 200, 247, 253, 400])
    assert.equal(read(runOf({ patience }, [drop(TO_BOB, 10)])), "PAY ANN 10 COINS");
});

test("Alice repeats: the zero comes through on the second try", () => {
  const run = runOf(repeats, [drop(TO_BOB, 10)]);
  assert.equal(read(run), TEXT);
  assert.equal(posted(run), TEXT.length + 1);
});

test("when Alice repeats, she can lose any letters she likes, as long as answers come", () => {
  for (let packet = 1; packet <= TEXT.length; packet++)
    assert.equal(read(runOf(repeats, [drop(TO_BOB, packet)])), TEXT);
  const many = (step: number) =>
    Array.from({ length: 40 }, (_, i) => i + 1)
      .filter((packet) => (packet * step) % 7 < 3)
      .map((packet) => drop(TO_BOB, packet));
  for (const step of [1, 2, 3, 4, 5, 6]) assert.equal(read(runOf(repeats, many(step))), TEXT);
});

test("a lost answer makes 1000 of 100, and nobody waits for ever", () => {
  const run = runOf(repeats, [drop(TO_ALICE, 10)]);
  assert.equal(read(run), "PAY ANN 1000 COINS");
  assert.equal(run.outcome.kind, "finished");
  // The answer is on the road just after Bob has read the first zero.
  const answer = flights(run).find(
    ({ link, ordinal }) => run.trace.links[link].id === TO_ALICE && ordinal === 10,
  );
  const receipts = Array.from({ length: run.trace.rows }, (_, row) => row).filter(
    (row) => run.trace.kind(row) === EventKind.receive && run.trace.node(row) === 1,
  );
  assert.equal(answer?.from, run.trace.time(receipts[9]));
});

test("a lost letter and a lost answer look the same from Alice's chair", () => {
  const seen = (faults: Fault[]) => {
    const { trace } = runOf(repeats, faults);
    const rows = Array.from({ length: trace.rows }, (_, row) => row);
    const own = rows.filter((row) => trace.node(row) === 0 && !isLinkEvent(trace.kind(row)));
    return own.map((row) => [trace.time(row), trace.kind(row), trace.text(row)]);
  };
  const lostLetter = seen([drop(TO_BOB, 10)]);
  const lostAnswer = seen([drop(TO_ALICE, 10)]);
  const both = lostLetter.filter(([time]) => Number(time) <= ms(970));
  assert.ok(both.some(([, kind]) => kind === EventKind.timeout));
  assert.deepEqual(
    both,
    lostAnswer.filter(([time]) => Number(time) <= ms(970)),
  );
});

test("with numbers too, no single loss and no pair of losses does any harm", () => {
  const drops = [TO_BOB, TO_ALICE].flatMap((link) =>
    Array.from({ length: TEXT.length }, (_, i) => drop(link, i + 1)),
  );
  for (const [i, one] of drops.entries())
    for (const other of drops.slice(i)) assert.equal(read(runOf(all, [one, other])), TEXT);
});

test("one in three of everything lost: Bob reads it late and right", () => {
  for (const seed of seeds(100)) {
    const run = runOf({ ...all, loss: 33 }, [], seed);
    assert.equal(read(run), TEXT);
    assert.ok(run.metrics.endTime > TEXT.length * ms(80));
  }
});

test("with all three parts the text is right at every loss, over a hundred seeds", () => {
  for (let loss = 0; loss <= 60; loss++)
    for (const seed of seeds(100)) {
      const run = runOf({ ...all, loss }, [], seed);
      assert.equal(read(run), TEXT, `loss ${loss}, seed ${seed}`);
      assert.equal(run.outcome.kind, "finished");
    }
});

test("stop-and-wait keeps a single letter on the road", () => {
  for (const seed of seeds(20)) {
    const run = runOf({ ...all, loss: 30 }, [], seed);
    const letters = flights(run).filter(({ link }) => run.trace.links[link].id === TO_BOB);
    for (const [i, letter] of letters.slice(1).entries())
      assert.ok(letters[i].to <= letter.from, "the one before has arrived or is lost");
  }
});

test("without numbers the text is right with probability (1 − p)^17", () => {
  for (const loss of [5, 10, 20]) {
    const right = seeds(1_200).map((seed) =>
      Number(read(runOf({ ...repeats, loss }, [], seed)) === TEXT),
    );
    const expected = Array<number>(TEXT.length)
      .fill(1 - loss / 100)
      .reduce((a, b) => a * b);
    assertMean(right, expected, `right at ${loss} %`);
  }
});

test("without numbers Bob reads p ⁄ (1 − p) spurious copies of a letter", () => {
  const loss = 30;
  const copies = seeds(500).map(
    (seed) => (read(runOf({ ...repeats, loss }, [], seed)).length - TEXT.length) / TEXT.length,
  );
  assertMean(copies, 0.3 / 0.7, "spurious copies a letter");
});

test("each letter is posted 1 ⁄ (1 − p)² times on average", () => {
  for (const loss of [10, 30, 50, 60]) {
    const tries = seeds(500).map(
      (seed) => valueOf("tries", { knobs: { ...all, loss }, seed }) as number,
    );
    const expected = 1 / ((1 - loss / 100) * (1 - loss / 100));
    assertMean(tries, expected, `tries at ${loss} %`);
    assert.ok(meanOf(tries).error < expected * 0.03, "the interval is narrow enough to mean it");
  }
});

test("the sweep that the page brings agrees with its theory at every point", () => {
  const [sweep] = data.sweeps;
  assert.equal(sweep.points.length, 13);
  for (const { x, mean, low, high, n } of sweep.points) {
    const expected = 1 / ((1 - x / 100) * (1 - x / 100));
    assert.equal(n, 200);
    // The page draws 95 % intervals: their whole width is about four standard errors.
    assert.ok(Math.abs(mean - expected) <= high - low + 1e-12, `${x} %: ${mean}, not ${expected}`);
  }
  for (const [x, y] of sweep.theory) assert.ok(Math.abs(y * (1 - x / 100) ** 2 - 1) < 1e-12);
});

test("the numbers in the prose are those of the runs", () => {
  const of = (expression: string, knobs = "", after = "") =>
    data.values[valueName(expression, knobs, after)];
  assert.equal(of("run.nodes.bob.read", "", "drop('alice→bob', 10)"), "PAY ANN 10 COINS");
  const answer = of("run.nodes.bob.read", "repeats=true", "drop('bob→alice', 10)");
  assert.equal(answer, "PAY ANN 1000 COINS");
  assert.equal(of("run.nodes.bob.read", "repeats=true numbered=true loss=33"), TEXT);
  assert.equal(Number(of("theory(30)")).toFixed(2), "2.04");
  assert.equal(Number(of("1 / (1 - 0.3)")).toFixed(2), "1.43");
  assert.equal(Number(of("theory(60)")).toFixed(2), "6.25");
  assert.equal(of("roundTrip"), 80);
  assert.equal(of("patience"), 250);
  assert.equal(Number(of("wait(30)")).toFixed(0), "340");
  assert.ok(Number(of("wait(30)")) > 4 * 80, "more than four round trips");
});

/** How long Alice takes for a letter, ms. */
function timesOf(knobs: Knobs, count: number): number[] {
  return seeds(count).map(
    (seed) => runOf({ ...all, ...knobs }, [], seed).metrics.endTime / TEXT.length / 1e6,
  );
}

test("a round takes 80 ms, and a letter at 30 % loss a round trip and its timeouts", () => {
  assert.deepEqual(timesOf({ loss: 0 }, 1), [80]);
  assertMean(timesOf({ loss: 30 }, 800), 80 + 250 * (1 / 0.49 - 1), "ms a letter, T = 250 ms");
  assertMean(timesOf({ loss: 30, patience: 500 }, 800), 80 + 500 * (1 / 0.49 - 1), "T = 500 ms");
});

test("with a timeout of 20 ms Alice is done sooner, and most of what she posts is waste", () => {
  const hasty = meanOf(timesOf({ loss: 30, patience: 20 }, 200));
  const calm = meanOf(timesOf({ loss: 30 }, 200));
  assert.ok(hasty.mean < calm.mean / 2, `${hasty.mean} and ${calm.mean} ms a letter`);
  assert.ok(hasty.mean > 80, "no letter is faster than a round trip");
  const copies = seeds(200).map((seed) =>
    posted(runOf({ ...all, loss: 30, patience: 20 }, [], seed)),
  );
  const perLetter = meanOf(copies).mean / TEXT.length;
  assert.ok(perLetter > 4 && perLetter < 6, `${perLetter} copies of a letter`);
});

test("the formula needs a timeout longer than the round trip, as the page says", () => {
  const tries = (patience: number) =>
    seeds(300).map((seed) => posted(runOf({ ...all, loss: 30, patience }, [], seed)) / TEXT.length);
  assertMean(tries(90), 1 / 0.49, "tries with a timeout of 90 ms");
  assertMean(tries(1000), 1 / 0.49, "tries with a timeout of 1 s");
  assert.ok(meanOf(tries(50)).mean > 3, "a shorter one posts copies that nobody needs");
});

test("a crash makes Bob forget what he has read, and numbers do not save him", () => {
  const run = runOf(all, [crash("bob", ms(800)), restart("bob", ms(900))]);
  assert.equal(run.outcome.kind, "finished");
  assert.equal(read(run), "", "every later letter is acknowledged and thrown away");
  assert.equal((run.nodes["alice"] as unknown as Alice).number, TEXT.length);
});

/* Rule 5 of the course: a surprise that vanishes with a little jitter is an artefact. */

const road = 'duplex("alice", "bob", { delay: ms(40), loss: percent(loss) })';
const jittery: Edits = {
  road: [road, road.replace("delay: ms(40)", "delay: ms(40), jitter: ms(0.4)")],
};
const turned: Edits = {
  road: ["alice: new Alice(), bob: new Bob()", "bob: new Bob(), alice: new Alice()"],
};

for (const [what, edits] of [
  ["1 % of jitter", jittery],
  ["another order of simultaneous events", turned],
] as const) {
  test(`the surprises outlive ${what}`, async () => {
    const value = await openCells(FILE, edits);
    for (const seed of seeds(100)) {
      const readAfter = (knobs: Knobs, fault: Fault) => read(runOf(knobs, [fault], seed, value));
      assert.equal(readAfter({}, drop(TO_BOB, 10)), "PAY ANN 10 COINS");
      assert.equal(readAfter(repeats, drop(TO_BOB, 10)), TEXT);
      assert.equal(readAfter(repeats, drop(TO_ALICE, 10)), "PAY ANN 1000 COINS");
      assert.equal(readAfter(all, drop(TO_ALICE, 10)), TEXT);
    }
    const tries = seeds(300).map((seed) =>
      Number(value("tries", { knobs: { ...all, loss: 30 }, seed })),
    );
    assertMean(tries, 1 / 0.49, "tries at 30 %");
  });
}

test("what the questions find is what the text says of them", () => {
  const answers = new Map(data.questions.map(({ name, answer }) => [name, answerOfText(answer)]));
  const chance = answers.get("chance") as Search;
  assert.equal(chance.found?.original.seed, 1, "the very first run will do");
  assert.equal(chance.found.job.faults.length, 1, "whittled down to a single loss");
  assert.equal(chance.found.isMinimal, true);
  const proof = answers.get("proof") as Exploration;
  assert.equal(proof.verdict, "holds");
  assert.deepEqual(Object.values(proof.cut), [false, false, false, false]);
  assert.equal(data.values[valueName("proof.states")], proof.states);
});
