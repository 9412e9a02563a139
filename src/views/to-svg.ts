/** Scene → SVG text, for the build and for stored pictures. Whatever a mark says stays text. */
import { attributesOf, printable, rootAttributes, type ElementAttributes } from "./attributes.ts";
import type { Mark, Scene } from "./scene.ts";

export type SvgOptions = {
  /** Drawn to be looked at only: nothing in it can be reached, because no script will answer. */
  still?: boolean;
};

const reachable = ["data-target", "aria-label", "role", "tabindex"];

/** The picture as an `<svg>` element's text. */
export function toSvg(scene: Scene, options: SvgOptions = {}): string {
  const still = options.still ?? false;
  const root = { xmlns: "http://www.w3.org/2000/svg", ...rootAttributes(scene, still) };
  const inside = scene.marks.map((mark) => write(mark, still)).join("\n");
  return `<svg${list(root)}>\n${inside}\n</svg>\n`;
}

function write(mark: Mark, still: boolean): string {
  if (still && mark.class === "hit") return "";
  const attributes = attributesOf(mark);
  if (still) for (const name of reachable) delete attributes[name];
  const inside =
    mark.children?.map((child) => write(child, still)).join("") ?? escape(mark.text ?? "");
  const open = `<${mark.tag}${list(attributes)}`;
  return inside === "" ? `${open}/>` : `${open}>${inside}</${mark.tag}>`;
}

function list(attributes: ElementAttributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escape(value)}"`)
    .join("");
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character]);
}
