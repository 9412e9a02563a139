/** Copying: code, and the addresses of headings. Says that it is done where the reader looks. */

/** Puts a text on the clipboard; false where the browser does not let us. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Says a short sentence, for eyes and ears, in the page's one status line. */
export function say(words: string): void {
  const status = document.querySelector<HTMLElement>("[data-status]");
  if (!status) return;
  status.textContent = words;
  status.dataset.shown = "";
  setTimeout(() => {
    if (status.textContent !== words) return;
    delete status.dataset.shown;
    status.textContent = "";
  }, 2500);
}

/** Copies, and says what came of it. */
export async function copyAndSay(text: string, done: string): Promise<void> {
  say((await copyText(text)) ? done : "Copying is not permitted here: select the text instead.");
}
