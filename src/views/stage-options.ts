import type { LayoutOptions } from "./layout.ts";
import type { Catalogue } from "./words/index.ts";

/** What a stage is drawn by. */
export type StageOptions = LayoutOptions & {
  /** px */
  width: number;
  /** The playhead: ns of simulated time. */
  time: number;
  /** The target that is selected, e.g. `flight:12`. */
  selection?: string;
  /** One line under each node, by name: what it is about, where a moment has told it. */
  statuses?: Record<string, string>;
  words?: Catalogue;
  /** The most marks that may be drawn; what is left out is counted in words. */
  limit?: number;
};
