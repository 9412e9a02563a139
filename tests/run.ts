/**
 * `npm test`: everything, in order, with little output where nothing is wrong. A step that fails
 * does not hide the counts of those after it. A skipped test counts as failed. The last lines say
 * which tests had to do without a program; the very last reads `N passed, N failed`. Words after
 * the command select steps: `npm test -- unit browser`.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tools } from "../scripts/checks.ts";
import { runTool, twoAtATime } from "../scripts/tool.ts";
import { runNodeTests } from "./support/node-tests.ts";
import { readPlaywrightReport } from "./support/playwright-report.ts";
import type { Tally } from "./support/tally.ts";

/** A base path that is neither the root nor one folder deep: links that forget it break. */
const BASE_PATH = "/sub/path/";

type Step = { name: string; run: () => Promise<Tally> };

const one = (name: string, { passed, output }: { passed: boolean; output: string }): Tally =>
  passed ? { passed: 1, failures: [] } : { passed: 0, failures: [`${name}\n${output}`] };

async function browser(): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), "mostly-reliable-"));
  const report = join(folder, "report.json");
  const { output } = await runTool(["playwright", "test", "--reporter=json"], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  try {
    return readPlaywrightReport(readFileSync(report, "utf8"));
  } catch {
    return one("browser tests did not run", { passed: false, output });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What looks at the code without running it: each is busy with one core. */
const checks: Step[] = tools.map(({ name, command }) => ({
  name,
  run: async () => one(name, await runTool(command)),
}));

/** What runs it: each takes all cores by itself. */
const tests: Step[] = [
  { name: "unit", run: () => runNodeTests(["tests/unit/**/*.test.ts"]) },
  { name: "property", run: () => runNodeTests(["tests/property/**/*.test.ts"]) },
  { name: "theory", run: () => runNodeTests(["tests/theory/**/*.test.ts"]) },
  {
    name: "build",
    run: async () => one("build", await runTool(["astro", "build"], { BASE_PATH })),
  },
  { name: "content", run: () => runNodeTests(["tests/content/**/*.test.ts"]) },
  { name: "browser", run: browser },
];

const words = process.argv.slice(2);
const isChosen = ({ name }: Step): boolean => words.length === 0 || words.includes(name);
let passed = 0;
let failed = 0;
const notes: string[] = [];

async function timed({ name, run }: Step) {
  const start = performance.now();
  const tally = await run().catch((error: unknown) =>
    one(name, { passed: false, output: String((error as Error).stack ?? error) }),
  );
  return { name, tally, seconds: ((performance.now() - start) / 1000).toFixed(1) };
}

function report({ name, tally, seconds }: Awaited<ReturnType<typeof timed>>): void {
  passed += tally.passed;
  failed += tally.failures.length;
  notes.push(...(tally.notes ?? []));
  const counts = `${tally.passed} passed, ${tally.failures.length} failed`;
  console.log(`${tally.failures.length === 0 ? "✓" : "✗"} ${name}: ${counts} (${seconds} s)`);
  for (const failure of tally.failures)
    console.log(`\n  ✗ ${failure.replaceAll("\n", "\n    ")}\n`);
}

const started = checks.filter(isChosen).map((step) => () => timed(step));
for await (const result of twoAtATime(started)) report(result);
for (const step of tests.filter(isChosen)) report(await timed(step));
for (const note of notes) console.log(note);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
