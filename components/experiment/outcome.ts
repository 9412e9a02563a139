/** How a run ended, as the words take it: the page keeps it as plain data. */
import type { RunData } from "../../src/notebook/protocol.ts";
import type { OutcomeLike } from "../../src/views/words/index.ts";

export function outcomeOf(outcome: RunData["outcome"], trace: { end: number }): OutcomeLike {
  const { kind, node, words } = outcome;
  if (kind === "error") return { kind, node, time: trace.end, message: words };
  if (kind === "limit") return { kind, limit: "", words };
  return kind === "until" ? { kind } : { kind: "finished" };
}
