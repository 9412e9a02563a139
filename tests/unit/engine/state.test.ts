import assert from "node:assert/strict";
import { test } from "node:test";
import { Process, simulate } from "../../../src/engine/index.ts";
import { copyProcess, stateOf } from "../../../src/engine/process/copy.ts";

test("a field or method with a reserved name is refused, naming node, class and field", () => {
  class Now extends Process {}
  Object.defineProperty(Now.prototype, "unused", { value: 1 });
  for (const name of ["now", "send", "random", "address", "note", "work", "receive", "timeout"]) {
    const process = new Now();
    Object.defineProperty(process, name, { value: 5, enumerable: true });
    assert.throws(
      () => copyProcess("alice", process),
      new RegExp(`alice \\(Now\\): the field ${name} has a reserved name`),
    );
  }
  class Sends extends Process {
    send(): void {}
  }
  assert.throws(() => copyProcess("bob", new Sends()), /bob \(Sends\): the method send has a res/);
});

test("the names log, queue, state, term and disk are free", () => {
  class Free extends Process {
    log = [1];
    queue = [2];
    state = "s";
    term = 3;
    disk = { kept: true };
  }
  assert.equal(simulate({ seed: 1, nodes: { a: new Free() }, links: [] }).outcome.kind, "finished");
});

test("fields that cannot be copied are refused by their path", () => {
  class Holder extends Process {
    box: unknown;
    constructor(box: unknown) {
      super();
      this.box = box;
    }
  }
  class Engine {
    horses = 2;
  }
  const refused: [unknown, RegExp][] = [
    [() => 1, /a \(Holder\): the field box holds a function, which cannot be copied/],
    [{ list: [0, Promise.resolve()] }, /the field box\.list\.1 holds a Promise/],
    [new Map([["k", new Engine()]]), /the field box\.value holds an Engine/],
    [new Date(0), /the field box holds a Date/],
    [Symbol("x"), /the field box holds a symbol/],
    [new WeakMap(), /the field box holds a WeakMap/],
  ];
  for (const [box, words] of refused) {
    assert.throws(() => copyProcess("a", new Holder(box)), words);
  }
  let deep: unknown = 1;
  for (let i = 0; i < 600; i++) deep = [deep];
  assert.throws(() => copyProcess("a", new Holder(deep)), /nested more than 500 deep/);
  const getter = new Holder(1);
  Object.defineProperty(getter, "size", { get: () => 1, enumerable: true });
  assert.throws(() => copyProcess("a", getter), /the field size is computed by a getter/);
});

test("a copy has the class and equal fields, shares nothing, and keeps its own rings", () => {
  class Rich extends Process {
    list = [{ a: 1 }, null, undefined, NaN, 10n];
    map = new Map<unknown, unknown>([["k", new Set([1, 2])]]);
    floats = new Float64Array([1.5, -0]);
    view = new Uint16Array(new Uint16Array([1, 2, 3]).buffer, 2, 2);
    ring: { self?: unknown } = {};
    bare: object = Object.create(null) as object;
    double(): number {
      return this.list.length * 2;
    }
  }
  const original = new Rich();
  original.ring.self = original.ring;
  const copy = copyProcess("a", original);
  assert.ok(copy instanceof Rich);
  assert.equal(copy.double(), 10);
  assert.deepEqual(stateOf("a", copy), stateOf("a", original));
  assert.equal(copy.ring.self, copy.ring);
  assert.deepEqual([...copy.view], [2, 3]);
  copy.list.push(1n);
  (copy.map.get("k") as Set<number>).add(3);
  copy.floats[0] = 9;
  assert.equal(original.list.length, 5);
  assert.deepEqual(original.map.get("k"), new Set([1, 2]));
  assert.equal(original.floats[0], 1.5);
});
