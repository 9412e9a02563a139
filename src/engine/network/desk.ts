/** A router's processor: it looks at packets one after another. */
import type { Memento } from "../kernel/memento.ts";
import type { RouterSettings } from "../process/router.ts";

/** What stands for "there is no place". */
export const NO_PLACE = -1;

/** The processor of one router. */
export class Desk {
  /** How long it takes with one packet, ns: usually, and at present. */
  readonly #usual: number;
  #service: number;
  #slowness = 1;
  /** How much longer every packet stays besides, ns. */
  readonly #delay: number;
  readonly #backlog: number;
  #busyUntil = 0;

  constructor({ rate, delay, backlog }: RouterSettings) {
    this.#usual = 1e9 / rate;
    this.#service = Math.round(this.#usual);
    this.#delay = delay;
    this.#backlog = backlog;
  }

  /** A packet comes at `now` (ns): when it can be passed on, or `NO_PLACE`. */
  accept(now: number): number {
    if (this.#service === 0) return now + this.#delay;
    const start = Math.max(now, this.#busyUntil);
    // The one that is being looked at needs no place.
    const waiting = Math.ceil((start - now) / this.#service);
    if (waiting > this.#backlog) return NO_PLACE;
    this.#busyUntil = start + this.#service;
    return this.#busyUntil + this.#delay;
  }

  /** Takes so many times as long with every packet that comes from now on. */
  slow(factor: number): void {
    this.#slowness = factor;
    this.#service = Math.round(this.#usual * factor);
  }

  /** The router has crashed: nothing waits any more. */
  clear(now: number): void {
    this.#busyUntil = now;
  }

  /** Saves or restores how busy and how slow it is. */
  remember(memento: Memento): void {
    const [slowness, busyUntil] = memento.values([this.#slowness, this.#busyUntil]);
    this.slow(slowness);
    this.#busyUntil = busyUntil;
  }
}
