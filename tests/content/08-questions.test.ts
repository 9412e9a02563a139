/** What the topic "Retransmission" says of all runs, and of programs that a reader has changed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Exploration } from "../../src/engine/check/explore.ts";
import { drop, type Run } from "../../src/engine/index.ts";
import { answerIn, openCells, type Edits } from "./topic.ts";

const FILE = "content/1-mostly-reliable/08-retransmission/index.mdx";
const all = { repeats: true, numbered: true };
const valueOf = await openCells(FILE);

test("of a thousand bad roads none breaks the promise, with repeats and numbers", () => {
  const judge = (knobs: Record<string, number | boolean>, seed: number) => {
    const value = (name: string) => valueOf(name, { knobs, faults: [], seed: String(seed) });
    return (value("kept") as (run: Run) => boolean | string)(value("run") as Run);
  };
  for (let seed = 1; seed <= 1000; seed++) assert.equal(judge({ ...all, loss: 33 }, seed), true);
  const broken = Array.from({ length: 100 }, (_, i) => judge({ repeats: true, loss: 33 }, i + 1));
  assert.ok(broken.some((verdict) => typeof verdict === "string" && verdict.startsWith("Bob")));
});

test("without Alice's look at older answers the proof falls, by the shortest way", async () => {
  const line = "    if (numbered && ack.number !== this.number) return; // about an older letter\n";
  const edits: Edits = { alice: [line, ""] };
  const proof = (await answerIn(FILE, "proof", { knobs: all }, edits)) as Exploration;
  assert.equal(proof.verdict, "broken");
  const faults = proof.counterexample?.faults ?? [];
  const value = await openCells(FILE, edits);
  const run = value("run", { knobs: all, faults, seed: "1" }) as Run;
  const kept = value("kept", { knobs: all }) as (run: Run) => boolean | string;
  assert.equal(typeof kept(run), "string", "and a run goes that way");
});

test("if Bob forgets to answer copies, one lost answer makes Alice repeat for ever", async () => {
  const forgetful = await openCells(FILE, {
    bob: [
      "this.read += letter;\n    this.send(from, { number }); // even twice: answers get lost too",
      "{\n      this.read += letter;\n      this.send(from, { number });\n    }",
    ],
  });
  const run = forgetful("run", { knobs: all, faults: [drop("bob→alice", 10)] }) as Run;
  assert.equal(run.outcome.kind, "until");
  assert.equal((run.nodes["bob"] as unknown as { read: string }).read, "PAY ANN 10");
  assert.equal((run.nodes["alice"] as unknown as { number: number }).number, 9);
});
