import assert from "node:assert/strict";
import { test } from "node:test";
import * as engine from "../../../src/engine/index.ts";
import type { Knob } from "../../../src/notebook/knob.ts";
import { Evaluator } from "../../../src/notebook/run/evaluate.ts";
import type { CellFailure } from "../../../src/notebook/run/failure.ts";
import { Graph, PAGE } from "../../../src/notebook/run/graph.ts";
import { ScopeMaker } from "../../../src/notebook/run/scope.ts";
import type { CellStatus } from "../../../src/notebook/run/watcher.ts";
import { compiled, load, loadAll, plainJob } from "./support.ts";

/** A graph and everything that it has said. */
class Page {
  begun: string[] = [];
  readonly cells = new Map<string, CellStatus>();
  readonly knobs = new Map<string, Knob>();
  values: [string, string, unknown][] = [];
  failures: [string, string, CellFailure][] = [];
  readonly graph: Graph;

  constructor(watched: string[] = []) {
    const watcher = {
      begin: (cell: string) => void (cell !== "" && this.begun.push(cell)),
      cell: (id: string, status: CellStatus) => void this.cells.set(id, status),
      knob: (knob: Knob) => void this.knobs.set(knob.name, knob),
      value: (...told: [string, string, unknown]) => void this.values.push(told),
      failed: (...told: [string, string, CellFailure]) => void this.failures.push(told),
    };
    this.graph = new Graph({ ...engine }, load, watcher, watched);
  }

  /** Sets cells and waits. */
  async show(...sources: string[]): Promise<void> {
    await this.graph.setCells(compiled(...sources));
    await this.settle();
  }

  /** What has been run and told since the last time. */
  async settle(): Promise<{ begun: string[]; values: unknown[] }> {
    await this.graph.settle();
    const [begun, values] = [this.begun.toSorted(), this.values];
    [this.begun, this.values] = [[], []];
    return { begun, values };
  }

  async turn(knobs: Record<string, number | boolean>): Promise<{ begun: string[] }> {
    this.graph.setKnobs(knobs);
    return this.settle();
  }
}

const knobs =
  'const a = knob("A", { max: 9, value: 1 });\nconst b = knob("B", { max: 9, value: 2 });';

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
  "class Die extends Process { pips = 0; start() { this.pips = Math.floor(this.random() * 1e6); " +
  "this.send('cup', this.pips); } }\nclass Cup extends Process { got: unknown = null; " +
  "receive(m: unknown) { this.got = m; } }";
const throwing =
  "const run = simulate({ seed, faults, nodes: { die: new Die(), cup: new Cup() }," +
  " links: [link('die', 'cup', {})] });";

const experiment = (id: string, more: object = {}) => ({
  ...{ id, run: "run", seed: "7", faults: [] as engine.Fault[] },
  ...more,
});

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

