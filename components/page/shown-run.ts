/** A run with what views need of it. */
import { Trace } from "../../src/engine/trace/trace.ts";
import type { RunData } from "../../src/notebook/protocol.ts";
import { indexTrace, type TraceIndex } from "../../src/views/trace-index.ts";

export type ShownRun = { data: RunData; trace: Trace; index: TraceIndex };

export function showRun(data: RunData): ShownRun {
  const trace = new Trace(data.trace);
  return { data, trace, index: indexTrace(trace) };
}
