/**
 * The state of a page: everything that its pictures follow from, as plain data. What a reader
 * does changes this and nothing else; what is saved and shared is this and nothing else.
 */
import type { Fault } from "../engine/faults.ts";

export const STATE_VERSION = 1;

export type KnobValue = number | boolean | string;

/** A reader's text of a cell, with the text that they started from. */
export type Edit = { text: string; original: string };

/** One experiment of a page. */
export type ExperimentState = {
  seed: string;
  faults: readonly Fault[];
  /** ns of simulated time */
  playhead: number;
  /** The reader's guesses, by the name of what is guessed: points of a curve, or one number. */
  guesses: Readonly<Record<string, readonly (readonly [number, number])[]>>;
};

export type PageState = {
  version: typeof STATE_VERSION;
  sources: Readonly<Record<string, Edit>>;
  knobs: Readonly<Record<string, KnobValue>>;
  experiments: Readonly<Record<string, ExperimentState>>;
};

/** A page as nobody has touched it, but for the given experiments' beginnings. */
export function freshState(experiments: Readonly<Record<string, ExperimentState>>): PageState {
  return { version: STATE_VERSION, sources: {}, knobs: {}, experiments };
}

export function withKnob(state: PageState, name: string, value: KnobValue): PageState {
  return { ...state, knobs: { ...state.knobs, [name]: value } };
}

/** The state with a reader's text of a cell; text that equals the original is no edit. */
export function withSource(state: PageState, cell: string, edit: Edit): PageState {
  const { [cell]: _before, ...others } = state.sources;
  const sources = edit.text === edit.original ? others : { ...others, [cell]: edit };
  return { ...state, sources };
}

/** The state with some fields of one experiment replaced. */
export function withExperiment(
  state: PageState,
  id: string,
  change: Partial<ExperimentState>,
): PageState {
  const experiment = { ...state.experiments[id], ...change };
  return { ...state, experiments: { ...state.experiments, [id]: experiment } };
}

/** The faults with one more. The same fault twice is one; heal and restart stand on their own. */
export function withFault(faults: readonly Fault[], fault: Fault): readonly Fault[] {
  const text = JSON.stringify(fault);
  return faults.some((each) => JSON.stringify(each) === text) ? faults : [...faults, fault];
}

export function withoutFault(faults: readonly Fault[], index: number): readonly Fault[] {
  return faults.filter((_, i) => i !== index);
}

/** A fresh seed of four digits, different from `before`. `random` gives 0…1, like Math.random. */
export function anotherSeed(before: string, random: () => number): string {
  const seed = String(1_000 + Math.floor(random() * 9_000));
  return seed === before ? String(1_000 + ((Number(seed) - 999) % 9_000)) : seed;
}
