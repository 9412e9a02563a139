/** What a run may be given instead of the simulator's own parts, and what ends it. */
import type { World } from "../network/world.ts";
import { EventKind } from "../trace/event.ts";
import { NONE, NOWHERE } from "../trace/trace.ts";
import type { Tally } from "../trace/tally.ts";
import { TraceWriter } from "../trace/writer.ts";
import { errorMessage, errorStack } from "./error-text.ts";
import type { NodeSetup, NodeStage } from "./node-stage.ts";
import type { Node } from "./node.ts";
import type { Outcome } from "./run.ts";
import type { Limits } from "./spec.ts";

/** What another host than the simulator's own loop brings along. */
export type Parts = {
  trace?: TraceWriter;
  node?: (index: number, setup: NodeSetup, stage: NodeStage) => Node;
};

/** The trace of a run with these limits; with a tally, its rows are only counted. */
export function writerFor({ events, trace }: Limits, tally: Tally | undefined): TraceWriter {
  return new TraceWriter({ rows: events, bytes: trace }, tally);
}

/** Thrown through everything to end the run. */
export class RunEnds {
  readonly outcome: Outcome;
  constructor(outcome: Outcome) {
    this.outcome = outcome;
  }
}

/** A process has thrown: writes the row that says so, and returns how the run ends. */
export function failureOf(
  { trace, now: time }: World,
  node: { index: number; name: string },
  cause: number,
  error: unknown,
): RunEnds {
  const message = errorMessage(error);
  trace.allowOneMore();
  const detail = trace.addString(message);
  trace.append(time, EventKind.error, node.index, NOWHERE, NONE, NONE, cause, detail);
  const stack = errorStack(error);
  return new RunEnds({ kind: "error", node: node.name, time, message, stack });
}
