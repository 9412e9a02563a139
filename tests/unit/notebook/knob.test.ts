import assert from "node:assert/strict";
import { test } from "node:test";
import { knobProblem, readKnob } from "../../../src/notebook/knob.ts";

const scale = { min: 20, max: 1000, step: 10, unit: "ms", value: 250 };

test("a knob on a scale, a switch and a choice are read with their defaults", () => {
  assert.deepEqual(readKnob("loss", "Loss", { max: 60, value: 0 }), {
    ...{ kind: "number", name: "loss", label: "Loss", min: 0, max: 60, step: 1 },
    ...{ unit: "", value: 0, note: "" },
  });
  assert.deepEqual(readKnob("t", "T", { ...scale, note: "patience" }), {
    ...{ kind: "number", name: "t", label: "T", ...scale, note: "patience" },
  });
  assert.deepEqual(readKnob("on", "On", { value: false }), {
    ...{ kind: "switch", name: "on", label: "On", value: false, note: "" },
  });
  assert.deepEqual(readKnob("way", "Way", { options: ["a", "b"], value: "b" }), {
    ...{ kind: "choice", name: "way", label: "Way", options: ["a", "b"], value: "b", note: "" },
  });
});

test("a wrong knob is refused with knob, field, value and what is permitted", () => {
  const label80 = "x".repeat(81);
  const nested = JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`) as unknown;
  const gap = ["a", "b"];
  gap[3] = "c";
  const cases: [unknown, unknown, RegExp][] = [
    ["", scale, /^knob k: label is "", but must be a text/],
    [7, scale, /^knob k: label is 7/],
    [label80, scale, /^knob k: label has 81 characters; at most 80/],
    ["x".repeat(1_000_000), scale, /^knob k: label has 1000000 characters/],
    [nested, scale, /^knob k: label is an array of 1, but must be a text/],
    ["K", undefined, /^knob k: write knob\("K", \{ value/],
    ["K", 7, /^knob k: write knob/],
    ["K", null, /^knob k: write knob/],
    ["K", {}, /^knob k: max is undefined, but must be a finite number/],
    ["K", { ...scale, min: 1000 }, /^knob k: min is 1000, but must be below max, 1000/],
    ["K", { ...scale, min: NaN }, /^knob k: min is NaN/],
    ["K", { ...scale, max: Infinity }, /^knob k: max is Infinity/],
    ["K", { ...scale, step: 0 }, /^knob k: step is 0, but must be above 0/],
    ["K", { ...scale, step: -1 }, /^knob k: step is -1/],
    ["K", { ...scale, step: NaN }, /^knob k: step is NaN/],
    ["K", { ...scale, value: 19 }, /^knob k: value is 19, but must be from 20 to 1000/],
    ["K", { ...scale, value: 1001 }, /^knob k: value is 1001/],
    ["K", { ...scale, value: "250" }, /^knob k: value is "250", but must be a finite number/],
    ["K", { ...scale, value: nested }, /^knob k: value is an array of 1/],
    ["K", { ...scale, unit: 7 }, /^knob k: unit is 7/],
    ["K", { ...scale, note: {} }, /^knob k: note is an object/],
    ["K", { options: ["a"], value: "a" }, /^knob k: options must be a list of 2 to 12/],
    ["K", { options: Array(13).fill("a"), value: "a" }, /2 to 12/],
    ["K", { options: "ab", value: "a" }, /2 to 12/],
    ["K", { options: ["a", 1], value: "a" }, /^knob k: options is 1/],
    ["K", { options: gap, value: "a" }, /^knob k: options is undefined/],
    ["K", { options: ["a", "b"], value: "c" }, /^knob k: value is "c", but must be one of a, b/],
    ["K", { options: ["a", "b"] }, /^knob k: value is undefined/],
  ];
  for (const [label, options, message] of cases)
    assert.throws(() => readKnob("k", label, options), { message });
});

test("a knob takes what lies on it, and says what it does not take", () => {
  const number = readKnob("t", "Timeout", scale);
  const onOff = readKnob("on", "Alice repeats", { value: false });
  const choice = readKnob("way", "Way", { options: ["there", "back"], value: "back" });
  for (const value of [20, 250, 1000, 33.5]) assert.equal(knobProblem(number, value), "");
  for (const value of [true, false]) assert.equal(knobProblem(onOff, value), "");
  for (const value of ["there", "back"]) assert.equal(knobProblem(choice, value), "");
  for (const value of [19.9, 1001, NaN, Infinity, -Infinity, "250", true, null, undefined, {}, []])
    assert.match(knobProblem(number, value), /^“Timeout” goes from 20 to 1000 ms, not to /);
  for (const value of [0, 1, "true", null, undefined, {}])
    assert.match(knobProblem(onOff, value), /^“Alice repeats” is on or off, not /);
  for (const value of ["", "There", 0, ["there"], null])
    assert.match(knobProblem(choice, value), /^“Way” is one of there, back, not /);
});

test("what is said of a value is short, however large or deep it is", () => {
  const number = readKnob("t", "Timeout", scale);
  const nested = JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`) as unknown;
  for (const value of [
    "x".repeat(1e6),
    nested,
    { toString: null },
    Object.create(null),
    10n ** 999n,
  ])
    assert.ok(knobProblem(number, value).length < 120);
});
