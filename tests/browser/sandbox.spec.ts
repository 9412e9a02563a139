/**
 * The sandbox's inner wall: what code can do in the notebook's worker that no compiler has read,
 * and what a reader's own code does to the page.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, open } from "../support/browser.ts";
import { inNotebook, test } from "../support/sandbox.ts";
import { TOPIC } from "../support/topic.ts";

const GOLDEN = join(import.meta.dirname, "golden/worker-globals.json");

test("W05, W20: in the notebook's worker the language is left, and nothing else", async ({
  page,
}) => {
  await open(page, TOPIC);
  const names = `const names = [];
    for (let at = globalThis; at !== Object.prototype; at = Object.getPrototypeOf(at))
      names.push(Object.getOwnPropertyNames(at));
    return JSON.stringify(names)`;
  const found = JSON.parse(await inNotebook(page, names)) as string[][];
  const golden = JSON.parse(readFileSync(GOLDEN, "utf8")) as string[][];
  // An older browser may lack a name; none may have one more.
  const more = found.map((level, i) => level.filter((name) => !golden[i]?.includes(name)));
  expect(more.flat(), "names that are new in the worker").toEqual([]);
  expect(found.flat().length).toBeGreaterThan(50);
  expect(await inNotebook(page, "return typeof Math.random")).toBe("undefined");
});

test("nothing of the host can be reached from a cell, by any path", async ({ page }) => {
  await open(page, TOPIC);
  const walk = `const seen = new Set();
    const { Process, simulate, duplex } = scope;
    let inside;
    class Node extends Process { start() { inside = this; this.note("hello"); } }
    const nodes = { a: new Node(), b: new Node() };
    const run = simulate({ seed: 1, nodes, links: duplex("a", "b", {}) });
    let error;
    try { simulate({}); } catch (thrown) { error = thrown; }
    const open = [scope, globalThis, function* () {}, async () => 0, run, inside, error];
    const host = [];
    for (const each of open) {
      if (Object(each) !== each || seen.has(each)) continue;
      seen.add(each);
      try {
        const tag = Object.prototype.toString.call(each);
        if (/Event|Port|Worker|Channel|Blob|URL|Window|Scope/.test(tag)) host.push(each);
        open.push(Object.getPrototypeOf(each));
        for (const key of Reflect.ownKeys(each)) {
          const { value, get, set } = Object.getOwnPropertyDescriptor(each, key);
          open.push(value, get, set);
        }
      } catch {}
    }
    const own = host.filter((each) => each !== globalThis);
    const held = own.flatMap((each) => Object.getOwnPropertyNames(each));
    return [seen.size > 500, own.every(Object.isFrozen), held.join()].join(" ")`;
  expect(await inNotebook(page, walk)).toBe("true true TEMPORARY,PERSISTENT,structuredClone");
});

/** Ways to the global object, to code from text, and to the functions of the notebook. */
const ways: Record<string, string> = {
  "a function's this": `return (function () { return this; })()`,
  "Function of an array": `return [].constructor.constructor("return this")()`,
  "Function of an async function": `return Object.getPrototypeOf(async function () {})
    .constructor("return this")()`,
  "Function of a generator": `return Object.getPrototypeOf(function* () {})
    .constructor("yield this")().next()`,
  "a class below console's": `class Below extends scope.console.log.constructor {}
    return new Below("return 1")`,
  "the callers of a function": `return (function inner() { return inner.caller; })()`,
  "arguments of the caller": `return (function () { return arguments.callee.caller; })()`,
  "the stack's frames": `Error.prepareStackTrace = (error, frames) => frames;
    return new Error().stack.map((frame) => frame.getThis())`,
  "frames of a class of errors": `class Own extends Error {}
    Own.prepareStackTrace = (error, frames) => frames;
    const { stack } = new Own(); return Array.isArray(stack) ? "frames" : undefined`,
  "a frame seen by captureStackTrace": `const seen = {}; Error.captureStackTrace(seen);
    return typeof seen.stack === "string" ? undefined : "frames"`,
  "import of data": `return import("data:text/javascript,export default 1")`,
  "names of the host": `return [typeof postMessage, typeof self, typeof fetch, typeof Worker,
    typeof onmessage, typeof close, typeof performance, typeof Date, typeof setTimeout,
    typeof queueMicrotask, typeof WebAssembly, typeof Intl, typeof eval, typeof console,
    typeof navigator, typeof crypto, typeof Atomics, typeof WeakRef, typeof MessageChannel]
    .find((type) => type !== "undefined")`,
};

test("the global object, code from text and frames of the stack stay out of reach", async ({
  page,
  watch,
}) => {
  watch.allow(/Content Security Policy/);
  await open(page, TOPIC);
  for (const [name, attack] of Object.entries(ways)) {
    const answer = await inNotebook(page, attack);
    expect.soft(answer, name).toMatch(/^(undefined|null|(Eval|Type|Reference)Error: .*)$/s);
  }
  const address = await inNotebook(page, "return import.meta.url");
  expect(address, "the module's address says nothing of the page").toMatch(/^blob:null\//);
});

/** Each puts itself where the notebook's own code would meet it. */
const hijacks: Record<string, string> = {
  "a method of arrays": `Array.prototype.map = () => "mine"`,
  "an iterator": `Array.prototype[Symbol.iterator] = function* () {}`,
  "the iterator's step": `Object.getPrototypeOf([].values()).next = () => ({ done: true })`,
  "a map's lookup": `Map.prototype.get = () => "mine"`,
  "a promise's then": `Promise.prototype.then = () => "mine"`,
  "a getter on all objects": `Object.defineProperty(Object.prototype, "version", { get: () => 2 })`,
  "a setter on all objects": `Object.defineProperty(Object.prototype, "kind", { set() {} })`,
  "a new prototype": `Object.setPrototypeOf(Object.prototype, { version: 2 })`,
  "toJSON on all objects": `Object.prototype.toJSON = () => "mine"`,
  "JSON itself": `JSON.stringify = () => "mine"`,
  "a global name": `globalThis.Map = class {}`,
  "a name that is given back": `globalThis.Object.fromEntries = () => ({})`,
  "a typed array's copy": `Object.getPrototypeOf(Uint8Array.prototype).slice = () => "mine"`,
  "the engine's process": `scope.Process.prototype.send = () => "mine"`,
  "the engine's process, by its child": `Object.getPrototypeOf(class extends scope.Process {}
    .prototype).timeout = () => "mine"`,
  "the engine's arithmetic": `scope.Math.sqrt = () => 1`,
  "a function's call": `Function.prototype.call = () => "mine"`,
  "an instance's test": `Object.defineProperty(scope.Process, Symbol.hasInstance,
    { value: () => true })`,
};

test("what the notebook's code relies on cannot be changed from a cell", async ({ page }) => {
  await open(page, TOPIC);
  for (const [name, attack] of Object.entries(hijacks))
    expect.soft(await inNotebook(page, `${attack}; return "done"`), name).toMatch(/^TypeError: /);
  const own = `class Mine extends Error { constructor(text) { super(text); this.name = "Mine"; } }
    const counts = {};
    counts.constructor = 1;
    counts.toString = () => "own";
    return new Mine("oh") + " " + counts + Object.keys(counts)`;
  expect(await inNotebook(page, own), "and own objects still take any field").toBe(
    "Mine: oh ownconstructor,toString",
  );
});
