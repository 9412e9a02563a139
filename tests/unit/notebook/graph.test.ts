import assert from "node:assert/strict";
import { test } from "node:test";
import * as engine from "../../../src/engine/index.ts";
import { PAGE } from "../../../src/notebook/run/graph.ts";
import { experiment, knobs, Page } from "./graph-page.ts";
import { compiled } from "./support.ts";

test("turning a knob runs again only what depends on it", async () => {
  const page = new Page(["sum"]);
  await page.graph.setCells(
    compiled(knobs, "const twice = 2 * a;", "const thrice = 3 * b;", "const sum = twice + thrice;"),
  );
  const first = await page.settle();
  assert.deepEqual(first.begun, ["first", "fourth", "second", "third"]);
  assert.deepEqual(first.values, [[PAGE, "sum", 8]]);
  // The two knobs stand in one cell, which runs; of what follows, only what is changed does.
  page.graph.setKnobs({ a: 2 });
  const second = await page.settle();
  assert.deepEqual(second.begun, ["first", "fourth", "second"]);
  assert.deepEqual(second.values, [[PAGE, "sum", 10]]);
  // A value that comes out the same stops there.
  const third = await page.turn({ b: 2 });
  assert.deepEqual(third.begun, ["first"]);
  assert.deepEqual((await page.turn({ b: 2 })).begun, []);
  assert.deepEqual((await page.turn({ unknown: 2 })).begun, []);
});

test("a knob that may not take a value keeps its author's", async () => {
  const page = new Page(["a"]);
  await page.graph.setCells(compiled(knobs));
  page.graph.setKnobs({ a: 99 });
  assert.deepEqual((await page.settle()).values, [[PAGE, "a", 1]]);
  assert.equal(page.knobs.get("a")?.label, "A");
});

const dice =
  "class Die extends Process {\n  pips = 0;\n  start() { this.pips = this.random(); " +
  "this.send('cup', this.pips); }\n}\nclass Cup extends Process { got: unknown = null; " +
  "receive(m: unknown) { this.got = m; } }";
const throwing =
  "const run = simulate({ seed, faults, nodes: { die: new Die(), cup: new Cup() }," +
  " links: [link('die', 'cup', {})] });";

test("two experiments over one module have their own seeds and faults", async () => {
  const page = new Page();
  await page.graph.setCells(compiled(dice, throwing));
  const faults = [engine.drop("die→cup", 1)];
  page.graph.setExperiments([experiment("one"), experiment("two", { seed: "8", faults })]);
  const { values } = await page.settle();
  const runs = new Map(values.map(([id, , run]: any) => [id, run]));
  assert.equal(runs.get("one").seed, "7");
  assert.equal(runs.get("two").seed, "8");
  assert.notEqual(runs.get("one").nodes.die.pips, runs.get("two").nodes.die.pips);
  assert.equal(runs.get("one").nodes.cup.got, runs.get("one").nodes.die.pips);
  assert.equal(runs.get("two").nodes.cup.got, null);
});

test("another seed or fault runs its own experiment again, and no other", async () => {
  const page = new Page();
  await page.graph.setCells(compiled(dice, throwing));
  const faults = [engine.drop("die→cup", 1)];
  page.graph.setExperiments([experiment("one"), experiment("two", { faults })]);
  await page.settle();
  page.graph.setExperiments([experiment("one", { seed: "9" }), experiment("two", { faults })]);
  const first = await page.settle();
  assert.deepEqual(first.begun, ["second"]);
  assert.deepEqual(
    first.values.map(([id]: any) => id),
    ["one"],
  );
  // Faults come as copies in every message: equal ones change nothing.
  const same = [engine.drop("die→cup", 1)];
  page.graph.setExperiments([
    experiment("one", { seed: "9" }),
    experiment("two", { faults: same }),
  ]);
  assert.deepEqual((await page.settle()).begun, []);
  page.graph.setExperiments([experiment("one", { seed: "9" }), experiment("two")]);
  assert.deepEqual(
    (await page.settle()).values.map(([id]: any) => id),
    ["two"],
  );
});

