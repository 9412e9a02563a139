import assert from "node:assert/strict";
import { test } from "node:test";
import { compileCells } from "../../../src/notebook/compile/compile.ts";
import { api, compiled, load, refused, valueOf } from "./support.ts";

test("a cell says which names it gives, which it needs and which knobs it has", () => {
  const [first, second] = compiled(
    'const loss = knob("Loss", { max: 9, value: 1 });\nconst { a, b: [c] } = { a: 1, b: [2] };',
    "class Alice extends Process {\n  start() { this.setTimer('x', ms(loss + a)); }\n}\n" +
      "function of(seed: number) { return seed; }\nconst run = [seed, faults, of];",
  );
  assert.deepEqual(first.names, ["loss", "a", "c"]);
  assert.deepEqual(first.knobs, ["loss"]);
  assert.deepEqual(first.needs, []);
  assert.deepEqual(second.names, ["Alice", "of", "run"]);
  assert.deepEqual(second.needs.toSorted(), ["a", "faults", "loss", "seed"]);
  assert.deepEqual(second.knobs, []);
});

test("names inside functions, static blocks and class expressions stay there", () => {
  const [cell] = compiled(
    "class A { static total = 0; static { const hidden = 1; this.total = hidden; } }\n" +
      "const B = class Inner { make() { return new Inner(); } };\n" +
      "function f({ x, y = x }: { x: number; y?: number }, ...rest: number[]) { var z = 1;" +
      " try { return [x, y, rest, z]; } catch (error) { let w = error; return w; } }\n" +
      "for (let i = 0; i < 1; i++) { const inside = i; void inside; }\n" +
      "label: for (;;) { break label; }\n" +
      "switch (1) { case 1: { const s = 1; void s; } }",
  );
  assert.deepEqual(cell.names, ["A", "B", "f"]);
  assert.deepEqual(cell.needs, []);
});

test("keys, fields, methods and labels are no names that a cell needs", () => {
  const [cell] = compiled(
    "class A { field = 1; method() { return this.field; } get value() { return 2; } }\n" +
      "const o = { key: 1, method() { return o.key; } };\nouter: for (;;) { break outer; }\n" +
      "const { deep: { found } } = { deep: { found: o.other } } as any;",
  );
  assert.deepEqual(cell.names, ["A", "o", "found"]);
  assert.deepEqual(cell.needs, []);
});

test("a compiled cell keeps every line where its author wrote it", async () => {
  const source =
    "type Long = {\n  a: number;\n  b: string;\n};\ninterface I {\n  x: Long;\n}\n" +
    "function fail(x: Long): never {\n  throw new Error(x.b);\n}\n" +
    "class A<T extends I> extends Process<T> {\n  declare y: number;\n  go(x: T) {\n" +
    "    const v = 2 **\n      3;\n    fail(x.x as\n      Long);\n    return v;\n  }\n}\n" +
    "const shout = () => new A().go({ x: { a: 1, b: 'here' } });";
  const [cell] = compiled(source);
  assert.equal(cell.code.split("\n").length, source.split("\n").length + 3);
  const made = (await load(cell.code))({ Process: Object, __line() {}, __power: Math.pow });
  try {
    (made["shout"] as () => void)();
    assert.fail("it must throw");
  } catch (error) {
    const lines = [...String((error as Error).stack).matchAll(/first\.ts:(\d+)/g)];
    assert.deepEqual(
      lines.map(([, line]) => Number(line)),
      [9, 16, 21],
    );
  }
});

test("a cell whose name is no address still says its lines", async () => {
  const cell = { id: "my cell/2", title: "x", source: "const f = () => { throw Error('x'); };" };
  const { cells } = compileCells([cell], api);
  const made = (await load(cells[0].code))({ __line() {} });
  assert.throws(made["f"] as () => void, (error: Error) => /cells\/\S+\.ts:1/.test(error.stack!));
});

test("types go, whatever they look like, and the values stay", async () => {
  const source =
    "abstract class A { declare d: number; abstract m(): void; y!: number; readonly z = 1;" +
    " private static w?: string; protected override toString(this: A) { return 'A'; } }\n" +
    "class B extends A { m() {} }\n" +
    "type F = (this: Window, ...args: readonly string[]) => asserts args is string[];\n" +
    "const list: Map<string, readonly number[]> = new Map();\n" +
    "const tuple: [number, readonly string[]] = [1, []];\n" +
    "function over(x: string): string; function over(x: number): number;\n" +
    "function over(x: any) { return x! satisfies unknown as any; }\n" +
    "const { a }: { a: number } = { a: <number>1 };\n" +
    "const o = { enum: 1, namespace: 2, module: 3, public: 4, type: 5, import: 6, export: 7 };\n" +
    "const all = [new B().z, String(new B()), list.size, tuple[0], over(2), a, o.enum, o.public];";
  assert.deepEqual(await valueOf("all", [source]), [1, "A", 0, 1, 2, 1, 1, 4]);
});

