/** Buttons that take turns: what can be done now stands there, all else is gone. */

/**
 * Shows those of a group that may be pressed now. Whoever has pressed one that goes, by the
 * keyboard, finds themselves at the first that is there, and not at the top of the page.
 */
export function showButtons(...buttons: [button: HTMLElement, isShown: boolean][]): void {
  const pressed = buttons.find(([button]) => button === document.activeElement);
  for (const [button, isShown] of buttons) button.hidden = !isShown;
  if (pressed === undefined || pressed[1]) return;
  const next = buttons.find(([button, isShown]) => isShown && !button.matches(":disabled"));
  next?.[0].focus({ preventScroll: true });
}
