/**
 * A question, alive: asked of the page's code as it runs and with its knobs as they stand, over the
 * sandbox's spare workers; what it finds can be looked at on the stage.
 */
import { reasonOf } from "../../src/engine/kernel/check.ts";
import { withExperiment, withKnob } from "../../src/experiment/state.ts";
import type { Question } from "../../src/notebook/questions/question.ts";
import { StoppedError } from "../../src/notebook/sandbox/worker-handle.ts";
import { number } from "../../src/views/words/format.ts";
import { showWords } from "../experiment/words-view.ts";
import { pageSession } from "../page/boot.ts";
import { showButtons } from "../page/buttons.ts";
import type { PageSession } from "../page/session.ts";
import { answerLines, tellAnswer, type TellingAnswer } from "./tell.ts";

const STALE = "The page has changed since this was answered.";

class AskView {
  readonly #element: HTMLElement;
  readonly #page: PageSession;
  readonly #name: string;
  #stop: AbortController | undefined;
  #told: TellingAnswer | undefined;
  #text: string | undefined;

  constructor(element: HTMLElement, page: PageSession) {
    this.#element = element;
    this.#page = page;
    this.#name = element.dataset["ask"] ?? "";
    const button = this.#part("do-ask") as HTMLButtonElement;
    button.disabled = false; // until now nobody would have answered
    button.addEventListener("click", () => void this.#ask());
    this.#part("stop").addEventListener("click", () => this.#stop?.abort());
    this.#part("show").addEventListener("click", () => this.#look());
    page.bell.on("state", () => this.#show());
    page.bell.on("question", ({ name }) => {
      if (name === this.#name) this.#show();
    });
    element.setAttribute("data-alive", "");
    this.#show();
  }

  #part(name: string): HTMLElement {
    const part = this.#element.querySelector<HTMLElement>(`[data-${name}]`);
    if (part === null) throw new Error(`The question “${this.#name}” has no part “${name}”.`);
    return part;
  }

  async #ask(): Promise<void> {
    const question = this.#page.questions.question(this.#name);
    if (this.#stop !== undefined || question === undefined) return;
    const stop = new AbortController();
    this.#stop = stop;
    this.#show();
    try {
      await this.#answer(question, stop.signal);
    } catch (error) {
      this.#say(stop.signal.aborted ? "Stopped: there is no answer." : wordsOf(error));
    } finally {
      this.#stop = undefined;
      this.#show();
    }
  }

  /** Asks of the code that runs now and of the knobs as they stand, whatever changes meanwhile. */
  async #answer(question: Question, signal: AbortSignal): Promise<void> {
    const { sources, questions } = this.#page;
    const asked = { cells: sources.compiled, knobs: this.#page.allKnobs() };
    const answers = this.#page.answers();
    const workers = await this.#page.spareWorkers((message) => {
      if (message.kind === "states") this.#progress(message.states, undefined);
    });
    const end = (): void => workers.forEach((worker) => worker.end("The question is answered."));
    // What goes to many workers in small pieces ends by itself; an exploration is one piece.
    if (question.kind === "explore") signal.addEventListener("abort", end);
    try {
      const { answerQuestion } = await import("../../src/notebook/questions/answer.ts");
      const { answerText } = await import("../../src/notebook/questions/answer-text.ts");
      const target = { cells: asked.cells, name: question.name, answers };
      const onProgress = (done: number, planned: number | undefined): void =>
        this.#progress(done, planned);
      const { knobs } = asked;
      const given = { workers, target, knobs, signal, onProgress };
      questions.take(question, answerText(await answerQuestion(question, given)), asked);
      await this.#page.update();
    } finally {
      end();
    }
  }

  #progress(done: number, planned: number | undefined): void {
    const bar = this.#part("progress").querySelector("progress");
    if (bar !== null && planned !== undefined) bar.value = done / Math.max(planned, 1);
    else bar?.removeAttribute("value");
    const all = planned === undefined ? "" : ` of ${number(planned)}`;
    this.#part("progress-words").textContent = number(done) + all;
  }

  /** Shows the answer that is known, and whether it still holds. */
  #show(): void {
    const { questions } = this.#page;
    const isBusy = this.#stop !== undefined;
    showButtons([this.#part("do-ask"), !isBusy], [this.#part("stop"), isBusy]);
    this.#part("progress").hidden = !isBusy;
    const isStale = this.#page.answers()[this.#name] === undefined;
    this.#element.toggleAttribute("data-is-stale", isStale);
    this.#part("stale").hidden = !isStale || isBusy;
    this.#part("stale").textContent = isStale ? STALE : "";
    const question = questions.question(this.#name);
    const text = questions.last(this.#name);
    if (question === undefined || text === undefined || text === this.#text) return;
    this.#text = text;
    this.#told = tellAnswer(question, text);
    this.#say(this.#told.words);
    this.#part("answer").classList.toggle("broken", this.#told.isBroken);
    this.#showLines(this.#told);
    this.#part("show").hidden = this.#told.job === undefined;
  }

  #say(words: string): void {
    this.#part("answer").textContent = words;
  }

  #showLines(told: TellingAnswer): void {
    const host = this.#part("lines");
    if (told.lines.length === 0) return host.replaceChildren();
    const title = document.createElement("h3");
    title.textContent = told.title;
    const list = document.createElement(told.isOrdered ? "ol" : "ul");
    list.append(
      ...answerLines(told).map((words) => {
        const line = document.createElement("li");
        showWords(line, words);
        return line;
      }),
    );
    host.replaceChildren(title, list);
  }

  /** Puts the run that was found on the stage: its knobs, its seed, its faults. */
  #look(): void {
    const { job } = this.#told ?? {};
    const id = this.#element.dataset["experimentOf"] ?? "";
    if (job === undefined) return;
    let { state } = this.#page;
    for (const [name, value] of Object.entries(job.knobs))
      if (this.#page.knobs.has(name)) state = withKnob(state, name, value);
    const { seed, faults } = job;
    this.#page.set(withExperiment(state, id, { seed: String(seed), faults }));
    const stage = document.querySelector<HTMLElement>(`[data-experiment="${CSS.escape(id)}"]`);
    stage?.scrollIntoView({ block: "start" });
    stage?.querySelector<HTMLElement>("[data-do='play']")?.focus({ preventScroll: true });
  }
}

function wordsOf(error: unknown): string {
  const words = reasonOf(error);
  return error instanceof StoppedError ? words : `It cannot be answered: ${words}`;
}

/** Brings all questions of the page to life, once. */
export async function startAsking(): Promise<void> {
  const page = await pageSession();
  if (page === undefined) return;
  for (const element of document.querySelectorAll<HTMLElement>("[data-ask]:not([data-alive])"))
    new AskView(element, page);
}
