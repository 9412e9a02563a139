/**
 * The promise of every reliable protocol: each item once, in order, whatever the wire does, as
 * long as it lets anything through. A thousand hostile wires each.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  duplex,
  GoBackNReceiver,
  GoBackNSender,
  type LinkOptions,
  ms,
  type Process,
  SelectiveRepeatReceiver,
  SelectiveRepeatSender,
  simulate,
  StopAndWaitReceiver,
  StopAndWaitSender,
} from "../../src/engine/index.ts";

const text = "NUMBER THE STARS";

type Ends = { sender: Process; receiver: Process & { received: string[] } };

/** A wire of any temper; `keepsOrder` where the space of numbers is small. */
function wires(keepsOrder: boolean): fc.Arbitrary<LinkOptions> {
  return fc.record({
    delay: fc.integer({ min: 1, max: 60 }).map(ms),
    jitter: fc.integer({ min: 0, max: 120 }).map(ms),
    loss: fc.double({ min: 0, max: 0.5, noNaN: true }),
    corruption: fc.double({ min: 0, max: 0.3, noNaN: true }),
    duplication: fc.double({ min: 0, max: 0.3, noNaN: true }),
    keepsOrder: fc.constant(keepsOrder),
  });
}

function deliver(ends: Ends, seed: number, wire: LinkOptions): void {
  const run = simulate({ seed, nodes: ends, links: duplex("sender", "receiver", wire) });
  assert.deepEqual(run.outcome, { kind: "finished" });
  assert.equal((run.nodes as Ends).receiver.received.join(""), text);
}

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const patience = fc.integer({ min: 30, max: 400 }).map(ms);
const thousand = { numRuns: 1_000, seed: 2026 };

test("stop-and-wait delivers exactly once and in order over 1,000 wires that keep order", () => {
  fc.assert(
    fc.property(seeds, wires(true), patience, (seed, wire, wait) => {
      const sender = new StopAndWaitSender("receiver", text, wait);
      deliver({ sender, receiver: new StopAndWaitReceiver() }, seed, wire);
    }),
    thousand,
  );
});

test("Go-Back-N delivers exactly once and in order over 1,000 wires that keep order", () => {
  const sizes = fc.integer({ min: 1, max: 8 });
  fc.assert(
    fc.property(seeds, wires(true), patience, sizes, (seed, wire, wait, window) => {
      const space = window + 1; // the smallest space that is legal
      const sender = new GoBackNSender("receiver", text, { window, space, patience: wait });
      deliver({ sender, receiver: new GoBackNReceiver(space) }, seed, wire);
    }),
    thousand,
  );
});

test("Selective Repeat delivers exactly once and in order over 1,000 wires that keep order", () => {
  const sizes = fc.integer({ min: 1, max: 8 });
  fc.assert(
    fc.property(seeds, wires(true), patience, sizes, (seed, wire, wait, window) => {
      const space = 2 * window;
      const sender = new SelectiveRepeatSender("receiver", text, { window, space, patience: wait });
      deliver({ sender, receiver: new SelectiveRepeatReceiver(window, space) }, seed, wire);
    }),
    thousand,
  );
});

test("with numbers that never come round, both windows survive 1,000 wires that reorder", () => {
  const space = 1_000;
  const sizes = fc.integer({ min: 1, max: 8 });
  fc.assert(
    fc.property(seeds, wires(false), patience, sizes, (seed, wire, wait, window) => {
      const options = { window, space, patience: wait };
      const goBack = new GoBackNSender("receiver", text, options);
      deliver({ sender: goBack, receiver: new GoBackNReceiver(space) }, seed, wire);
      const selective = new SelectiveRepeatSender("receiver", text, options);
      const receiver = new SelectiveRepeatReceiver(window, space);
      deliver({ sender: selective, receiver }, seed, wire);
    }),
    thousand,
  );
});
