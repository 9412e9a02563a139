/** Editions side by side: stored whole or not at all, one in use, no other's cache touched. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Edition } from "../../../src/offline/edition.ts";
import { Shelf } from "../../../src/offline/worker/shelf.ts";
import { HOME, MemoryCaches, PREFIX } from "./support.ts";

const one: Edition = {
  version: "one",
  code: "c1",
  files: { "": "h1", "404.html": "n1", "a.1.js": "a1", "icon.svg": "i" },
};
const two: Edition = {
  version: "two",
  code: "c2",
  files: { "": "h2", "404.html": "n1", "a.2.js": "a2", "icon.svg": "i" },
};

let memory: MemoryCaches;
let fetched: string[];
beforeEach(() => {
  memory = new MemoryCaches();
  MemoryCaches.room = Infinity;
  fetched = [];
});

const shelfOf = (edition: Edition) => new Shelf(memory.storage, PREFIX, HOME, edition);
const load = async (address: string, path: string, integrity: string) => {
  assert.equal(address, HOME + path);
  fetched.push(path);
  const headers = { "content-type": "text/plain", "content-encoding": "gzip", vary: "*" };
  return new Response(integrity, { headers });
};
const words = async (response: Promise<Response | undefined>) => (await response)?.text();

test("an edition is stored whole, with clean headers; the 404 page keeps its status", async () => {
  const shelf = shelfOf(one);
  await shelf.fill(load);
  assert.deepEqual(fetched.sort(), ["", "404.html", "a.1.js", "icon.svg"]);
  const stored = (await shelf.file("a.1.js"))!;
  assert.deepEqual([...stored.headers.keys()], ["content-type"]);
  assert.equal((await shelf.page("404.html"))?.status, 404);
  assert.equal(await words(shelf.page("nowhere/")), undefined);
});

test("a second one copies what is the same, and waits until it is taken", async () => {
  const old = shelfOf(one);
  await old.fill(load);
  await old.take();
  fetched = [];
  const newer = shelfOf(two);
  await newer.fill(load);
  assert.deepEqual(fetched.sort(), ["", "a.2.js"]);
  assert.equal(await words(newer.page("404.html")), "n1");
  assert.equal((await newer.inUse())?.version, "one");
  assert.equal(await words(newer.page("")), "h1");
  await newer.take();
  assert.equal(await words(newer.page("")), "h2");
  assert.equal(await words(newer.file("a.1.js")), "a1", "for a page that is still open");
});

test("an attempt that was cut short goes on where it ended, and is not used before", async () => {
  const shelf = shelfOf(one);
  let left = 2;
  const brittle = async (address: string, path: string, integrity: string) => {
    if (left-- <= 0) throw new TypeError("Failed to fetch");
    return load(address, path, integrity);
  };
  await assert.rejects(shelf.fill(brittle), TypeError);
  assert.equal(await shelfOf(one).inUse(), undefined);
  await shelfOf(one).fill(load);
  assert.equal((await shelfOf(one).inUse())?.version, "one");
  assert.equal(fetched.length, 4, "each file once");
});

test("without room for all, no part is left", async () => {
  MemoryCaches.room = 2;
  await assert.rejects(shelfOf(one).fill(load), { name: "QuotaExceededError" });
  assert.deepEqual(await memory.keys(), []);
});

test("tidying keeps what is in use and what is new, and never another course's", async () => {
  const others = ["course/sub/path/other", "course/offline-1:zero", "else/sub/path/offline-1:one"];
  for (const name of others) await memory.open(name);
  await memory.open(`${PREFIX}zero`);
  await shelfOf(one).fill(load);
  await shelfOf(one).take();
  const newer = shelfOf(two);
  await newer.fill(load);
  await newer.tidy(false);
  const ours = async () => (await memory.keys()).filter((name) => name.startsWith(PREFIX)).sort();
  assert.deepEqual(await ours(), [`${PREFIX}one`, `${PREFIX}two`, `${PREFIX}~in-use`]);
  await newer.take();
  await newer.tidy(true);
  assert.deepEqual(await ours(), [`${PREFIX}one`, `${PREFIX}two`, `${PREFIX}~in-use`]);
  await newer.tidy(false);
  assert.deepEqual(await ours(), [`${PREFIX}two`, `${PREFIX}~in-use`]);
  await newer.clear();
  assert.deepEqual(await memory.keys(), others);
});

test("an edition in use that the browser threw away is replaced by the newer one", async () => {
  await shelfOf(one).fill(load);
  await shelfOf(one).take();
  const newer = shelfOf(two);
  await newer.fill(load);
  await memory.delete(`${PREFIX}one`);
  assert.equal(await newer.isTaken(), false);
  assert.equal((await newer.inUse())?.version, "two");
});

test("looking makes no caches", async () => {
  const shelf = shelfOf(one);
  assert.equal(await shelf.inUse(), undefined);
  assert.equal(await shelf.isTaken(), false);
  assert.equal(await shelf.file("a.1.js"), undefined);
  assert.deepEqual(await memory.keys(), []);
});
