/**
 * A live picture in the page: the build's drawing gives way to one that is patched, at the width
 * that it has. One Tab stop; arrows move among what can be reached in it, Enter chooses.
 */
import { Glide, type Flow } from "../../src/views/glide.ts";
import { patch } from "../../src/views/patch.ts";
import type { Scene } from "../../src/views/scene.ts";

export type PaneOptions = {
  /** Draws the picture for a width in px. */
  draw: (width: number) => Scene;
  /** Somebody chose a mark: by pointer or by Enter. */
  choose: (target: string, element: Element) => void;
  /** How time passes just now; undefined while it stands still. */
  flow?: () => Flow | undefined;
};

export class PicturePane {
  readonly svg: SVGSVGElement;
  readonly #host: HTMLElement;
  readonly #options: PaneOptions;
  readonly #glide = new Glide();
  #width = 0;
  #scheduled = false;
  #target = "";

  constructor(host: HTMLElement, options: PaneOptions) {
    this.#host = host;
    this.#options = options;
    this.svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    this.#width = host.clientWidth;
    this.redrawNow();
    host.replaceChildren(this.svg);
    new ResizeObserver(() => this.#resize()).observe(host);
    this.svg.addEventListener("click", (event) => this.#click(event));
    this.svg.addEventListener("keydown", (event) => this.#key(event));
    // On the host: a listener for focus would make the <svg> itself a Tab stop.
    host.addEventListener("focusin", (event) => {
      const target = targetOf(event.target);
      if (target === "" || target === this.#target) return;
      this.#target = target;
      this.#rove();
    });
  }

  get width(): number {
    return this.#width;
  }

  /** Draws on the next frame; many calls make one picture. */
  redraw(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.redrawNow();
    });
  }

  redrawNow(): void {
    if (this.#width === 0) return;
    const scene = this.#options.draw(this.#width);
    if (patch(this.svg, scene)) this.#rove();
    const flow = this.#options.flow?.();
    if (flow === undefined) this.#glide.stop();
    else this.#glide.follow(this.svg, scene, flow);
  }

  /** Moves the focus to a mark, if it is drawn. */
  focus(target: string): boolean {
    const mark = this.#marks().find((each) => each.dataset["target"] === target);
    if (mark === undefined) return false;
    this.#target = target;
    this.#rove();
    mark.focus({ preventScroll: true });
    return true;
  }

  #resize(): void {
    const width = this.#host.clientWidth;
    if (Math.abs(width - this.#width) < 1) return;
    this.#width = width;
    this.redraw();
  }

  #marks(): SVGElement[] {
    return [...this.svg.querySelectorAll<SVGElement>("[data-target]")];
  }

  /** Exactly one mark is in the Tab order: the last that had the focus, or the likeliest one. */
  #rove(): void {
    const marks = this.#marks();
    const known = marks.find((mark) => mark.dataset["target"] === this.#target);
    const chosen = known ?? marks.find(isFlight) ?? marks[0];
    for (const mark of marks) {
      const index = mark === chosen ? "0" : "-1";
      if (mark.getAttribute("tabindex") !== index) mark.setAttribute("tabindex", index);
    }
  }

  #click(event: MouseEvent): void {
    const element = markOf(event.target);
    const target = element?.dataset["target"];
    if (element === undefined || target === undefined) return;
    this.#target = target;
    this.#rove();
    this.#options.choose(target, element);
  }

  #key(event: KeyboardEvent): void {
    const element = markOf(event.target);
    const target = element?.dataset["target"];
    if (element === undefined || target === undefined) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return this.#options.choose(target, element);
    }
    const direction = directions[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const marks = this.#marks();
    const at = marks.findIndex((mark) => mark === element);
    const next = marks[(at + direction + marks.length) % marks.length];
    next.focus({ preventScroll: true });
    this.#rove();
  }
}

const directions: Record<string, 1 | -1> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

/** A letter on its way is what most readers come for. */
function isFlight(mark: SVGElement): boolean {
  return mark.dataset["target"]?.startsWith("flight:") === true;
}

function markOf(target: EventTarget | null): SVGElement | undefined {
  const element = target instanceof Element ? target.closest("[data-target]") : null;
  return element instanceof SVGElement ? element : undefined;
}

function targetOf(target: EventTarget | null): string {
  return markOf(target)?.dataset["target"] ?? "";
}
