/** A topic's cells, compiled, type checked, and in accord with the tags that show them. */
import * as engine from "#engine";
import type { CompiledCell } from "../cells.ts";
import { compileCells } from "../compile/compile.ts";
import type { TopicCells } from "./topic-cells.ts";
import { type Tag, TopicError, type TopicSource } from "./topic-source.ts";
import { typeCheck } from "./type-check.ts";

/**
 * Compiles and type checks a topic's cells.
 * @throws TopicError with file, line and remedy.
 */
export function compileTopic(source: TopicSource, topic: TopicCells): CompiledCell[] {
  const { file } = source;
  const { cells, problems } = compileCells(topic.cells, Object.keys(engine));
  for (const { cell, line, message } of problems)
    throw new TopicError(file, lineOf(topic, cell, line), inCell(topic, cell, message));
  for (const { cell, line, message } of typeCheck(topic.cells))
    throw new TopicError(file, line, inCell(topic, cell, message));
  for (const { id, run, tag } of topic.experiments)
    checkExperiment(source, cells, id, run, tag.line);
  for (const { question, tag } of topic.asks) checkAsk(source, cells, question, tag);
  return cells;
}

/** A message with the name of its cell. */
export function inCell(topic: TopicCells, cell: string, message: string): string {
  return cell === "" ? message : `In cell “${nameOf(topic, cell)}”: ${message}`;
}

/** What a cell is called in an error: nobody wrote the name of one that an attribute holds. */
export function nameOf(topic: TopicCells, id: string): string {
  const cell = topic.cells.find((each) => each.id === id);
  return cell === undefined || cell.visible ? id : cell.title;
}

/** The line in the topic's file of line `line` of a cell. */
export function lineOf(topic: TopicCells, id: string, line: number): number {
  const cell = topic.cells.find((each) => each.id === id);
  if (cell === undefined) return 1;
  return cell.visible ? cell.line + Math.max(0, line - 1) : cell.line;
}

/** An experiment whose run ignores its seed or its faults could not be poked at. */
function checkExperiment(
  source: TopicSource,
  cells: readonly CompiledCell[],
  id: string,
  run: string,
  line: number,
): void {
  const owner = cells.find(({ names }) => names.includes(run));
  if (owner === undefined)
    throw new TopicError(
      source.file,
      line,
      `Experiment “${id}” shows ${run}, which no cell defines.`,
    );
  for (const name of ["seed", "faults"]) {
    if (!depends(cells, owner, name))
      throw new TopicError(
        source.file,
        line,
        `Experiment “${id}” shows ${run}, which does not depend on ${name}: pass it to simulate.`,
      );
  }
}

function checkAsk({ file }: TopicSource, cells: readonly CompiledCell[], name: string, tag: Tag) {
  const known = cells.flatMap(({ questions }) => questions.map((each) => each.name));
  if (known.includes(name)) return;
  const remedy = `Write const ${name} = search(run, …) or another question in one`;
  throw new TopicError(file, tag.line, `<Ask> shows ${name}, which no cell asks. ${remedy}.`);
}

function depends(cells: readonly CompiledCell[], cell: CompiledCell, name: string): boolean {
  if (cell.needs.includes(name)) return true;
  return cell.needs.some((need) => {
    const owner = cells.find((each) => each !== cell && each.names.includes(need));
    return owner !== undefined && depends(cells, owner, name);
  });
}
