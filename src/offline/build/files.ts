/** Which files of the built site a reader needs, and what is in them. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Written for machines: search engines, other sites' previews, the host, debuggers. */
const NOT_FOR_READERS = [
  /^sw\.js$/,
  /\.map$/,
  /(^|\/)\./,
  /^social\.png$/,
  /^(robots\.txt|sitemap.*\.xml|rss\.xml|atom\.xml)$/,
  /^(_headers|_redirects|_routes\.json|CNAME)$/,
];

/** A file of the built site. */
export type BuiltFile = {
  /** Where it lies. */
  readonly file: string;
  /** Its address below the base path, as a browser writes it: "" is the home page. */
  readonly path: string;
};

/** The files of a built folder that a reader needs, in the order of their addresses. */
export function readersFiles(folder: string): BuiltFile[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => !NOT_FOR_READERS.some((pattern) => pattern.test(name)))
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => ({ file: join(folder, name), path: addressOf(name) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `a b/index.html` is served at `a%20b/`. */
export function addressOf(name: string): string {
  const url = new URL("https://course.invalid/");
  url.pathname = name.replaceAll("%", "%25");
  return url.pathname.slice(1).replace(/(^|\/)index\.html$/, "$1");
}

/** What a browser verifies a file against. */
export function integrityOf(file: string): string {
  return `sha256-${createHash("sha256").update(readFileSync(file)).digest("base64")}`;
}

/** A short name for a set of files: changes with any of their addresses or contents. */
export function hashOf(files: Readonly<Record<string, string>>): string {
  const lines = Object.entries(files).map(([path, integrity]) => `${path}\n${integrity}\n`);
  return createHash("sha256").update(lines.join("")).digest("hex").slice(0, 12);
}
