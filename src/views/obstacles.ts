/** Boxes that are taken on a picture, so that words do not cover each other. */
import { widthOf } from "./fit.ts";
import type { NodeSpot } from "./layout.ts";
import type { Box } from "./marks.ts";

export function overlaps(a: Box, b: Box): boolean {
  const isApartX = a.x + a.width + 3 < b.x || b.x + b.width + 3 < a.x;
  return !isApartX && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Takes a box if it is free. */
export function claim(taken: Box[], box: Box): boolean {
  if (taken.some((other) => overlaps(box, other))) return false;
  taken.push(box);
  return true;
}

/** The box of a text at its baseline. */
export function textBox(x: number, y: number, words: string, anchor: string, isMono = true): Box {
  const width = widthOf(words, isMono);
  const left = anchor === "end" ? x - width : anchor === "middle" ? x - width / 2 : x;
  return { x: left, y: y - 10, width, height: 13 };
}

/** The boxes of a node's symbol and of the words under it. */
export function nodeBoxes(spot: NodeSpot, name: string, status: string | undefined): Box[] {
  const { halfWidth, halfHeight, top } = spot.symbol;
  const { x, y } = spot.name;
  const boxes = [
    { x: spot.x - halfWidth, y: spot.y - top, width: 2 * halfWidth, height: top + halfHeight },
    textBox(x, y, name, spot.anchor, false),
  ];
  if (status !== undefined) boxes.push(textBox(x, y + 18, status, spot.anchor));
  return boxes;
}
