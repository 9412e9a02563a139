/**
 * The page's part: keeps the course for reading offline, and offers newer editions. Only pages of a
 * finished build carry the mark that starts it. Where it cannot be done, nothing is said: the
 * course works as before, with a network.
 */
import { active, ask } from "./ask.ts";
import { askToSave } from "./events.ts";
import { show, strip } from "./notice.ts";

/** A page that stays open looks for a newer edition this often, when it is looked at, ms. */
const LOOK_AFTER = 60 * 60_000;

const base = document.querySelector<HTMLElement>('meta[name="course-code"]')?.dataset["base"];
if (base !== undefined) {
  strip();
  whenIdle(() => void keep(base).catch(() => undefined));
}

/** Readers who pay by the megabyte get what they open, and no more. */
function savesData(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
}

/** After everything that the page itself needs. */
function whenIdle(start: () => void): void {
  const later = () => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(start, { timeout: 5_000 });
    else setTimeout(start, 1_000); // Safari
  };
  if (document.readyState === "complete") later();
  else addEventListener("load", later, { once: true });
}

async function keep(base: string): Promise<void> {
  if (savesData() && navigator.serviceWorker.controller === null) return;
  // Throws in private windows, in strangers' frames, without https.
  const registration = await navigator.serviceWorker.register(`${base}sw.js`, {
    scope: base,
    updateViaCache: "none",
  });
  registration.addEventListener("updatefound", () => watch(registration));
  watch(registration);
  await offerNewer(registration);
  lookNowAndThen(registration);
}

/** Follows a worker that is storing its edition. */
function watch(registration: ServiceWorkerRegistration): void {
  const coming = registration.installing;
  const hear = (): void => {
    if (coming?.state === "installed") void offerNewer(registration);
    // Not stored (no room, perhaps): without an offer the reader would have the old one for ever.
    else if (coming?.state === "redundant") offerWithout(registration);
  };
  // Once: what becomes of it after it has been stored is another story.
  coming?.addEventListener("statechange", hear, { once: true });
}

async function offerNewer(registration: ServiceWorkerRegistration): Promise<void> {
  const newest = registration.waiting ?? registration.active;
  if (newest === null) return;
  const editions = await ask(newest, { kind: "which" });
  if (editions === undefined || editions.own === editions.inUse) return;
  show({
    sentence: "A newer version of this course is ready.",
    take: () =>
      leave(async () => {
        await Promise.all([ask(newest, { kind: "take" }), active(newest)]);
        return "";
      }),
  });
}

function offerWithout({ active: old }: ServiceWorkerRegistration): void {
  if (old === null) return; // a first visit: the page is as new as can be
  show({
    sentence:
      "There is a newer version of this course, but this browser could not store it for reading " +
      "offline.",
    take: () =>
      leave(async () => {
        const reply = await ask(old, { kind: "forget" });
        return reply?.done ? "" : "The newer version cannot be reached now.";
      }),
  });
}

let isWarned = false;

/** Loads the page again after `prepare`, once all is saved that the reader has done. */
async function leave(prepare: () => Promise<string>): Promise<string> {
  const [unsaved] = await askToSave();
  if (unsaved !== undefined && !isWarned) {
    isWarned = true; // the second click means it
    return `${unsaved} “Use it” again goes on without them.`;
  }
  const problem = await prepare();
  if (problem === "") location.reload();
  return problem;
}

function lookNowAndThen(registration: ServiceWorkerRegistration): void {
  let last = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - last < LOOK_AFTER) return;
    last = Date.now();
    registration.update().catch(() => undefined);
  });
}
