/**
 * What page and worker say to each other: plain values, a version, few kinds. The page trusts
 * nothing that comes back; `validate.ts` reads it before anything is drawn.
 */
import type { Fault } from "../engine/faults.ts";
import type { TraceData } from "../engine/trace/trace.ts";
import type { CompiledCell } from "./cells.ts";
import type { Knob, KnobValue } from "./knob.ts";
import type { Question } from "./questions/question.ts";
import type { CellFailure } from "./run/failure.ts";
import type { ExperimentInput } from "./run/graph.ts";
import type { CellStatus } from "./run/watcher.ts";

export const PROTOCOL = 1;

/** How a run ended, as the page shows it. */
export type RunOutcome = { kind: string; words: string; node: string; line: number; cell: string };

/** A run as it crosses to the page. */
export type RunData = {
  engine: string;
  seed: string;
  fingerprint: string;
  trace: TraceData;
  outcome: RunOutcome;
  events: number;
  /** ns */
  endTime: number;
};

/** One change of a process's field that an event brought about, in words. */
export type FieldChange = { node: string; field: string; before: string; after: string };

/** What the trace's columns do not hold of a moment. */
export type MomentData = {
  /** Node → field → its value, in words. */
  states: Record<string, Record<string, string>>;
  changed: FieldChange[];
  /** The cell and the line that ran, or line 0. */
  cell: string;
  line: number;
};

/** One run of a sweep: data only, so that any worker can do it. */
export type SweepJob = { knobs: Record<string, KnobValue>; seed: string; faults: readonly Fault[] };

/** What a cell's value may be to stand in a page's text. */
export type PlainValue = number | string | boolean;

/** The longest text that a value may be, in characters. */
export const LONGEST_VALUE = 100_000;

/** What questions were answered with, as JSON, by their names. */
export type Answers = Record<string, string>;

/** Page → worker. Every request is answered by a reply that bears its number. */
export type Request =
  | {
      kind: "load";
      request: number;
      cells: CompiledCell[];
      knobs: Record<string, KnobValue>;
      experiments: ExperimentInput[];
      watched: string[];
      answers?: Answers;
    }
  | {
      kind: "update";
      request: number;
      cells?: CompiledCell[];
      knobs?: Record<string, KnobValue>;
      experiments?: ExperimentInput[];
      /** All that are known; what is not among them has no answer any more. */
      answers?: Answers;
    }
  | { kind: "moment"; request: number; experiment: string; row: number }
  | {
      kind: "evaluate";
      request: number;
      /** With the first request, and the answers that these cells may use. */
      cells?: CompiledCell[];
      answers?: Answers;
      /** A name that a cell defines. A question's value is its answer for one job, as JSON. */
      target: string;
      jobs: SweepJob[];
    };

/** Worker → page. */
export type Message = { version: typeof PROTOCOL } & (
  | { kind: "begin"; cell: string }
  | { kind: "cell"; cell: string; status: CellStatus }
  | { kind: "knob"; knob: Knob }
  | { kind: "question"; question: Question }
  | { kind: "states"; states: number }
  | { kind: "run"; experiment: string; run: RunData }
  | { kind: "value"; name: string; value: PlainValue }
  | { kind: "failed"; experiment: string; failure: CellFailure }
  | { kind: "settled"; request: number }
  | { kind: "moment"; request: number; moment: MomentData }
  | { kind: "values"; request: number; values: EvaluatedValue[] }
  | { kind: "refused"; request: number; message: string }
);

/** What became of one job: its value, or why there is none. */
export type EvaluatedValue = PlainValue | { error: string };

/** A message before its version is put on. */
export type Body = Message extends infer M
  ? M extends unknown
    ? Omit<M, "version">
    : never
  : never;
