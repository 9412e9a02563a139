/** A sweep, alive: guess, measure with a progress bar, then the theory over both. */
import { reasonOf } from "../../src/engine/kernel/check.ts";
import type { Sweep } from "../../src/engine/check/sweep.ts";
import type { PageSweep, SweepPoint } from "../../src/notebook/page-data.ts";
import { sweepPool } from "../../src/notebook/sweep-pool.ts";
import { sweepGrid, sweepPoints } from "../../src/notebook/sweep-plan.ts";
import { chart, chartTable, type ChartScene, type Pair } from "../../src/views/chart.ts";
import { number, quantity } from "../../src/views/words/format.ts";
import { PicturePane } from "../experiment/picture-pane.ts";
import { pageSession } from "../page/boot.ts";
import { showButtons } from "../page/buttons.ts";
import type { PageSession } from "../page/session.ts";
import { chartData, type Labels } from "./chart-data.ts";
import { GuessPad } from "./guess-pad.ts";
import { showTable } from "./table.ts";

const print = matchMedia("print");

type Phase = "guessing" | "measuring" | "shown";

class SweepView {
  readonly #element: HTMLElement;
  readonly #page: PageSession;
  readonly #sweep: PageSweep;
  readonly #labels: Labels;
  readonly #pane: PicturePane;
  readonly #pad: GuessPad;
  #scene: ChartScene | undefined;
  #phase: Phase = "guessing";
  #points: SweepPoint[] = [];
  #theory: readonly Pair[];
  #cursor: Pair | undefined;
  #stop: AbortController | undefined;

