/** Reads Playwright's report as data, and counts. */
import { stripVTControlCharacters as plain } from "node:util";
import type { Tally } from "./tally.ts";

type Suite = { title: string; file?: string; specs?: Spec[]; suites?: Suite[] };
type Spec = { title: string; file: string; line: number; tests: TestOf[] };
type TestOf = { status: "expected" | "unexpected" | "flaky" | "skipped"; results: ResultOf[] };
type ResultOf = { errors?: { message?: string }[] };
type Report = { suites: Suite[]; errors: { message?: string }[] };

/** Whatever did not pass at its first run counts as failed: skipped and flaky tests too. */
export function readPlaywrightReport(json: string): Tally {
  const { suites, errors } = JSON.parse(json) as Report;
  const tally: Tally = { passed: 0, failures: errors.map(({ message }) => plain(message ?? "")) };
  for (const spec of suites.flatMap(specsOf)) {
    for (const { status, results } of spec.tests) {
      if (status === "expected") tally.passed += 1;
      else
        tally.failures.push(`${spec.file}:${spec.line} ${spec.title} (${status})\n${why(results)}`);
    }
  }
  return tally;
}

function specsOf({ specs = [], suites = [] }: Suite): Spec[] {
  return [...specs, ...suites.flatMap(specsOf)];
}

function why(results: ResultOf[]): string {
  const messages = results.flatMap(({ errors = [] }) => errors.map(({ message }) => message ?? ""));
  return plain([...new Set(messages)].join("\n"));
}
