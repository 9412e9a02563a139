/** Sentences that the reader should see, in a strip at the foot of the page. */

const MOST = 4;

/** Shows a sentence until it is dismissed; the same one is shown once. */
export function notify(sentence: string): void {
  const strip = stripOfPage();
  const shown = [...strip.querySelectorAll("p")];
  if (shown.some(({ textContent }) => textContent === sentence)) return;
  if (shown.length >= MOST) shown[0].parentElement?.remove();
  strip.append(noticeOf(sentence));
}

function stripOfPage(): HTMLElement {
  const known = document.getElementById("notices");
  if (known !== null) return known;
  const strip = document.createElement("div");
  strip.id = "notices";
  strip.className = "notices";
  strip.setAttribute("role", "status");
  document.body.append(strip);
  return strip;
}

function noticeOf(sentence: string): HTMLElement {
  const notice = document.createElement("div");
  notice.className = "notice";
  const words = document.createElement("p");
  words.textContent = sentence;
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => notice.remove());
  notice.append(words, close);
  return notice;
}
