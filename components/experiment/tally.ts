/** What has been counted up to a moment: a few numbers that every run has. */
import { EventKind } from "../../src/engine/trace/event.ts";
import type { TraceIndex } from "../../src/views/trace-index.ts";

export type Count = { what: string; count: number; tone: "" | "lost" | "kept" };

/** Rows of the tally at `time` (ns), in the idiom of the run. */
export function tally(index: TraceIndex, time: number): Count[] {
  const { trace, idiom } = index;
  const last = trace.at(time);
  const counts = new Map<number, number>();
  for (let row = 0; row <= last; row++) {
    const kind = trace.kind(row);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const count = (...kinds: number[]) =>
    kinds.reduce((sum, kind) => sum + (counts.get(kind) ?? 0), 0);
  const isPost = idiom === "post";
  return [
    { what: isPost ? "posted" : "packets sent", count: count(EventKind.transmit), tone: "" },
    {
      what: isPost ? "lost on the road" : "lost",
      count: count(EventKind.lose, EventKind.drop, EventKind.sever, EventKind.discard),
      tone: "lost",
    },
    { what: isPost ? "arrived" : "received", count: count(EventKind.receive), tone: "kept" },
    { what: "timeouts", count: count(EventKind.timeout), tone: "" },
  ];
}
