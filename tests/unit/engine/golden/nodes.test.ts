import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { simulate } from "../../../../src/engine/index.ts";
import { nodeRuns } from "./nodes.ts";

const file = new URL("nodes.json", import.meta.url);
const golden = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;

/** A change of one of these is another version of the engine; UPDATE=1 writes them anew. */
for (const [name, spec] of Object.entries(nodeRuns)) {
  test(`its fingerprint is golden: ${name}`, () => {
    const { fingerprint, trace, outcome } = simulate(spec());
    if (process.env["UPDATE"] === "1") {
      golden[name] = fingerprint;
      writeFileSync(file, `${JSON.stringify(golden, null, 2)}\n`);
    }
    assert.equal(fingerprint, golden[name]);
    assert.notEqual(outcome.kind, "error");
    assert.ok(trace.rows > 50, String(trace.rows));
  });
}

test("all of them are different runs", () => {
  assert.deepEqual(Object.keys(golden).sort(), Object.keys(nodeRuns).sort());
  assert.equal(new Set(Object.values(golden)).size, Object.keys(golden).length);
});
