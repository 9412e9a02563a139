import assert from "node:assert/strict";
import { test } from "node:test";
import { readMessage } from "../../../src/notebook/validate.ts";
import { kindsOfMessage, messageOf, type Loose } from "./messages.ts";

/** The sentence with which a message is refused. */
function refusal(message: unknown): string {
  const read = readMessage(message);
  assert.ok(typeof read === "string", `it was read: ${JSON.stringify(read).slice(0, 200)}`);
  return read;
}

test("a sound message of each kind is read as it was sent", () => {
  for (const kind of kindsOfMessage) {
    const message = messageOf(kind);
    assert.deepEqual(readMessage(message), message, kind);
  }
  for (const status of [
    { state: "waiting", name: "loss" },
    { state: "done", output: [] },
  ])
    assert.deepEqual((readMessage({ ...messageOf("cell"), status }) as Loose)["status"], status);
  const common = { name: "k", label: "K", note: "why" };
  for (const knob of [
    { kind: "switch", ...common, value: true },
    { kind: "choice", ...common, options: ["a", "b"], value: "b" },
  ])
    assert.deepEqual((readMessage({ ...messageOf("knob"), knob }) as Loose)["knob"], knob);
});

test("an unknown version or kind is refused", () => {
  for (const version of [undefined, null, 0, 2, "1", NaN, [1]])
    assert.equal(refusal({ ...messageOf("settled"), version }), "its version is unknown");
  for (const kind of [undefined, "load", "__proto__", "constructor", "toString", 7, ["run"], {}])
    assert.equal(refusal({ ...messageOf("settled"), kind }), "its kind is unknown");
});

test("what is no plain object is no message", () => {
  const { port1, port2 } = new MessageChannel();
  const strange = [
    ...[undefined, null, 7, "text", true, 10n, [], [messageOf("settled")]],
    ...[new Map(), new Set(), new Error("x"), new Date(0), /x/, new Blob(["x"]), port1],
    ...[new ArrayBuffer(8), new Uint8Array(8), new ReadableStream(), Object.create({ kind: 1 })],
    ...[() => 1, Symbol("x")],
  ];
  for (const value of strange) assert.match(refusal(value), /is not an object|not a plain object/);
  port2.close();
});

test("fields that a kind does not have are left out", () => {
  for (const kind of kindsOfMessage) {
    const message = messageOf(kind);
    const more = { ...message, extra: 1, html: "<img onerror=alert(1)>", then: "x" };
    assert.deepEqual(readMessage(more), message, kind);
  }
  const deeper = messageOf("moment");
  deeper["moment"].extra = 1;
  deeper["moment"].changed[0].extra = 1;
  assert.deepEqual(readMessage(deeper), messageOf("moment"));
});

test("a field named __proto__ changes nothing but itself", () => {
  const text = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
  for (const kind of kindsOfMessage) {
    const message = messageOf(kind);
    const own = Object.defineProperty({ ...message }, "__proto__", {
      value: { polluted: 1 },
      enumerable: true,
    });
    assert.deepEqual(readMessage(own), message, kind);
  }
  const moment = messageOf("moment");
  moment["moment"].states = JSON.parse('{"__proto__":{"__proto__":"x","a":"1"}}');
  const read = readMessage(moment) as Loose;
  assert.deepEqual(Object.keys(read["moment"].states), ["__proto__"]);
  assert.equal(Object.getPrototypeOf(read["moment"].states), Object.prototype);
  refusal({ ...messageOf("value"), value: JSON.parse(text) });
  assert.equal(({} as Loose)["polluted"], undefined);
});

/** Every place in a message: its path of keys, for those that are worth a wrong value. */
function* placesIn(value: unknown, path: string[] = []): Generator<string[]> {
  if (path.length > 0) yield path;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  for (const [key, each] of Object.entries(value).slice(0, 12))
    yield* placesIn(each, [...path, key]);
}

function withValue(kind: string, path: string[], value: unknown): Loose {
  const message = messageOf(kind);
  let at = message;
  for (const key of path.slice(0, -1)) at = at[key];
  at[path.at(-1)!] = value;
  return message;
}

const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = wrap(value);
  return value;
};

