import assert from "node:assert/strict";
import { test } from "node:test";
import { portableMath } from "../../../src/engine/kernel/math.ts";
import { describe } from "../../../src/notebook/run/describe.ts";
import { shimScope } from "../../../src/notebook/run/shim.ts";
import { valueOf } from "./support.ts";

const result = (expression: string) => valueOf("result", [`const result = ${expression};`]);

test("what depends on the machine, the clock or chance answers with a sentence", async () => {
  const cases: [string, RegExp][] = [
    ["Date.now()", /^Date is not for cells: .*this\.now/],
    ["new Date()", /^Date is not for cells/],
    ["Date()", /^Date is not for cells/],
    ["1 instanceof Date", /^Date is not for cells/],
    ["'now' in Date", /^Date is not for cells/],
    ["String(Date)", /^Date is not for cells/],
    ["performance.now()", /^performance is not for cells/],
    ["new Intl.NumberFormat()", /^Intl is not for cells: .*reader's machine/],
    ["Math.random()", /^Math\.random is not for cells: .*this\.random\(\)/],
    ["setTimeout(() => 1, 0)", /^A timer of the browser is not for cells: .*this\.setTimer/],
    ["setInterval(() => 1, 0)", /^A timer of the browser/],
    ["setImmediate(() => 1)", /^A timer of the browser/],
    ["requestAnimationFrame(() => 1)", /^A timer of the browser/],
    ["queueMicrotask(() => 1)", /^A timer of the browser/],
  ];
  for (const [expression, message] of cases)
    await assert.rejects(result(expression), { message }, expression);
});

test("Math of a cell is the engine's, with every name, and cannot be changed", async () => {
  const own = shimScope(portableMath, () => undefined)["Math"] as typeof Math;
  for (const name of Object.getOwnPropertyNames(portableMath) as (keyof typeof Math & string)[])
    if (name !== "random") assert.equal(own[name], (portableMath as unknown as Math)[name], name);
  // Names that the platform has had since 2015: a cell finds them all.
  const names = Object.getOwnPropertyNames(Math).filter((name) => !/f16|sumPrecise/.test(name));
  for (const name of names) assert.ok(name in own, name);
  assert.ok(Object.isFrozen(own));
  await assert.rejects(result("(Math.pow = () => 1)"), TypeError);
  assert.deepEqual(await result("[Math.max(1, 2), Math.log(1), Math.PI]"), [2, 0, Math.PI]);
});

test("console writes all its forms into one line each", () => {
  const lines: string[] = [];
  const scope = shimScope(portableMath, (line) => lines.push(line()));
  const own = scope["console"] as Console;
  own.log("a", 1, true, null, undefined);
  own.warn({ a: [1, "b"] });
  own.error();
  own.info("x");
  own.debug("y");
  assert.deepEqual(lines, ["a 1 true null undefined", '{"a":[1,"b"]}', "", "x", "y"]);
  assert.ok(Object.isFrozen(own));
});

test("every kind of value has a description", () => {
  class Alice {
    number = 1;
  }
  const cases: [unknown, string][] = [
    ["plain text", "plain text"],
    [["text"], '["text"]'],
    [NaN, "NaN"],
    [{ a: NaN, b: undefined, c: -Infinity }, '{"a":NaN,"b":undefined,"c":-Infinity}'],
    [10n, "10n"],
    [[10n], "[10n]"],
    [Symbol("s"), "Symbol(s)"],
    [new Alice(), 'Alice {"number":1}'],
    [
      new Map<unknown, unknown>([
        ["a", 1],
        [2, { b: 3 }],
      ]),
      'Map {"a":1,2:{"b":3}}',
    ],
    [new Set([1, "a"]), 'Set [1,"a"]'],
    [Uint8Array.of(1, 2), "Uint8Array [1,2]"],
    [[], "[]"],
    [{}, "{}"],
    [Object.create(null), "{}"],
    [[, 1], "[undefined,1]"],
    [new RangeError("too far"), "RangeError: too far"],
    [function named() {}, "function named"],
    [() => 1, "function"],
    [{ f() {} }, '{"f":function f}'],
    [{ toJSON: () => undefined }, '{"toJSON":function toJSON}'],
    [JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
  ];
  for (const [value, words] of cases) assert.equal(describe(value), words);
});

test("a description ends, whatever it is of", () => {
  const ring: Record<string, unknown> = { name: "ring" };
  ring["self"] = [ring];
  assert.equal(describe(ring), '{"name":"ring","self":[(itself)]}');
  const twice = { a: 1 };
  assert.equal(describe([twice, twice]), '[{"a":1},{"a":1}]');
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  assert.equal(describe(deep), "[[[[[[[[[[[[…]]]]]]]]]]]]");
  const large = describe(new Float64Array(5_000_000));
  assert.equal(large.length, 2_000);
  assert.match(large, /^Float64Array \[0,0.*…$/);
  assert.equal(describe("x".repeat(1_000_000)).length, 2_000);
  assert.equal(describe({ ["k".repeat(1_000_000)]: 1 }).length, 2_000);
  const endless = {
    *[Symbol.iterator]() {
      for (;;) yield 1;
    },
  };
  assert.equal(describe(Object.assign([], endless)).length, 2_000);
});

test("a value that throws when it is looked at is described all the same", () => {
  const refusing = new Proxy(
    {},
    {
      get() {
        throw new Error("no");
      },
      ownKeys() {
        throw new Error("no");
      },
    },
  );
  const liar = Object.assign(new Error(), { name: refusing });
  const shy = {
    get field() {
      throw new Error("no");
    },
  };
  for (const value of [refusing, liar, shy, [refusing]])
    assert.equal(describe(value), "something that cannot be shown");
  assert.equal(describe({ constructor: { name: "x" } }), '{"constructor":{"name":"x"}}');
});
