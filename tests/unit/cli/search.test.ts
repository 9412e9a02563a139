/** `mostly-reliable search` and `check`: what they find, cover and refuse. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CellModule } from "../../../src/cli/cells/module.ts";
import { readSource } from "../../../src/cli/source.ts";
import type { Job } from "../../../src/engine/check/pool.ts";
import type { Fault } from "../../../src/engine/faults.ts";
import { called, fileOf, TICKER } from "./files.ts";

const CELLS = fileOf(
  "promises.ts",
  `${TICKER}
  const arrives = (made: typeof run) => made.nodes.listener.heard >= 3 || \`\${lost} are lost\`;
  const atMost = ({ listener }: typeof run.nodes) => listener.heard <= 3;
  const broken = (): boolean => { throw new Error("no"); };`,
);
const module = await CellModule.load(readSource(CELLS).cells);
const heard = (job: Job): number => 3 - Number(module.reader(job)("lost"));

/** The faults of the command that makes a run again, as a shell reads them. */
function faultsIn(text: string): Fault[] {
  const [, json] = /^mostly-reliable run .* --faults '(.*)'$/m.exec(text) ?? [];
  return JSON.parse(json) as Fault[];
}

test("a search finds a schedule, shrinks it, and prints a command that makes the run", async () => {
  const options = ["--seeds", "5", "--schedules", "50", "--drop", "3", "--workers", "2"];
  const args = ["--invariant", "arrives", ...options];
  const { status, out, err } = await called("search", CELLS, ...args);
  assert.deepEqual([status, err], [1, ""]);
  assert.match(
    out,
    /^run · 5 of 5 seeds · 50 of 50 schedules of faults\nSeed \d with 1 fault: 1 are/,
  );
  assert.match(out, /shrunk in \d+ runs: without any one of them the promise is kept\.$/m);
  const faults = faultsIn(out);
  assert.deepEqual(faults, [{ verb: "drop", link: "ticker→listener", packet: 1 }]);
  const again = await called("run", CELLS, "--faults", JSON.stringify(faults), "--log");
  assert.match(again.out, /by hand as it sets out/);
  const one = await called("search", CELLS, ...args, "--workers", "1", "--json", "-");
  const { found } = JSON.parse(one.out) as { found: { job: Job } };
  assert.deepEqual(found.job.faults, faults);
  assert.ok(one.err.startsWith(out));
});

test("a seed's bad luck becomes faults with which the run without chance is as bad", async () => {
  const luck = ["--knob", "loss=40", "--calm", "loss=0", "--schedules", "0", "--seeds", "20"];
  const args = ["--invariant", "lost < 2 || 'two are lost'", ...luck];
  const { status, out } = await called("search", CELLS, ...args);
  assert.equal(status, 1, out);
  assert.match(out, /: two are lost\nThe bad luck of its seed, as faults; shrunk in/);
  assert.match(out, /--knob loss=0 --faults/);
  const faults = faultsIn(out);
  assert.equal(faults.length, 2);
  const job = { knobs: { loss: 0 }, seed: "1", faults };
  assert.equal(heard(job), 1);
  for (const i of [0, 1]) assert.ok(heard({ ...job, faults: faults.toSpliced(i, 1) }) > 1);
});

test("a clean search ends with 0 and its bound, one that can judge nothing with 4", async () => {
  const few = ["--seeds", "30", "--schedules", "60", "--drop", "0"];
  const clean = await called("search", CELLS, "--invariant", "lost <= 0", ...few);
  assert.deepEqual([clean.status, clean.err], [0, ""]);
  assert.match(
    clean.out,
    /No failure in 30 seeds: up to 10 % .* in 60 schedules of faults: up to 5 %/,
  );
  const none = await called("search", CELLS, "--invariant", "broken", "--seeds", "3");
  assert.equal(none.status, 4);
  assert.match(none.err, /A run could not be judged \(seed 1\): no/);
});

test("an exploration holds, or shows a shortest way, which a run goes as well", async () => {
  const holds = await called("check", CELLS, "--invariant", "atMost", "--losses", "2");
  assert.deepEqual([holds.status, holds.err], [0, ""]);
  assert.match(
    holds.out,
    /^run\nHolds in every state · \d+ states · .*\nEvery order .* ≤ 2 losses/,
  );
  const args = ["--invariant", "atMost", "--duplications", "1"];
  const broken = await called("check", CELLS, ...args);
  assert.equal(broken.status, 1);
  assert.match(broken.out, /the claim does not hold, after 7 steps:\n +1\. ticker: the timer tick/);
  assert.match(broken.out, /ticker → listener: \d arrives, and a copy stays behind/);
  assert.equal(heard({ knobs: {}, seed: "7", faults: faultsIn(broken.out) }), 4);
  const cut = await called("check", CELLS, "--invariant", "atMost", "--states", "5");
  assert.equal(cut.status, 4);
  assert.match(cut.out, /Unknown: nothing is broken so far, .* the limit of states \(--states\)/);
  const outcome = ["--outcome", "({ listener }) => listener.heard", "--losses", "1", "--json", "-"];
  const { orders } = JSON.parse((await called("check", CELLS, ...outcome)).out) as {
    orders: { count: number; byOutcome: Record<string, number> };
  };
  assert.deepEqual(Object.keys(orders.byOutcome).sort(), ["2", "3"]);
});

test("what cannot be asked is refused, with what there is", async () => {
  const refused = async (command: string, words: RegExp, ...args: string[]): Promise<void> => {
    const { status, err } = await called(command, CELLS, ...args);
    assert.equal(status, 2, err);
    assert.match(err, words);
  };
  await refused("search", /required option '-i, --invariant/);
  await refused("search", /--invariant keeps: keeps is not .*has arrives, atMost/, "-i", "keeps");
  await refused("search", /--drop x: give it a whole number/, "-i", "arrives", "--drop", "x");
  await refused("search", /--calm gap=0: .*from 1 to 100/, "-i", "arrives", "--calm", "gap=0");
  await refused("check", /say what is to hold: --invariant, --at-end or --outcome/);
  await refused(
    "check",
    /--at-end lost: .*not assignable.*has arrives, atMost/,
    "--at-end",
    "lost",
  );
  await refused("check", /"in order" or "any order"/, "-i", "atMost", "--wires", "none");
  const text = TICKER.replace("this.heard += 1", "this.heard = this.now");
  const clocked = await called("check", fileOf("clock.ts", text), "-i", "() => true");
  assert.equal(clocked.status, 2);
  assert.match(clocked.err, /reads this\.now/);
  const hanging = "() => { for (;;) {} }";
  const hung = await called("check", CELLS, "-i", hanging, "--limit", "0.4");
  assert.equal(hung.status, 3);
  assert.match(hung.err, /still running after 0\.8 s/);
});
