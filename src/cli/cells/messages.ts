/** What a command and the confined processes of a file's code say to each other. */
import type { Answer, Job } from "../../engine/check/pool.ts";
import type { CompiledCell } from "../../notebook/cells.ts";
import type { Knob } from "../../notebook/knob.ts";

/** What is made of each job. */
export type Asked =
  /** Numbers: their names, each with the name of the cells' value that it is. */
  { kind: "figures"; targets: [name: string, target: string][] };

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

/** To a process: first its work, then questions, one at a time. */
export type ToCells =
  { kind: "work"; work: CellWork } | { kind: "describe" } | { kind: "jobs"; jobs: readonly Job[] };

/** From a process: that it has loaded the code, then what it answers to each question. */
export type FromCells =
  | { kind: "loaded" }
  | { kind: "description"; description: Description }
  | { kind: "answers"; answers: Answer<unknown>[] }
  /** It cannot be answered at all. */
  | { kind: "refused"; message: string };
