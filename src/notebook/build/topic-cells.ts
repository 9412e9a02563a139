/** The cells, experiments and values of a topic, as its MDX declares them. */
import type { Cell } from "../cells.ts";
import { valueName, type PageSweep } from "../page-data.ts";
import type { KnobValue } from "../knob.ts";
import { TopicError, type Fence, type Tag, type TopicSource } from "./topic-source.ts";

/**
 * A cell and where it stands in its file. One that is not `visible` holds an expression of a
 * component; only what is `shipped` reaches the reader's page.
 */
export type TopicCell = Cell & { line: number; visible: boolean; shipped: boolean; fence?: Fence };

/** An experiment as its tag declares it. */
export type TopicExperiment = {
  id: string;
  run: string;
  seed: string;
  faultsName: string;
  tag: Tag;
};

/** A sweep as its tag declares it: what a page's sweep is before it has been measured. */
export type TopicSweep = Omit<PageSweep, "points" | "theory"> & { tag: Tag };

/** A value in the prose: an expression, computed with some knobs turned and some faults struck. */
export type TopicValue = {
  name: string;
  seed: string;
  knobs: Record<string, KnobValue>;
  /** The hidden cell that holds its faults as JSON; empty if there are none. */
  faultsName: string;
  tag: Tag;
};

/** A place where a question is shown. */
export type TopicAsk = { question: string; experiment: string; tag: Tag };

export type TopicCells = {
  cells: TopicCell[];
  experiments: TopicExperiment[];
  sweeps: TopicSweep[];
  asks: TopicAsk[];
  values: TopicValue[];
};

/** Reads what a topic declares. Throws a `TopicError` naming file, line and remedy. */
export function readTopicCells(source: TopicSource): TopicCells {
  const visible = source.fences.filter(({ meta }) => "cell" in meta).map(fenceCell);
  const cells: TopicCell[] = [...visible];
  const experiments: TopicExperiment[] = [];
  const sweeps: TopicSweep[] = [];
  const asks: TopicAsk[] = [];
  const values: TopicValue[] = [];
  for (const tag of source.tags) {
    if (tag.name === "Experiment") experiments.push(readExperiment(source, tag, cells));
    if (tag.name === "Sweep") sweeps.push(readSweep(source, tag, cells));
    if (tag.name === "Ask") asks.push(readAsk(source, tag));
    if (tag.name === "Value") values.push(readValue(source, tag, cells));
  }
  refuseTwins(source, cells, experiments);
  for (const each of [...sweeps, ...asks]) placeIn(source, each, experiments);
  return { cells, experiments, sweeps, asks, values };
}

/** A cell is called by its fence's `cell="…"`, else by the first name that it defines. */
function fenceCell(fence: Fence): TopicCell {
  const first = /^(?:const|function|class)\s+([\w$]+)/m.exec(fence.source)?.[1];
  const id = fence.meta["cell"] || first || `line-${fence.line}`;
  const title = fence.meta["title"] || id;
  return { id, title, source: fence.source, line: fence.line, visible: true, shipped: true, fence };
}

function required(source: TopicSource, tag: Tag, name: string): string {
  const attribute = tag.attributes[name];
  if (attribute === undefined || attribute.text === "")
    throw new TopicError(source.file, tag.line, `<${tag.name}> needs ${name}="…".`);
  return attribute.text;
}

function optional(tag: Tag, name: string, fallback: string): string {
  return tag.attributes[name]?.text ?? fallback;
}

function numberOf(source: TopicSource, tag: Tag, name: string): number {
  const value = Number(required(source, tag, name));
  if (Number.isFinite(value)) return value;
  throw new TopicError(source.file, tag.line, `<${tag.name}> needs a number for ${name}={…}.`);
}

function readExperiment(source: TopicSource, tag: Tag, cells: TopicCell[]): TopicExperiment {
  const run = required(source, tag, "run");
  const id = optional(tag, "id", run);
  const seed = optional(tag, "seed", "7");
  const faults = tag.attributes["faults"];
  if (faults === undefined) return { id, run, seed, faultsName: "", tag };
  const faultsName = `faultsOf_${id.replace(/\W/g, "_")}`;
  cells.push(hiddenCell(`faults of ${id}`, faultsName, jsonOf(`...${faults.text}`), tag.line));
  return { id, run, seed, faultsName, tag };
}

/** How many points of theory's curve are drawn. */
const CURVE = 120;

function readSweep(source: TopicSource, tag: Tag, cells: TopicCell[]): TopicSweep {
  const measure = required(source, tag, "measure");
  const id = optional(tag, "id", measure);
  const range = readRange(source, tag);
  const theory = optional(tag, "theory", "");
  const theoryName = theory === "" ? "" : `theoryOf_${id.replace(/\W/g, "_")}`;
  if (theory !== "") {
    const json = curveOf(theory, range);
    cells.push({ ...hiddenCell(`theory of ${id}`, theoryName, json, tag.line), shipped: true });
  }
  const knob = required(source, tag, "knob");
  const fixed = readFixed(optional(tag, "fixed", ""));
  const experiment = optional(tag, "experiment", "");
  return { id, measure, theoryName, knob, ...range, fixed, experiment, tag };
}

