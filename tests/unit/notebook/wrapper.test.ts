import assert from "node:assert/strict";
import { test } from "node:test";
import { compileCells } from "../../../src/notebook/compile/compile.ts";
import { api, cellsOf, load, refused, valueOf } from "./support.ts";

test("text that would close the wrapper is refused", () => {
  const hostile = [
    "}",
    "} const x = 1; {",
    "}\nexport const x = 1;\nfunction f() {",
    "return {};}\nexport default function() {",
    "/*",
    "`",
    "`${",
    "({",
    "const x = 1; /* */ } {",
    "<!-- comment\nconst x = 1;",
    "const x = 1;\n--> comment",
    "#!/usr/bin/env node\nconst x = 1;",
    "new.target;",
    "super.x;",
    "yield 1;",
    "await 1;",
    "if (true) { return; }",
    "break out;",
    "export default function () {}",
  ];
  for (const source of hostile) {
    const { cells } = compileCells(cellsOf(source), api);
    assert.deepEqual(cells, [], source);
  }
});

test("text that only looks as if it did runs as what it is", async () => {
  const harmless: [string, unknown][] = [
    ["const r = '}'; // }", "}"],
    ["const r = 1; // comment without an end", 1],
    ["const r = 1; /* } */", 1],
    ["const r = `}${'}'}`", "}}"],
    ["const r = 1\n//# sourceURL=evil.js", 1],
    ["const r = 1\n//# sourceMappingURL=http://example.org/x.map", 1],
    ["const r = 'a\u2028b\u2029c'; // \u2028", "a\u2028b\u2029c"],
    ["// a comment\u2028const r = 2;", 2],
    ["'use strict'; const r = 1;", 1],
    ["'use strict'\nconst r = 1", 1],
    ["const r = /[/*]}/.source;", "[/*]}"],
    ["const r = 1\r\n", 1],
    ["\ufeffconst r = 1", 1],
    ["const r = this", undefined],
    ["const r = typeof constructor$;\nfunction constructor$() {}", "function"],
    ["const __proto__ = 3; const r = __proto__;", 3],
    ["const undefined$ = 1, r = [undefined$].length", 1],
  ];
  for (const [source, expected] of harmless)
    assert.equal(await valueOf("r", [source]), expected, JSON.stringify(source));
});

test("a line's mark is its own, whatever a cell says of its source", async () => {
  const cells = compileCells(
    cellsOf("const f = () => {\n  throw new Error();\n};\n//# sourceURL=cells/other.ts\n"),
    api,
  ).cells;
  const made = (await load(cells[0].code))({ __line() {} });
  assert.throws(made["f"] as () => void, (error: Error) => /cells\/first\.ts:2/.test(error.stack!));
});

test("the notebook's own names cannot be taken or shadowed", () => {
  const sources = [
    "const __line = 1;",
    "class A { m(__line: number) { return 1; } }",
    "const f = (__power) => 2 ** 3;",
    "const __knob_loss = 1;",
    "class A { m() { __line(99); } }",
  ];
  for (const source of sources)
    assert.match(refused(source)[0].message, /a name of the notebook's own/, source);
});
