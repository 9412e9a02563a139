import assert from "node:assert/strict";
import { test } from "node:test";
import { cellExcess, excess } from "../../../scripts/excess.ts";

test("a long file and a long line are named with their place", () => {
  const text = ["short", "x".repeat(101), 'import some from "a/very/long/path";'].join("\n");
  assert.deepEqual(excess("a.css", text, 2), [
    "a.css: 3 lines, at most 2",
    "a.css:2: 101 columns, at most 100",
  ]);
});

test("only live cells are measured, without their blank lines", () => {
  const lines = Array.from({ length: 60 }, (_, i) => `const a${i} = 1;\n`).join("\n");
  assert.deepEqual(cellExcess("a.mdx", `\`\`\`ts cell\n${lines}\`\`\`\n`), []);
  assert.deepEqual(cellExcess("a.mdx", `\`\`\`ts\n${"x".repeat(90)}\n\`\`\`\n`), []);
});

test("a cell that is too long or too wide is named with its line", () => {
  const cell = `text\n\n\`\`\`ts cell name=a\n${"x\n".repeat(60)}${"x".repeat(85)}\n\`\`\`\n`;
  assert.deepEqual(cellExcess("a.mdx", cell), [
    "a.mdx:4: a cell of 61 lines, at most 60",
    "a.mdx:64: 85 columns in a cell, at most 84",
  ]);
});
