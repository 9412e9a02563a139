import assert from "node:assert/strict";
import { test } from "node:test";
import {
  duplex,
  type Limits,
  ms,
  Process,
  simulate,
  type Spec,
} from "../../../src/engine/index.ts";
import { moment } from "../../../src/engine/simulate.ts";
import { Echo } from "./support.ts";

/** Sends so many numbers, one a millisecond. */
class Counter extends Process {
  left: number;
  constructor(count: number) {
    super();
    this.left = count;
  }
  start(): void {
    this.timeout();
  }
  timeout(): void {
    this.send("b", { left: this.left });
    if (--this.left > 0) this.setTimer("next", ms(1));
  }
}

const spec = (count: number, limits?: Partial<Limits>): Spec => ({
  seed: 5,
  nodes: { a: new Counter(count), b: new Echo() },
  links: duplex("a", "b", {
    ...{ delay: ms(3), jitter: ms(2), loss: 0.2, corruption: 0.1, duplication: 0.1 },
    ...{ bandwidth: 1e5, queue: 20, mtu: 40 },
  }),
  limits,
});

test("without its trace a run has the same metrics, processes and outcome, and no rows", () => {
  for (const count of [1, 300, 3_000]) {
    const full = simulate(spec(count));
    const lean = simulate({ ...spec(count), trace: "none" });
    assert.deepEqual(lean.metrics, full.metrics);
    assert.deepEqual(lean.outcome, full.outcome);
    assert.deepEqual(lean.nodes, full.nodes);
    assert.deepEqual([lean.trace.rows, lean.trace.data.strings, lean.fingerprint], [0, [], ""]);
    assert.deepEqual(lean.trace.links, full.trace.links);
    assert.ok(count < 3_000 || lean.metrics.events > 15_000);
  }
});

test("its limits hold, but for that of the trace's bytes", () => {
  const lean = (limits: Partial<Limits>) => simulate({ ...spec(3_000, limits), trace: "none" });
  const full = simulate(spec(3_000, { events: 5_000 }));
  assert.deepEqual(lean({ events: 5_000 }).outcome, full.outcome);
  assert.equal(lean({ events: 5_000 }).metrics.events, 5_000);
  assert.equal(lean({ time: ms(500) }).outcome.kind, "limit");
  assert.equal(lean({ trace: 1_000 }).outcome.kind, "finished");
});

test("a process that throws ends it with its words, and moments can still be asked for", () => {
  class Thrower extends Process {
    timeout(): void {
      throw new Error("enough");
    }
    start(): void {
      this.setTimer("t", ms(1));
    }
  }
  const given = { seed: 1, nodes: { a: new Thrower() }, links: [], trace: "none" as const };
  const { outcome } = simulate(given);
  assert.equal(outcome.kind === "error" ? outcome.message : "", "Error: enough");
  assert.deepEqual(Object.keys(moment(given, 0).states), ["a"]);
});

test("refused: another word", () => {
  assert.throws(
    () => simulate({ ...spec(1), trace: "some" as "none" }),
    /simulate: trace is "some"; it must be one of full, none/,
  );
});
