/**
 * Keeps a page's state in the browser's storage. Storage that is missing, full or forbidden
 * is said, never thrown.
 */
import { STATE_VERSION, type PageState } from "./state.ts";

/** The part of `localStorage` that is used. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export type Saved = { state: unknown } | { problem: string } | undefined;

export class Keeper {
  readonly #store: Store | undefined;
  readonly #key: string;
  /** What was saved before and cannot be read: it must outlive the next save. */
  #unreadable = "";

  /**
   * `store` undefined: the browser keeps nothing for this page. `prefix` tells courses on one
   * origin apart.
   */
  constructor(store: Store | undefined, prefix: string, page: string) {
    this.#store = store;
    this.#key = `${prefix}state-${STATE_VERSION}:${page}`;
  }

  /** What was saved for this page, still to be checked. */
  read(): Saved {
    let text: string | null | undefined;
    try {
      text = this.#store?.getItem(this.#key);
      return text == null ? undefined : { state: JSON.parse(text) as unknown };
    } catch {
      this.#unreadable = text ?? "";
      return { problem: "What was saved on this page cannot be read. It has been left as it is." };
    }
  }

  /** Saves the state; a sentence if that cannot be done, else nothing. */
  save(state: PageState): string {
    if (this.#store === undefined) return cannot;
    try {
      if (this.#unreadable !== "") this.#store.setItem(`${this.#key}:unread`, this.#unreadable);
      this.#unreadable = "";
      this.#store.setItem(this.#key, JSON.stringify(state));
      return "";
    } catch {
      return cannot;
    }
  }

  /** Forgets what was saved for this page. */
  clear(): void {
    try {
      this.#store?.removeItem(this.#key);
    } catch {
      // A store that cannot be written to has nothing of ours to forget.
    }
  }
}

const cannot =
  "This browser does not keep anything for this page, so your changes last until you leave it. " +
  "“Copy link” takes them with you.";