test("what cannot be erased is refused, each with its place and its remedy", () => {
  const cases: [string, number, number, RegExp][] = [
    ["const a = 1;\nenum Colour { red }", 2, 1, /^An enum .*union of strings/],
    ["const enum Colour { red }", 1, 7, /^An enum/],
    ["namespace N { export const x = 1; }", 1, 1, /^A namespace .*plain functions/],
    ["module N { const x = 1; }", 1, 1, /^A module/],
    ["class A { constructor(private x: number) {} }", 1, 23, /^“private” .*Declare a field/],
    ["class A { constructor(a: number, readonly x = 1) {} }", 1, 34, /^“readonly”/],
    ["class A { constructor(\n  public readonly x: number) {} }", 2, 3, /^“public”/],
    ["class A { constructor(override x: number) {} }", 1, 23, /^“override”/],
    ["@sealed class A {}", 1, 1, /^Decorators/],
    ["class A { @bound m() {} }", 1, 11, /^Decorators/],
  ];
  for (const [source, line, column, message] of cases) {
    const [problem] = refused(source);
    assert.match(problem.message, message, source);
    assert.deepEqual([problem.line, problem.column], [line, column], source);
    assert.equal(problem.cell, "first");
  }
});

test("a syntax error has the line and the column of the text that was written", () => {
  const cases: [string, number, number][] = [
    ["const x = ;", 1, 11],
    ["const a = 1;\n\nconst b = (2;", 3, 13],
    ["type T = { a: number };\nconst x: T = { a: 1 };\nx.;", 3, 3],
    ["const s = 'abc", 1, 11],
    ["const a: number = 1, a = 2;", 1, 22],
    ["const a = 1;\r\nconst a = 2;", 2, 7],
    ["return 3;", 1, 1],
    ["break;", 1, 1],
    ["-2 ** 2", 1, 4],
    ["function f(x) { 'use strict'; with (x) {} }", 1, 31],
  ];
  for (const [source, line, column] of cases) {
    const [problem] = refused(source);
    assert.deepEqual(
      [problem.line, problem.column],
      [line, column],
      `${source}: ${problem.message}`,
    );
    assert.doesNotMatch(problem.message, /\(\d+:\d+\)|Error parsing|transforming/);
  }
});

test("an unknown name is reported where it stands, with a near one if there is one", () => {
  const [problem] = refused(
    "const letters = 3;",
    "const n: number = 1;\nconst x: number = 2 + lettres;",
  );
  assert.deepEqual(problem, {
    cell: "second",
    message: "lettres is not defined. Did you mean letters?",
    line: 2,
    column: 23,
  });
  assert.match(refused("const x = simulat({});")[0].message, /Did you mean simulate\?/);
  assert.match(refused("const x = SIMULATE;")[0].message, /Did you mean simulate\?/);
  assert.match(refused("const x = qqqqqqqq;")[0].message, /^qqqqqqqq is not defined in any cell/);
  assert.match(refused("const x = q;")[0].message, /^q is not defined in any cell/);
});

