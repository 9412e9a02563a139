/**
 * Speaks through a live region: at most twice a second, the last sentence wins, and the same one
 * is not said twice. The region is empty when the page loads.
 */
const PAUSE = 500;

export class Announcer {
  readonly #region: HTMLElement;
  #last = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isFirst = true;

  constructor(region: HTMLElement) {
    this.#region = region;
  }

  say(sentence: string): void {
    // What stands on the page when it opens is read with the page.
    if (this.#isFirst) {
      this.#isFirst = false;
      this.#last = sentence;
      return;
    }
    if (sentence === this.#last) return;
    this.#last = sentence;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#region.textContent = sentence;
    }, PAUSE);
  }
}
