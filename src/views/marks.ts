/** Small constructors of marks. They round to a hundredth of a pixel, so that pictures compare. */
import type { Mark } from "./scene.ts";

export type Attributes = Record<string, string | number>;
export type Point = { x: number; y: number };

/** The smallest side of anything that a finger has to find, px (WCAG 2.5.8). */
export const HIT = 24;

export function round(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded; // no −0 in a picture
}

export function translate(x: number, y: number, degrees = 0): string {
  const moved = `translate(${round(x)} ${round(y)})`;
  return degrees === 0 ? moved : `${moved} rotate(${round(degrees)})`;
}

export function group(
  key: string,
  className: string,
  children: readonly (Mark | undefined)[],
  attributes?: Attributes,
): Mark {
  const present = children.filter((child) => child !== undefined);
  return { tag: "g", key, class: className, children: present, attributes };
}

export function path(key: string, className: string, d: string): Mark {
  return { tag: "path", key, class: className, attributes: { d } };
}

export function line(key: string, className: string, from: Point, to: Point): Mark {
  const attributes = { x1: round(from.x), y1: round(from.y), x2: round(to.x), y2: round(to.y) };
  return { tag: "line", key, class: className, attributes };
}

export function circle(key: string, className: string, centre: Point, r: number): Mark {
  const attributes = { cx: round(centre.x), cy: round(centre.y), r: round(r) };
  return { tag: "circle", key, class: className, attributes };
}

export type Box = { x: number; y: number; width: number; height: number };

export function rect(key: string, className: string, box: Box, radius = 0): Mark {
  const attributes: Attributes = {
    x: round(box.x),
    y: round(box.y),
    width: round(box.width),
    height: round(box.height),
  };
  if (radius > 0) attributes.rx = radius;
  return { tag: "rect", key, class: className, attributes };
}

export type Anchor = "start" | "middle" | "end";

export function text(
  key: string,
  className: string,
  at: Point,
  words: string,
  anchor: Anchor = "start",
): Mark {
  const attributes: Attributes = { x: round(at.x), y: round(at.y) };
  if (anchor !== "start") attributes["text-anchor"] = anchor;
  // Few fonts have the narrow space; in a picture nothing breaks, so an ordinary one will do.
  const shown = words.replaceAll("\u202f", "\u00a0");
  return { tag: "text", key, class: className, attributes, text: shown };
}

/** A transparent box around a point, large enough for a finger. */
export function hit(centre: Point, width = HIT, height = HIT): Mark {
  const wide = Math.max(HIT, width);
  const high = Math.max(HIT, height);
  const box = { x: centre.x - wide / 2, y: centre.y - high / 2, width: wide, height: high };
  return rect("hit", "hit", box);
}

/** Makes a mark reachable: what it stands for, and the words for it. */
export function reach(mark: Mark, target: string, label: string): Mark {
  return { ...mark, target, label };
}

/** A cross of the given half-width around a point, as path data. */
export function cross(at: Point, half: number): string {
  const [x, y, h] = [round(at.x), round(at.y), round(half)];
  return `M${round(x - h)} ${round(y - h)}l${2 * h} ${2 * h}m0 ${-2 * h}l${-2 * h} ${2 * h}`;
}

/** How many marks there are, children included. */
export function countMarks(marks: readonly Mark[]): number {
  let count = marks.length;
  for (const mark of marks) if (mark.children !== undefined) count += countMarks(mark.children);
  return count;
}

/** The most marks that a picture may hold. A view says in words what it had to leave out. */
export const MARK_LIMIT = 2_000;
