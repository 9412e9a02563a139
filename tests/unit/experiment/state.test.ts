import assert from "node:assert/strict";
import { test } from "node:test";
import { cut, drop, heal, seconds } from "../../../src/engine/index.ts";
import { hashText } from "../../../src/experiment/hash.ts";
import {
  anotherSeed,
  withExperiment,
  withFault,
  withKnob,
  withoutFault,
  withSource,
} from "../../../src/experiment/state.ts";
import { untouched } from "./page.ts";

/** Freezes all of it, so that a change in place would throw. */
function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null)
    Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

test("a change makes a new state and leaves the old one and its other parts as they are", () => {
  const before = frozen(untouched());
  const turned = withKnob(before, "loss", 20);
  assert.deepEqual(turned.knobs, { loss: 20 });
  assert.equal(turned.experiments, before.experiments);
  assert.deepEqual(withKnob(turned, "loss", 30).knobs, { loss: 30 });
  const seeded = withExperiment(before, "letters", { seed: "2" });
  assert.deepEqual(seeded.experiments["letters"], { ...before.experiments["letters"], seed: "2" });
  assert.equal(seeded.experiments["road"], before.experiments["road"]);
  assert.deepEqual(before, untouched());
});

test("a text that equals its original is no edit", () => {
  const edit = { text: "mine", original: "theirs" };
  const edited = withSource(frozen(untouched()), "bob", edit);
  assert.deepEqual(edited.sources, { bob: edit });
  const both = withSource(frozen(edited), "alice", { text: "b", original: "a" });
  assert.deepEqual(Object.keys(both.sources), ["bob", "alice"]);
  const back = withSource(frozen(both), "bob", { text: "theirs", original: "theirs" });
  assert.deepEqual(Object.keys(back.sources), ["alice"]);
});

test("the same fault twice is one, and a fault is taken back by its place", () => {
  const one = frozen([drop("a→b", 1), cut("a", "b", seconds(1))]);
  assert.equal(withFault(one, drop("a→b", 1)), one);
  const more = withFault(withFault(one, heal("a", "b", seconds(2))), drop("a→b", 2));
  assert.equal(more.length, 4);
  assert.deepEqual(withoutFault(more, 1), [more[0], more[2], more[3]]);
  assert.deepEqual(withoutFault(more, 9), more);
});

test("another seed has four digits and is another one", () => {
  for (let i = 0; i < 9_000; i += 7) {
    const seed = anotherSeed("", () => i / 9_000);
    assert.match(seed, /^[1-9]\d{3}$/);
    const other = anotherSeed(seed, () => i / 9_000);
    assert.match(other, /^[1-9]\d{3}$/);
    assert.notEqual(other, seed);
  }
  assert.equal(
    anotherSeed("9999", () => 0.99999),
    "1000",
  );
});

test("a text's hash is the 32 bits of FNV-1a in eight digits", () => {
  assert.equal(hashText(""), "811c9dc5");
  assert.equal(hashText("a"), "e40c292c");
  assert.equal(hashText("foobar"), "bf9cf968");
  assert.match(hashText("é🦉\n"), /^[\da-f]{8}$/);
  assert.notEqual(hashText("a\n"), hashText("a"));
});
