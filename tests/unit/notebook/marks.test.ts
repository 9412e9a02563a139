import assert from "node:assert/strict";
import { test } from "node:test";
import { compileCells } from "../../../src/notebook/compile/compile.ts";
import { api, cellsOf, load } from "./support.ts";

/** The lines that running `new M().m()` marks; `source` is the class's text. */
async function linesOf(source: string): Promise<number[]> {
  const lines: number[] = [];
  const { cells, problems } = compileCells(cellsOf(source), api);
  assert.deepEqual(problems, []);
  const scope = { __line: (line: number) => lines.push(line), __power: Math.pow };
  const made = (await load(cells[0].code))(scope);
  new (made["M"] as new () => { m(): unknown })().m();
  return lines;
}

const method = (...body: string[]) => ["class M {", "m() {", ...body, "}", "}"].join("\n");

test("a method marks its own line, then each statement's before it runs", async () => {
  assert.deepEqual(await linesOf(method("let a = 1;", "a += 1;", "return a;")), [2, 3, 4, 5]);
  assert.deepEqual(await linesOf("class M { m() {} }"), [1]);
});

test("branches and bodies without braces are marked too, and only when they run", async () => {
  const body = method(
    "if (1)", // 3
    "  Number(1)", // 4
    "else", // 5
    "  Number(2)", // 6
    "if (!1) Number(1); else if (1)", // 7
    "  Number(2);", // 8
    "for (let i = 0; i < 2; i++)", // 9
    "  Number(i);", // 10
    "while (false) Number(1);", // 11
    "do Number(1); while (false)", // 12
    "for (const k in { a: 1 })", // 13
    "  Number(k);", // 14
    "if (0); else", // 15
    "  Number(1);", // 16
  );
  const expected = [2, 3, 4, 7, 7, 8, 9, 10, 10, 11, 12, 12, 13, 14, 15, 16];
  assert.deepEqual(await linesOf(body), expected);
});

test("switch, labels, try, catch and finally are marked inside", async () => {
  const body = method(
    "switch (1) {", // 3
    "  case 0: Number(0);", // 4
    "  case 1:", // 5
    "    Number(1);", // 6
    "    break;", // 7
    "  default: Number(2);", // 8
    "}", // 9
    "outer: for (const x of [1, 2]) {", // 10
    "  if (x === 1) continue outer;", // 11
    "  break outer;", // 12
    "}", // 13
    "block: {", // 14
    "  break block;", // 15
    "}", // 16
    "try {", // 17
    "  throw 1;", // 18
    "} catch {", // 19
    "  Number(1);", // 20
    "} finally {", // 21
    "  Number(2);", // 22
    "}", // 23
  );
  const expected = [2, 3, 6, 7, 10, 11, 11, 11, 12, 14, 15, 17, 18, 20, 22];
  assert.deepEqual(await linesOf(body), expected);
});

test("getters, generators, static methods and nested classes mark themselves", async () => {
  const body = [
    "class M {", // 1
    "  get g() { return 1; }", // 2
    "  *all() {", // 3
    "    yield this.g;", // 4
    "  }", // 5
    "  static s() { return 2; }", // 6
    "  m() {", // 7
    "    class Inner {", // 8
    "      n() {", // 9
    "        return [1].map((x) => { return x; });", // 10
    "      }", // 11
    "    }", // 12
    "    return [...this.all(), M.s(), new Inner().n()];", // 13
    "  }", // 14
    "}", // 15
  ].join("\n");
  assert.deepEqual(await linesOf(body), [7, 8, 13, 3, 4, 2, 2, 6, 6, 9, 10]);
});

test("functions, arrows, constructors, field values and static blocks mark nothing", async () => {
  const body =
    "const f = () => { return 1; };\nfunction g() { return f(); }\n" +
    "class M {\n  static x = f();\n  static { g(); }\n  y = g();\n" +
    "  constructor() {\n    g();\n  }\n  m() {}\n}";
  assert.deepEqual(await linesOf(body), [10]);
});
