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

/** Resolves when the worker serves the pages; at once if it does, or if it never will. */
export function active(worker: ServiceWorker): Promise<void> {
  const isSettled = () => worker.state === "activated" || worker.state === "redundant";
  return new Promise((resolve) => {
    if (isSettled()) return resolve();
    worker.addEventListener("statechange", () => isSettled() && resolve());
  });
}
