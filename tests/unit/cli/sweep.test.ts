/** `mostly-reliable sweep`: its table, its journal, and what it refuses. */
import assert from "node:assert/strict";
import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CellModule } from "../../../src/cli/cells/module.ts";
import { readGrid } from "../../../src/cli/knobs.ts";
import { readSeeds } from "../../../src/cli/seeds.ts";
import { readSource } from "../../../src/cli/source.ts";
import type { Grid } from "../../../src/engine/check/sweep.ts";
import type { Knob } from "../../../src/notebook/knob.ts";
import { called, command, fileOf, folder, TICKER, TOPIC } from "./files.ts";

const CELLS = fileOf("cells.ts", TICKER);
const GRID = ["--knob", "loss=0..40/20", "--knob", "gap=5,50", "--seeds", "40"];
const METRICS = ["--metric", "lost", "--metric", "seconds=run.metrics.endTime / 1e9"];
const out = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(out(name), "utf8");

/** The table's lines by column. */
function table(text: string): Record<string, string>[] {
  const [names, ...lines] = text.trimEnd().split("\r\n");
  return lines.map((line) => {
    const values = line.split(",");
    return Object.fromEntries(names.split(",").map((name, i) => [name, values[i]]));
  });
}

test("a sweep's table is that of the runs one by one, with any number of workers", async () => {
  const options = [...GRID, ...METRICS];
  const one = await called("sweep", CELLS, ...options, "--csv", out("1.csv"), "--workers", "1");
  assert.deepEqual(one, { status: 0, out: "", err: "" });
  const both = ["--csv", out("3.csv"), "--json", out("3.json"), "--workers", "3"];
  assert.deepEqual(await called("sweep", CELLS, ...options, ...both), {
    status: 0,
    out: "",
    err: "",
  });
  assert.equal(read("3.csv"), read("1.csv"));
  const module = await CellModule.load(readSource(CELLS).cells);
  const rows = table(read("1.csv"));
  assert.equal(rows.length, 12);
  for (const { loss, gap, metric, ...row } of rows) {
    if (metric !== "lost") continue;
    const knobs = { loss: Number(loss), gap: Number(gap) };
    const seeds = Array.from({ length: 40 }, (_, i) => String(i + 1));
    const values = seeds.map((seed) => Number(module.reader({ knobs, seed, faults: [] })("lost")));
    const mean = values.reduce((sum, value) => sum + value, 0) / 40;
    assert.ok(Math.abs(Number(row.mean) - mean) < 1e-12, `${loss} ${gap}`);
    const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 39 / 40);
    assert.ok(Math.abs(Number(row.high95) - (mean + 2.0227 * spread)) < 1e-3);
    const sorted = values.sort((a, b) => a - b);
    assert.equal(Number(row.q50), (sorted[19] + sorted[20]) / 2);
    assert.deepEqual([row.runs, row.failed, Number(row.max)], ["40", "0", sorted[39]]);
  }
  const json = JSON.parse(read("3.json")) as { planned: number; points: { metrics: object }[] };
  assert.equal(json.planned, 240);
  const [{ metrics }] = json.points as { metrics: { seconds: { mean: number } } }[];
  assert.equal(metrics.seconds.mean, Number(rows[1].mean));
});

test("an interrupted sweep goes on where it was, and comes to the same bytes", async () => {
  const options = [...GRID, ...METRICS, "--csv", out("parts.csv"), "--workers", "1"];
  const begun = called("sweep", CELLS, ...options);
  const journal = out("parts.csv.journal");
  const runs = (): number => readFileSync(journal, "utf8").split("\n").length - 2;
  const look = setInterval(() => {
    if (!existsSync(journal) || runs() < 5) return;
    clearInterval(look);
    process.emit("SIGINT");
  }, 1);
  const { status, err } = await begun;
  const kept = runs();
  assert.ok(kept >= 5 && kept < 240, `${kept}`);
  assert.equal(status, 130);
  const words = `Interrupted: ${kept} of 240 runs are kept in ${journal}. The same command goes on`;
  assert.ok(err.includes(words), err);
  assert.ok(!existsSync(out("parts.csv")));
  // A line that was being written when the lights went out.
  appendFileSync(journal, '{"job":99,"figu');
  const other = await called("sweep", CELLS, ...options, "--seeds", "41");
  assert.equal(other.status, 2);
  assert.match(other.err, /is of another sweep: .* Finish that one, delete the file, or name/);
  const rest = await called("sweep", CELLS, ...options);
  assert.equal(rest.status, 0);
  assert.match(rest.err, new RegExp(`${kept} runs are known from`));
  assert.equal(read("parts.csv"), read("1.csv"));
  assert.ok(!existsSync(journal));
});

