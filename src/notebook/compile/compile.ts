/** All cells of a page → one module, in document order. The same for authored and edited cells. */
import type { Node } from "estree";
import { CellError, type Cell, type CellProblem, type CompiledCell } from "../cells.ts";
import { analyse, span, type Analysis } from "./analyse.ts";
import { instrument, usesPower } from "./instrument.ts";
import { ASK, KNOB, MARK, POWER } from "./marks.ts";
import { cannotAssign, originOf, unknownName, type Known } from "./names.ts";
import { findQuestions } from "./questions.ts";
import { isTooDeep, placeAt, sourceColumn, stripTypes } from "./strip.ts";

export type Compiled = {
  /** In document order; a cell with a problem is left out. */
  cells: CompiledCell[];
  problems: CellProblem[];
};

type Read = { cell: Cell; code: string; analysis: Analysis };

/**
 * Compiles the cells of a page, given the engine's public names. Never throws for what a cell
 * holds: what is wrong comes back as problems, each with its cell, line and remedy.
 */
export function compileCells(cells: readonly Cell[], api: readonly string[]): Compiled {
  const problems: CellProblem[] = [];
  const read = cells.flatMap((cell) => attempt(problems, cell, () => readCell(cell)));
  problems.push(...duplicateNames(read));
  const known: Known = { api: new Set(api), cells: namesOf(read) };
  const compiled = read.flatMap((each) =>
    attempt(problems, each.cell, () => [finish(each, known)]),
  );
  const cycle = findCycle(compiled);
  if (cycle !== undefined) problems.push(cycle);
  return { cells: compiled, problems };
}

function attempt<T>(problems: CellProblem[], cell: Cell, work: () => T[]): T[] {
  try {
    return work();
  } catch (error) {
    problems.push(problemOf(error, cell));
    return [];
  }
}

function problemOf(error: unknown, cell: Cell): CellProblem {
  if (error instanceof CellError) return error.problem;
  if (!isTooDeep(error)) throw error;
  const message = "This is nested too deeply to be read.";
  return { cell: cell.id, message, line: 1, column: 1 };
}

function readCell(cell: Cell): Read[] {
  const code = stripTypes(cell.id, cell.source);
  return inSource(cell, code, () => [{ cell, code, analysis: analyse(cell.id, code) }]);
}

/** Where the types stood before a mistake, its column moves. */
function inSource<T>({ source }: Cell, code: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    const { problem } = error;
    throw new CellError({ ...problem, column: sourceColumn(source, code, problem) });
  }
}

function namesOf(read: readonly Read[]): Set<string> {
  return new Set(read.flatMap(({ analysis }) => analysis.names));
}

/** Both cells are named: whoever reads the sentence can go to either. */
function duplicateNames(read: readonly Read[]): CellProblem[] {
  const first = new Map<string, Cell>();
  const problems: CellProblem[] = [];
  for (const { cell, analysis } of read) {
    for (const name of analysis.names) {
      const other = first.get(name);
      if (other === undefined) first.set(name, cell);
      else problems.push(duplicate(cell, other, name));
    }
  }
  return problems;
}

function duplicate(cell: Cell, other: Cell, name: string): CellProblem {
  const definition = new RegExp(`(?<![\\w$.])${name.replaceAll("$", "\\$")}(?![\\w$])`);
  const at = cell.source.search(definition);
  return {
    cell: cell.id,
    message: `${name} is defined twice: in “${other.title}” and in “${cell.title}”. Rename one.`,
    ...placeAt(cell.source, Math.max(0, at)),
  };
}

function finish({ cell, code, analysis }: Read, known: Known): CompiledCell {
  return inSource(cell, code, () => {
    const fail = (message: string, node: Node): never => {
      throw new CellError({ cell: cell.id, message, ...placeAt(code, span(node).start) });
    };
    for (const [name, node] of analysis.assigned) fail(cannotAssign(name, known), node);
    const { taken, needs } = freeNames(analysis, known, fail);
    if (usesPower(analysis.program)) taken.add(POWER);
    const isOurs = (name: string): boolean =>
      analysis.free.has(name) && originOf(name, known) === "question";
    const asked = findQuestions(analysis.program, isOurs, fail);
    const knobs = analysis.knobs.map(({ name }) => name);
    const questions = asked.map(({ name, kind }) => ({ name, kind }));
    const makers = [...knobs.map((name) => KNOB + name), ...asked.map(({ name }) => ASK + name)];
    const body = instrument(cell.id, code, analysis, asked);
    const { id } = cell;
    const { names } = analysis;
    const wrapped = wrap(body, [...taken, MARK, ...makers], names, id);
    return { id, names, needs, knobs, questions, code: wrapped };
  });
}

type Fail = (message: string, node: Node) => never;

/** What a cell takes as parameters, and which of it comes from other cells and the experiment. */
function freeNames({ free }: Analysis, known: Known, fail: Fail) {
  const taken = new Set<string>();
  const needs: string[] = [];
  for (const [name, node] of free) {
    const origin = originOf(name, known);
    if (origin === "unknown") fail(unknownName(name, known), node);
    if (origin === "cell" || origin === "given") needs.push(name);
    if (!["language", "knob", "question"].includes(origin)) taken.add(name);
  }
  return { taken, needs };
}

/**
 * The cell's text begins on the wrapper's first line, so that lines in stacks are the cell's own;
 * behind a semicolon, since a function with such parameters may not begin with "use strict".
 */
function wrap(body: string, parameters: string[], names: string[], id: string): string {
  return (
    `export default function({${parameters.join(", ")}}) {;${body}\n` +
    `return {${names.join(", ")}};}\n//# sourceURL=cells/${encodeURIComponent(id)}.ts\n`
  );
}

function findCycle(cells: readonly CompiledCell[]): CellProblem | undefined {
  const owner = new Map(cells.flatMap((cell) => cell.names.map((name) => [name, cell] as const)));
  const state = new Map<CompiledCell, "open" | "done">();
  const search = (cell: CompiledCell, path: CompiledCell[]): CompiledCell[] | undefined => {
    if (state.get(cell) === "done") return undefined;
    if (state.get(cell) === "open") return path.slice(path.indexOf(cell));
    state.set(cell, "open");
    for (const need of cell.needs) {
      const next = owner.get(need);
      const found = next && next !== cell ? search(next, [...path, cell]) : undefined;
      if (found !== undefined) return found;
    }
    state.set(cell, "done");
    return undefined;
  };
  for (const cell of cells) {
    const cycle = search(cell, []);
    if (cycle !== undefined) return cycleProblem(cycle);
  }
  return undefined;
}

function cycleProblem(cycle: readonly CompiledCell[]): CellProblem {
  const ids = cycle.map(({ id }) => `“${id}”`).join(" → ");
  return {
    cell: cycle[0].id,
    message: `These cells need each other: ${ids}. Put what belongs together into one cell.`,
    line: 1,
    column: 1,
  };
}
