/** What has been lost on the road so far, in a few words. */
import { EventKind } from "../../src/engine/trace/event.ts";
import type { TraceIndex } from "../../src/views/trace-index.ts";

/** `mine`: how many letters the reader has taken off. */
export function roadCaption(index: TraceIndex, seed: string, time: number, mine: number): string {
  const { trace } = index;
  let lost = 0;
  for (const row of index.notable) {
    if (trace.time(row) > time) break;
    if (trace.kind(row) === EventKind.lose || trace.kind(row) === EventKind.drop) lost += 1;
  }
  const byYou = mine === 0 ? "" : `, ${mine} by you`;
  return `Seed ${seed} · ${lost} lost so far${byYou}`;
}
