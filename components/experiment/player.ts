/**
 * The clock of one experiment: which moment is shown, and whether time passes. It stops when
 * another experiment plays, when nobody can see it, and at the end of the run.
 */
import {
  advance,
  naturalSpeed,
  stepBack,
  stepForward,
  stepTimes,
  type Speed,
} from "../../src/experiment/playback.ts";
import type { Flow } from "../../src/views/glide.ts";
import { nextNotable, type TraceIndex } from "../../src/views/trace-index.ts";

/** A step of a reader who asked for less motion, in real ms: one event at a time. */
const REDUCED_STEP = 700;

/**
 * Time passes in steps of so many real ms, between which what moves glides on by itself; the
 * shorter one where something happens just then. A timer rather than every frame of the screen:
 * drawing a picture costs the page's thread its time.
 */
const STEP = { least: 80, most: 125 };

export type Shown = (playhead: number, isPlaying: boolean) => void;

export class Player {
  static #playing: Player | undefined;
  readonly #shown: Shown;
  #index: TraceIndex;
  #times: Float64Array;
  #playhead: number;
  #speed: Speed;
  #last = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(index: TraceIndex, playhead: number, shown: Shown) {
    this.#index = index;
    this.#times = timesOf(index);
    this.#playhead = playhead;
    this.#speed = naturalSpeed(index.trace.end);
    this.#shown = shown;
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.pause();
    });
  }

  get playhead(): number {
    return this.#playhead;
  }

  get isPlaying(): boolean {
    return Player.#playing === this;
  }

  /** How time passes just now; undefined while it stands still or goes from event to event. */
  get flow(): Flow | undefined {
    if (!this.isPlaying || isCalm()) return undefined;
    return { time: this.#playhead, perMs: this.#perMs };
  }

  get #perMs(): number {
    return this.#speed.perSecond / 1_000;
  }

  get speed(): Speed {
    return this.#speed;
  }

  set speed(speed: Speed) {
    this.#speed = speed;
  }

  /** Takes another run; the moment stays, as far as the run has it. */
  replace(index: TraceIndex): void {
    this.#index = index;
    this.#times = timesOf(index);
    this.go(Math.min(this.#playhead, Math.max(index.trace.end, 0)));
  }

  play(): void {
    if (this.isPlaying) return;
    Player.#playing?.pause();
    Player.#playing = this;
    if (this.#playhead >= this.#index.trace.end) this.#playhead = 0;
    this.#last = performance.now();
    this.#next();
    this.#tell();
  }

  pause(): void {
    if (!this.isPlaying) return;
    Player.#playing = undefined;
    clearTimeout(this.#timer);
    this.#tell();
  }

  toggle(): void {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  /** Shows the moment `time` (ns). */
  go(time: number): void {
    this.#playhead = Math.max(0, Math.min(time, this.#index.trace.end));
    this.#tell();
  }

  step(direction: 1 | -1): void {
    this.pause();
    const to = direction === 1 ? stepForward : stepBack;
    this.go(to(this.#times, this.#playhead));
  }

  /** Jumps to the next loss, timeout or fault. */
  jump(): void {
    this.pause();
    const row = nextNotable(this.#index, this.#index.trace.at(this.#playhead), 1);
    if (row >= 0) this.go(this.#index.trace.time(row));
  }

  #tell(): void {
    this.#shown(this.#playhead, this.isPlaying);
  }

  #next(): void {
    if (isCalm()) {
      this.#timer = setTimeout(() => this.#stepOn(), REDUCED_STEP);
      return;
    }
    const next = stepForward(this.#times, this.#playhead) - this.#playhead;
    const wait = Math.min(STEP.most, Math.max(STEP.least, next / this.#perMs));
    const late = performance.now() - this.#last;
    this.#timer = setTimeout(() => this.#pass(), Math.max(0, wait - late));
  }

  #pass(): void {
    const now = performance.now();
    const elapsed = Math.min(2 * STEP.most, now - this.#last);
    this.#last = now;
    this.#playhead = advance(this.#playhead, elapsed, this.#speed, this.#index.trace.end);
    this.#continue();
  }

  #stepOn(): void {
    this.#playhead = stepForward(this.#times, this.#playhead);
    this.#continue();
  }

  #continue(): void {
    if (!this.isPlaying) return;
    if (this.#playhead >= this.#index.trace.end) return this.pause();
    this.#tell();
    this.#next();
  }
}

/** Whether the reader asked for less motion. */
function isCalm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function timesOf({ trace }: TraceIndex): Float64Array {
  return stepTimes(trace.rows, (row) => trace.time(row));
}
