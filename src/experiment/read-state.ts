/**
 * Reads a page's state that came from a link or from storage: nobody knows who wrote it. What
 * does not fit the page is left out, each with a sentence; the rest is used.
 */
import { validateFaults } from "../engine/faults.ts";
import { clip, show } from "../engine/kernel/check.ts";
import { hashText } from "./hash.ts";
import {
  STATE_VERSION,
  type Edit,
  type ExperimentState,
  type KnobValue,
  type PageState,
} from "./state.ts";

/** What a page has, so that a state can be held against it. */
export type PageShape = {
  /** Cell → its original text today. */
  cells: Readonly<Record<string, string>>;
  /** What is wrong with a knob's value, or nothing (empty), or that there is none (undefined). */
  knobProblem: (name: string, value: unknown) => string | undefined;
  /** Each experiment as its author left it, with the names that its faults may use. */
  experiments: Readonly<
    Record<string, ExperimentState & { nodes: readonly string[]; links: readonly string[] }>
  >;
};

export type ReadState = { state: PageState; problems: string[] };

/** The longest text of a cell, seed and name that are taken. */
const LONGEST_SOURCE = 200_000;
const LONGEST_SEED = 100;
const LONGEST_NAME = 200;
const MOST_POINTS = 1_000;

type Fields = Record<string, unknown>;
type Complain = (sentence: string) => void;

/** The state in `value`, as far as it fits the page. Throws only if it is no state at all. */
export function readState(value: unknown, page: PageShape): ReadState {
  const fields = fieldsOf(value);
  if (fields === undefined) throw new Error("it does not hold a page's state");
  if (fields["version"] !== STATE_VERSION)
    throw new Error(`it was made by another version of this course (${show(fields["version"])})`);
  const problems: string[] = [];
  const complain: Complain = (sentence) => {
    if (problems.length < 20) problems.push(sentence);
  };
  const state: PageState = {
    version: STATE_VERSION,
    sources: readSources(fields["sources"], page, complain),
    knobs: readKnobs(fields["knobs"], page, complain),
    experiments: readExperiments(fields["experiments"], page, complain),
  };
  return { state, problems };
}

/** Own fields of a plain object, or undefined. `__proto__` is a name like any other here. */
function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.assign(Object.create(null) as Fields, value);
}

function readSources(value: unknown, page: PageShape, complain: Complain): PageState["sources"] {
  const sources: [string, Edit][] = [];
  for (const [cell, given] of Object.entries(fieldsOf(value) ?? {})) {
    const today = Object.hasOwn(page.cells, cell) ? page.cells[cell] : undefined;
    const edit = readEdit(cell, given, today, complain);
    if (edit !== undefined && edit.text !== edit.original) sources.push([cell, edit]);
  }
  return Object.fromEntries(sources);
}

/** `today` is the original text of the cell; undefined if the page has no such cell. */
function readEdit(
  cell: string,
  given: unknown,
  today: string | undefined,
  complain: Complain,
): Edit | undefined {
  const fields = fieldsOf(given);
  const [text, original] = [fields?.["text"], fields?.["original"]];
  if (typeof text === "string" && text.length > LONGEST_SOURCE) {
    complain(`The changed code of “${name(cell)}” is too long to be read.`);
    return undefined;
  }
  if (today === undefined || typeof text !== "string") {
    complain(`There is no cell “${name(cell)}” on this page any more.`);
    // What somebody wrote here stays saved, whatever has become of the page.
    const isKept = typeof text === "string" && typeof original === "string";
    return isKept && original.length <= LONGEST_SOURCE ? { text, original } : undefined;
  }
  return { text, original: originalOf(fields, today, cell, complain) };
}

/** Storage keeps the original's text, a link its hash alone. */
function originalOf(
  fields: Fields | undefined,
  today: string,
  cell: string,
  complain: Complain,
): string {
  const original = fields?.["original"];
  if (typeof original === "string") return original;
  if (fields?.["hash"] !== hashText(today))
    complain(`“${cell}” has been rewritten since that change was made: compare before you run it.`);
  return today;
}

function readKnobs(value: unknown, page: PageShape, complain: Complain): PageState["knobs"] {
  const knobs: [string, KnobValue][] = [];
  for (const [knob, given] of Object.entries(fieldsOf(value) ?? {})) {
    const problem = page.knobProblem(knob, given);
    if (problem === "") knobs.push([knob, given as KnobValue]);
    else complain(problem ?? `There is no knob “${name(knob)}” on this page.`);
  }
  return Object.fromEntries(knobs);
}

function readExperiments(
  value: unknown,
  page: PageShape,
  complain: Complain,
): PageState["experiments"] {
  const given = fieldsOf(value) ?? {};
  for (const id of Object.keys(given))
    if (!Object.hasOwn(page.experiments, id))
      complain(`There is no experiment “${name(id)}” on this page.`);
  return Object.fromEntries(
    Object.entries(page.experiments).map(([id, own]) => {
      const fields = fieldsOf(given[id]);
      return [id, fields === undefined ? plain(own) : readExperiment(id, fields, own, complain)];
    }),
  );
}

type OwnExperiment = PageShape["experiments"][string];

function plain({ seed, faults, playhead, guesses }: OwnExperiment): ExperimentState {
  return { seed, faults, playhead, guesses };
}

function readExperiment(
  id: string,
  fields: Fields,
  own: OwnExperiment,
  complain: Complain,
): ExperimentState {
  const state = plain(own);
  const { seed, playhead } = fields;
  if (typeof seed === "string" && seed !== "" && seed.length <= LONGEST_SEED) state.seed = seed;
  else if (seed !== undefined) complain(`The seed of “${id}” cannot be read; it is ${own.seed}.`);
  if (typeof playhead === "number" && playhead >= 0 && playhead <= Number.MAX_SAFE_INTEGER)
    state.playhead = playhead;
  else if (playhead !== undefined) complain(`The moment in “${id}” cannot be read.`);
  if (fields["faults"] !== undefined) {
    const { faults, problems } = validateFaults(fields["faults"], own);
    problems.forEach(complain);
    state.faults = faults;
  }
  state.guesses = readGuesses(fields["guesses"]);
  return state;
}

function readGuesses(value: unknown): ExperimentState["guesses"] {
  const guesses: [string, [number, number][]][] = [];
  for (const [guess, points] of Object.entries(fieldsOf(value) ?? {}).slice(0, 100)) {
    if (guess.length > LONGEST_NAME) continue;
    if (!Array.isArray(points) || points.length > MOST_POINTS) continue;
    guesses.push([guess, points.filter(isPoint)]);
  }
  return Object.fromEntries(guesses);
}

function isPoint(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
}

/** A name from outside, short enough for a sentence. */
function name(text: string): string {
  return clip(text, 40);
}
