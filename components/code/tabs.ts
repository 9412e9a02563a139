/** The cells of an experiment as tabs. Without a script they simply stand below each other. */
import type { CellView } from "./cell.ts";

export class CodeTabs {
  readonly #cells: CellView[];
  readonly #tabs: HTMLButtonElement[];

  constructor(host: HTMLElement, cells: Map<string, CellView>) {
    const elements = [...host.querySelectorAll<HTMLElement>("[data-cell]")];
    this.#cells = elements.flatMap((element) => cells.get(element.dataset["cell"] ?? "") ?? []);
    this.#tabs = this.#cells.map((cell, i) => this.#tabFor(cell, i));
    if (this.#cells.length < 2) return;
    const bar = document.createElement("div");
    bar.className = "tabs";
    bar.setAttribute("role", "tablist");
    bar.setAttribute("aria-label", "Code of the experiment");
    bar.append(...this.#tabs);
    bar.addEventListener("keydown", (event) => this.#key(event));
    host.prepend(bar);
    // The first process of the page is what a reader should see first, not its knobs.
    const first = this.#cells.findIndex(({ element }) =>
      /class \w+ extends Process/.test(element.textContent ?? ""),
    );
    this.#show(Math.max(0, first));
  }

  /** Marks the line that ran, and the tab that it stands under. */
  mark(cell: string, line: number): void {
    this.#cells.forEach((each, i) => {
      const isHere = each.id === cell && line > 0;
      each.mark(isHere ? line : 0);
      this.#tabs[i].toggleAttribute("data-ran", isHere);
    });
  }

  #tabFor(cell: CellView, index: number): HTMLButtonElement {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `tab-${cell.id}`;
    tab.textContent = cell.element.querySelector(".cell-title")?.textContent ?? cell.id;
    tab.setAttribute("role", "tab");
    cell.element.id = `cell-${cell.id}`;
    tab.setAttribute("aria-controls", cell.element.id);
    tab.addEventListener("click", () => this.#show(index));
    return tab;
  }

  #show(index: number): void {
    this.#cells.forEach(({ element, id }, i) => {
      const isShown = i === index;
      element.hidden = !isShown;
      element.setAttribute("role", "tabpanel");
      element.removeAttribute("aria-label");
      element.setAttribute("aria-labelledby", `tab-${id}`);
      this.#tabs[i].setAttribute("aria-selected", String(isShown));
      this.#tabs[i].tabIndex = isShown ? 0 : -1;
    });
  }

  #key(event: KeyboardEvent): void {
    const at = this.#tabs.findIndex((tab) => tab === document.activeElement);
    const last = this.#tabs.length - 1;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const next = (to + this.#tabs.length) % this.#tabs.length;
    this.#show(next);
    this.#tabs[next].focus();
  }
}
