/** How a run ended, as the words take it, from the plain data in which it crosses to a page. */
import type { OutcomeLike } from "./catalogue.ts";

export function outcomeOf(
  { kind, node, words }: { kind: string; node: string; words: string },
  trace: { end: number },
): OutcomeLike {
  if (kind === "error") return { kind, node, time: trace.end, message: words };
  if (kind === "limit") return { kind, limit: "", words };
  return kind === "until" ? { kind } : { kind: "finished" };
}
