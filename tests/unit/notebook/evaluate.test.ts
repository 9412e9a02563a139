import assert from "node:assert/strict";
import { test } from "node:test";
import * as engine from "../../../src/engine/index.ts";
import { Evaluator } from "../../../src/notebook/run/evaluate.ts";
import { ScopeMaker } from "../../../src/notebook/run/scope.ts";
import { experiment, knobs, Page } from "./graph-page.ts";
import { compiled, loadAll, plainJob } from "./support.ts";

test("a sweep's evaluator gives the graph's values, and runs what never varies once", async () => {
  const sources = [
    knobs,
    "const constant = (console.log('constant'), { x: 2 });",
    "const sum = a + b + constant.x + Number(seed) + faults.length;",
  ];
  const cells = await loadAll(compiled(...sources));
  let runs = 0;
  cells[1] = { ...cells[1], definition: () => ({ constant: { x: (runs += 1) + 1 } }) };
  const evaluator = new Evaluator(cells, new ScopeMaker({ ...engine }));
  const faults = [engine.drop("a→b", 1)];
  for (const [a, b, seed] of [
    [1, 2, "7"],
    [3, 9, "8"],
    [99, 0, "9"],
  ] as const) {
    const page = new Page();
    page.graph.setKnobs({ a, b });
    await page.show(...sources);
    page.graph.setExperiments([experiment("e", { run: "sum", seed, faults })]);
    const { values } = await page.settle();
    assert.deepEqual(values, [
      ["e", "sum", evaluator.value("sum", { knobs: { a, b }, seed, faults })],
    ]);
  }
  assert.equal(runs, 1);
  assert.throws(() => evaluator.value("nothing", plainJob), /No cell of this page defines nothing/);
});

test("an evaluator looks at each cell of a large page once", () => {
  const cells = Array.from({ length: 60 }, (_, i) => ({
    ...{ id: `${i}`, index: i, names: [`x${i}`, `y${i}`], knobs: [], questions: [], code: "" },
    needs: i === 0 ? [] : [`x${i - 1}`, `y${i - 1}`],
    definition: () => ({ [`x${i}`]: i, [`y${i}`]: i }),
  }));
  const evaluator = new Evaluator(cells, new ScopeMaker({ ...engine }));
  assert.equal(evaluator.value("x59", plainJob), 59);
});
