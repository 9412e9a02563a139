/** What build, worker and page agree on: one edition of the course, and what is said about it. */

/** One build of the course, as the service worker keeps it on the reader's device. */
export type Edition = {
  /** Hash of all files; names the cache that holds them. */
  readonly version: string;
  /** Hash of all files but the pages: two editions that share it differ in text only. */
  readonly code: string;
  /** Integrity (`sha256-…`) of each file, by its path below the base path; "" is the home page. */
  readonly files: Readonly<Record<string, string>>;
};

/** What the build writes into the service worker. */
export type Build = { readonly course: string; readonly base: string; readonly edition: Edition };

/** What a page may ask of the worker, over a port of its own. */
export type Question =
  /** Which editions are there? */
  | { kind: "which" }
  /** Take the edition that you brought. */
  | { kind: "take" }
  /** Give up: without a worker, pages come from the network. */
  | { kind: "forget" };

/** The worker's answer: its own edition, the one in use, and whether it did what was asked. */
export type Reply = { own: string; inUse: string; done: boolean };

/** The page that a host shows at unknown addresses. */
export const NOT_FOUND = "404.html";

/** Raised when the caches' content changes its form. */
const FORM = 1;

/** How the names of a course's caches begin; one origin may hold several courses. */
export function cachePrefix(course: string, base: string): string {
  return `${course}${base}offline-${FORM}:`;
}

/** Whether a file of the built site is a page. */
export function isPage(path: string): boolean {
  return path === "" || path.endsWith("/") || path === NOT_FOUND;
}

const MARK = /<meta name="course-code" content="(\w+)" data-base="[^"]*">/;

/** The line in a page's head that says to which code it belongs, and from where it is served. */
export function markOf(code: string, base: string): string {
  return `<meta name="course-code" content="${code}" data-base="${base}">`;
}

/** The code to which a page belongs; undefined for a page without the mark. */
export function codeOf(page: string): string | undefined {
  return MARK.exec(page)?.[1];
}

/** The page without its mark. */
export function withoutMark(page: string): string {
  return page.replace(MARK, "");
}