  constructor(element: HTMLElement, page: PageSession, sweep: PageSweep) {
    this.#element = element;
    this.#page = page;
    this.#sweep = sweep;
    this.#theory = sweep.theory;
    this.#labels = JSON.parse(element.dataset["labels"] ?? "{}") as Labels;
    const host = this.#part("chart");
    this.#pane = new PicturePane(host, {
      draw: (width) => this.#draw(width),
      choose: () => undefined,
    });
    this.#pad = new GuessPad(host, this.#pane.svg, {
      places: Object.values(sweepGrid(sweep))[0].map(Number),
      ...this.#labels,
      geometry: () => (this.#scene ?? this.#draw(this.#pane.width)).geometry,
      guess: () => this.#guess,
      change: (guess, cursor) => this.#change(guess, cursor),
      isOpen: () => this.#phase === "guessing",
    });
    this.#bind();
    element.setAttribute("data-alive", "");
    this.#show();
  }

  get #guess(): readonly Pair[] {
    return this.#page.experiment(this.#sweep.experiment).guesses[this.#sweep.id] ?? [];
  }

  #part(name: string): HTMLElement {
    const part = this.#element.querySelector<HTMLElement>(`[data-${name}]`);
    if (part === null) throw new Error(`Sweep “${this.#sweep.id}” has no part “${name}”.`);
    return part;
  }

  #bind(): void {
    this.#part("measure").addEventListener("click", () => void this.#measure());
    this.#part("cancel").addEventListener("click", () => this.#stop?.abort());
    this.#part("skip").addEventListener("click", () => void this.#measure());
    print.addEventListener("change", () => this.#pane.redrawNow());
    this.#part("again").addEventListener("click", () => this.#startAgain());
    this.#page.bell.on("value", ({ name, value }) => {
      if (name === this.#sweep.theoryName) this.#takeTheory(String(value));
    });
  }

  #draw(width: number): ChartScene {
    // Nobody can guess on paper: it shows what has been measured here, or else at build.
    const isShown = this.#phase === "shown" || print.matches;
    const measured = this.#points.length > 0 ? this.#points : this.#sweep.points;
    const points = isShown ? measured : this.#phase === "measuring" ? this.#points : [];
    const theory = isShown ? this.#theory : [];
    const data = chartData(this.#sweep, this.#labels, { points, theory, guess: this.#guess });
    const cursor = this.#phase === "guessing" ? this.#cursor : undefined;
    this.#scene = chart(data, { width, ...(cursor && { cursor }) });
    return this.#scene;
  }

  #change(guess: readonly Pair[], cursor: Pair): void {
    const { experiment, id } = this.#sweep;
    this.#cursor = cursor;
    const guesses = { ...this.#page.experiment(experiment).guesses, [id]: guess };
    this.#page.change(experiment, { guesses });
    this.#show();
  }

  /** An edited cell may have another theory: its curve comes as text. */
  #takeTheory(text: string): void {
    try {
      const points = JSON.parse(text) as unknown;
      if (Array.isArray(points)) this.#theory = points.filter(isPair);
    } catch {
      this.#theory = [];
    }
    this.#pane.redraw();
  }

  async #measure(): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    this.#phase = "measuring";
    this.#points = [];
    this.#show();
    const workers = await this.#page.spareWorkers();
    try {
      const { sweepWith } = await import("../../src/engine/check/sweep.ts");
      const pool = sweepPool(workers, this.#page.sources.compiled, this.#sweep.measure);
      const knobs = { ...this.#page.state.knobs, ...this.#sweep.fixed };
      const onPartial = (partial: Sweep): void => this.#progress(partial);
      const options = { knobs, signal: stop.signal, onPartial };
      const result = await sweepWith(pool, sweepGrid(this.#sweep), this.#sweep.seeds, options);
      this.#finish(result);
    } catch (error) {
      this.#part("verdict").textContent = reasonOf(error);
      this.#phase = "guessing";
      this.#show();
    } finally {
      for (const worker of workers) worker.end("The sweep is over.");
    }
  }

  #progress(partial: Sweep): void {
    this.#points = sweepPoints(this.#sweep, partial);
    const bar = this.#part("progress").querySelector("progress");
    if (bar !== null) bar.value = partial.done / partial.planned;
    this.#part("progress-words").textContent =
      `${number(partial.done)} of ${number(partial.planned)}`;
    this.#pane.redraw();
  }

  #finish(result: Sweep): void {
    this.#points = sweepPoints(this.#sweep, result);
    this.#phase = "shown";
    this.#show();
    const [failed] = result.errors;
    const words = failed === undefined ? this.#verdict() : `Some runs failed: ${failed.message}`;
    this.#part("verdict").textContent = result.isCancelled ? `Stopped early. ${words}` : words;
    const data = chartData(this.#sweep, this.#labels, {
      points: this.#points,
      theory: this.#theory,
      guess: this.#guess,
    });
    showTable(this.#part("numbers"), chartTable(data));
  }

  /** Guess and truth at the place that the author chose. */
  #verdict(): string {
    const at = Number(this.#element.dataset["at"]);
    const measured = this.#points.find(({ x }) => x === at);
    if (measured === undefined) return "";
    const place = quantity(at, this.#labels.xUnit);
    const truth = number(measured.mean, 2);
    const guess = valueAt(this.#guess, at);
    if (guess === undefined) return `At ${place} it takes ${truth}.`;
    const isClose = Math.abs(guess - measured.mean) <= measured.mean * 0.1;
    const close = isClose ? "You saw it coming: at" : "At";
    return `${close} ${place} you drew ${number(guess, 1)}, and it takes ${truth}.`;
  }

  #startAgain(): void {
    this.#phase = "guessing";
    this.#change([], [this.#sweep.from, 1]);
    this.#cursor = undefined;
    this.#part("verdict").textContent = "";
    this.#show();
    this.#part("chart").focus();
  }

  #show(): void {
    const isGuessing = this.#phase === "guessing";
    this.#element.dataset["phase"] = this.#phase;
    (this.#part("measure") as HTMLButtonElement).disabled = this.#guess.length < 2;
    this.#part("progress").hidden = this.#phase !== "measuring";
    showButtons(
      [this.#part("measure"), isGuessing],
      [this.#part("skip"), isGuessing],
      [this.#part("cancel"), this.#phase === "measuring"],
      [this.#part("again"), this.#phase === "shown"],
    );
    this.#pad.show();
    this.#pane.redraw();
  }
}

function isPair(value: unknown): value is Pair {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
}

/** The guess at a place, straight between its points. */
function valueAt(guess: readonly Pair[], x: number): number | undefined {
  const right = guess.findIndex(([at]) => at >= x);
  if (right < 0) return guess.at(-1)?.[1];
  const [x1, y1] = guess[right];
  if (x1 === x || right === 0) return y1;
  const [x0, y0] = guess[right - 1];
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/** Brings all sweeps of the page to life, once. */
export async function startSweeps(): Promise<void> {
  const page = await pageSession();
  if (page === undefined) return;
  for (const element of document.querySelectorAll<HTMLElement>("[data-sweep]:not([data-alive])")) {
    const sweep = page.data.sweeps.find(({ id }) => id === element.dataset["sweep"]);
    if (sweep !== undefined) new SweepView(element, page, sweep);
  }
}