test("an experiment that shows another run, or is gone, says nothing more of the old one", async () => {
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

test("a cell that throws says where; those that need it say what they wait for", async () => {
  const page = new Page(["c"]);
  const sources = [
    knobs,
    "const x =\n  1;\nif (a === 2) throw new Error('two');\nconst y = a;",
    "const c = y + 1;",
    "const d = c + 1;",
    "const e = b;",
  ];
  await page.show(...sources);
  page.graph.setKnobs({ a: 2 });
  await page.settle();
  const failure = { message: "two", cell: "second", line: 3 };
  assert.deepEqual(page.cells.get("second"), { state: "failed", failure, output: [] });
  assert.deepEqual(page.cells.get("third"), { state: "waiting", name: "y" });
  assert.deepEqual(page.cells.get("fourth"), { state: "waiting", name: "c" });
  assert.equal(page.cells.get("fifth")?.state, "done");
  assert.deepEqual(page.failures, [[PAGE, "c", failure]]);
  page.graph.setKnobs({ a: 1 });
  // The value is what it was before the failure, and is told again all the same.
  assert.deepEqual((await page.settle()).values, [[PAGE, "c", 2]]);
  for (const id of ["second", "third", "fourth"]) assert.equal(page.cells.get(id)?.state, "done");
});

test("a failure that is told is the newest one", async () => {
  const page = new Page(["z"]);
  const sources = [
    knobs,
    "const x = a; if (a === 3) throw new Error('of x');",
    "const y = x; if (x === 2) throw new Error('of y');",
    "const z = y;",
  ];
  await page.show(...sources);
  for (const a of [2, 3]) {
    page.graph.setKnobs({ a });
    await page.settle();
  }
  assert.deepEqual(
    page.failures.map(([, , { message, cell }]) => [message, cell]),
    [
      ["of y", "third"],
      ["of x", "second"],
    ],
  );
  assert.deepEqual(page.cells.get("third"), { state: "waiting", name: "x" });
});

test("whatever a cell throws is told in words", async () => {
  const thrown: [string, RegExp][] = [
    ["undefined", /^undefined was thrown$/],
    ["null", /^null was thrown$/],
    ["'text'", /^text was thrown$/],
    ["{ toString() { throw 1; } }", /^something that cannot be shown/],
    ["Object.create(null)", /^something that cannot be shown/],
    ["new Error('x'.repeat(1e6))", /^x{2000}$/],
    ["Object.assign(new Error('m'), { stack: { toString: 1 } })", /^m$/],
    ["new RangeError()", /^RangeError$/],
  ];
  for (const [value, message] of thrown) {
    const page = new Page(["a"]);
    await page.show(`const a = 1; if (a) throw ${value};`);
    const status = page.cells.get("first");
    assert.ok(status?.state === "failed", value);
    assert.match(status.failure.message, message);
    assert.equal(page.failures.length, 1);
  }
});

test("editing one cell runs it and what depends on it, and a new name builds all anew", async () => {
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

test("a cell that is left out leaves those that need it waiting", async () => {
  const page = new Page(["c"]);
  const cells = compiled("const a = 1;", "const c = a;");
  await page.graph.setCells([cells[1]]);
  await page.settle();
  assert.deepEqual(page.cells.get("second"), { state: "waiting", name: "a" });
  assert.match(page.failures[0][2].message, /a is not there, because its cell has a mistake/);
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

test("a sweep's evaluator gives the graph's values, and runs what never varies once", async () => {
  const sources = [
    knobs,
    "const constant = (console.log('constant'), { x: 2 });",
    "const sum = a + b + constant.x + Number(seed) + faults.length;",
  ];
  const cells = await loadAll(compiled(...sources));
  let runs = 0;
  cells[1] = { ...cells[1], definition: () => ({ constant: { x: (runs += 1) + 1 } }) };
  const evaluator = new Evaluator(cells, new ScopeMaker({ ...engine }));
  const faults = [engine.drop("a→b", 1)];
  for (const [a, b, seed] of [
    [1, 2, "7"],
    [3, 9, "8"],
    [99, 0, "9"],
  ] as const) {
    const page = new Page();
    page.graph.setKnobs({ a, b });
    await page.show(...sources);
    page.graph.setExperiments([experiment("e", { run: "sum", seed, faults })]);
    const { values } = await page.settle();
    assert.deepEqual(values, [
      ["e", "sum", evaluator.value("sum", { knobs: { a, b }, seed, faults })],
    ]);
  }
  assert.equal(runs, 1);
  assert.throws(() => evaluator.value("nothing", plainJob), /No cell of this page defines nothing/);
});

test("an evaluator looks at each cell of a large page once", () => {
  const cells = Array.from({ length: 60 }, (_, i) => ({
    ...{ id: `${i}`, index: i, names: [`x${i}`, `y${i}`], knobs: [], code: "" },
    needs: i === 0 ? [] : [`x${i - 1}`, `y${i - 1}`],
    definition: () => ({ [`x${i}`]: i, [`y${i}`]: i }),
  }));
  const evaluator = new Evaluator(cells, new ScopeMaker({ ...engine }));
  assert.equal(evaluator.value("x59", plainJob), 59);
});