/** Theory's curve as JSON, an expression. */
function curveOf(theory: string, { from, to }: { from: number; to: number }): string {
  const at = `${from} + i * ${(to - from) / CURVE}`;
  const points = `Array.from({ length: ${CURVE + 1} }, (_, i) => [${at}, ${theory}(${at})])`;
  return `JSON.stringify(${points})`;
}

/** Points that one sweep may have. */
const MOST_POINTS = 500;

function readRange(source: TopicSource, tag: Tag) {
  const [from, to] = [numberOf(source, tag, "from"), numberOf(source, tag, "to")];
  const [step, seeds] = [numberOf(source, tag, "step"), numberOf(source, tag, "seeds")];
  const fail = (message: string): never => {
    throw new TopicError(source.file, tag.line, `<Sweep> ${message}`);
  };
  if (from >= to) fail(`goes from ${from} to ${to}: from must be below to.`);
  const steps = (to - from) / step;
  if (step <= 0 || Math.abs(steps - Math.round(steps)) > 1e-6 || steps > MOST_POINTS)
    fail(`has step ${step}: a whole number of steps, at most ${MOST_POINTS}, must lead to ${to}.`);
  if (!Number.isInteger(seeds) || seeds < 1 || seeds > 10_000)
    fail(`has ${seeds} seeds: it must be a whole number from 1 to 10,000.`);
  return { from, to, step, seeds };
}

function readAsk(source: TopicSource, tag: Tag): TopicAsk {
  const question = required(source, tag, "question");
  return { question, experiment: optional(tag, "experiment", ""), tag };
}

/** A guess, or a run that was found, belongs to an experiment: the one named, or the first. */
function placeIn(
  source: TopicSource,
  place: { experiment: string; tag: Tag },
  experiments: readonly TopicExperiment[],
): void {
  const { tag } = place;
  place.experiment ||= experiments[0]?.id ?? "";
  if (experiments.some(({ id }) => id === place.experiment)) return;
  const message = `<${tag.name}> needs an experiment of this page, not “${place.experiment}”.`;
  throw new TopicError(source.file, tag.line, message);
}

/** Reads "repeats=true numbered=true timeout=250". */
function readFixed(text: string): Record<string, KnobValue> {
  const parts = text.split(/\s+/).filter((part) => part !== "");
  return Object.fromEntries(
    parts.map((part): [string, KnobValue] => {
      const [name, value = ""] = part.split("=");
      if (value === "true" || value === "false") return [name, value === "true"];
      const isNumber = value !== "" && Number.isFinite(Number(value));
      return [name, isNumber ? Number(value) : value];
    }),
  );
}

/** Two values of the same expression, knobs and faults are one. */
function readValue(source: TopicSource, tag: Tag, cells: TopicCell[]): TopicValue {
  const expression = required(source, tag, "of");
  const [knobs, after] = [optional(tag, "with", ""), optional(tag, "after", "")];
  const seed = optional(tag, "seed", "7");
  const name = valueName(expression, knobs, after, seed);
  const faultsName = after === "" ? "" : `${name}_faults`;
  if (!cells.some(({ id }) => id === name)) {
    cells.push(hiddenCell(`value of ${expression}`, name, expression, tag.line));
    if (after !== "")
      cells.push(hiddenCell(`faults of ${expression}`, faultsName, jsonOf(after), tag.line));
  }
  return { name, seed, knobs: readFixed(knobs), faultsName, tag };
}

/** Only plain values leave the worker, so faults come out as JSON. */
function jsonOf(faults: string): string {
  return `JSON.stringify([${faults}] satisfies readonly Fault[])`;
}

function hiddenCell(title: string, name: string, expression: string, line: number): TopicCell {
  return {
    id: name,
    title,
    source: `const ${name} = (${expression});`,
    line,
    visible: false,
    shipped: false,
  };
}

function refuseTwins(
  source: TopicSource,
  cells: readonly TopicCell[],
  experiments: readonly TopicExperiment[],
): void {
  const places = [
    ...cells.map(({ id, line }) => ({ id: `cell “${id}”`, line })),
    ...experiments.map(({ id, tag }) => ({ id: `experiment “${id}”`, line: tag.line })),
  ];
  const seen = new Map<string, number>();
  for (const { id, line } of places) {
    const first = seen.get(id);
    if (first !== undefined)
      throw new TopicError(
        source.file,
        line,
        `There is a ${id} in line ${first} already. Give one of them another name.`,
      );
    seen.set(id, line);
  }
}
