/**
 * The space-time diagram, alive: its time axis is the scrubber. Dragging anywhere on it moves
 * time; a click on a mark chooses it; arrows on the playhead step.
 */
import {
  timeAt,
  windowFor,
  type Geometry,
  type SpaceTimeScene,
  type Window,
} from "../../src/views/space-time.ts";
import type { Flow } from "../../src/views/glide.ts";
import { PicturePane } from "./picture-pane.ts";
import { drawSpaceTime, type SpaceTimePicture } from "./pictures.ts";

export type DiagramOptions = {
  picture: (width: number) => SpaceTimePicture;
  go: (time: number) => void;
  step: (direction: 1 | -1) => void;
  choose: (target: string, element: Element) => void;
  /** How time passes just now; undefined while it stands still. */
  flow: () => Flow | undefined;
};

/** How far a pointer may stray, px, and still be a click. */
const CLICK = 4;

export class DiagramPane {
  readonly #pane: PicturePane;
  readonly #options: DiagramOptions;
  /** What is drawn: the window stays while a hand drags, so that time does not run away. */
  #geometry: Geometry | undefined;
  #dragFrom: number | undefined;

  constructor(host: HTMLElement, options: DiagramOptions) {
    this.#options = options;
    this.#pane = new PicturePane(host, {
      draw: (width) => this.#draw(width),
      choose: (target, element) => options.choose(target, element),
      flow: () => options.flow(),
    });
    const { svg } = this.#pane;
    svg.addEventListener("pointerdown", (event) => this.#down(event));
    svg.addEventListener("pointermove", (event) => this.#move(event));
    svg.addEventListener("pointerup", (event) => this.#up(event));
    svg.addEventListener("pointercancel", () => this.#end());
  }

  redraw(): void {
    this.#pane.redraw();
  }

  #draw(width: number): SpaceTimeScene {
    const picture = this.#options.picture(width);
    const scene = drawSpaceTime({ ...picture, window: this.#windowFor(picture) });
    this.#geometry = scene.geometry;
    return scene;
  }

  #windowFor({ index, time, width }: SpaceTimePicture): Window {
    const before = this.#geometry?.window;
    if (this.#dragFrom !== undefined && before !== undefined) return before;
    return windowFor(index.trace, time, width, before);
  }

  #timeUnder(event: PointerEvent): number | undefined {
    const x = event.clientX - this.#pane.svg.getBoundingClientRect().left;
    return this.#geometry && timeAt(this.#geometry, x);
  }

  #goTo(event: PointerEvent): void {
    const time = this.#timeUnder(event);
    if (time !== undefined) this.#options.go(time);
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#dragFrom = event.clientX;
  }

  #move(event: PointerEvent): void {
    if (this.#dragFrom === undefined) return;
    const { svg } = this.#pane;
    if (!svg.hasPointerCapture(event.pointerId)) {
      if (Math.abs(event.clientX - this.#dragFrom) < CLICK) return;
      svg.setPointerCapture(event.pointerId);
    }
    this.#goTo(event);
  }

  #up(event: PointerEvent): void {
    if (this.#dragFrom === undefined) return;
    const { svg } = this.#pane;
    const isDrag = svg.hasPointerCapture(event.pointerId);
    const isOnMark = (event.target as Element).closest("[data-target]") !== null;
    if (isDrag || !isOnMark) this.#goTo(event);
    if (isDrag) svg.releasePointerCapture(event.pointerId);
    this.#end();
  }

  #end(): void {
    this.#dragFrom = undefined;
    this.redraw();
  }
}
