/**
 * An experiment, alive: it shows one run of the page at one moment, and turns what the reader does
 * into the page's state. It holds no state of its own but what is selected and whether time passes.
 */
import { anotherSeed, withFault, withoutFault } from "../../src/experiment/state.ts";
import { naturalSpeed, SPEEDS } from "../../src/experiment/playback.ts";
import type { Fault } from "../../src/engine/faults.ts";
import type { MomentData } from "../../src/notebook/protocol.ts";
import { postmark } from "../../src/views/postmark.ts";
import { patch } from "../../src/views/patch.ts";
import { clockFor } from "../../src/views/words/format.ts";
import {
  momentSentence,
  outcomeSentence,
  plain,
  say,
  tellingRow,
} from "../../src/views/words/index.ts";
import { copyAndSay } from "../../src/site/copy.ts";
import { startCells, type CellView } from "../code/cell.ts";
import { CodeTabs } from "../code/tabs.ts";
import { linkTo, pageSession, whyNoLink } from "../page/boot.ts";
import type { PageSession } from "../page/session.ts";
import type { ShownRun } from "../page/shown-run.ts";
import { DiagramPane } from "./diagram-pane.ts";
import { showFaults } from "./fault-list.ts";
import { Inspector } from "./inspector-panel.ts";
import { bindKnobs } from "./knob-controls.ts";
import { Announcer } from "./announcer.ts";
import { Moments } from "./moments.ts";
import { outcomeOf } from "../../src/views/words/outcome.ts";
import { drawStage } from "./pictures.ts";
import { Pace } from "./pace.ts";
import { PicturePane } from "./picture-pane.ts";
import { Player } from "./player.ts";
import { SeedDialog } from "./seed-dialog.ts";
import { readShow, statusesOf, type Shown } from "./statuses.ts";
import { showTally } from "./tally-view.ts";
import { bindToolbar } from "./toolbar.ts";
import { showWords } from "./words-view.ts";

export class ExperimentView {
  readonly #element: HTMLElement;
  readonly #id: string;
  readonly #page: PageSession;
  readonly #shown: Shown[];
  readonly #player: Player;
  readonly #stage: PicturePane;
  readonly #diagram: DiagramPane;
  readonly #inspector: Inspector;
  readonly #announcer: Announcer;
  /** Parts of the experiment that have been looked up. */
  readonly #parts = new Map<string, HTMLElement>();
  readonly #stamp = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  readonly #tabs: CodeTabs;
  #moment: MomentData | undefined;
  readonly #moments: Moments;
  /** The stage may change quickly; the diagram need not, and words are to be read. */
  readonly #calm = new Pace(190);
  #selection = "";

