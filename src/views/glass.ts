/** What the parts of the inspector share. */
import type { Fault } from "../engine/faults.ts";
import type { TraceIndex } from "./trace-index.ts";
import type { Catalogue } from "./words/catalogue.ts";
import { clockFor } from "./words/format.ts";
import { faultSentence, momentSentence, type Words } from "./words/index.ts";

export type Field = {
  label: string;
  value: Words;
  /** The row to jump to, where the value speaks of an event. */
  row?: number;
  /** The target to select, where the value speaks of another thing. */
  target?: string;
};

export type Action = {
  /** The words on the button. */
  label: string;
  /** The same as a sentence, for whoever hears it without the picture. */
  sentence: Words;
  fault: Fault;
};

export type Inspection = {
  target: string;
  title: string;
  fields: Field[];
  actions: Action[];
};

/** What the parts of an inspector share. */
export type Glass = { index: TraceIndex; time: number; words: Catalogue };

/** Why: the sentence of the event that brought this one about, and the way to it. */
export function causeField({ index, words }: Glass, cause: number): Field {
  return {
    label: words.fields.cause,
    value: momentSentence(index, cause, words).words,
    row: cause,
  };
}

export function action({ index, words }: Glass, fault: Fault): Action {
  const sentence = faultSentence(fault, words, clockFor(index.trace.end));
  return { label: words.button(fault), sentence, fault };
}
