/** Opens the keyboard's help, by its button and by "?", unless the reader has switched that off. */
import { recall, remember } from "./storage.ts";

const NAME = "help-by-key";
const dialog = document.querySelector<HTMLDialogElement>("#keyboard-help");
const box = dialog?.querySelector<HTMLInputElement>("[data-help-by-key]");

let byKey = recall(NAME) !== "off";
if (box) box.checked = byKey;

box?.addEventListener("change", () => {
  byKey = box.checked;
  remember(NAME, byKey ? null : "off");
});

document.querySelector("[data-help-open]")?.addEventListener("click", () => dialog?.showModal());

addEventListener("keydown", (event) => {
  if (event.key !== "?" || !byKey || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.defaultPrevented || isTyping(event) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  dialog?.showModal();
});

/** Whether the key goes into a field; the editor's lies in a shadow tree, hence the path. */
function isTyping(event: Event): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  const silent = ["button", "checkbox", "radio", "range", "submit", "reset", "color"];
  return target instanceof HTMLInputElement && !silent.includes(target.type);
}
