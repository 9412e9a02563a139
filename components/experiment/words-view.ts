/** Sentences with tones, as elements: text arrives as text, whatever it says. */
import type { Words } from "../../src/views/words/index.ts";

const shown = new WeakMap<HTMLElement, string>();

/** Shows a sentence; one that stands there already is left alone. */
export function showWords(element: HTMLElement, words: Words): void {
  const same = JSON.stringify(words);
  if (shown.get(element) === same) return;
  shown.set(element, same);
  element.replaceChildren(
    ...words.map(({ text, tone }) => {
      const piece = document.createElement("span");
      if (tone !== undefined) piece.className = tone;
      piece.textContent = text;
      return piece;
    }),
  );
}

/** A button with a verb on it. */
export function button(words: string, act: () => void, className = ""): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = words;
  element.className = className;
  element.addEventListener("click", act);
  return element;
}
