import assert from "node:assert/strict";
import { test } from "node:test";
import {
  crash,
  duplex,
  type LinkOptions,
  mishapsOf,
  ms,
  simulate,
  StopAndWaitReceiver,
  StopAndWaitSender,
} from "../../../src/engine/index.ts";
import { validateFaults } from "../../../src/engine/faults.ts";
import { eventsOf } from "./support.ts";

type Faults = Parameters<typeof simulate>[0]["faults"];

function letters(options: LinkOptions, faults: Faults = []) {
  const nodes = {
    a: new StopAndWaitSender("b", "THE VERY SAME MISHAPS", ms(120)),
    b: new StopAndWaitReceiver(),
  };
  const way = { delay: ms(20), jitter: ms(15), ...options };
  return simulate({ seed: 5, nodes, links: duplex("a", "b", way), faults });
}

const receipts = (run: ReturnType<typeof letters>) =>
  eventsOf(run, "send", "receive", "timeout", "arrive", "discard").map(
    ({ kind, time, node, message }) => [kind, time, node, message],
  );

test("a run's losses and flipped bits, as faults, befall a perfect link alike", () => {
  const unlucky = letters({ loss: 0.25, corruption: 0.1 });
  assert.ok(unlucky.metrics.links["a→b"].lost > 3);
  assert.ok(unlucky.metrics.links["a→b"].corrupted > 0);
  const faults = mishapsOf(unlucky.trace);
  assert.deepEqual(validateFaults(faults, { links: ["a→b", "b→a"] }).problems, []);
  const again = letters({}, faults);
  assert.deepEqual(receipts(again), receipts(unlucky));
  const { lost, dropped } = again.metrics.links["a→b"];
  assert.deepEqual([lost, dropped], [0, unlucky.metrics.links["a→b"].lost]);
});

test("copies are made again", () => {
  const doubled = letters({ duplication: 0.3 });
  const again = letters({}, mishapsOf(doubled.trace));
  assert.deepEqual(receipts(again), receipts(doubled));
  assert.ok(again.metrics.links["a→b"].duplicated > 0);
});

test("a run without mishaps has none, and a crash is not one", () => {
  assert.deepEqual(mishapsOf(letters({}).trace), []);
  assert.deepEqual(mishapsOf(letters({}, [crash("b", ms(500))]).trace).length, 0);
});

test("a list is never longer than a run may have", () => {
  const nodes = {
    a: new StopAndWaitSender("b", "x".repeat(9_000), ms(1)),
    b: new StopAndWaitReceiver(),
  };
  const run = simulate({ seed: 1, nodes, links: duplex("a", "b", { loss: 0.5 }) });
  assert.equal(mishapsOf(run.trace).length, 10_000);
});
