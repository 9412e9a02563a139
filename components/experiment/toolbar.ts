/** Buttons by what they do, and a toolbar that is one Tab stop with arrows inside. */

/** Binds each `[data-do]` below `host` to its action, and the toolbar's keys. */
export function bindToolbar(
  host: HTMLElement,
  actions: Readonly<Record<string, () => void>>,
): void {
  for (const element of host.querySelectorAll<HTMLElement>("[data-do]")) {
    const act = actions[element.dataset["do"] ?? ""];
    if (act !== undefined) element.addEventListener("click", act);
  }
  const bar = host.querySelector<HTMLElement>("[data-toolbar]");
  bar?.addEventListener("keydown", (event) => moveIn(bar, event));
}

function moveIn(bar: HTMLElement, event: KeyboardEvent): void {
  const buttons = [...bar.querySelectorAll<HTMLElement>("button")];
  const at = buttons.findIndex((each) => each === document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  const next = buttons[(to + buttons.length) % buttons.length];
  for (const each of buttons) each.tabIndex = each === next ? 0 : -1;
  next.focus();
}
