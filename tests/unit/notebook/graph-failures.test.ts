import assert from "node:assert/strict";
import { test } from "node:test";
import { PAGE } from "../../../src/notebook/run/graph.ts";
import { knobs, Page } from "./graph-page.ts";
import { compiled } from "./support.ts";

test("a cell that throws says where; those that need it say what they wait for", async () => {
  const page = new Page(["c"]);
  const sources = [
    knobs,
    "const x =\n  1;\nif (a === 2) throw new Error('two');\nconst y = a;",
    "const c = y + 1;",
    "const d = c + 1;",
    "const e = b;",
  ];
  await page.show(...sources);
  page.graph.setKnobs({ a: 2 });
  await page.settle();
  const failure = { message: "two", cell: "second", line: 3 };
  assert.deepEqual(page.cells.get("second"), { state: "failed", failure, output: [] });
  assert.deepEqual(page.cells.get("third"), { state: "waiting", name: "y" });
  assert.deepEqual(page.cells.get("fourth"), { state: "waiting", name: "c" });
  assert.equal(page.cells.get("fifth")?.state, "done");
  assert.deepEqual(page.failures, [[PAGE, "c", failure]]);
  page.graph.setKnobs({ a: 1 });
  // The value is what it was before the failure, and is told again all the same.
  assert.deepEqual((await page.settle()).values, [[PAGE, "c", 2]]);
  for (const id of ["second", "third", "fourth"]) assert.equal(page.cells.get(id)?.state, "done");
});

test("a failure that is told is the newest one", async () => {
  const page = new Page(["z"]);
  const sources = [
    knobs,
    "const x = a; if (a === 3) throw new Error('of x');",
    "const y = x; if (x === 2) throw new Error('of y');",
    "const z = y;",
  ];
  await page.show(...sources);
  for (const a of [2, 3]) {
    page.graph.setKnobs({ a });
    await page.settle();
  }
  assert.deepEqual(
    page.failures.map(([, , { message, cell }]) => [message, cell]),
    [
      ["of y", "third"],
      ["of x", "second"],
    ],
  );
  assert.deepEqual(page.cells.get("third"), { state: "waiting", name: "x" });
});

test("whatever a cell throws is told in words", async () => {
  const thrown: [string, RegExp][] = [
    ["undefined", /^undefined was thrown$/],
    ["null", /^null was thrown$/],
    ["'text'", /^text was thrown$/],
    ["{ toString() { throw 1; } }", /^something that cannot be shown/],
    ["Object.create(null)", /^something that cannot be shown/],
    ["new Error('x'.repeat(1e6))", /^x{2000}$/],
    ["Object.assign(new Error('m'), { stack: { toString: 1 } })", /^m$/],
    ["new RangeError()", /^RangeError$/],
  ];
  for (const [value, message] of thrown) {
    const page = new Page(["a"]);
    await page.show(`const a = 1; if (a) throw ${value};`);
    const status = page.cells.get("first");
    assert.ok(status?.state === "failed", value);
    assert.match(status.failure.message, message);
    assert.equal(page.failures.length, 1);
  }
});

test("a cell that is left out leaves those that need it waiting", async () => {
  const page = new Page(["c"]);
  const cells = compiled("const a = 1;", "const c = a;");
  await page.graph.setCells([cells[1]]);
  await page.settle();
  assert.deepEqual(page.cells.get("second"), { state: "waiting", name: "a" });
  assert.match(page.failures[0][2].message, /a is not there, because its cell has a mistake/);
});
