/**
 * Which topics the reader has read to their end. A topic's page notes it when the way on comes
 * into sight; the home page fills in the station.
 */
import { recall, remember } from "./storage.ts";

const NAME = "read";

function read(): Set<string> {
  try {
    const list: unknown = JSON.parse(recall(NAME) ?? "[]");
    return new Set(Array.isArray(list) ? list.filter((id) => typeof id === "string") : []);
  } catch {
    return new Set();
  }
}

const onward = document.querySelector<HTMLElement>("[data-onward]");
if (onward) {
  new IntersectionObserver(([entry], observer) => {
    if (!entry?.isIntersecting) return;
    observer.disconnect();
    remember(NAME, JSON.stringify([...read().add(onward.dataset.onward!)]));
  }).observe(onward);
}

const done = read();
for (const station of document.querySelectorAll<HTMLElement | SVGElement>("[data-topic]")) {
  if (!done.has(station.dataset.topic!)) continue;
  station.dataset.done = "";
  const title = station.querySelector("title");
  if (title) title.textContent += " (read)";
}
