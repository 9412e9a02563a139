/** The rules of the house are enforced by tools; these tests show that the tools do. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { ESLint } from "eslint";

const eslint = new ESLint();

async function rulesBroken(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  return result!.messages.map(({ ruleId, message }) => ruleId ?? message);
}

const engineFile = "src/engine/kernel/made-up.ts";
for (const code of [
  "export const x = Math.log(2);",
  "export const x = Math['exp'](2);",
  "const { sin } = Math; export const x = sin(1);",
  "const m = Math; export const x = m;",
  "export const x = (n: number) => n ** 2;",
  "export const x = Math.random();",
  "export const x = Date.now();",
  "export const x = performance.now();",
  "setTimeout(() => {}, 1);",
  "export const x = document.title;",
  "export const x = process.env;",
  "import { readFileSync } from 'node:fs'; export const x = readFileSync;",
  "export const x = (1).toLocaleString();",
  "export const x = new Intl.NumberFormat();",
  "export default 1;",
  "export const x: any = 1;",
  "import { y } from './other'; export const x = y;",
  "export const x = 1; // TO" + "DO: later",
]) {
  test(`the engine refuses: ${code}`, async () => {
    assert.notDeepEqual(await rulesBroken(engineFile, code), []);
  });
}

test("the engine permits exact arithmetic and explicit extensions", async () => {
  const code =
    'import { y } from "./other.ts";\n' +
    "export const x = Math.sqrt(y) + Math.floor(y) + Math.imul(3, 4);\n";
  assert.deepEqual(await rulesBroken(engineFile, code), []);
});

test("a protocol has at most 150 lines, a function at most 40", async () => {
  const lines = (n: number) => "export const x = 1;\n".replace("x", "x") + "// line\n".repeat(n);
  assert.deepEqual(await rulesBroken("src/engine/protocols/a.ts", lines(149)), []);
  assert.deepEqual(await rulesBroken("src/engine/protocols/a.ts", lines(150)), ["max-lines"]);
  const long = `export function f() {\n${"  f();\n".repeat(40)}}\n`;
  assert.deepEqual(await rulesBroken("src/views/a.ts", long), ["max-lines-per-function"]);
});

/** Runs the dependency rules over a made-up tree and returns the names of those that it breaks. */
function dependencies(files: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), "rules-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    for (const name of [".dependency-cruiser.cjs", "tsconfig.json", "package.json"]) {
      cpSync(name, join(root, name));
    }
    symlinkSync(resolve("node_modules"), join(root, "node_modules"));
    const { stdout } = spawnSync(
      resolve("node_modules/.bin/depcruise"),
      ["--config", ".dependency-cruiser.cjs", "--output-type", "json", "src"],
      { cwd: root, encoding: "utf8" },
    );
    const { summary } = JSON.parse(stdout) as {
      summary: { violations: { rule: { name: string } }[] };
    };
    return summary.violations.map(({ rule }) => rule.name);
  } finally {
    rmSync(root, { recursive: true });
  }
}

test("a protocol may import neither the network nor simulate, and may import process", () => {
  const use = (path: string) => `import { x } from "${path}";\nexport const y = x;\n`;
  const x = "export const x = 1;\n";
  const broken = dependencies({
    "src/engine/network/link.ts": x,
    "src/engine/simulate.ts": x,
    "src/engine/process/process.ts": x,
    "src/engine/protocols/good.ts": use("../process/process.ts"),
    "src/engine/protocols/bad.ts": use("../network/link.ts"),
    "src/engine/protocols/worse.ts": use("../simulate.ts"),
    "src/engine/kernel/up.ts": use("../process/process.ts"),
    "src/engine/process/node.ts": use("node:fs"),
    "src/views/up.ts": use("../engine/simulate.ts"),
  });
  assert.deepEqual(broken.sort(), [
    "engine/kernel-looks-only-into-its-list",
    "engine/process-needs-no-other-package",
    "engine/protocols-looks-only-into-its-list",
    "engine/protocols-looks-only-into-its-list",
    "views-looks-only-into-its-list",
  ]);
});

test("a cycle is found, types included", () => {
  const broken = dependencies({
    "src/views/a.ts": 'import type { B } from "./b.ts";\nexport type A = B | 1;\n',
    "src/views/b.ts": 'import type { A } from "./a.ts";\nexport type B = A | 2;\n',
  });
  assert.deepEqual([...new Set(broken)], ["no-cycles"]);
});
