/**
 * `npm run mutate`: changes the sources of `tests/mutation/suite.ts` in some two thousand small
 * ways, runs the short suite against each, and writes which changes nobody noticed into the
 * committed report. Only what has changed since the last run on this machine is tried again, unless
 * it is called with `--force`. Words after the command select files by their paths:
 * `npm run mutate -- tcp/rtt`. It exits with 1 if the score is below the goal.
 */
import { existsSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import {
  GOAL,
  mutatedFiles,
  readReport,
  REPORT,
  reportOf,
  scoreOf,
  sourcesOf,
} from "../tests/mutation/report.ts";

/** How long a run of the suite may take beyond what it took without a mutant, ms. */
const PATIENCE = 3_000;

const words = process.argv.slice(2);
const isForced = words.includes("--force");
const parts = words.filter((word) => !word.startsWith("--"));
const all = mutatedFiles();
const files = all.filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));
if (files.length === 0) throw new Error(`mutate: no source has ${parts.join(" or ")} in its path.`);

// The report is about what was tried, even if somebody edits a file meanwhile.
const sources = sourcesOf(files);
const mutants = await new Stryker({
  mutate: files,
  plugins: ["./tests/mutation/runner.ts"],
  testRunner: "in-process",
  coverageAnalysis: "perTest",
  concurrency: 2,
  // What is loaded again stays in memory.
  maxTestRunnerReuse: 400,
  timeoutMS: PATIENCE,
  incremental: true,
  incrementalFile: ".cache/mutation/incremental.json",
  force: isForced,
  tempDirName: ".cache/mutation/sandbox",
  ignorePatterns: ["content", "public", "docs", "bench", "components", "dist", "shots", ".astro"],
  disableTypeChecks: false,
  reporters: ["progress-append-only", "clear-text"],
  clearTextReporter: { reportTests: false, logTests: false, skipFull: true },
}).runMutationTest();

const found = mutants.map((mutant) => ({
  ...mutant,
  fileName: relative(process.cwd(), mutant.fileName).replaceAll("\\", "/"),
}));
const before = existsSync(REPORT) ? readReport() : {};
const merged = { ...before, ...reportOf(found, sources) };
const report = Object.fromEntries(
  all.flatMap((file) => (merged[file] ? [[file, merged[file]]] : [])),
);
writeFileSync(REPORT, `${JSON.stringify(report, null, 2)}\n`);
const score = scoreOf(Object.values(report));
console.log(
  `${(100 * score).toFixed(1)} % of the changes were noticed; the goal is ${100 * GOAL} %.`,
);
process.exitCode = score < GOAL ? 1 : 0;