test("an experiment that shows another run, or is gone, says no more of the old one", async () => {
  const page = new Page();
  await page.graph.setCells(compiled(knobs, "const x = a + seed.length;", "const y = b;"));
  page.graph.setExperiments([experiment("one", { run: "x" }), experiment("two", { run: "y" })]);
  assert.equal((await page.settle()).values.length, 2);
  page.graph.setExperiments([experiment("one", { run: "y" })]);
  assert.deepEqual((await page.settle()).values, [["one", "y", 2]]);
  page.graph.setKnobs({ a: 5, b: 6 });
  assert.deepEqual((await page.settle()).values, [["one", "y", 6]]);
  page.graph.setExperiments([]);
  page.graph.setKnobs({ a: 6, b: 7 });
  assert.deepEqual((await page.settle()).values, []);
  assert.deepEqual(page.failures, []);
});

test("editing one cell runs it and what depends on it; a new name builds all anew", async () => {
  const page = new Page(["c"]);
  const [a, c, d] = ["const a = 1;", "const c = a + 1;", "const d = 5;"];
  await page.show(a, c, d);
  await page.graph.setCells(compiled(a, "const c = a + 2;", d));
  const edited = await page.settle();
  assert.deepEqual(edited.begun, ["second"]);
  assert.deepEqual(edited.values, [[PAGE, "c", 3]]);
  await page.graph.setCells(compiled("const a = 4;", "const c = a + 2;", d));
  assert.deepEqual((await page.settle()).begun, ["first", "second"]);
  await page.graph.setCells(compiled("const a = 4; const n = 9;", "const c = a + n;", d));
  const rebuilt = await page.settle();
  assert.deepEqual(rebuilt.begun, ["first", "second", "third"]);
  assert.deepEqual(rebuilt.values, [[PAGE, "c", 13]]);
});

test("experiments and knobs live on when the page is built anew", async () => {
  const page = new Page();
  await page.show(knobs, "const run = [seed, a];");
  page.graph.setKnobs({ a: 5 });
  page.graph.setExperiments([experiment("one", { seed: "s" })]);
  await page.settle();
  await page.graph.setCells(
    compiled(knobs, "const run = [seed, a, extra]; const other = 1;", "const extra = 7;"),
  );
  assert.deepEqual((await page.settle()).values, [["one", "run", ["s", 5, 7]]]);
});

test("promises, generators and thenables are values like any other, and settle", async () => {
  const page = new Page(["all"]);
  await page.show(
    "function then() { return 1; }\nfunction next() { return { value: 1, done: false }; }",
    "const forever = (function* () { for (let i = 0; ; i++) yield i; })();\n" +
      "const never = new Promise(() => undefined);\nconst o = { then() {}, next, return: then };",
    "const all = [then(), forever.next().value, never instanceof Promise, typeof o.then];",
  );
  assert.deepEqual(page.cells.get("third"), { state: "done", output: [] });
});

test("settle ends, whatever happens between", async () => {
  const page = new Page(["c"]);
  await page.graph.settle();
  await page.graph.setCells([]);
  await page.graph.settle();
  for (let i = 0; i < 20; i++) {
    const c = i % 3 === 0 ? "const c = a; throw 1;" : `const c = a + ${i};`;
    const extra = i % 4 === 0 ? ["const extra = c;"] : [];
    const setting = page.graph.setCells(compiled(knobs, c, ...extra));
    page.graph.setKnobs({ a: i % 5 });
    await setting;
    page.graph.setExperiments([experiment("one", { run: "c", seed: String(i) })]);
    page.graph.setKnobs({ b: i % 5 });
    if (i % 2 === 0) await page.graph.settle();
  }
  const last = new Map((await page.settle()).values.map(([id, , value]: any) => [id, value]));
  assert.deepEqual([...last].toSorted(), [
    [PAGE, 4 + 19],
    ["one", 4 + 19],
  ]);
});

test("what a cell prints is kept up to two hundred lines, and counted", async () => {
  const page = new Page();
  await page.show(
    "const a = 1; console.log('one', { a });",
    "for (let i = 0; i < 1234; i++) console.log(i);",
  );
  assert.deepEqual(page.cells.get("first"), { state: "done", output: ['one {"a":1}'] });
  const status = page.cells.get("second");
  assert.ok(status?.state === "done");
  assert.equal(status.output.length, 201);
  assert.equal(status.output[199], "199");
  assert.equal(status.output[200], "… and 1034 more");
});
