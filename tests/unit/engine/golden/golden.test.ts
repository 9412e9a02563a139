import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { simulate } from "../../../../src/engine/index.ts";
import { sets } from "./sets.ts";

/** At least so many runs must have a golden fingerprint. */
const LEAST = 20;

const all: string[] = [];
for (const [set, runs] of Object.entries(sets)) {
  const file = new URL(`${set}.json`, import.meta.url);
  const golden = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, string>)
    : {};
  /* A change of one of these is another version of the engine; UPDATE=1 writes them anew. */
  for (const [name, spec] of Object.entries(runs)) {
    test(`its fingerprint is golden: ${name}`, () => {
      const { fingerprint, trace, outcome } = simulate(spec());
      if (process.env["UPDATE"] === "1") {
        golden[name] = fingerprint;
        writeFileSync(file, `${JSON.stringify(golden, null, 2)}\n`);
      }
      assert.equal(fingerprint, golden[name]);
      assert.notEqual(outcome.kind, "error");
      assert.ok(trace.rows > 50, String(trace.rows));
      all.push(fingerprint);
    });
  }

  test(`${set}.json holds these runs and no others`, () => {
    assert.deepEqual(Object.keys(golden).sort(), Object.keys(runs).sort());
  });
}

test("all of them are different runs, and they are enough", () => {
  assert.equal(new Set(all).size, all.length);
  assert.ok(all.length >= LEAST, `${all.length} of ${LEAST}`);
});
