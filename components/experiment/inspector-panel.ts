/**
 * What is known of the chosen thing, and what can be done to it: a small panel beside it. Escape
 * closes it, and the focus goes back to where it came from.
 */
import type { Fault } from "../../src/engine/faults.ts";
import { inspect, type Inspection } from "../../src/views/inspector.ts";
import type { TraceIndex } from "../../src/views/trace-index.ts";
import { plain, type Words } from "../../src/views/words/index.ts";
import { button, showWords } from "./words-view.ts";

export type InspectorOptions = {
  act: (fault: Fault) => void;
  /** Go to a row of the trace. */
  go: (row: number) => void;
  closed: () => void;
};

export class Inspector {
  readonly #panel: HTMLElement;
  readonly #options: InspectorOptions;
  #target = "";

  constructor(panel: HTMLElement, options: InspectorOptions) {
    this.#panel = panel;
    this.#options = options;
    panel.setAttribute("role", "dialog");
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
  }

  /** Shows `target` beside `mark`, with the focus on the first thing that can be done. */
  open(target: string, mark: Element, index: TraceIndex, time: number): void {
    const found = inspect(index, target, time);
    if (found === undefined) return this.close();
    this.#target = target;
    this.#show(found);
    this.#panel.hidden = false;
    this.#place(mark);
    this.#panel.scrollIntoView({ block: "nearest" });
    this.#panel.querySelector("button")?.focus({ preventScroll: true });
  }

  /** Shows the same thing in another run or at another moment; closes if it is not there. */
  refresh(index: TraceIndex, time: number): void {
    if (this.#panel.hidden) return;
    const found = inspect(index, this.#target, time);
    if (found === undefined) this.close();
    else this.#show(found);
  }

  close(): void {
    if (this.#panel.hidden) return;
    this.#panel.hidden = true;
    this.#options.closed();
  }

  #show({ title, fields, actions }: Inspection): void {
    this.#panel.setAttribute("aria-label", title);
    const heading = document.createElement("h3");
    heading.textContent = title;
    const buttons = document.createElement("div");
    buttons.className = "actions";
    buttons.append(
      ...actions.map(({ fault, label }) =>
        button(
          label,
          () => {
            this.close();
            this.#options.act(fault);
          },
          "line",
        ),
      ),
    );
    const list = document.createElement("dl");
    for (const { label, value, row } of fields) list.append(...this.#row(label, value, row));
    const close = button("✕", () => this.close(), "close");
    close.setAttribute("aria-label", "Close");
    this.#panel.replaceChildren(heading, buttons, list, close);
  }

  #row(label: string, value: Words, row: number | undefined): HTMLElement[] {
    const term = document.createElement("dt");
    term.textContent = label;
    const words = document.createElement("dd");
    if (row === undefined) showWords(words, value);
    else words.append(button(plain(value), () => this.#options.go(row)));
    return [term, words];
  }

  /** Below the mark where there is room, and always inside the experiment. */
  #place(mark: Element): void {
    const host = this.#panel.offsetParent ?? document.body;
    const around = host.getBoundingClientRect();
    const at = mark.getBoundingClientRect();
    const width = this.#panel.offsetWidth;
    const left = at.left + at.width / 2 - around.left - width / 2;
    const x = Math.max(10, Math.min(left, around.width - width - 10));
    // Inline styles are forbidden to markup, not to scripts.
    this.#panel.style.left = `${Math.round(x)}px`;
    this.#panel.style.top = `${Math.round(at.bottom - around.top + 10)}px`;
  }
}
