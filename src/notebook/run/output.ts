/** What a cell prints, up to a page's patience. */

/** The longest output of one cell, in lines; what comes after is counted, not kept. */
const LINES = 200;
const COLUMNS = 2_000;

export class Output {
  readonly #lines: string[] = [];
  #more = 0;

  /** Takes a line, and asks what it says only if it is kept. */
  readonly say = (line: () => string): void => {
    if (this.#lines.length < LINES) this.#lines.push(line().slice(0, COLUMNS));
    else this.#more += 1;
  };

  get lines(): string[] {
    return this.#more === 0 ? [...this.#lines] : [...this.#lines, `… and ${this.#more} more`];
  }
}
