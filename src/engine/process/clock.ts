/**
 * A node's own clock. A real one is set wrong and runs too fast or too slowly: a quartz by some
 * 10 to 100 parts in a million (Tanenbaum & van Steen, Distributed Systems, section 5.1).
 */

import type { Memento } from "../kernel/memento.ts";

/** How a clock stands to true time. */
export type ClockSkew = {
  /** How far it is ahead, ns; below 0 it is behind. */
  offset?: number;
  /** Seconds that it counts too many in a second: `ppm(50)` is 0.00005. */
  drift?: number;
};

/** The clock of one node. */
export class NodeClock {
  /** What it said when its rate was last changed, and when that was, ns. */
  #reading = 0;
  #since = 0;
  #drift = 0;

  /** Seconds that it counts too many in a second. */
  get drift(): number {
    return this.#drift;
  }

  /** What it says at true time `time`, whole ns. */
  reading(time: number): number {
    if (this.#drift === 0) return this.#reading + (time - this.#since);
    // Plus zero, so that no reading is −0.
    return Math.round(this.#reading + (time - this.#since) * (1 + this.#drift)) + 0;
  }

  /** How much true time passes while it counts `duration` ns, whole ns. */
  trueDuration(duration: number): number {
    return this.#drift === 0 ? duration : Math.round(duration / (1 + this.#drift));
  }

  /**
   * From true time `time` on it is `offset` ns further ahead, and has another drift.
   * @returns By how much true durations become longer from now on: old rate by new rate.
   */
  skew(time: number, { offset = 0, drift }: ClockSkew): number {
    this.#reading = this.reading(time) + Math.round(offset);
    this.#since = time;
    const before = 1 + this.#drift;
    if (drift !== undefined) this.#drift = drift;
    return before / (1 + this.#drift);
  }

  /** Saves or restores how it stands. */
  remember(memento: Memento): void {
    const now = [this.#reading, this.#since, this.#drift];
    [this.#reading, this.#since, this.#drift] = memento.values(now);
  }
}
