/** The tally in the page: the build's rows, with the numbers of this moment. */
import type { TraceIndex } from "../../src/views/trace-index.ts";
import { tally } from "./tally.ts";

export function showTally(host: HTMLElement, index: TraceIndex, time: number): void {
  const cells = host.querySelectorAll("dd");
  tally(index, time).forEach(({ count }, i) => {
    const words = String(count);
    if (cells[i] && cells[i].textContent !== words) cells[i].textContent = words;
  });
}