const hostile: [string, unknown][] = [
  ["20,000 nested objects", nested(20_000, (a) => ({ a }))],
  ["100,000 nested arrays", nested(100_000, (a) => [a])],
  ["100,000 nested maps", nested(100_000, (a) => new Map([[1, a]]))],
  ["a null prototype", Object.create(null)],
  ["an error", new Error("x")],
  ["a map", new Map([["a", 1]])],
  ["a blob", new Blob(["x"])],
  ["a symbol", Symbol("x")],
  ["a big integer", 10n],
  ["a function", () => 1],
  ["a list with gaps", Object.assign([], { length: 5 })],
  ["a list that claims a billion", Object.assign([], { length: 1e9 })],
  ["an object that throws", Object.defineProperty({}, "state", { get: () => assert.fail("x") })],
];

test("a hostile value anywhere is refused in one short sentence, or left out", () => {
  for (const kind of kindsOfMessage) {
    for (const path of placesIn(messageOf(kind))) {
      if (path[0] === "version" || path[0] === "kind") continue;
      for (const [name, value] of hostile) {
        const read = readMessage(withValue(kind, path, value));
        const where = `${kind}: ${path.join(".")} is ${name}`;
        if (typeof read === "string") assert.ok(read.length < 300, where);
        else assertHarmless(read, where);
      }
    }
  }
});

/** What was read holds plain values only, at a depth that a page can draw. */
function assertHarmless(value: unknown, where: string, depth = 0): void {
  assert.ok(depth < 8, where);
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return;
  assert.equal(typeof value, "object", where);
  if (ArrayBuffer.isView(value)) return;
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  assert.ok(isPlain, where);
  for (const key of Object.keys(value as object))
    assertHarmless((value as Loose)[key], `${where} → ${key}`, depth + 1);
  if (Array.isArray(value)) assert.equal(Object.keys(value).length, value.length, where);
}

test("numbers out of range and texts too long are refused by name", () => {
  const cases: [string, string[], unknown, RegExp][] = [
    ["settled", ["request"], -1, /^request is -1, not from 0/],
    ["settled", ["request"], 1.5, /^request is 1\.5, not a whole number/],
    ["settled", ["request"], NaN, /^request is NaN/],
    ["settled", ["request"], 2 ** 60, /^request is/],
    ["settled", ["request"], "4", /^request is "4"/],
    ["begin", ["cell"], "x".repeat(201), /^cell has 201 characters; at most 200/],
    ["begin", ["cell"], 7, /^cell is not a text/],
    ["cell", ["status", "state"], "gone", /state is unknown/],
    ["cell", ["status", "output"], Array(501).fill(""), /^output has 501 entries; at most 500/],
    ["cell", ["status", "output"], ["x".repeat(4_001)], /^output has 4001 characters/],
    ["cell", ["status", "failure", "line"], -1, /^failure\.line is -1/],
    ["cell", ["status", "failure", "line"], 1e10, /^failure\.line/],
    ["cell", ["status", "failure", "message"], "x".repeat(1e6), /^failure\.message has 1000000/],
    ["knob", ["knob", "min"], 60, /^knob loss: min is 60, but must be below max/],
    ["knob", ["knob", "step"], 0, /^knob loss: step is 0/],
    ["knob", ["knob", "value"], NaN, /^knob loss: value is NaN/],
    ["knob", ["knob", "label"], "x".repeat(1e6), /^knob loss: label has 1000000 characters/],
    ["value", ["value"], "x".repeat(100_001), /^value has 100001 characters/],
    ["value", ["value"], null, /^value is not a text/],
    ["values", ["values"], Array(100_001).fill(1), /^values has 100001 entries/],
    ["values", ["values"], { length: 2 }, /^values is not a list/],
    ["moment", ["moment", "line"], Infinity, /^line is Infinity/],
    ["moment", ["moment", "changed"], Array(1_001).fill({}), /^changed has 1001 entries/],
    ["moment", ["moment", "states"], [], /^states is not an object/],
    ["refused", ["message"], "x".repeat(2_001), /^message has 2001/],
    ["run", ["run", "events"], -1, /^events is -1/],
    ["run", ["run", "endTime"], -1, /^endTime is -1/],
    ["run", ["run", "seed"], 7, /^seed is not a text/],
    ["run", ["run", "fingerprint"], "x".repeat(65), /^fingerprint has 65/],
    ["run", ["run", "outcome", "words"], {}, /^outcome\.words is not a text/],
  ];
  for (const [kind, path, value, message] of cases) {
    const read = readMessage(withValue(kind, path, value));
    assert.match(String(read), message, `${kind}: ${path.join(".")}`);
  }
  const states = Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`n${i}`, {}]));
  assert.match(
    refusal(withValue("moment", ["moment", "states"], states)),
    /more than 1000 entries/,
  );
});
