import { isLinkEvent } from "./event.ts";
import type { Trace } from "./trace.ts";

/**
 * The last row, up to `time` (ns), at which a process did something or something was done to it;
 * −1 before the first. Links have no code and no state, so this is the row to look into for both.
 */
export function processRow(trace: Trace, time: number): number {
  let row = trace.at(time);
  while (row >= 0 && isLinkEvent(trace.kind(row))) row -= 1;
  return row;
}
