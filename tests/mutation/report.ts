/**
 * The committed report of `npm run mutate`: small, and the same for the same sources and tests.
 * A survivor is named by what was changed into what, not by its line, so that an edit elsewhere in
 * the file does not change the report.
 */
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { type Comment, type Token, tokenizer } from "acorn";
import { transform } from "sucrase";
import { mutated } from "./suite.ts";

/** Where the report lies. */
export const REPORT = "tests/mutation/report.json";

/** Which part of the mutants the suite has to notice at least. */
export const GOAL = 0.8;

/** What became of the mutants of one file. */
export type FileReport = {
  /** Of the file's code, comments and types left out: `codeHash`. */
  hash: string;
  killed: number;
  /** Endless loops: noticed as well. */
  timeout: number;
  survived: number;
  noCoverage: number;
  /** What nobody noticed, `original → replacement`. */
  survivors: string[];
};

/** The report: files by their paths. */
export type Report = Record<string, FileReport>;

/** A mutant and what became of it, as Stryker tells it: lines and columns from 1. */
export type Mutant = {
  fileName: string;
  status: string;
  replacement?: string;
  location: { start: Place; end: Place };
};
type Place = { line: number; column: number };

/** All sources of which there must be a report. */
export function mutatedFiles(): string[] {
  return globSync(mutated).sort();
}

/** A hash of what a file does: its tokens without types and comments. */
export function codeHash(source: string): string {
  const { code } = transform(source, { transforms: ["typescript"], disableESTransforms: true });
  const onComment: Comment[] = [];
  const options = { ecmaVersion: "latest", sourceType: "module", onComment } as const;
  const tokens = [...tokenizer(code, options)].map((token: Token) =>
    code.slice(token.start, token.end),
  );
  return createHash("sha256").update(tokens.join("\n")).digest("hex").slice(0, 16);
}

/** The sources of files, as they are now. */
export function sourcesOf(files: readonly string[]): Map<string, string> {
  return new Map(files.map((file) => [file, readFileSync(file, "utf8")]));
}

/** The report of the mutants of some sources, by file. */
export function reportOf(mutants: readonly Mutant[], sources: ReadonlyMap<string, string>): Report {
  const report: Report = {};
  for (const [file, source] of sources) {
    const own = mutants.filter(({ fileName }) => fileName === file);
    const count = (status: string) => own.filter((mutant) => mutant.status === status).length;
    const survivors = own.filter(({ status }) => status === "Survived" || status === "NoCoverage");
    report[file] = {
      hash: codeHash(source),
      killed: count("Killed"),
      timeout: count("Timeout"),
      survived: count("Survived"),
      noCoverage: count("NoCoverage"),
      survivors: survivors.map((mutant) => changeOf(source, mutant)).sort(),
    };
  }
  return report;
}

/** The committed report. */
export function readReport(): Report {
  return JSON.parse(readFileSync(REPORT, "utf8")) as Report;
}

/** Which part of the mutants was noticed, 0…1. */
export function scoreOf(files: readonly FileReport[]): number {
  let noticed = 0;
  let all = 0;
  for (const { killed, timeout, survived, noCoverage } of files) {
    noticed += killed + timeout;
    all += killed + timeout + survived + noCoverage;
  }
  return noticed / all;
}

/** Texts in the report are no longer than this, characters. */
const LONGEST = 60;

function changeOf(source: string, { location, replacement = "" }: Mutant): string {
  const lines = source.split("\n");
  const { start, end } = location;
  const part = lines.slice(start.line - 1, end.line);
  part[part.length - 1] = part[part.length - 1].slice(0, end.column - 1);
  part[0] = part[0].slice(start.column - 1);
  return `${short(part.join(" "))} → ${short(replacement)}`;
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}
