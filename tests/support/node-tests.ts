/** Runs files of `node:test` and counts. */
import { globSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { run } from "node:test";
import type { Tally } from "./tally.ts";

/** No single test takes longer; one that hangs is named instead of stopping everything. */
const TIMEOUT = 120_000;

/** Compiled modules are kept between files and runs: starting a file takes a third of the time. */
const CACHE = join(tmpdir(), "mostly-reliable-compiled");

/** How a diagnostic of a test begins that belongs into the last lines of `npm test`. */
export const NOTE = "note: ";

/** Runs all files that match, two at a time, each in its own process. */
export async function runNodeTests(globs: string[]): Promise<Tally> {
  const tally: Tally = { passed: 0, failures: [], notes: [] };
  const files = globSync(globs).sort();
  if (files.length === 0) return tally;
  process.env.NODE_COMPILE_CACHE ??= CACHE;
  const stream = run({ files, concurrency: 2, timeout: TIMEOUT });
  for await (const { type, data } of stream) {
    if (type === "test:diagnostic" && data.message.startsWith(NOTE)) {
      tally.notes?.push(data.message.slice(NOTE.length));
    }
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details.type === "suite" && type === "test:pass") continue;
    const reason = data.skip !== undefined || data.todo !== undefined ? "skipped" : failure(data);
    if (type === "test:pass" && reason !== "skipped") tally.passed += 1;
    // A suite or file fails because a test in it does, which has been counted already.
    else if (reason !== "subtestsFailed") {
      const place = data.file ? `${relative(process.cwd(), data.file)}:${data.line} ` : "";
      tally.failures.push(`${place}${data.name}\n${reason}`);
    }
  }
  return tally;
}

type Failed = { details: { error?: Error & { failureType?: string; cause?: unknown } } };

function failure({ details: { error } }: Failed): string {
  if (error === undefined) return "";
  if (error.failureType === "subtestsFailed") return "subtestsFailed";
  const { cause } = error;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause ?? error.message);
}
