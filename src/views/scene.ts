/**
 * A scene is a plain display list: what to draw, with no word of how. Three writers turn it into
 * a picture: `toSvg` (a string, at build), `patch` (a live SVG element) and, for dense diagrams,
 * a canvas. Marks carry classes and attributes, never inline styles: the page's CSP blocks those.
 */

export type Tag =
  "g" | "path" | "line" | "rect" | "circle" | "text" | "tspan" | "textPath" | "title";

export type Mark = {
  tag: Tag;
  /** Unique among its siblings; the same thing keeps its key from frame to frame. */
  key: string;
  /** Class names, e.g. "packet data lost"; the style sheet gives them colour and pattern. */
  class?: string;
  /** Geometry and other attributes, by their SVG names. */
  attributes?: Record<string, string | number>;
  /** What a leaf says. A mark has a text or children, never both. */
  text?: string;
  children?: readonly Mark[];
  /** What this mark stands for: `node:alice`, `link:alice→bob`, `flight:12`, `event:40`. */
  target?: string;
  /** Words for a mark that can be reached (its accessible name). Required with `target`. */
  label?: string;
  /** Where a mark that is on its way goes from here, while time passes. */
  motion?: Motion;
};

/** A straight way at one speed, px; it takes the place of the mark's own `transform`. */
export type Motion = {
  from: { x: number; y: number };
  to: { x: number; y: number };
  /** Simulated ns that it takes. */
  lasts: number;
};

export type Scene = {
  width: number;
  height: number;
  /** Which view it is: a class of the picture's root, e.g. "stage". */
  class?: string;
  /** The picture in a few words, and in a few sentences: both computed from the run. */
  label: string;
  description: string;
  marks: readonly Mark[];
};
