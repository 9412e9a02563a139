import assert from "node:assert/strict";
import { test } from "node:test";
import { hashText } from "../../../src/experiment/hash.ts";
import { readState, type ReadState } from "../../../src/experiment/read-state.ts";
import { page, untouched } from "./page.ts";

const read = (more: object): ReadState => readState({ version: 1, ...more }, page);

test("an empty state is the page as nobody has touched it", () => {
  assert.deepEqual(read({}), { state: untouched(), problems: [] });
  for (const empty of [null, [], "x", 7])
    assert.deepEqual(read({ sources: empty, knobs: empty, experiments: empty }).state, untouched());
});

test("what is no state, or of another version, is refused in words that finish a sentence", () => {
  for (const value of [undefined, null, 7, "x", [], true])
    assert.throws(() => readState(value, page), /^Error: it does not hold a page's state$/);
  const nested = JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`) as unknown;
  for (const version of [undefined, 0, 2, "1", {}, nested])
    assert.throws(() => readState({ version }, page), /^Error: it was made by another version/);
});

test("an edit comes with its original, from storage by text, from a link by hash", () => {
  const text = "class Alice { changed = true; }";
  const { alice } = page.cells;
  const stored = read({ sources: { alice: { text, original: "class Alice { old }" } } });
  assert.deepEqual(stored.state.sources, { alice: { text, original: "class Alice { old }" } });
  assert.deepEqual(stored.problems, []);
  const linked = read({ sources: { alice: { text, hash: hashText(alice) } } });
  assert.deepEqual(linked, {
    state: { ...untouched(), sources: { alice: { text, original: alice } } },
    problems: [],
  });
  const late = read({ sources: { alice: { text, hash: "0" } } });
  assert.deepEqual(late.state.sources["alice"], { text, original: alice });
  assert.match(late.problems[0], /“alice” has been rewritten since/);
  // Text that equals the original is no edit: no page must say that a link brings changed code.
  assert.deepEqual(read({ sources: { alice: { text: alice, hash: hashText(alice) } } }), {
    state: untouched(),
    problems: [],
  });
});

test("an edit of a cell that is gone is said, and what was saved stays saved", () => {
  const edit = { text: "mine", original: "theirs" };
  const saved = read({ sources: { gone: edit } });
  assert.deepEqual(saved.state.sources, { gone: edit });
  assert.deepEqual(saved.problems, ["There is no cell “gone” on this page any more."]);
  const linked = read({ sources: { gone: { text: "mine", hash: "0" } } });
  assert.deepEqual(linked.state.sources, {});
});

test("edits that cannot be used are left out, each with a sentence", () => {
  const cases: [unknown, RegExp][] = [
    [null, /no cell “alice”/],
    [7, /no cell “alice”/],
    [[], /no cell “alice”/],
    [{}, /no cell “alice”/],
    [{ text: 7 }, /no cell “alice”/],
    [{ text: "x".repeat(200_001), original: "" }, /“alice” is too long to be read/],
  ];
  for (const [alice, message] of cases) {
    const { state, problems } = read({ sources: { alice } });
    assert.deepEqual(state.sources, {});
    assert.match(problems[0], message);
  }
  const strange = read({ sources: { ["x".repeat(1e5)]: {} } });
  assert.ok(strange.problems[0].length < 120);
});

test("knobs within their range are taken, others are named with their range", () => {
  const nested = JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`) as unknown;
  const good = { loss: 33.5, repeats: true, way: "there" };
  assert.deepEqual(read({ knobs: good }), { state: { ...untouched(), knobs: good }, problems: [] });
  for (const loss of [NaN, Infinity, -1, 61, "30", null, {}, nested]) {
    const { state, problems } = read({ knobs: { loss } });
    assert.deepEqual(state.knobs, {});
    assert.match(problems[0], /^“Letters lost” goes from 0 to 60 %, not to /);
    assert.ok(problems[0].length < 120);
  }
  assert.match(read({ knobs: { repeats: 1 } }).problems[0], /is on or off/);
  assert.match(read({ knobs: { way: "up" } }).problems[0], /is one of there, back, not "up"/);
  assert.match(read({ knobs: { gain: 1 } }).problems[0], /^There is no knob “gain” on this page/);
});

