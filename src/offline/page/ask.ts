/** Asking a service worker something. */
import type { Question, Reply } from "../edition.ts";

/** How long a worker may think before it counts as gone, ms. */
const PATIENCE = 5_000;

/** The worker's reply; undefined if there is none, as from a worker that is no longer there. */
export function ask(worker: ServiceWorker, question: Question): Promise<Reply | undefined> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), PATIENCE);
    port1.onmessage = ({ data }: MessageEvent<Reply>) => {
      clearTimeout(timer);
      resolve(data);
    };
    worker.postMessage(question, [port2]);
  });
}

/** How long a worker may take to come into service, ms: older ones serve its edition until then. */
const TAKING_OVER = 2_000;

/** Resolves when the worker serves the pages, or when it has had time enough. */
export function active(worker: ServiceWorker): Promise<void> {
  return new Promise((resolve) => {
    if (worker.state === "activated") return resolve();
    setTimeout(resolve, TAKING_OVER);
    worker.addEventListener("statechange", () => worker.state === "activated" && resolve());
  });
}