test("standard output has the data alone, and faults strike", () => {
  const fault = '[{"verb":"drop","link":"ticker→listener","packet":1}]';
  const args = ["--metric", "lost", "--seeds", "7,luck", "--faults", fault, "--quantiles", "0.5"];
  assert.deepEqual(command("sweep", CELLS, ...args), {
    ...{ status: 0, err: "" },
    out:
      "metric,runs,failed,mean,low95,high95,deviation,min,max,q50\r\n" +
      "lost,2,0,1,1,1,0,1,1,1\r\n",
  });
  assert.deepEqual(readdirSync(join(folder, "state/mostly-reliable")), []);
});

test("a topic is measured as its page does; of a single run there is no interval", async () => {
  const args = ["--knob", "loss=0", "--seeds", "1", "--quantiles", "0.5", "--csv", out("page.csv")];
  assert.deepEqual(await called("sweep", TOPIC, ...args), { status: 0, out: "", err: "" });
  assert.match(read("page.csv"), /\r\n0,tries,1,0,1,,,0,1,1,1\r\n$/);
});

test("runs that throw or hang have failed, and the others have not", async () => {
  const grief = `${TICKER}
    const grief = (() => {
      if (seed === "5") throw new Error("five");
      if (seed === "3") for (;;) {}
      return lost;
    })();`;
  const args = ["--metric", "grief", "--seeds", "12", "--limit", "2", "--csv", out("grief.csv")];
  const { status, err } = await called("sweep", fileOf("grief.ts", grief), ...args);
  assert.equal(status, 1);
  assert.match(err, /2 of 12 runs failed, the first with seed 3: It was still running after 2 s/);
  assert.match(read("grief.csv"), /grief,10,2,0,/);
});

test("bad input ends with 2, and a sentence that names what there is", async () => {
  const refused = async (words: RegExp, ...args: string[]): Promise<void> => {
    const { status, err } = await called("sweep", ...args);
    assert.equal(status, 2, `${args.join(" ")}: ${err}`);
    assert.match(err, words);
  };
  await refused(/There is no file nowhere/, "nowhere");
  await refused(/--metric name, or .* The file has lost\./, CELLS);
  await refused(
    /--metric lots: lots is not defined.* The file has lost\./,
    CELLS,
    "--metric",
    "lots",
  );
  await refused(/two metrics of the name lost/, CELLS, "--metric", "lost", "--metric", "lost=1");
  const lost = [CELLS, "--metric", "lost"];
  await refused(/no knob los; the file has gap, loss\./, ...lost, "--knob", "los=1");
  await refused(/--seeds many: give it/, ...lost, "--seeds", "many");
  await refused(/--quantiles 2: give it numbers/, ...lost, "--quantiles", "2");
  await refused(/--workers 0: .*from 1 to 256/, ...lost, "--workers", "0");
  await refused(/standard output takes one/, ...lost, "--csv", "-", "--json", "-");
  await refused(/cannot be kept .*--state FILE names/, ...lost, "--state", join(CELLS, "no"));
  const bare = fileOf("bare.ts", "const x = 1;");
  await refused(/shows run, which no cell defines/, bare, "--metric", "x");
});

test("knobs and seeds are read as lists and ranges", () => {
  const knob = { kind: "number", label: "Loss", min: 0, max: 1, step: 0.1, unit: "", note: "" };
  const loss = { ...knob, name: "loss", value: 0 } as Knob;
  const names = ["a", "a,b", "c"];
  const choice = { kind: "choice", name: "c", label: "C", options: names, value: "a", note: "" };
  const grid = (...texts: string[]): Grid => readGrid(texts, [loss, choice as Knob]);
  assert.deepEqual(grid("loss=0.1..0.4/0.1").loss, [0.1, 0.2, 0.3, 0.4]);
  assert.deepEqual(grid("loss=0..0.35", "c=a,b"), { loss: [0, 0.1, 0.2, 0.3], c: ["a,b"] });
  assert.deepEqual(grid("loss=1,0..0.2/0.2,1", "c=c,a"), { loss: [1, 0, 0.2], c: ["c", "a"] });
  assert.throws(() => grid("loss=0.5..2"), /from 0 to 1, not to 1\.1/);
  assert.throws(() => grid("loss=1..0"), /to above from and step above 0/);
  assert.throws(() => grid("loss=0..1/0"), /to above from and step above 0/);
  assert.throws(() => grid("loss=0..1/0.000001"), /more than 100,000 values/);
  assert.throws(() => grid("loss=1", "loss=0"), /loss is given twice/);
  assert.throws(() => grid("c=d"), /one of a, a,b, c, not "d"/);
  assert.deepEqual(readSeeds("3"), ["1", "2", "3"]);
  assert.deepEqual([readSeeds("9..11"), readSeeds("7,")], [["9", "10", "11"], ["7"]]);
  assert.throws(() => readSeeds("5..4"), /1 to 1,000,000 of them/);
  assert.throws(() => readSeeds("1000001"), /1 to 1,000,000 of them/);
});
