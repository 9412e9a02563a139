/**
 * The words of a run: log, list, caption of this moment, printed strip, screen reader and
 * transcript all take their sentences from here.
 */
import { eventName } from "../../engine/trace/event.ts";
import type { Fault } from "../../engine/faults.ts";
import { indexTrace, type TraceIndex } from "../trace-index.ts";
import type { Catalogue, RunLike, StepLike, Summary } from "./catalogue.ts";
import { en } from "./en.ts";
import { clockFor, type Clock } from "./format.ts";
import { plain, say, type Words } from "./rich.ts";

/** By language. Another language is another file like `en.ts` and its line here. */
export const catalogues = { en } satisfies Record<string, Catalogue>;

export type Sentence = {
  row: number;
  /** When, as it is written on the run's clock; empty before the first event. */
  time: string;
  words: Words;
};

/** The sentence about one event; row −1 is the time before the first. */
export function momentSentence(
  index: TraceIndex,
  row: number,
  catalogue: Catalogue = en,
): Sentence {
  const { trace } = index;
  const kind = row >= 0 && row < trace.rows ? eventName(trace.kind(row)) : undefined;
  if (kind === undefined) return { row, time: "", words: say(catalogue.nothingYet) };
  const time = clockFor(trace.end)(trace.time(row));
  return { row, time, words: catalogue.events[kind](index, row) };
}

/** The same as one line of text: `2.820 s  Alice heard nothing …`. */
export function logLine(index: TraceIndex, row: number, catalogue: Catalogue = en): string {
  const { time, words } = momentSentence(index, row, catalogue);
  return time === "" ? plain(words) : `${time}  ${plain(words)}`;
}

/** The sentence of a fault. `clock` is the run's; without it times stand in seconds. */
export function faultSentence(
  fault: Fault,
  catalogue: Catalogue = en,
  clock: Clock = clockFor(Infinity),
): Words {
  // The verb picks the function that takes this very fault; TypeScript cannot follow that.
  const tell = catalogue.faults[fault.verb] as (fault: Fault, clock: Clock) => Words;
  return tell(fault, clock);
}

/** How the run ended. */
export function outcomeSentence(run: RunLike, catalogue: Catalogue = en): Words {
  return catalogue.outcome(run);
}

/** The sentence of a step of an exploration. */
export function stepSentence(step: StepLike, catalogue: Catalogue = en): Words {
  return catalogue.step(step);
}

/** The run's name and description, for whoever cannot or will not look at the picture. */
export function summary(
  run: RunLike,
  index: TraceIndex = indexTrace(run.trace),
  catalogue: Catalogue = en,
): Summary {
  return catalogue.summary(run, index);
}

export { en };
export { tellingRow } from "./facts.ts";
export { plain, say, type Tone, type Word, type Words } from "./rich.ts";
export type { Catalogue, OutcomeLike, RunLike, Summary } from "./catalogue.ts";
