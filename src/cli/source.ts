/** What a command is about: a topic's page, or a plain file of cells. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { CompiledCell } from "../notebook/cells.ts";
import { compileTopic } from "../notebook/build/compile-topic.ts";
import {
  readTopicCells,
  type TopicCell,
  type TopicCells,
  type TopicExperiment,
} from "../notebook/build/topic-cells.ts";
import { readTopicSource, type TopicSource } from "../notebook/build/topic-source.ts";
import { CommandFailure } from "./failure.ts";

/** An experiment that a file has. */
export type FileExperiment = Pick<TopicExperiment, "id" | "run" | "seed" | "faultsName">;

/** A file, compiled and type checked. */
export type Source = {
  file: string;
  cells: CompiledCell[];
  experiments: FileExperiment[];
  /** The names that its visible cells define. */
  names: string[];
};

/** Which run a plain file of cells is about. */
const RUN = "run";

/**
 * Reads a file: a topic's folder, its `index.mdx`, or a `.ts` file whose text is one cell that
 * defines `run`.
 * @param more Makes further cells, for what is asked on the command line.
 * @throws CommandFailure, TopicError: naming file, line and remedy.
 */
export function readSource(
  path: string,
  more: (file: string, declared: TopicCells) => TopicCell[] = () => [],
): Source {
  const file = fileOf(path);
  const text = readFileSync(file, "utf8");
  const topic = file.endsWith(".ts") ? plainSource(file, text) : readTopicSource(file, text);
  const declared = readTopicCells(topic);
  declared.cells.push(...more(file, declared));
  const cells = compileTopic(topic, declared);
  const visible = new Set(declared.cells.filter((cell) => cell.visible).map(({ id }) => id));
  const names = cells.filter(({ id }) => visible.has(id)).flatMap((cell) => cell.names);
  return { file, cells, experiments: declared.experiments, names };
}

function fileOf(path: string): string {
  if (!existsSync(path)) {
    const kinds = "a topic's folder, its index.mdx, or a .ts file of cells";
    const example = "content/1-mostly-reliable/08-retransmission";
    throw new CommandFailure(`There is no file ${path}. Name ${kinds}: ${example}`);
  }
  const file = statSync(path).isDirectory() ? join(path, "index.mdx") : path;
  if (existsSync(file) && /\.(mdx|ts)$/.test(file)) return file;
  throw new CommandFailure(`${path} is neither a topic (a folder with index.mdx) nor a .ts file.`);
}

/** A file of cells as a topic would hold it: one fence, one experiment. */
function plainSource(file: string, source: string): TopicSource {
  const fence = { lang: "ts", meta: { cell: "file" }, source, line: 1, start: 0, end: 0 };
  const attributes = { run: { text: RUN, start: 0, end: 0 } };
  const tag = { name: "Experiment", attributes, line: 1, start: 0, end: 0 };
  return { file, text: source, fences: [fence], tags: [tag] };
}

/**
 * The experiment of this id, or the only one or the first.
 * @throws CommandFailure listing those that there are.
 */
export function chooseExperiment(
  { file, experiments }: { file: string; experiments: readonly FileExperiment[] },
  id?: string,
): FileExperiment {
  const known = experiments.map((each) => each.id).join(", ");
  if (experiments.length === 0) {
    throw new CommandFailure(`${file} has no experiment: <Experiment run="run" … />.`);
  }
  const chosen = id === undefined ? experiments[0] : experiments.find((each) => each.id === id);
  if (chosen !== undefined) return chosen;
  throw new CommandFailure(`${file} has no experiment “${id}”; it has ${known}.`);
}
