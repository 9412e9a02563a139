/**
 * The way out: stands in the service worker's place when the site is built without one. It takes
 * everything with it that the course has stored, and itself.
 */
import { worker } from "./scope.ts";

/** How the names of this course's caches begin; written here by the build. */
declare const PREFIX: string;

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave(): Promise<void> {
  const names = await caches.keys();
  const ours = names.filter((name) => name.startsWith(PREFIX));
  await Promise.all(ours.map((name) => caches.delete(name)));
  await worker.registration.unregister();
}
