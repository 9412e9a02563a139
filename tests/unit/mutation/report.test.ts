/** The committed report of `npm run mutate` is about these very sources, and good enough. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  codeHash,
  GOAL,
  mutatedFiles,
  readReport,
  reportOf,
  scoreOf,
  sourcesOf,
} from "../../mutation/report.ts";

test("the report is about every source of protocols and checks, as it is now", () => {
  const report = readReport();
  const sources = sourcesOf(mutatedFiles());
  const stale = [...sources].filter(([file, source]) => report[file]?.hash !== codeHash(source));
  const names = stale.map(([file]) => file);
  assert.deepEqual(names, [], "npm run mutate, and commit tests/mutation/report.json with them");
  const gone = Object.keys(report).filter((file) => !sources.has(file));
  assert.deepEqual(gone, [], "no source any more: npm run mutate");
});

test(`at least ${100 * GOAL} % of the changes are noticed, in all and in each room`, () => {
  const entries = Object.entries(readReport());
  for (const room of ["", "wire/", "protocols/", "protocols/tcp/"]) {
    const files = entries.filter(([file]) => file.startsWith(`src/engine/${room}`));
    const score = scoreOf(files.map(([, one]) => one));
    assert.ok(score >= GOAL, `${room}: ${(100 * score).toFixed(1)} %`);
  }
});

test("the hash sees code, and neither comments, types nor layout", () => {
  const source = "/** Adds. */\nexport const add = (a: number, b: number): number => a + b;\n";
  const same = "export const add = (a, b) =>\n  a + b; // the sum\n";
  assert.equal(codeHash(source), codeHash(same));
  assert.notEqual(codeHash(source), codeHash(source.replace("a + b", "a - b")));
});

test("a report names what survived by what was changed into what, and counts the rest", () => {
  const source = "export const add = (a, b) => a + b;\nexport const one = 1;\n";
  const place = (line: number, from: number, to: number) => ({
    start: { line, column: from },
    end: { line, column: to },
  });
  const mutant = { fileName: "add.ts", location: place(1, 30, 35), replacement: "a - b" };
  const { "add.ts": report } = reportOf(
    [
      { ...mutant, status: "Survived" },
      { ...mutant, status: "Killed" },
      { ...mutant, status: "Timeout" },
      { ...mutant, status: "NoCoverage", location: place(2, 20, 21), replacement: "2" },
      { ...mutant, status: "Killed", fileName: "other.ts" },
    ],
    new Map([["add.ts", source]]),
  );
  assert.deepEqual(report, {
    ...{ hash: codeHash(source), killed: 1, timeout: 1, survived: 1, noCoverage: 1 },
    survivors: ["1 → 2", "a + b → a - b"],
  });
  assert.equal(scoreOf([report]), 0.5);
});
