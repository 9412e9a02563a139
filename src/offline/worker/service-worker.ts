/**
 * The service worker of the built site: the course without a network, after the first visit. The
 * build writes one edition into it. It never takes over by itself: a newer one waits beside the
 * edition in use, over visits too, until the reader asks for it.
 */
import { cachePrefix, isPage, type Build, type Question, type Reply } from "../edition.ts";
import { Answers } from "./answers.ts";
import { worker, type FetchAsked } from "./scope.ts";
import { Shelf } from "./shelf.ts";

/** Written here by the build. */
declare const BUILD: Build;

const { course, base, edition } = BUILD;
const home = worker.location.origin + base;
const shelf = new Shelf(caches, cachePrefix(course, base), home, edition);
/** An older worker may have to finish its work before it goes: it serves the new choice too. */
const taken = new BroadcastChannel(cachePrefix(course, base));
const answers = new Answers(shelf, (request) => fetch(request));

worker.addEventListener("install", (event) => event.waitUntil(shelf.fill(load)));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", answer);
worker.addEventListener("message", (event) => {
  const question = event.data as Partial<Question> | null;
  const replied = reply(question?.kind).then((words) => event.ports[0]?.postMessage(words));
  event.waitUntil(replied.then(() => (question?.kind === "take" ? takeOver() : undefined)));
});
taken.addEventListener("message", () => shelf.lookAgain());

/** Verified, so that a host in the middle of its own update cannot make a mixed edition. */
async function load(address: string, path: string, integrity: string): Promise<Response> {
  const get = (cache: RequestCache) => fetch(address, { integrity, cache, priority: "low" });
  // What the page has just fetched need not be fetched again, if the browser still has it.
  const response = await get(isPage(path) ? "no-cache" : "default").catch(() => get("reload"));
  if (response.type !== "basic") throw new Error(`${address} leads away from this site.`);
  return response;
}

async function activate(): Promise<void> {
  const isFirst = !(await shelf.isTaken());
  if (isFirst) await shelf.take();
  await tidy();
  // The page of the first visit has been served without us; what it loads later comes from here.
  if (isFirst) await worker.clients.claim();
}

/** Other open pages of the course keep the edition that they came from. */
async function tidy(): Promise<void> {
  if (worker.registration.installing) return; // which is filling a cache of its own
  const pages = await worker.clients.matchAll({ type: "window" });
  await shelf.tidy(pages.length > 1);
}

function answer(event: FetchAsked): void {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || request.headers.has("range")) return;
  if (origin !== worker.location.origin || !pathname.startsWith(base)) return;
  const path = pathname.slice(base.length);
  const kind = request.mode === "navigate" ? "page" : "file";
  event.respondWith(answers[kind](request, path));
}

async function reply(kind: Question["kind"] | undefined): Promise<Reply> {
  let done = kind === "which";
  if (kind === "take") done = await take();
  if (kind === "forget") done = await forget();
  const inUse = await shelf.inUse();
  return { own: edition.version, inUse: inUse?.version ?? "", done };
}

async function take(): Promise<boolean> {
  await shelf.take();
  taken.postMessage("");
  return true;
}

async function takeOver(): Promise<void> {
  await worker.skipWaiting();
  await tidy();
}

/** Only with a network: without one, what is stored here is all that the reader has. */
async function forget(): Promise<boolean> {
  const isThere = await fetch(`${home}sw.js`, { cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!isThere) return false;
  await worker.registration.unregister();
  await shelf.clear();
  return true;
}
