/** The postmark, opened: seed and fingerprint to read and to copy, another seed to type. */
import { copyAndSay } from "../../src/site/copy.ts";
import { button } from "./words-view.ts";

export type SeedOptions = {
  seed: () => string;
  fingerprint: () => string;
  choose: (seed: string) => void;
};

/** The longest seed that may be typed; a link takes no longer one. */
const LONGEST = 100;

export class SeedDialog {
  readonly #options: SeedOptions;
  readonly #dialog = document.createElement("dialog");
  readonly #input = document.createElement("input");
  readonly #fingerprint = document.createElement("code");

  constructor(opener: HTMLButtonElement, options: SeedOptions) {
    this.#options = options;
    this.#build();
    opener.disabled = false; // as built it is a picture: nobody would answer
    opener.addEventListener("click", () => this.#open());
  }

  #build(): void {
    const form = document.createElement("form");
    form.method = "dialog";
    const label = document.createElement("label");
    label.textContent = "Seed of this run";
    this.#input.maxLength = LONGEST;
    this.#input.required = true;
    this.#input.autocomplete = "off";
    label.append(this.#input);
    const note = document.createElement("p");
    note.append(
      "Fingerprint ",
      this.#fingerprint,
      ". The same fingerprint is the same run, event by event.",
    );
    const choose = button("Run this seed", () => this.#choose(), "main");
    choose.type = "submit";
    const copy = button("Copy both", () => void this.#copy(), "line");
    const close = button("Close", () => this.#dialog.close(), "line");
    const row = document.createElement("div");
    row.className = "buttons";
    row.append(choose, copy, close);
    form.append(label, note, row);
    this.#dialog.className = "seed-dialog";
    this.#dialog.setAttribute("aria-label", "Seed and fingerprint");
    this.#dialog.append(form);
    document.body.append(this.#dialog);
  }

  #open(): void {
    this.#input.value = this.#options.seed();
    this.#fingerprint.textContent = this.#options.fingerprint();
    this.#dialog.showModal();
    this.#input.select();
  }

  #choose(): void {
    const seed = this.#input.value.trim();
    if (seed !== "") this.#options.choose(seed);
  }

  async #copy(): Promise<void> {
    const words = `seed ${this.#options.seed()}, fingerprint ${this.#options.fingerprint()}`;
    await copyAndSay(words, "Copied.");
  }
}
