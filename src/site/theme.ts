/** The switch between light and dark. Without a choice the system's wish holds. */
import { recall, remember } from "./storage.ts";

type Theme = "light" | "dark";

const system = matchMedia("(prefers-color-scheme: dark)");
const button = document.querySelector<HTMLButtonElement>("[data-theme-switch]");

const wished = (): Theme => (system.matches ? "dark" : "light");
const shown = (): Theme =>
  (document.documentElement.dataset.theme as Theme | undefined) ?? wished();

function show(): void {
  button?.setAttribute("aria-pressed", String(shown() === "dark"));
}

/** Back at what the system wishes, there is no choice to remember: the page follows it again. */
function choose(theme: Theme): void {
  const choice = theme === wished() ? null : theme;
  if (choice === null) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  remember("theme", choice);
  show();
}

button?.addEventListener("click", () => choose(shown() === "dark" ? "light" : "dark"));
system.addEventListener("change", show);
// Another tab of this course has chosen.
addEventListener("storage", () => {
  const theme = recall("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  show();
});
show();
