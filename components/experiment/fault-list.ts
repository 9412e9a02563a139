/** What has been done to this run: one line a fault, each with a way to take it back. */
import type { Fault } from "../../src/engine/faults.ts";
import { faultSentence, plain } from "../../src/views/words/index.ts";
import type { Clock } from "../../src/views/words/format.ts";
import { button, showWords } from "./words-view.ts";

export type FaultListOptions = {
  faults: readonly Fault[];
  clock: Clock;
  remove: (index: number) => void;
};

/** Draws the list into `host`; an empty list leaves no trace. */
export function showFaults(host: HTMLElement, { faults, clock, remove }: FaultListOptions): void {
  if (faults.length === 0) return host.replaceChildren();
  const title = document.createElement("h3");
  title.textContent = "Done to this run";
  const list = document.createElement("ol");
  list.append(...faults.map((fault, i) => lineOf(fault, clock, () => remove(i))));
  host.replaceChildren(title, list);
}

function lineOf(fault: Fault, clock: Clock, remove: () => void): HTMLLIElement {
  const line = document.createElement("li");
  const words = document.createElement("span");
  const sentence = faultSentence(fault, undefined, clock);
  showWords(words, sentence);
  const undo = button("Undo", remove, "line");
  undo.setAttribute("aria-label", `Undo: ${plain(sentence)}`);
  line.append(words, undo);
  return line;
}
