/** What the topic "Retransmission" claims, held against its own cells and against theory. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { summarise } from "../../src/engine/check/statistics.ts";
import { drop, type Fault, ms } from "../../src/engine/index.ts";
import { NodeSession } from "../../src/notebook/build/node-session.ts";
import { runTopic } from "../../src/notebook/build/run-topic.ts";
import { compileCells } from "../../src/notebook/compile/compile.ts";
import type { CompiledCell } from "../../src/notebook/cells.ts";
import type { KnobValue } from "../../src/notebook/knob.ts";

const FILE = "content/1-mostly-reliable/08-retransmission/index.mdx";
const TEXT = "PAY ANN 100 COINS";
const ALL_THREE = { repeats: true, numbered: true };

/** What the tests read of a run besides what the page does. */
const probe = {
  id: "probe",
  title: "probe",
  source: `const read = run.nodes.bob.read;
    const perLetter = run.metrics.endTime / text.length / 1e6;`,
};

let session: NodeSession;
let cells: CompiledCell[];

before(async () => {
  const page = await runTopic("topic", FILE, await readFile(FILE, "utf8"));
  const compiled = compileCells([...page.cells, probe], page.api);
  assert.deepEqual(compiled.problems, []);
  cells = compiled.cells;
  session = new NodeSession(() => undefined, 60_000);
});
after(() => session.end());

type Knobs = Record<string, KnobValue>;

async function values(target: string, knobs: Knobs, seeds: number, faults: Fault[] = []) {
  const jobs = Array.from({ length: seeds }, (_, i) => ({ knobs, seed: String(i + 1), faults }));
  const reply = await session.ask({ kind: "evaluate", cells, target, jobs });
  assert.equal(reply.kind, "values");
  return reply.kind === "values" ? reply.values : [];
}

test("without repeats a lost zero makes 10 coins", async () => {
  const [read] = await values("read", {}, 1, [drop("alice→bob", 10)]);
  assert.equal(read, "PAY ANN 10 COINS");
});

test("with repeats the lost zero comes through, and a lost answer makes 1000 coins", async () => {
  const knobs = { repeats: true };
  assert.deepEqual(await values("read", knobs, 1, [drop("alice→bob", 10)]), [TEXT]);
  const lost = await values("read", knobs, 1, [drop("bob→alice", 10)]);
  assert.deepEqual(lost, ["PAY ANN 1000 COINS"]);
});

test("with all three parts the text is right at every loss, over 100 seeds each", async () => {
  for (let loss = 0; loss <= 60; loss += 10) {
    const read = await values("read", { ...ALL_THREE, loss }, 100);
    assert.ok(
      read.every((each) => each === TEXT),
      `loss ${loss} %`,
    );
  }
});

test("without numbers a text of 17 letters is right as often as no answer is lost", async () => {
  // (1 − p)^17 at 5 % is 0.418; 1,000 seeds scatter by 0.016, and four of those are allowed.
  const read = await values("read", { repeats: true, loss: 5 }, 1_000);
  const share = read.filter((each) => each === TEXT).length / read.length;
  const expected = 0.95 ** TEXT.length;
  assert.ok(Math.abs(share - expected) < 0.0625, `${share} for ${expected}`);
});

for (const loss of [10, 30, 50]) {
  test(`tries for each letter at ${loss} % are 1/(1 − p)² within 4 standard errors`, async () => {
    const tries = (await values("tries", { ...ALL_THREE, loss }, 500)).map(Number);
    const { mean, deviation, count } = summarise(tries);
    const expected = 1 / (1 - loss / 100) ** 2;
    const error = (4 * deviation) / Math.sqrt(count);
    assert.ok(Math.abs(mean - expected) < error, `${mean} for ${expected} ± ${error}`);
  });
}

test("time for each letter at 30 % is RTT + T(tries − 1), the page's own formula", async () => {
  const times = (await values("perLetter", { ...ALL_THREE, loss: 30 }, 500)).map(Number);
  const { mean, deviation, count } = summarise(times);
  const expected = 80 + 250 * (1 / 0.7 ** 2 - 1);
  assert.ok(Math.abs(mean - expected) < (4 * deviation) / Math.sqrt(count), `${mean}`);
});

test("a timeout of 20 ms is done sooner and posts several times as much", async () => {
  const [patient, hasty] = [250, 20].map((patience) => ({ ...ALL_THREE, loss: 30, patience }));
  const mean = async (target: string, knobs: Knobs): Promise<number> =>
    summarise((await values(target, knobs, 200)).map(Number)).mean;
  assert.ok((await mean("perLetter", hasty)) < (await mean("perLetter", patient)) / 2);
  assert.ok((await mean("tries", hasty)) > (await mean("tries", patient)) * 2);
});

test("the opening surprise does not hang on exact times: any timeout gives it", async () => {
  assert.equal(ms(40), 40_000_000);
  for (const patience of [100, 200, 247, 253, 400]) {
    const [read] = await values("read", { patience }, 1, [drop("alice→bob", 10)]);
    assert.equal(read, "PAY ANN 10 COINS", `timeout ${patience} ms`);
  }
});
