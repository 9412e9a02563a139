/** Cells: the pieces of TypeScript that make up a page's module, before and after compilation. */

import type { CellQuestion } from "./questions/question.ts";

/** A cell as its author (or its reader) wrote it. */
export type Cell = {
  /** Known by its first name, or by the name in its fence: unique in its page. */
  id: string;
  /** What stands on its tab. */
  title: string;
  source: string;
};

/** A cell as the notebook runs it. */
export type CompiledCell = {
  id: string;
  /** The names it gives to other cells. */
  names: string[];
  /** The names it takes from other cells, and `seed` and `faults`. */
  needs: string[];
  /** Its knobs, by the names of their variables. */
  knobs: string[];
  /** The questions that it asks of many runs. */
  questions: CellQuestion[];
  /** A JavaScript module whose default export is `(scope) => names`. */
  code: string;
};

/** What is wrong with a cell, and where. Lines and columns count from 1, in the cell's own text. */
export type CellProblem = { cell: string; message: string; line: number; column: number };

/** Thrown by the compiler; carries the place. */
export class CellError extends Error {
  readonly problem: CellProblem;

  constructor(problem: CellProblem) {
    super(problem.message);
    this.name = "CellError";
    this.problem = problem;
  }
}

/** The names that each experiment gives to its page's module. */
export const GIVEN = ["seed", "faults"] as const;