test("an experiment's seed, faults, moment and guesses are taken one by one", () => {
  const faults = [
    { verb: "cut", from: "alice", to: "bob", at: 5 },
    { verb: "drop", link: "alice→eve", packet: 1 },
    { verb: "explode" },
  ];
  const guesses = { cost: [[0, 1], [50, 4], [1], ["x", 2], [NaN, 1], null], long: 7 };
  const letters = { seed: "", faults, playhead: -1, guesses };
  const { state, problems } = read({ experiments: { letters, road: { seed: "2024" }, gone: {} } });
  assert.deepEqual(state.experiments["letters"], {
    ...{
      seed: "7",
      faults: [faults[0]],
      playhead: 738e6,
      guesses: {
        cost: [
          [0, 1],
          [50, 4],
        ],
      },
    },
  });
  assert.deepEqual(state.experiments["road"], { ...untouched().experiments["road"], seed: "2024" });
  assert.equal(problems.length, 5, problems.join("\n"));
  assert.match(problems.join("\n"), /no experiment “gone”/);
  assert.match(problems.join("\n"), /seed of “letters” cannot be read; it is 7/);
  assert.match(problems.join("\n"), /moment in “letters” cannot be read/);
  assert.match(problems.join("\n"), /alice→eve/);
  assert.match(problems.join("\n"), /explode/);
  for (const wrong of [null, 7, "x", []])
    assert.deepEqual(read({ experiments: { letters: wrong } }).state, untouched());
  for (const seed of [7, null, {}, "x".repeat(101)])
    assert.equal(
      read({ experiments: { letters: { seed } } }).state.experiments["letters"].seed,
      "7",
    );
  for (const playhead of [NaN, Infinity, "5", null, 2 ** 60])
    assert.equal(read({ experiments: { letters: { playhead } } }).problems.length, 1);
});

test("faults that are no list leave the experiment without any, and are said", () => {
  for (const faults of [null, 7, "x", {}, { length: 3 }]) {
    const { state, problems } = read({ experiments: { letters: { faults } } });
    assert.deepEqual(state.experiments["letters"].faults, []);
    assert.equal(problems.length, 1);
  }
  const million = Array(1_000_000).fill({ verb: "crash", node: "bob", at: 1 });
  const many = read({ experiments: { letters: { faults: million } } });
  assert.equal(many.state.experiments["letters"].faults.length, 10_000);
});

test("names like __proto__ are names like any other", () => {
  const hostile = JSON.parse(`{
    "version": 1, "__proto__": { "polluted": 1 },
    "sources": { "__proto__": { "text": "x", "original": "y" }, "constructor": { "text": "x" } },
    "knobs": { "__proto__": 5, "toString": 5 },
    "experiments": {
      "__proto__": { "seed": "1" },
      "letters": { "__proto__": { "seed": "1" }, "guesses": { "__proto__": [[1, 2]] } }
    }
  }`) as unknown;
  const { state } = readState(hostile, page);
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  assert.deepEqual(Object.keys(state.knobs), []);
  assert.deepEqual(Object.keys(state.experiments), ["letters", "road"]);
  const { guesses } = state.experiments["letters"];
  assert.equal(Object.getPrototypeOf(guesses), Object.prototype);
  assert.deepEqual(Object.keys(guesses), ["__proto__"]);
  assert.equal(Object.getPrototypeOf(state.sources), Object.prototype);
});

test("a state that is all mistakes brings at most twenty sentences", () => {
  const knobs = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, i]));
  assert.equal(read({ knobs }).problems.length, 20);
  const guesses = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, [[1, 2]]]));
  const { state } = read({ experiments: { letters: { guesses } } });
  assert.equal(Object.keys(state.experiments["letters"].guesses).length, 100);
});
