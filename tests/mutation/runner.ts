/**
 * Stryker's test runner for this repository. It loads the suite and runs its tests in its own
 * process, so that a mutant costs milliseconds instead of a start of Node for every file. For a
 * mutant that acts while files are loaded it loads all of them again, under other addresses.
 */
import { registerHooks } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { InstrumenterContext } from "@stryker-mutator/api/core";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  determineHitLimitReached,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { type Collected, collected, collectFrom } from "./collect.ts";
import { suite } from "./suite.ts";

const COLLECTOR = new URL("./collect.ts", import.meta.url).href;

/** Where what is loaded again lies: in the sandbox, into which the process goes later. */
const isOurs = (url: string): boolean =>
  ["src", "tests/unit"].some((room) => url.startsWith(pathToFileURL(resolve(room)).href));
/** Counts how often everything was loaded. */
let life = 0;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "node:test") {
      return { url: COLLECTOR, format: "module-typescript", shortCircuit: true };
    }
    const found = next(specifier, context);
    // Another address makes another module.
    return isOurs(found.url) ? { ...found, url: `${found.url}?life=${life}` } : found;
  },
});

/** Where the mutated sources look which mutant is active, and count what they hit. */
const context: InstrumenterContext = ((globalThis as Record<string, unknown>).__stryker__ ??= {});

/**
 * A mutant that acts while files are loaded is reached by every test. It is tried against those of
 * its own room alone, which is quick, and errs on the side of calling it unnoticed.
 */
const ROOMS = ["/wire/", "/tcp/", "/routing/"];

const idOf = ({ file, name }: Collected): string => `${file} ${name}`;

async function runTest(one: Collected): Promise<TestResult> {
  const start = performance.now();
  const failureMessage = await outcome(one.run);
  const about = { id: idOf(one), name: one.name, fileName: resolve(one.file) };
  const timeSpentMs = performance.now() - start;
  if (failureMessage === null) return { ...about, timeSpentMs, status: TestStatus.Success };
  return { ...about, timeSpentMs, status: TestStatus.Failed, failureMessage };
}

/** What is wrong; null if nothing is. */
async function outcome(run: () => unknown): Promise<string | null> {
  try {
    await run();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

class InProcessRunner implements TestRunner {
  isLoaded = false;

  capabilities(): { reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  async dryRun(): Promise<DryRunResult> {
    const failureMessage = await this.load();
    if (failureMessage !== null)
      return { status: DryRunStatus.Error, errorMessage: failureMessage };
    const tests: TestResult[] = [];
    for (const one of collected) {
      context.currentTestId = idOf(one);
      tests.push(await runTest(one));
    }
    context.currentTestId = undefined;
    return { status: DryRunStatus.Complete, tests, mutantCoverage: context.mutantCoverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit, testFilter, mutantActivation } = options;
    context.hitLimit = hitLimit;
    context.hitCount = hitLimit === undefined ? undefined : 0;
    if (options.reloadEnvironment) this.isLoaded = false;
    context.activeMutant = mutantActivation === "static" ? activeMutant.id : undefined;
    const notLoaded = await this.load();
    // What was loaded under a mutant is of no use to the next one.
    if (mutantActivation === "static") this.isLoaded = false;
    context.activeMutant = activeMutant.id;
    if (notLoaded !== null) return toMutantRunResult(failedToLoad(notLoaded));
    const filter = testFilter && new Set(testFilter);
    const room = ROOMS.find((name) => options.sandboxFileName.includes(name)) ?? "";
    const tests: TestResult[] = [];
    for (const one of collected) {
      if (filter ? !filter.has(idOf(one)) : !one.file.includes(room)) continue;
      const result = await runTest(one);
      tests.push(result);
      if (result.status === TestStatus.Failed && !options.disableBail) break;
    }
    const isEndless = determineHitLimitReached(context.hitCount, context.hitLimit);
    return toMutantRunResult(isEndless ?? { status: DryRunStatus.Complete, tests });
  }

  /** Loads the suite, if it is not there; says what went wrong. */
  async load(): Promise<string | null> {
    if (this.isLoaded) return null;
    this.isLoaded = true;
    life++;
    collected.length = 0;
    return outcome(async () => {
      for (const file of suite) {
        collectFrom(file);
        await import(`${pathToFileURL(resolve(file)).href}?life=${life}`);
      }
    });
  }
}

/** Sources that cannot even be loaded have been noticed. */
function failedToLoad(failureMessage: string): DryRunResult {
  const test = { id: "load", name: "the suite loads", timeSpentMs: 0 };
  const tests: TestResult[] = [{ ...test, status: TestStatus.Failed, failureMessage }];
  return { status: DryRunStatus.Complete, tests };
}

/** What Stryker looks for in a plugin. */
export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "in-process", InProcessRunner),
];