  constructor(element: HTMLElement, page: PageSession, cells: Map<string, CellView>) {
    this.#element = element;
    this.#id = element.dataset["experiment"] ?? "";
    this.#page = page;
    this.#shown = readShow(element.dataset["show"] ?? "");
    const own = page.data.experiments.find(({ id }) => id === this.#id);
    this.#moment = own?.moment;
    this.#announcer = new Announcer(this.#part("live"));
    this.#tabs = new CodeTabs(this.#part("code"), cells);
    this.#player = new Player(this.#run.index, page.experiment(this.#id).playhead, () =>
      this.#tick(),
    );
    this.#moments = new Moments({
      run: () => this.#run,
      playhead: () => this.#player.playhead,
      ask: (row) => this.#page.momentIfAlive(this.#id, row),
      taken: (moment) => this.#takeMoment(moment),
    });
    this.#stage = new PicturePane(this.#part("stage"), {
      draw: (width) => drawStage(this.#picture(width)),
      choose: (target, mark) => this.#select(target, mark),
      flow: () => this.#player.flow,
    });
    this.#diagram = new DiagramPane(this.#part("space-time"), {
      picture: (width) => ({ ...this.#picture(width), width }),
      go: (time) => this.#goByHand(time),
      step: (direction) => this.#player.step(direction),
      choose: (target, mark) => this.#select(target, mark),
      flow: () => this.#player.flow,
    });
    this.#inspector = new Inspector(this.#part("inspector"), {
      act: (fault) => this.#addFault(fault),
      go: (row) => this.#goByHand(this.#run.trace.time(row)),
      closed: () => this.#unselect(),
    });
    this.#bind();
    this.#showRun();
    if (this.#moment !== undefined) this.#takeMoment(this.#moment);
  }

  get #run(): ShownRun {
    const run = this.#page.runs.get(this.#id);
    if (run === undefined) throw new Error(`There is no run of “${this.#id}” on this page.`);
    return run;
  }

  #part(name: string): HTMLElement {
    const known = this.#parts.get(name);
    if (known !== undefined) return known;
    const part = this.#element.querySelector<HTMLElement>(`[data-${name}]`);
    if (part === null) throw new Error(`Experiment “${this.#id}” has no part “${name}”.`);
    this.#parts.set(name, part);
    return part;
  }

  #picture(width: number) {
    const { index } = this.#run;
    const statuses = this.#moment && statusesOf(this.#shown, this.#moment);
    const selection = this.#selection;
    const time = this.#player.playhead;
    return { index, time, width, selection, ...(statuses && { statuses }) };
  }

  #bind(): void {
    const { bell } = this.#page;
    bell.on("run", ({ experiment }) => {
      if (experiment === this.#id) this.#showRun();
    });
    bell.on("same", ({ experiment }) => {
      if (experiment !== this.#id) return;
      this.#moments.forget();
      void this.#moments.refresh();
    });
    bell.on("failed", ({ experiment, failure }) => {
      if (experiment === this.#id) this.#sayFailure(failure.message);
    });
    bell.on("busy", (isBusy) => this.#element.toggleAttribute("data-busy", isBusy));
    bindKnobs(this.#element, this.#page);
    this.#bindBar();
    new SeedDialog(this.#part("postmark") as HTMLButtonElement, {
      seed: () => this.#page.experiment(this.#id).seed,
      fingerprint: () => this.#run.data.fingerprint,
      choose: (seed) => this.#page.change(this.#id, { seed }),
    });
    this.#part("postmark").replaceChildren(this.#stamp);
    for (const event of ["pointerenter", "focusin", "touchstart"] as const)
      this.#element.addEventListener(event, () => this.#page.warmUp(), {
        once: true,
        passive: true,
      });
    new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) this.#player.pause();
    }).observe(this.#element);
  }

  #bindBar(): void {
    const speed = this.#part("speed") as HTMLSelectElement;
    speed.value = String(naturalSpeed(this.#run.trace.end).perSecond);
    speed.addEventListener("change", () => {
      const chosen = SPEEDS.find(({ perSecond }) => String(perSecond) === speed.value);
      if (chosen !== undefined) this.#player.speed = chosen;
    });
    bindToolbar(this.#element, {
      play: () => this.#player.toggle(),
      start: () => this.#goByHand(0),
      back: () => this.#player.step(-1),
      forward: () => this.#player.step(1),
      notable: () => this.#player.jump(),
      seed: () => this.#takeAnotherSeed(),
      link: () => void this.#copyLink(),
    });
  }

  /** Something has made time pass or jump: draw it, and remember where it stands. */
  #tick(): void {
    const { playhead, isPlaying } = this.#player;
    this.#element.toggleAttribute("data-playing", isPlaying);
    if (isPlaying) this.#stage.redrawNow();
    else this.#stage.redraw();
    if (isPlaying && !this.#calm.isDue()) return;
    this.#diagram.redraw();
    this.#showMoment();
    if (!isPlaying && playhead !== this.#page.experiment(this.#id).playhead)
      this.#page.change(this.#id, { playhead });
  }

  #goByHand(time: number): void {
    this.#player.pause();
    this.#player.go(time);
  }

  #showRun(): void {
    const { index, data } = this.#run;
    this.#player.replace(index);
    this.#moments.forget();
    patch(this.#stamp, postmark({ seed: data.seed, fingerprint: data.fingerprint }));
    const clock = clockFor(index.trace.end);
    showFaults(this.#part("faults"), {
      faults: this.#page.experiment(this.#id).faults,
      clock,
      remove: (i) => this.#removeFault(i),
    });
    this.#showMoment();
    this.#inspector.refresh(index, this.#player.playhead);
    if (data.outcome.kind === "error" || data.outcome.kind === "limit") this.#sayOutcome();
  }

  /** The sentence, the clock, the counts and the line of this moment. */
  #showMoment(): void {
    const { index, trace } = this.#run;
    const { playhead, isPlaying } = this.#player;
    const { time, words } = momentSentence(index, tellingRow(index, playhead));
    this.#part("time").textContent = clockFor(trace.end)(playhead);
    this.#part("story-time").textContent = time;
    showWords(this.#part("story-words"), words);
    showTally(this.#part("tally"), index, playhead);
    if (!isPlaying) this.#announcer.say(`${time} ${plain(words)}`);
    void this.#moments.refresh();
  }

  #takeMoment(moment: MomentData): void {
    this.#moment = moment;
    // While time passes the next picture comes soon enough.
    if (!this.#player.isPlaying) this.#stage.redraw();
    this.#tabs.mark(moment.cell, moment.line);
  }

  #select(target: string, mark: Element): void {
    this.#player.pause();
    this.#selection = target;
    this.#inspector.open(target, mark, this.#run.index, this.#player.playhead);
    this.#stage.redraw();
    this.#diagram.redraw();
  }

  #unselect(): void {
    const target = this.#selection;
    this.#selection = "";
    this.#stage.redrawNow();
    this.#diagram.redraw();
    if (!this.#stage.focus(target)) this.#part("do='play'").focus({ preventScroll: true });
  }

  #addFault(fault: Fault): void {
    const { faults } = this.#page.experiment(this.#id);
    this.#page.change(this.#id, { faults: withFault(faults, fault) });
  }

  #removeFault(index: number): void {
    const { faults } = this.#page.experiment(this.#id);
    this.#page.change(this.#id, { faults: withoutFault(faults, index) });
    this.#part("do='play'").focus({ preventScroll: true });
  }

  #takeAnotherSeed(): void {
    const { seed } = this.#page.experiment(this.#id);
    // The one place where chance is not the engine's: which run to look at next.
    this.#page.change(this.#id, { seed: anotherSeed(seed, Math.random) });
  }

  async #copyLink(): Promise<void> {
    const { playhead } = this.#player;
    this.#page.change(this.#id, { playhead });
    try {
      const link = await linkTo(this.#page.state);
      await copyAndSay(link, "Link copied: it opens this very moment.");
    } catch (error) {
      this.#page.bell.ring("notice", whyNoLink(error));
    }
  }

  #sayOutcome(): void {
    const { data, trace } = this.#run;
    const { kind, words: message, cell, line } = data.outcome;
    const outcome = outcomeOf(data.outcome, trace);
    const sentence = outcomeSentence({ seed: data.seed, trace, outcome });
    showWords(this.#part("story-words"), say(sentence));
    if (kind !== "error") return;
    this.#page.bell.ring("failed", { experiment: "", failure: { message, cell, line } });
  }

  #sayFailure(message: string): void {
    showWords(this.#part("story-words"), say({ text: message, tone: "lost" }));
  }
}

/** Brings all experiments of the page to life, once. */
export async function startExperiments(): Promise<void> {
  const page = await pageSession();
  if (page === undefined) return;
  const cells = await startCells();
  for (const element of document.querySelectorAll<HTMLElement>("[data-experiment]"))
    if (!element.hasAttribute("data-alive")) {
      element.setAttribute("data-alive", "");
      new ExperimentView(element, page, cells);
    }
}
