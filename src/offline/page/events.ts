/**
 * What pages and the offline part say to each other. Events, so that neither has to load the other.
 */

/**
 * Put in by whoever holds something of the reader's: a promise of "" once it is safe, or of a
 * sentence that says why it cannot be made so.
 */
export type Safekeeping = Promise<string>[];

declare global {
  interface WindowEventMap {
    /** The page is about to be loaded again. */
    "course:leaving": CustomEvent<Safekeeping>;
  }
}

/** Asks everybody to save; resolves with the sentences of those who could not. */
export async function askToSave(): Promise<string[]> {
  const detail: Safekeeping = [];
  dispatchEvent(new CustomEvent("course:leaving", { detail }));
  const sentences = await Promise.all(detail);
  return sentences.filter((sentence) => sentence !== "");
}
