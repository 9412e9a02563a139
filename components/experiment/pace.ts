/** Says when it is time again: for what need not be done on every frame. */
export class Pace {
  readonly #every: number;
  #last = 0;

  /** `every`: real ms between two times. */
  constructor(every: number) {
    this.#every = every;
  }

  isDue(): boolean {
    const now = performance.now();
    if (now - this.#last < this.#every) return false;
    this.#last = now;
    return true;
  }
}
