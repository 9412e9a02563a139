/** What a mark looks like as an element: the one place where both SVG writers take it from. */
import type { Mark, Scene, Tag } from "./scene.ts";

const tags: ReadonlySet<string> = new Set<Tag>([
  "g",
  "path",
  "line",
  "rect",
  "circle",
  "text",
  "tspan",
  "textPath",
  "title",
]);
const named = /^[a-z][a-z0-9-]*$/i;
const forbidden = /^(on|style$)/i;
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g;

/** Text without what no XML may hold: control characters and halves of surrogate pairs. */
export function printable(text: string): string {
  return text.toWellFormed().replace(unprintable, "\ufffd");
}

export type ElementAttributes = Record<string, string>;

/** The attributes of a mark's element. Throws a RangeError for a name that may carry code. */
export function attributesOf(mark: Mark): ElementAttributes {
  if (!tags.has(mark.tag)) {
    throw new RangeError(
      `A mark has the tag "${mark.tag}"; only ${[...tags].join(", ")} are drawn.`,
    );
  }
  const written: ElementAttributes = {};
  if (mark.class) written.class = printable(mark.class);
  for (const [name, value] of Object.entries(mark.attributes ?? {})) {
    assertHarmless(name, String(value));
    written[name] = printable(String(value));
  }
  if (mark.target === undefined) return written;
  written["data-target"] = printable(mark.target);
  written["aria-label"] = printable(mark.label ?? mark.target);
  written.role = "button";
  written.tabindex = "-1";
  return written;
}

function assertHarmless(name: string, value: string): void {
  const isLink = name.toLowerCase().endsWith("href");
  if (named.test(name) && !forbidden.test(name) && !(isLink && !value.startsWith("#"))) return;
  throw new RangeError(
    `A mark has the attribute ${name}="${value}"; permitted are plain names other than style ` +
      `and on…, and links only to "#id" in the same document.`,
  );
}

/**
 * The attributes of a picture's root. A picture with marks to reach is a group of buttons; one
 * without, or one that is drawn `still` (no scripts will answer), is a single image.
 */
export function rootAttributes(scene: Scene, still: boolean): ElementAttributes {
  const { width, height } = scene;
  return {
    class: printable(["scene", scene.class ?? ""].join(" ").trim()),
    viewBox: `0 0 ${width} ${height}`,
    width: String(width),
    height: String(height),
    role: !still && scene.marks.some(isReachable) ? "group" : "img",
    "aria-label": printable(scene.label),
  };
}

function isReachable(mark: Mark): boolean {
  return mark.target !== undefined || (mark.children?.some(isReachable) ?? false);
}
