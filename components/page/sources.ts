/** The cells of a page as they run now, and the compiler that is loaded at the first edit. */
import type { PageState } from "../../src/experiment/state.ts";
import type { Cell, CellProblem, CompiledCell } from "../../src/notebook/cells.ts";
import type { PageData } from "../../src/notebook/page-data.ts";

export class Sources {
  readonly originals: readonly Cell[];
  readonly #api: readonly string[];
  /** What runs now. */
  compiled: CompiledCell[];
  /** What is wrong with the last text that was to be run, by cell. */
  readonly problems = new Map<string, CellProblem>();
  /** The text of each cell that runs now. */
  running: ReadonlyMap<string, string>;
  /** What ran to its end the last time. */
  #proven: { compiled: CompiledCell[]; running: ReadonlyMap<string, string> };

  constructor(data: PageData) {
    this.originals = data.cells;
    this.compiled = data.compiled;
    this.#api = data.api;
    this.running = textsOf(data.cells);
    this.#proven = { compiled: this.compiled, running: this.running };
  }

  /** What runs now has ended well: a cell that hangs later is put back to this. */
  prove(): void {
    this.#proven = { compiled: this.compiled, running: this.running };
  }

  /**
   * Puts back what ran before a cell that hangs, so that the rest of the page lives on. False if
   * nothing else had run before.
   */
  fallBack({ message, cell }: { message: string; cell: string }): boolean {
    const isOther = this.compiled !== this.#proven.compiled;
    ({ compiled: this.compiled, running: this.running } = this.#proven);
    if (cell !== "") this.problems.set(cell, { cell, message, line: 0, column: 1 });
    return isOther;
  }

  original(cell: string): string {
    return this.originals.find(({ id }) => id === cell)?.source ?? "";
  }

  /** Compiles the page with a reader's texts. On a mistake, what ran before goes on running. */
  async compile(edits: PageState["sources"]): Promise<boolean> {
    const { compileCells } = await import("../../src/notebook/compile/compile.ts");
    const cells = this.originals.map((cell) => ({
      ...cell,
      source: edits[cell.id]?.text ?? cell.source,
    }));
    const { cells: compiled, problems } = compileCells(cells, this.#api);
    this.problems.clear();
    for (const problem of problems)
      if (!this.problems.has(problem.cell)) this.problems.set(problem.cell, problem);
    if (problems.length > 0) return false;
    this.compiled = compiled;
    this.running = textsOf(cells);
    return true;
  }
}

function textsOf(cells: readonly Cell[]): ReadonlyMap<string, string> {
  return new Map(cells.map(({ id, source }) => [id, source]));
}
