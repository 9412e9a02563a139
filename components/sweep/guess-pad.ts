/**
 * Drawing a guess: by pointer or finger across the chart, or with arrows place by place. The chart
 * is one Tab stop, a slider whose text says where it is and what is guessed there.
 */
import { dataAt, type ChartGeometry, type Pair } from "../../src/views/chart.ts";
import { number, quantity } from "../../src/views/words/format.ts";

export type GuessOptions = {
  /** The places along x at which a guess has a value. */
  places: readonly number[];
  xUnit: string;
  xLabel: string;
  yLabel: string;
  yMax: number;
  geometry: () => ChartGeometry;
  guess: () => readonly Pair[];
  change: (guess: readonly Pair[], cursor: Pair) => void;
  /** Whether a guess may be drawn now. */
  isOpen: () => boolean;
};

const spoken = ["label", "valuemin", "valuemax", "valuenow", "valuetext"].map(
  (name) => `aria-${name}`,
);

export class GuessPad {
  readonly #host: HTMLElement;
  readonly #svg: SVGSVGElement;
  readonly #options: GuessOptions;
  #at = 0;
  #last: number | undefined;

  constructor(host: HTMLElement, svg: SVGSVGElement, options: GuessOptions) {
    this.#svg = svg;
    this.#options = options;
    this.#host = host;
    host.addEventListener("keydown", (event) => this.#key(event));
    svg.addEventListener("pointerdown", (event) => this.#down(event));
    svg.addEventListener("pointermove", (event) => this.#move(event));
    svg.addEventListener("pointerup", () => (this.#last = undefined));
    svg.addEventListener("pointercancel", () => (this.#last = undefined));
  }

  /** While a guess is drawn the chart is one slider; afterwards its points speak for themselves. */
  show(): void {
    const { yLabel, xLabel, yMax, isOpen } = this.#options;
    if (!isOpen()) {
      for (const name of ["tabindex", "role", ...spoken]) this.#host.removeAttribute(name);
      return;
    }
    this.#host.tabIndex = 0;
    this.#host.setAttribute("role", "slider");
    this.#host.setAttribute("aria-label", `Your guess: ${yLabel} by ${xLabel}`);
    this.#host.setAttribute("aria-valuemin", "0");
    this.#host.setAttribute("aria-valuemax", String(yMax));
    this.#say();
  }

  #down(event: PointerEvent): void {
    if (!this.#options.isOpen() || event.button !== 0) return;
    event.preventDefault();
    this.#svg.setPointerCapture(event.pointerId);
    this.#last = undefined;
    this.#draw(event);
  }

  #move(event: PointerEvent): void {
    if (this.#svg.hasPointerCapture(event.pointerId)) this.#draw(event);
  }

  /** A quick hand skips places: those between two events get the values between. */
  #draw(event: PointerEvent): void {
    const box = this.#svg.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    const { x, y } = dataAt(this.#options.geometry(), left, top);
    const at = this.#nearest(x);
    const guess = new Map(this.#options.guess());
    const from = this.#last ?? at;
    const start = guess.get(this.#options.places[from]) ?? y;
    const steps = Math.abs(at - from);
    for (let i = 0; i <= steps; i++) {
      const place = this.#options.places[from + Math.sign(at - from) * i];
      const value = steps === 0 ? y : start + ((y - start) * i) / steps;
      guess.set(place, this.#bound(value));
    }
    this.#last = at;
    this.#at = at;
    this.#options.change(sorted(guess), [this.#options.places[at], this.#bound(y)]);
  }

  #key(event: KeyboardEvent): void {
    const { places, yMax } = this.#options;
    const along = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const up = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if ((along === undefined && up === undefined) || !this.#options.isOpen()) return;
    event.preventDefault();
    const guess = new Map(this.#options.guess());
    if (along !== undefined) this.#at = Math.min(places.length - 1, Math.max(0, this.#at + along));
    const place = places[this.#at];
    const before = guess.get(place) ?? this.#carried(guess);
    const value = this.#bound(before + ((up ?? 0) * yMax) / 50);
    guess.set(place, value);
    this.#options.change(sorted(guess), [place, value]);
    this.#say();
  }

  /** A place without a guess begins where the guess before it stands. */
  #carried(guess: ReadonlyMap<number, number>): number {
    const before = this.#options.places.slice(0, this.#at + 1).reverse();
    const known = before.find((place) => guess.has(place));
    return known === undefined ? 1 : (guess.get(known) ?? 1);
  }

  #say(): void {
    const { places, xUnit, yLabel } = this.#options;
    const place = places[this.#at];
    const value = new Map(this.#options.guess()).get(place);
    const words = value === undefined ? "no guess yet" : number(value, 1);
    this.#host.setAttribute("aria-valuenow", String(value ?? 0));
    this.#host.setAttribute("aria-valuetext", `${quantity(place, xUnit)}: ${words}, ${yLabel}`);
  }

  #nearest(x: number): number {
    const { places } = this.#options;
    let best = 0;
    for (let i = 1; i < places.length; i++)
      if (Math.abs(places[i] - x) < Math.abs(places[best] - x)) best = i;
    return best;
  }

  #bound(value: number): number {
    return Math.min(this.#options.yMax, Math.max(0, value));
  }
}

function sorted(guess: ReadonlyMap<number, number>): Pair[] {
  return [...guess].sort(([a], [b]) => a - b);
}
