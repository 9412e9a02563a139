/** Addresses inside the site. All links of pages are made here, so that any base path works. */

/** Folder below `content/` of an instructor's own topics and replacements. */
export const LOCAL_FOLDER = "local";

/** `/sub/path` and `sub/path/` both become `/sub/path/`. */
export function normaliseBase(base: string): string {
  const inner = base.split("/").filter(Boolean).join("/");
  return inner === "" ? "/" : `/${inner}/`;
}

/** Address below the base path: `joinBase("/sub/", "1-unit/")` is `/sub/1-unit/`. */
export function joinBase(base: string, path: string): string {
  return normaliseBase(base) + path.replace(/^\/+/, "");
}

/** Address of a page or file of this site. Only inside Astro, which knows the base path. */
export function href(path: string): string {
  return joinBase(import.meta.env.BASE_URL, path);
}

/** Path of a topic's page, without the base path. */
export function topicPath(unit: string, topic: string): string {
  return `${unit}/${topic}/`;
}
