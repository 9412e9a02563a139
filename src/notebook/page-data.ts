/** What the build tells a page about itself: embedded in it as JSON. */
import type { Fault } from "../engine/faults.ts";
import { hashText } from "../experiment/hash.ts";
import type { Cell, CompiledCell } from "./cells.ts";
import type { Knob, KnobValue } from "./knob.ts";
import type { MomentData } from "./protocol.ts";
import type { Question } from "./questions/question.ts";
import type { RunText } from "./run-text.ts";
import type { SandboxAddresses } from "./sandbox/frame.ts";

export type PageExperiment = {
  id: string;
  /** The name of the run that it shows. */
  run: string;
  seed: string;
  faults: readonly Fault[];
  /** The moment at which it is first shown, ns. */
  at: number;
  result: RunText;
  /** What the trace does not hold of that moment. */
  moment: MomentData;
};

/** One point of a sweep: mean of n runs and the ends of its 95 % confidence interval. */
export type SweepPoint = { x: number; mean: number; low: number; high: number; n: number };

export type PageSweep = {
  id: string;
  /** The name of the value that is measured. */
  measure: string;
  /** The hidden cell that holds the theory's curve as JSON; empty if there is none. */
  theoryName: string;
  knob: string;
  from: number;
  to: number;
  step: number;
  seeds: number;
  /** Knobs that stay where the author put them, whatever the reader has turned. */
  fixed: Record<string, KnobValue>;
  /** The experiment with which the reader's guess is kept. */
  experiment: string;
  points: SweepPoint[];
  theory: [number, number][];
};

/** A question and its answer at build, with the seeds and knobs that the page opens with. */
export type PageQuestion = Question & { answer: string };

export type PageData = {
  /** `<unit>/<topic>`: the key of everything that is saved for this page. */
  page: string;
  cells: Cell[];
  compiled: CompiledCell[];
  /** The engine's public names: the compiler of edited cells knows them by these. */
  api: string[];
  knobs: Knob[];
  experiments: PageExperiment[];
  sweeps: PageSweep[];
  questions: PageQuestion[];
  /** Values in the prose, by `valueName` of their expressions. */
  values: Record<string, number | string | boolean>;
  /** What each cell printed. */
  output: Record<string, string[]>;
};

/** What a page is told besides: the same on every page of a site. */
export type SiteData = {
  /** Whether what a reader does on this page is kept for their next visit. */
  keeps: boolean;
  addresses: SandboxAddresses;
};

/** The hidden cell that holds the value of an expression in the prose, under its conditions. */
export function valueName(expression: string, knobs = "", after = "", seed = "7"): string {
  return `value_${hashText([expression, knobs, after, seed].join("\n"))}`;
}
