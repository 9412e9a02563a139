import assert from "node:assert/strict";
import { test } from "node:test";
import {
  crash,
  cut,
  degrade,
  drop,
  type Fault,
  flaky,
  heal,
  mute,
  overload,
  type Process,
  restart,
  resumeFrom,
  Router,
  type Run,
  simulate,
  slow,
  type Spec,
} from "../../src/engine/index.ts";
import { Streams } from "../../src/engine/kernel/random.ts";
import { EventKind } from "../../src/engine/trace/event.ts";
import { sets } from "../unit/engine/golden/sets.ts";

const PER_RUN = 3;
const streams = new Streams("resume");
const choice = streams.open("choice");
const below = (n: number): number => streams.below(choice, n);

const corpus = Object.values(sets).flatMap((runs) => Object.entries(runs));

test("the corpus gives at least 100 moments", () => {
  assert.ok(corpus.length * PER_RUN >= 100, String(corpus.length));
});

for (const [name, make] of corpus) {
  test(`resumed without changes, it is the same run: ${name}`, () => {
    const { fingerprint, trace, outcome, metrics } = simulate(make());
    for (let i = 0; i < PER_RUN; i++) {
      const row = below(trace.rows);
      const resumed = resumeFrom(make(), row);
      assert.equal(resumed.fingerprint, fingerprint, `row ${row} of ${trace.rows}`);
      assert.deepEqual(resumed.outcome, outcome);
      assert.deepEqual(resumed.metrics, metrics);
    }
  });
}

/** An event may write some rows more than the one that it is named by. */
const MARGIN = 60;

/** How many rows of a kind there are at a place soon after a row. */
function countBy({ trace }: Run, row: number, kind: number, place: number): number {
  let count = 0;
  for (let i = 0; i < Math.min(trace.rows, row + MARGIN); i++) {
    const at = kind === EventKind.transmit ? trace.place(i) : trace.node(i);
    if (trace.kind(i) === kind && at === place) count++;
  }
  return count;
}

/** Faults that strike after a row. */
const strikes: ((run: Run, row: number, spec: Spec) => Fault[])[] = [
  (run, row) => {
    const node = run.trace.nodes[below(run.trace.nodes.length)];
    const at = laterThan(run, row);
    return [crash(node, at), restart(node, at + 50_000_000)];
  },
  (run, row) => {
    const { from, to } = run.trace.links[below(run.trace.links.length)];
    const [a, b] = [run.trace.nodes[from], run.trace.nodes[to]];
    const at = laterThan(run, row);
    return [cut(a, b, at), heal(a, b, at + 30_000_000)];
  },
  (run, row) => {
    const link = below(run.trace.links.length);
    const packet = countBy(run, row, EventKind.transmit, link) + 1 + below(3);
    return [drop(run.trace.links[link].id, packet)];
  },
  (run, row) => {
    const sender = below(run.trace.nodes.length);
    const message = countBy(run, row, EventKind.send, sender) + 1 + below(3);
    return [drop({ sender: run.trace.nodes[sender], message, fragment: 1 })];
  },
  (run, row) => {
    const { from, to } = run.trace.links[below(run.trace.links.length)];
    const [a, b] = [run.trace.nodes[from], run.trace.nodes[to]];
    return [degrade(a, b, { loss: 0.3 }, laterThan(run, row))];
  },
  (run, row) => {
    const node = run.trace.nodes[below(run.trace.nodes.length)];
    return [flaky([node], 80_000_000, 20_000_000, { at: laterThan(run, row), until: 9e9 })];
  },
  (run, row) => {
    const node = below(run.trace.nodes.length);
    const handled =
      countBy(run, row, EventKind.start, node) +
      countBy(run, row, EventKind.restart, node) +
      countBy(run, row, EventKind.receive, node) +
      countBy(run, row, EventKind.timeout, node);
    const point = { handled: handled + 1 + below(2), afterSends: below(2), downFor: 40_000_000 };
    return [crash(run.trace.nodes[node], point)];
  },
  (run, row) => {
    const node = run.trace.nodes[below(run.trace.nodes.length)];
    const event = row + MARGIN + below(30);
    return [crash(node, { event, downFor: 10_000_000 }), slow(node, 3, laterThan(run, row))];
  },
  (run, row, spec) => {
    const at = laterThan(run, row);
    const isRouter = ([, process]: [string, Process]): boolean => process instanceof Router;
    const router = Object.entries(spec.nodes).find(isRouter)?.[0];
    const node = run.trace.nodes[below(run.trace.nodes.length)];
    return router === undefined ? [mute(node, at)] : [overload(router, 20, at)];
  },
];

function laterThan({ trace }: Run, row: number): number {
  const now = trace.time(row);
  return now + 1 + below(Math.max(2, Math.min(2e9, trace.end - now)));
}

const isOrdered = ({ faults = [] }: Spec): boolean => faults.some(({ verb }) => verb === "first");

for (const [i, [name, make]] of corpus.entries()) {
  test(`a fault that strikes later is as if it had always been planned: ${name}`, () => {
    const run = simulate(make());
    const strike = strikes[i % strikes.length];
    const row = below(Math.max(1, run.trace.rows - 2 * MARGIN));
    const faults = [...(make().faults ?? []), ...strike(run, row, make())];
    const whole = simulate({ ...make(), faults });
    const resumed = resumeFrom(make(), row, { faults });
    const told = JSON.stringify({ row, of: run.trace.rows, faults: faults.slice(-2) });
    assert.equal(resumed.fingerprint, whole.fingerprint, told);
    assert.deepEqual(resumed.metrics, whole.metrics, told);
  });
}

test("another seed leaves the past as it is, and changes the luck of the future only", () => {
  let changed = 0;
  const some = corpus.filter(([, make], i) => i % 4 === 0 && !isOrdered(make()));
  for (const [name, make] of some) {
    const { trace } = simulate(make());
    const row = Math.floor(trace.rows / 2);
    const first = resumeFrom(make(), row, { seed: "other" });
    for (let i = 0; i <= row; i++) {
      const rowOf = ({ trace: t }: { trace: typeof trace }) => [
        t.time(i),
        t.kind(i),
        t.node(i),
        t.place(i),
        t.packet(i),
        t.message(i),
        t.detail(i),
      ];
      if (String(rowOf(first)) !== String(rowOf({ trace }))) assert.fail(`${name}: row ${i}`);
    }
    if (first.fingerprint !== simulate(make()).fingerprint) changed++;
  }
  assert.ok(changed > some.length / 2, String(changed));
});
