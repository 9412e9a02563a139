/**
 * The space-time diagram, alive: its time axis is the scrubber. Dragging anywhere on it moves
 * time; a click on a mark chooses it; arrows on the playhead step.
 */
import { timeAt, windowFor, type Window } from "../../src/views/space-time.ts";
import type { TraceIndex } from "../../src/views/trace-index.ts";
import { PicturePane } from "./picture-pane.ts";
import { drawSpaceTime, type SpaceTimePicture } from "./pictures.ts";

export type DiagramOptions = {
  picture: (width: number) => SpaceTimePicture & { index: TraceIndex };
  go: (time: number) => void;
  step: (direction: 1 | -1) => void;
  choose: (target: string, element: Element) => void;
};

/** How far a pointer may stray, px, and still be a click. */
const CLICK = 4;

export class DiagramPane {
  readonly #pane: PicturePane;
  readonly #options: DiagramOptions;
  /** The window that is drawn: while a hand drags, it stays, so that time does not run away. */
  #window: Window | undefined;
  #dragFrom: number | undefined;

  constructor(host: HTMLElement, options: DiagramOptions) {
    this.#options = options;
    this.#pane = new PicturePane(host, {
      draw: (width) => drawSpaceTime({ ...options.picture(width), window: this.#windowFor(width) }),
      choose: (target, element) => options.choose(target, element),
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

  #windowFor(width: number): Window {
    const { index, time } = this.#options.picture(width);
    if (this.#dragFrom !== undefined && this.#window !== undefined) return this.#window;
    this.#window = windowFor(index.trace, time, width);
    return this.#window;
  }

  #timeUnder(event: PointerEvent): number {
    const x = event.clientX - this.#pane.svg.getBoundingClientRect().left;
    const window = this.#window ?? this.#windowFor(this.#pane.width);
    return timeAt({ width: this.#pane.width, window }, x);
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
    this.#options.go(this.#timeUnder(event));
  }

  #up(event: PointerEvent): void {
    if (this.#dragFrom === undefined) return;
    const { svg } = this.#pane;
    const isDrag = svg.hasPointerCapture(event.pointerId);
    const isOnMark = (event.target as Element).closest("[data-target]") !== null;
    if (isDrag || !isOnMark) this.#options.go(this.#timeUnder(event));
    if (isDrag) svg.releasePointerCapture(event.pointerId);
    this.#end();
  }

  #end(): void {
    this.#dragFrom = undefined;
    this.redraw();
  }
}
