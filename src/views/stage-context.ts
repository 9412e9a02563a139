import type { Layout } from "./layout.ts";
import type { Box } from "./marks.ts";
import type { TraceIndex } from "./trace-index.ts";
import type { Catalogue } from "./words/catalogue.ts";

/** What the parts of a stage share. */
export type StageContext = {
  index: TraceIndex;
  at: Layout;
  time: number;
  selection: string | undefined;
  statuses: Record<string, string>;
  words: Catalogue;
  /** What is taken, so that labels do not cover nodes or each other. */
  taken: Box[];
};
