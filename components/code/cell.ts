/**
 * The live side of a cell: the first touch loads the editor; Run compiles the page and runs it in
 * the sandbox; mistakes stand at their lines. What is typed is saved and never runs by itself.
 */
import type { CellEditor } from "../../src/editor/editor.ts";
import { withSource } from "../../src/experiment/state.ts";
import type { CellStatus } from "../../src/notebook/run/graph.ts";
import { copyAndSay } from "../../src/site/copy.ts";
import { pageSession } from "../page/boot.ts";
import type { PageSession } from "../page/session.ts";

type Problem = { message: string; line: number; column?: number };

export class CellView {
  readonly element: HTMLElement;
  readonly id: string;
  readonly #page: PageSession;
  #editor: CellEditor | undefined;
  #loading: Promise<CellEditor> | undefined;
  #marked = 0;
  /** What was wrong when it ran the last time; a mistake of the compiler's stands before it. */
  #failures: readonly Problem[] = [];

  constructor(element: HTMLElement, page: PageSession) {
    this.element = element;
    this.id = element.dataset["cell"] ?? "";
    this.#page = page;
    const code = this.#part("code");
    code.addEventListener("click", (event) => void this.edit(lineUnder(event.target)));
    code.querySelector("pre")?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      void this.edit();
    });
    this.#part("edit").addEventListener("click", () => void this.edit());
    this.#part("run").addEventListener("click", () => void this.run());
    this.#part("copy").addEventListener(
      "click",
      () => void copyAndSay(this.#text(), "Code copied."),
    );
    this.#part("reset").addEventListener("click", () => this.reset());
    page.bell.on("cell", ({ cell, status }) => {
      if (cell === this.id) this.#show(status);
    });
    page.bell.on("failed", ({ failure }) => {
      if (failure.cell === this.id) this.#fail([failure]);
    });
    page.bell.on("state", () => this.#showState());
    page.bell.on("problems", () => this.#showProblems());
    if (this.#isEdited()) void this.edit(0, false);
    this.#showState();
  }

  /** Puts the editor in the code's place, at `line` if one is given. */
  async edit(line = 0, focus = true): Promise<void> {
    this.#loading ??= this.#mount();
    const editor = await this.#loading;
    if (focus) editor.focus(line);
  }

  /** Runs the page with what stands in the editors. */
  async run(): Promise<void> {
    this.#fail([]);
    this.#say("running");
    await this.#page.runSources();
    this.#showState();
  }

  /** Back to the author's text; what was typed is one undo away. */
  reset(): void {
    this.#editor?.replace(this.#page.sources.original(this.id));
    void this.run();
  }

  /** Marks the line that ran at the moment that is shown; 0 marks none. */
  mark(line: number): void {
    if (line === this.#marked) return;
    this.#marked = line;
    this.#editor?.mark(line);
    for (const each of this.element.querySelectorAll<HTMLElement>(".cell-code .code-line"))
      each.classList.toggle("ran", each.dataset["line"] === String(line));
  }

  async #mount(): Promise<CellEditor> {
    const { createEditor } = await import("../../src/editor/editor.ts");
    const host = this.#part("code");
    const title = this.element.querySelector(".cell-title")?.textContent ?? this.id;
    const editor = createEditor(host, {
      text: this.#text(),
      label: `Editor of ${title}`,
      change: (text) => this.#change(text),
      run: () => void this.run(),
    });
    this.#editor = editor;
    editor.mark(this.#marked);
    this.#part("hint").hidden = false;
    this.#part("edit").hidden = true;
    this.#part("run").hidden = false;
    return editor;
  }

  #text(): string {
    return this.#page.state.sources[this.id]?.text ?? this.#page.sources.original(this.id);
  }

  #change(text: string): void {
    const original = this.#page.sources.original(this.id);
    this.#page.set(withSource(this.#page.state, this.id, { text, original }));
  }

  #isEdited(): boolean {
    return this.#page.state.sources[this.id] !== undefined;
  }

  #showState(): void {
    const isRunning = this.#page.sources.running.get(this.id) === this.#text();
    this.#part("reset").hidden = !this.#isEdited() && isRunning;
    const edited = isRunning ? "changed by you" : "changed, not run yet";
    this.#say(this.#isEdited() || !isRunning ? edited : "");
  }

  #say(words: string): void {
    this.#part("state").textContent = words;
    this.element.toggleAttribute("data-edited", words !== "");
  }

  #show(status: CellStatus): void {
    if (status.state === "waiting")
      return this.#fail([{ message: `Waits for “${status.name}”.`, line: 0 }]);
    const output = this.#part("output");
    output.textContent = status.output.join("\n");
    output.hidden = status.output.length === 0;
    this.#fail(status.state === "failed" ? [status.failure] : []);
  }

  #fail(failures: readonly Problem[]): void {
    this.#failures = failures;
    this.#showProblems();
  }

  /** What stops the reader's text from running stays until they run it again. */
  #showProblems(): void {
    const own = this.#page.sources.problems.get(this.id);
    this.#complain(own === undefined ? this.#failures : [own]);
  }

  #complain(problems: readonly Problem[]): void {
    const list = this.#part("problems");
    list.replaceChildren(...problems.map((problem) => this.#problemLine(problem)));
    this.element.toggleAttribute(
      "data-failed",
      problems.some(({ line }) => line >= 0) && problems.length > 0,
    );
    this.#editor?.complain(problems);
    for (const each of this.element.querySelectorAll<HTMLElement>(".cell-code .code-line"))
      each.classList.toggle(
        "wrong",
        problems.some(({ line }) => each.dataset["line"] === String(line)),
      );
  }

  /** A mistake that has a line is a button which goes there. */
  #problemLine({ message, line }: Problem): HTMLElement {
    const words = document.createElement(line > 0 ? "button" : "p");
    words.textContent = line > 0 ? `Line ${line}: ${message}` : message;
    if (line > 0) words.addEventListener("click", () => void this.edit(line));
    return words;
  }

  #part(name: string): HTMLElement {
    const part = this.element.querySelector<HTMLElement>(`[data-cell-${name}]`);
    if (part === null) throw new Error(`Cell “${this.id}” has no part “${name}”.`);
    return part;
  }
}

function lineUnder(target: EventTarget | null): number {
  const line = target instanceof Element ? target.closest<HTMLElement>(".code-line") : null;
  return Number(line?.dataset["line"] ?? 0);
}

let views: Promise<Map<string, CellView>> | undefined;

/** Brings all cells of the page to life, once. */
export function startCells(): Promise<Map<string, CellView>> {
  return (views ??= start());
}

async function start(): Promise<Map<string, CellView>> {
  const page = await pageSession();
  if (page === undefined) return new Map();
  const elements = [...document.querySelectorAll<HTMLElement>("[data-cell]")];
  return new Map(
    elements.map((element) => {
      const view = new CellView(element, page);
      return [view.id, view];
    }),
  );
}