test("what belongs to the browser or to Node is refused by name", () => {
  const names =
    "window document self globalThis fetch XMLHttpRequest WebSocket Worker localStorage " +
    "navigator eval Function process require location";
  for (const name of names.split(" ")) {
    const [problem] = refused(`const x = ${name};`);
    assert.match(problem.message, /browser's|not defined/, name);
  }
  assert.match(refused("fetch('x');")[0].message, /^fetch is the browser's/);
});

test("two cells that define one name are both named", () => {
  const [problem] = refused("const a = 1; const n = 1;", "// an n\nconst n = 2;");
  assert.match(problem.message, /^n is defined twice: in “first” and in “second”/);
  assert.deepEqual([problem.cell, problem.line], ["second", 1]);
  assert.equal(refused("const $a = 1;", "const b = 1, $a = 2;")[0].column, 14);
  assert.equal(refused("const n = 1;", "const n = 2;", "class n {}").length, 2);
});

test("cells that need each other are named in the order of the circle", () => {
  const [problem] = refused("const z = 1;", "const a = z + c;", "const b = a;", "const c = b;");
  assert.match(problem.message, /“second” → “fourth” → “third”.*into one cell/);
  const two = refused("class A { m() { return B; } }", "class B { m() { return A; } }");
  assert.match(two[0].message, /“first” → “second”/);
});

test("a name is given a value only where it is defined", () => {
  const cases: [string, RegExp][] = [
    ["n = 2;", /^n belongs to another cell/],
    ["class A { m() { n++; } }", /^n belongs to another cell/],
    ["const f = () => { [n] = [1]; };", /^n belongs to another cell/],
    ["const f = () => { ({ x: n = 2, ...n } = {} as any); };", /^n belongs to another cell/],
    ["for (n of [1]) {}", /^n belongs to another cell/],
    ["total = 2;", /^total is not defined\. Write const total/],
    ["seed = 2;", /^seed is given to every cell/],
    ["ms = 2;", /^ms is given to every cell/],
    ["Math = 2;", /^Math is given to every cell/],
    ["Array = 2;", /^Array is given to every cell/],
  ];
  for (const [source, message] of cases)
    assert.match(refused("const n = 1;", source)[0].message, message, source);
});

test("a key, a default and a field on the left of = assign to no other cell's name", () => {
  compiled(
    "const loss = { deep: 1 }; const n = 'k';",
    "class A {\n  m(o: any) {\n    let mine = 1; let x; ({ loss: mine, [n]: x = loss } = o);" +
      " [mine = n] = o; o.loss = n; o[n] **= 2; this.n++; return [mine, x]; } n = 1; }",
  );
});

test("what a cell gives to others is constant", () => {
  for (const source of ["let a = 1;", "var a = 1;", "for (const i of [1]) { var a = i; }"]) {
    const [problem] = refused(source);
    assert.match(problem.message, /never change: write const for (let|var)/, source);
  }
  compiled("function f() { var inside = 1; return inside; }");
});

test("nobody defines what every cell is given", () => {
  for (const name of ["seed", "faults", "knob"])
    assert.match(refused(`const ${name} = 1;`)[0].message, /given to every cell/);
  compiled("const duplex = 3;"); // the engine's names may be taken
});

test("a cell neither awaits, imports, exports nor hides fields", () => {
  const cases: [string, RegExp][] = [
    ["const x = await 1;", /^No cell awaits/],
    ["for await (const x of []) {}", /^No cell awaits/],
    ["class A { async m() { await 1; } }", /^No cell awaits/],
    ["import x from 'y';", /^A cell imports nothing/],
    ["import 'y';", /^A cell imports nothing/],
    ["import type { T } from 'y';", /^A cell imports nothing/],
    ["import fs = require('fs');", /^A cell imports nothing/],
    ["const x = import('y');", /^A cell imports nothing/],
    ["const x = import.meta.url;", /^A cell imports nothing/],
    ["export const x = 1;", /^A cell exports nothing/],
    ["export default 1;", /^A cell exports nothing/],
    ["export {};", /^A cell exports nothing/],
    ["class A { #x = 1; }", /^#x cannot be copied/],
    ["class A { m(o) { return #x in o; } #x; }", /^#x cannot be copied/],
  ];
  for (const [source, message] of cases) assert.match(refused(source)[0].message, message, source);
});

test("a knob is known by its variable, at the top of a cell", () => {
  const cases = [
    "knob('x', { value: true });",
    "const f = () => knob('x', { value: true });",
    "const [a] = [knob('x', { value: true })];",
    "const { a } = knob('x', { value: true });",
    "const a = -knob('x', { max: 1, value: 1 });",
    "if (true) { const a = knob('x', { value: true }); }",
  ];
  for (const source of cases)
    assert.match(refused(source)[0].message, /^A knob is known by its variable/, source);
  const [cell] = compiled("const a = knob('x', { value: true }), b = knob('y', { value: true });");
  assert.deepEqual(cell.knobs, ["a", "b"]);
});

test("text that is nested too deeply is refused, not thrown out", () => {
  const deep = `const x = ${"[".repeat(20_000)}${"]".repeat(20_000)};`;
  const [problem] = refused("const ok = 1;", deep);
  assert.equal(problem.cell, "second");
  assert.match(problem.message, /nested too deeply/);
});

test("one wrong cell does not take the others along", () => {
  const { cells, problems } = compileCells(
    [
      { id: "good", title: "good", source: "const a = 1;" },
      { id: "bad", title: "bad", source: "const b = ;" },
    ],
    api,
  );
  assert.deepEqual(
    cells.map(({ id }) => id),
    ["good"],
  );
  assert.deepEqual(
    problems.map(({ cell }) => cell),
    ["bad"],
  );
});
