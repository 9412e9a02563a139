/**
 * Makes a built folder readable offline: marks its pages with the code that they belong to, and
 * writes the service worker with the list of everything that a reader needs.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { cachePrefix, isPage, markOf, withoutMark, type Edition } from "../edition.ts";
import { hashOf, integrityOf, readersFiles, type BuiltFile } from "./files.ts";

/** The worker's file: at the root, because it may serve only what lies below it. */
export const WORKER = "sw.js";

/** Whose folder it is: the course's id, and the path below which it will be served. */
export type Place = { readonly course: string; readonly base: string };

/** What has been written, for the build's last lines. */
export type Written = { edition: Edition; count: number; bytes: number; compressed: number };

/** Writes marks and `sw.js` into `folder`; done again, it replaces them. */
export async function writeOffline(folder: string, { course, base }: Place): Promise<Written> {
  const files = readersFiles(folder);
  const code = hashOf(integrities(files.filter(({ path }) => !isPage(path))));
  for (const page of files.filter(({ path }) => isPage(path))) mark(page, markOf(code, base));
  const all = integrities(files);
  const edition: Edition = { version: hashOf(all), code, files: all };
  const worker = await bundle("service-worker.ts", { BUILD: { course, base, edition } });
  writeFileSync(join(folder, WORKER), worker);
  const contents = files.map(({ file }) => readFileSync(file));
  return {
    edition,
    count: files.length,
    bytes: sum(contents.map(({ length }) => length)),
    compressed: sum(contents.map((content) => gzipSync(content).length)),
  };
}

/** Takes marks away and writes the way out: browsers that kept the course forget it. */
export async function writeWayOut(folder: string, { course, base }: Place): Promise<void> {
  for (const page of readersFiles(folder).filter(({ path }) => isPage(path))) mark(page, "");
  writeFileSync(join(folder, WORKER), await wayOut({ course, base }));
}

/** The service worker that only takes itself away. */
export function wayOut({ course, base }: Place): Promise<string> {
  return bundle("way-out.ts", { PREFIX: cachePrefix(course, base) });
}

function integrities(files: readonly BuiltFile[]): Record<string, string> {
  return Object.fromEntries(files.map(({ file, path }) => [path, integrityOf(file)]));
}

function mark({ file, path }: BuiltFile, line: string): void {
  const page = withoutMark(readFileSync(file, "utf8"));
  if (line !== "" && !page.includes("</head>"))
    throw new Error(`The page “${path}” has no </head>, so it cannot be kept for offline reading.`);
  writeFileSync(file, line === "" ? page : page.replace("</head>", () => `${line}</head>`));
}

async function bundle(entry: string, written: object): Promise<string> {
  const values = Object.entries(written).map(([name, value]) => [name, JSON.stringify(value)]);
  const result = await build({
    entryPoints: [resolve(import.meta.dirname, "../worker", entry)],
    bundle: true,
    format: "iife",
    minify: true,
    target: "es2022",
    define: Object.fromEntries(values) as Record<string, string>,
    write: false,
    legalComments: "none",
    charset: "utf8",
  });
  return result.outputFiles[0].text;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
