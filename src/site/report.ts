/**
 * Fills in "Report a mistake": page, versions, and of the experiment that the reader touched last
 * the seed and the link (the experiments leave both at the root element). Sends nothing.
 */
import { copyAndSay } from "./copy.ts";

const report = document.querySelector<HTMLDetailsElement>("[data-report]");
const text = report?.querySelector<HTMLElement>("[data-report-text]");
const issue = report?.querySelector<HTMLAnchorElement>("[data-report-issue]");
const start = text?.textContent ?? "";

function words(): string {
  const { seed, link } = document.documentElement.dataset;
  const lines = [start.trim(), `Link: ${link ?? location.href}`];
  if (seed !== undefined) lines.push(`Seed: ${seed}`);
  return lines.join("\n");
}

function fill(): void {
  if (!text) return;
  text.textContent = words();
  if (!issue) return;
  const address = new URL(issue.href);
  address.searchParams.set("body", `${words()}\n\n`);
  issue.href = address.href;
}

report?.addEventListener("toggle", fill);
report?.querySelector("[data-report-copy]")?.addEventListener("click", () => {
  fill();
  void copyAndSay(words(), "Copied. Nothing has been sent.");
});
new MutationObserver(() => report?.open && fill()).observe(document.documentElement, {
  attributeFilter: ["data-seed", "data-link"],
});
