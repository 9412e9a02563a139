/** The road on the home page, alive from the first touch on: a run of the engine like any other. */
import { SPEEDS } from "../../src/experiment/playback.ts";
import { anotherSeed, withFault } from "../../src/experiment/state.ts";
import { inspect } from "../../src/views/inspector.ts";
import { PicturePane } from "../experiment/picture-pane.ts";
import { drawStage } from "../experiment/pictures.ts";
import { Player } from "../experiment/player.ts";
import { pageSession } from "../page/boot.ts";
import type { PageSession } from "../page/session.ts";
import type { ShownRun } from "../page/shown-run.ts";
import { roadCaption } from "./road-caption.ts";

/** A second on the road is a second in the room. */
const REAL_TIME = SPEEDS.find(({ perSecond }) => perSecond === 1e9) ?? SPEEDS[0];

class Road {
  readonly #element: HTMLElement;
  readonly #page: PageSession;
  readonly #id: string;
  readonly #player: Player;
  readonly #pane: PicturePane;

  constructor(element: HTMLElement, page: PageSession) {
    this.#element = element;
    this.#page = page;
    this.#id = element.dataset["road"] ?? "";
    this.#player = new Player(this.#run.index, page.experiment(this.#id).playhead, () =>
      this.#show(),
    );
    this.#player.speed = REAL_TIME;
    this.#pane = new PicturePane(this.#part("frame"), {
      draw: (width) => drawStage({ index: this.#run.index, time: this.#player.playhead, width }),
      choose: (target) => this.#take(target),
      flow: () => this.#player.flow,
    });
    this.#part("play").addEventListener("click", () => this.#player.toggle());
    page.bell.on("run", () => this.#player.replace(this.#run.index));
    element.addEventListener("pointerenter", () => page.warmUp(), { once: true });
    element.addEventListener("focusin", () => page.warmUp(), { once: true });
    new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) this.#player.pause();
    }).observe(element);
  }

  get #run(): ShownRun {
    const run = this.#page.runs.get(this.#id);
    if (run === undefined) throw new Error("The home page has no road.");
    return run;
  }

  #part(name: string): HTMLElement {
    const part = this.#element.querySelector<HTMLElement>(`[data-road-${name}]`);
    if (part === null) throw new Error(`The road has no part “${name}”.`);
    return part;
  }

  /** Takes a letter off the road; anything else that is touched sets the road going. */
  #take(target: string): void {
    const found = inspect(this.#run.index, target, this.#player.playhead);
    const drop = found?.actions.find(({ fault }) => fault.verb === "drop");
    if (drop !== undefined) {
      const { faults } = this.#page.experiment(this.#id);
      this.#page.change(this.#id, { faults: withFault(faults, drop.fault) });
    }
    this.#player.play();
  }

  #show(): void {
    const { playhead, isPlaying } = this.#player;
    const { index, data } = this.#run;
    const { faults } = this.#page.experiment(this.#id);
    this.#part("play").textContent = isPlaying ? "Pause" : "Play";
    this.#part("count").textContent = roadCaption(index, data.seed, playhead, faults.length);
    this.#pane.redraw();
    if (!isPlaying && playhead >= index.trace.end) this.#startAgain();
  }

  /** The text is through: another day, another seed. */
  #startAgain(): void {
    const { seed } = this.#page.experiment(this.#id);
    const next = { seed: anotherSeed(seed, Math.random), faults: [], playhead: 0 };
    this.#page.change(this.#id, next);
    this.#player.go(0);
  }
}

/** Brings the road to life, if the page has one. */
export async function startRoad(): Promise<void> {
  const page = await pageSession();
  const element = document.querySelector<HTMLElement>("[data-road]");
  if (page !== undefined && element !== null) new Road(element, page);
}
