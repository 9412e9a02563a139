/** Which of network and store answers: a table of what the network may do. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { markOf, type Edition } from "../../../src/offline/edition.ts";
import { Answers } from "../../../src/offline/worker/answers.ts";
import { Shelf } from "../../../src/offline/worker/shelf.ts";
import { HOME, MemoryCaches, PREFIX } from "./support.ts";

const edition: Edition = {
  version: "one",
  code: "c1",
  files: { "": "", "404.html": "", "a.js": "", "topic/": "" },
};
const html = { headers: { "content-type": "text/html; charset=utf-8" } };
const page = (code: string, words: string) => `<head>${markOf(code, "/sub/path/")}</head>${words}`;

let shelf: Shelf;
beforeEach(async () => {
  MemoryCaches.room = Infinity;
  shelf = new Shelf(new MemoryCaches().storage, PREFIX, HOME, edition);
  await shelf.fill(async (_address, path) => new Response(`stored ${path}`, html));
});

type Network = (request: Request) => Promise<Response>;
const down: Network = () => Promise.reject(new TypeError("Failed to fetch"));
const sends = (text: string, init: ResponseInit = html): Network => {
  return async () => new Response(text, init);
};

async function open(path: string, network: Network, patience = 1_000): Promise<Response> {
  return new Answers(shelf, network, patience).page(new Request(HOME + path), path.split("?")[0]!);
}
const read = async (path: string, network: Network) => (await open(path, network)).text();

for (const [what, network, expected] of [
  ["of the same code", sends(page("c1", "new text")), /new text/],
  ["of a site that has no worker any more", sends("<p>plain</p>"), /plain/],
  ["of newer code", sends(page("c2", "newer")), /stored topic/],
  ["that is an error", sends("<p>busy</p>", { ...html, status: 503 }), /stored topic/],
  ["that is gone", sends("<p>gone</p>", { ...html, status: 404 }), /stored topic/],
  ["that leads to a login", async () => Response.redirect("https://x.org/"), /stored topic/],
  ["that is no page", sends("{}", { headers: { "content-type": "text/json" } }), /stored topic/],
  ["that never comes", down, /stored topic/],
] as const) {
  test(`a known page, and an answer ${what}`, async () => {
    assert.match(await read("topic/", network), expected);
  });
}

test("an answer that is not whole in time is not waited for", async () => {
  const slow = async () => {
    const body = new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(9)) });
    return new Response(body, html);
  };
  const start = performance.now();
  const answer = await open("topic/", slow, 30);
  assert.equal(await answer.text(), "stored topic/");
  assert.ok(performance.now() - start < 1_000);
});

test("a page that the edition does not have is the network's, of whatever code", async () => {
  assert.match(await read("later/", sends(page("c2", "of the next edition"))), /next edition/);
  const missing = await open("later/", sends("<p>none</p>", { ...html, status: 404 }));
  assert.equal(missing.status, 404);
  assert.equal(await missing.text(), "<p>none</p>");
});

test("without a network: a missing slash is added, anything else gets the 404 page", async () => {
  const redirect = await open("topic?a=1", down);
  assert.equal(redirect.status, 302);
  assert.equal(redirect.headers.get("location"), "/sub/path/topic/?a=1");
  const missing = await open("later/", down);
  assert.equal(missing.status, 404);
  assert.equal(await missing.text(), "stored 404.html");
  assert.equal(await read("topic/index.html", down), "stored topic/");
  assert.equal(await read("index.html", down), "stored ");
});

test("files come from the store, and from the network if they are not there", async () => {
  const answers = new Answers(shelf, sends("from the network"));
  const file = (path: string) => answers.file(new Request(HOME + path), path);
  assert.equal(await (await file("a.js")).text(), "stored a.js");
  assert.equal(await (await file("b.js")).text(), "from the network");
  assert.equal(await read("a.js", down), "stored a.js", "opened in a tab of its own");
});

test("a store that fails is as good as none", async () => {
  const broken = {
    inUse: () => Promise.reject(new Error("broken")),
    page: () => Promise.reject(new Error("broken")),
    file: () => Promise.reject(new Error("broken")),
  } as unknown as Shelf;
  const answers = new Answers(broken, sends("from the network"));
  const request = new Request(`${HOME}topic/`);
  assert.equal(await (await answers.page(request, "topic/")).text(), "from the network");
  assert.equal(await (await answers.file(request, "a.js")).text(), "from the network");
});
