/** What the build lists, marks and writes. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { addressOf, readersFiles } from "../../../src/offline/build/files.ts";
import { offline } from "../../../src/offline/build/integration.ts";
import { writeOffline, writeWayOut } from "../../../src/offline/build/write.ts";
import { cachePrefix, codeOf, isPage } from "../../../src/offline/edition.ts";

const place = { course: "mostly-reliable", base: "/sub/path/" };
const page = (words: string) => `<html><head><title>x</title></head><body>${words}</body></html>`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "offline-"));
  put("index.html", page("home"));
  put("404.html", page("not here"));
  put("unit/topic/index.html", page("topic"));
  put("sandbox/runner.1.html", page("sandbox"));
  put("_astro/a.1.js", "1");
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}
const get = (name: string) => readFileSync(join(folder, name), "utf8");

test("the list holds what readers need, and nothing that only machines read", () => {
  for (const name of ["social.png", "_astro/a.1.js.map", ".nojekyll", "robots.txt", "sw.js"])
    put(name, "");
  put("sitemap-0.xml", "");
  put("_headers", "");
  put("favicon.svg", "");
  assert.deepEqual(
    readersFiles(folder).map(({ path }) => path),
    ["", "404.html", "_astro/a.1.js", "favicon.svg", "sandbox/runner.1.html", "unit/topic/"],
  );
});

test("addresses are written as browsers write them", () => {
  assert.equal(addressOf("index.html"), "");
  assert.equal(addressOf("a b/index.html"), "a%20b/");
  assert.equal(addressOf("grün/50% of #1?.js"), "gr%C3%BCn/50%25%20of%20%231%3F.js");
  assert.equal(addressOf("my-index.html"), "my-index.html");
});

test("pages are the folders' pages and the one for unknown addresses", () => {
  assert.deepEqual(["", "a/", "404.html", "sandbox/runner.1.html", "a.js"].map(isPage), [
    true,
    true,
    true,
    false,
    false,
  ]);
});

test("pages are marked with their code, the sandbox is left alone", async () => {
  const sandbox = get("sandbox/runner.1.html");
  const { edition, count, bytes, compressed } = await writeOffline(folder, place);
  assert.equal(codeOf(get("index.html")), edition.code);
  assert.equal(codeOf(get("404.html")), edition.code);
  assert.match(get("unit/topic/index.html"), /data-base="\/sub\/path\/"/);
  assert.equal(get("sandbox/runner.1.html"), sandbox);
  assert.equal(count, 5);
  assert.ok(bytes > 0 && compressed > 0);
  assert.ok(get("sw.js").includes(edition.version));
  assert.ok(Object.values(edition.files).every((hash) => /^sha256-[\w+/]{43}=$/.test(hash)));
});

test("the same folder gives the same edition, however often it is written", async () => {
  const first = await writeOffline(folder, place);
  const worker = get("sw.js");
  assert.deepEqual(await writeOffline(folder, place), first);
  assert.equal(get("sw.js"), worker);
});

test("a text changes the edition, not its code; a script or a name changes both", async () => {
  const { edition: first } = await writeOffline(folder, place);
  put("unit/topic/index.html", page("corrected"));
  const { edition: text } = await writeOffline(folder, place);
  assert.notEqual(text.version, first.version);
  assert.equal(text.code, first.code);
  assert.equal(text.files[""], first.files[""], "other pages need not be fetched again");
  put("_astro/a.1.js", "2");
  const { edition: script } = await writeOffline(folder, place);
  assert.notEqual(script.code, text.code);
  assert.notEqual(script.version, text.version);
  put("_astro/b.js", "2");
  assert.notEqual((await writeOffline(folder, place)).edition.code, script.code);
});

test("the way out takes the marks away and names only this course's caches", async () => {
  await writeOffline(folder, place);
  await writeWayOut(folder, place);
  assert.equal(codeOf(get("index.html")), undefined);
  assert.equal(get("index.html"), page("home"));
  assert.ok(get("sw.js").includes(cachePrefix(place.course, place.base)));
  assert.ok(get("sw.js").length < 1_000);
});

test("a page without a head stops the build, named", async () => {
  put("broken/index.html", "<p>words</p>");
  await assert.rejects(writeOffline(folder, place), /“broken\/”/);
});

test("courses on one origin have caches of their own", () => {
  const names = [
    cachePrefix("a", "/"),
    cachePrefix("a", "/b/"),
    cachePrefix("b", "/"),
    cachePrefix("a", "/offline-1/"),
  ];
  for (const name of names)
    for (const other of names) assert.equal(`${name}1`.startsWith(other), name === other);
});

test("OFFLINE is on or off, and nothing else", () => {
  for (const word of [undefined, "", "on", "off"]) assert.equal(offline("a", word).name, "offline");
  assert.throws(() => offline("a", "no"), /“no”.*“on”.*“off”/);
});
