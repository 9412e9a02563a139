import assert from "node:assert/strict";
import { test } from "node:test";
import {
  clockFor,
  duration,
  number,
  percent,
  properName,
  quote,
  rate,
  size,
  visible,
} from "../../../src/views/words/format.ts";
import { preview } from "../../../src/views/words/preview.ts";

const NARROW = "\u202f";
const plainSpace = (text: string): string => text.replaceAll(NARROW, " ");

test("a unit follows its number after a narrow no-break space", () => {
  assert.equal(duration(40e6), `40${NARROW}ms`);
  assert.equal(percent(0.3), `30${NARROW}%`);
});

test("durations take the largest unit of which there is at least one", () => {
  const cases: [number, string][] = [
    [0, "0 ns"],
    [999, "999 ns"],
    [1_500, "1.5 µs"],
    [40e6, "40 ms"],
    [40.424e6, "40.42 ms"],
    [250e6, "250 ms"],
    [1e9, "1 s"],
    [61.25e9, "61.25 s"],
    [-2e6, "−2 ms"],
  ];
  for (const [ns, words] of cases) assert.equal(plainSpace(duration(ns)), words);
});

test("one run has one clock, by its length", () => {
  assert.equal(plainSpace(clockFor(6e9)(250e6)), "0.250 s");
  assert.equal(plainSpace(clockFor(89e6)(34e6)), "34.000 ms");
  assert.equal(plainSpace(clockFor(50e3)(1_234)), "1.234 µs");
});

test("numbers have a true minus, commas from 1,000 on and no useless zeros", () => {
  assert.equal(number(-1234567), "−1,234,567");
  assert.equal(number(0.1 + 0.2), "0.3");
  assert.equal(number(-0.0000001), "0");
  assert.equal(number(2.5, 2), "2.50");
  assert.equal(number(1000), "1,000");
  assert.equal(number(Infinity), "∞");
});

test("sizes and rates", () => {
  assert.equal(plainSpace(size(1)), "1 byte");
  assert.equal(plainSpace(size(1472)), "1,472 bytes");
  assert.equal(plainSpace(size(2_500_000)), "2.5 MB");
  assert.equal(plainSpace(rate(1e6)), "1 Mbit/s");
  assert.equal(plainSpace(rate(64_000)), "64 kbit/s");
});

test("names begin with a capital, texts show what is invisible", () => {
  assert.equal(properName("alice"), "Alice");
  assert.equal(properName("server-1"), "Server-1");
  assert.equal(visible("a\u0000b\u202ec"), "a␀b\ufffdc");
  assert.equal(quote(" "), "“␣”");
  assert.equal([...visible("x".repeat(1e6), 40)].length, 40);
  assert.doesNotThrow(() => visible("\ud83d", 3));
});

test("a message is told in a few characters, whatever its shape", () => {
  const cases: [string, string][] = [
    ['{"number":4,"letter":"R"}', "4 “R”"],
    ['{"number":4}', "4"],
    ['{"book":"dune","kind":"buy"}', "buy “dune”"],
    ['{"sold":true,"late":false}', "sold not late"],
    ['{"price":null}', "no price"],
    ['{"nested":{"a":1}}', "{nested …}"],
    ["{}", "{}"],
    ['"hello"', "“hello”"],
    ["[1,2,3]", "[1, 2, 3]"],
    ["[1,2,3,4]", "4 values"],
    ["null", "nothing"],
    ["true", "yes"],
    ["46 bytes: 00 01", "46 bytes: 00 01"],
    ['{"a":1,"b":2,"c":3,"d":4}', "1 2 3 …"],
    ['{"kind":"buy","books":["du…', "buy"],
    ['"it was a dark and storm…', "“it was a dark a…”"],
    ["", "nothing"],
  ];
  for (const [body, words] of cases) assert.equal(preview(body), words, body);
});

test("a hostile message stays short and breaks nothing", () => {
  const hostile = JSON.stringify({ __proto__: 1, kind: "<img onerror=alert(1)>", x: "\u202e" });
  for (const body of [hostile, "{".repeat(5_000), `"${"\u0007".repeat(300)}"`, "[".repeat(300)]) {
    assert.ok([...preview(body)].length <= 28, body.slice(0, 20));
  }
});
