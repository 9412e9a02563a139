/** What a page's graph tells whoever watches it. */
import type { Knob } from "../knob.ts";
import type { Question } from "../questions/question.ts";
import type { CellFailure } from "./failure.ts";

export type CellStatus =
  | { state: "done"; output: string[] }
  | { state: "failed"; failure: CellFailure; output: string[] }
  | { state: "waiting"; name: string };

/** What the graph tells whoever watches it. */
export type GraphWatcher = {
  /** A cell's code is about to run: if nothing follows, it hangs. Empty: it has ended. */
  begin(cell: string): void;
  cell(id: string, status: CellStatus): void;
  knob(knob: Knob): void;
  /** A cell asks something of many runs. */
  question(question: Question): void;
  value(experiment: string, name: string, value: unknown): void;
  failed(experiment: string, name: string, failure: CellFailure): void;
};
