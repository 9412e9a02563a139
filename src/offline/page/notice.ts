/** The notice that offers a newer edition: in the strip of notices, on every page. */

/** Not said again for this long after “Later”, in the same tab, ms. */
const QUIET = 60 * 60_000;

export type Offer = {
  readonly sentence: string;
  /** Takes the newer edition; a sentence if that cannot be done. */
  readonly take: () => Promise<string>;
};

/** The page's strip; made empty at the start, so that screen readers know it when it speaks. */
export function strip(): HTMLElement {
  const known = document.getElementById("notices");
  if (known !== null) return known;
  const made = document.createElement("div");
  made.id = "notices";
  made.className = "notices";
  made.setAttribute("role", "status");
  document.body.append(made);
  return made;
}

/** Shows the offer until it is answered. Only one is shown. */
export function show({ sentence, take }: Offer): void {
  if (document.querySelector("[data-newer]") !== null || isQuiet()) return;
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.dataset["newer"] = "";
  const words = document.createElement("p");
  words.textContent = sentence;
  const use = button("Use it", async () => {
    use.disabled = true;
    words.textContent = (await take()) || sentence;
    use.disabled = false;
  });
  const later = button("Later", () => {
    notice.remove();
    beQuiet();
  });
  const answers = document.createElement("div");
  answers.className = "answers";
  answers.append(use, later);
  notice.append(words, answers);
  strip().append(notice);
}

function button(name: string, action: () => unknown): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = name;
  made.addEventListener("click", () => void action());
  return made;
}

/** Key of the moment until which “Later” holds. */
function key(): string {
  return `${document.documentElement.dataset["storage"] ?? ""}newer-later`;
}

function isQuiet(): boolean {
  try {
    return Date.now() < Number(sessionStorage.getItem(key()));
  } catch {
    return false;
  }
}

function beQuiet(): void {
  try {
    sessionStorage.setItem(key(), String(Date.now() + QUIET));
  } catch {
    // Then it is said again on the next page.
  }
}
