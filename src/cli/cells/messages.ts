/** What a command and the confined processes of a file's code say to each other. */
import type { Exploration, ExploreOptions, Progress } from "../../engine/check/explore.ts";
import type { Answer, Job } from "../../engine/check/pool.ts";
import type { CompiledCell } from "../../notebook/cells.ts";
import type { Knob } from "../../notebook/knob.ts";

/** What is made of each job. Targets are names of the cells' values. */
export type Asked =
  /** Numbers, each with its own name. */
  | { kind: "figures"; targets: [name: string, target: string][] }
  /** Whether the run keeps a promise. */
  | { kind: "trial"; invariant: string }
  /** Nothing: it is explored. */
  | { kind: "claims"; always?: string; atEnd?: string; outcome?: string };

/** What a process is about. */
export type CellWork = {
  cells: CompiledCell[];
  /** The name of the experiment's run. */
  run: string;
  /** The seed of the run by which the file is described. */
  seed: string;
  /** The name of the author's faults as JSON; empty if there are none. */
  faultsName: string;
  asked: Asked;
};

/** What a name of a file stands for. */
export type NameKind = "number" | "boolean" | "function" | "other";

/** What is known of a file when its cells have been run once, as their author wrote them. */
export type Description = {
  knobs: Knob[];
  /** The author's faults, as JSON. */
  faults: string;
  nodes: string[];
  links: string[];
  names: Record<string, NameKind>;
};

/** How far to explore, as plain data. */
export type Bounds = Omit<ExploreOptions, "onPartial" | "breathe" | "signal">;

/** To a process: first its work, then questions, one at a time. */
export type ToCells =
  | { kind: "work"; work: CellWork }
  | { kind: "describe" }
  | { kind: "jobs"; jobs: readonly Job[] }
  | { kind: "explore"; bounds: Bounds }
  /** An exploration is to end now, with what it has found so far. */
  | { kind: "stop" };

/** From a process: that it has loaded the code, then what it answers to each question. */
export type FromCells =
  | { kind: "loaded" }
  | { kind: "description"; description: Description }
  | { kind: "answers"; answers: Answer<unknown>[] }
  /** Said while it explores; no answer yet. */
  | { kind: "progress"; progress: Progress }
  | { kind: "exploration"; exploration: Exploration }
  /** It cannot be answered at all. */
  | { kind: "refused"; message: string };
