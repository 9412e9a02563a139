/** How a node is busy: until when, and for how long it has been. */
import type { Memento } from "../kernel/memento.ts";

/** What stands for "not busy". */
const IDLE = -1;

/** The work of one node. Times in ns. */
export class Busy {
  /** When its present work ends. */
  until = 0;
  /** When that began, and for how long it had been busy before. */
  #since = 0;
  #before = 0;
  /** The order of the queue's entry that the node waits for, or `IDLE`. */
  #order = IDLE;

  /** Whether it is at work now. */
  get isNow(): boolean {
    return this.#order !== IDLE;
  }

  /** It works from `now` on for so long. */
  begin(now: number, duration: number): void {
    this.#since = now;
    this.until = now + duration;
  }

  /** The queue's entry of this order is the one that it waits for. */
  waitFor(order: number): void {
    this.#order = order;
  }

  /** Whether it waits for the queue's entry of this order. */
  waitsFor(order: number): boolean {
    return order === this.#order;
  }

  /** It is idle from `now` on. */
  stop(now: number): void {
    this.#before = this.total(now);
    this.#order = IDLE;
  }

  /** For how long it has been busy by `now`. */
  total(now: number): number {
    return this.#before + (this.isNow ? now - this.#since : 0);
  }

  /** Saves or restores all of this. */
  remember(memento: Memento): void {
    const now = [this.until, this.#since, this.#before, this.#order];
    [this.until, this.#since, this.#before, this.#order] = memento.values(now);
  }
}
