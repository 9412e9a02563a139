/** TCP's promise: every byte once, in order, over a thousand hostile wires, and to an end. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { duplex, mbps, ms, simulate } from "../../src/engine/index.ts";
import { TcpReceiver, TcpSender } from "../../src/engine/protocols/tcp/bulk.ts";
import { CONGESTION_CONTROLS } from "../../src/engine/protocols/tcp/settings.ts";

const text = Array.from({ length: 300 }, (_, i) => `star ${i}, `).join("");

const wires = fc.record({
  bandwidth: fc.constantFrom(mbps(1), mbps(100), Infinity),
  delay: fc.integer({ min: 0, max: 80 }).map(ms),
  jitter: fc.integer({ min: 0, max: 120 }).map(ms),
  loss: fc.double({ min: 0, max: 0.3, noNaN: true }),
  corruption: fc.double({ min: 0, max: 0.2, noNaN: true }),
  duplication: fc.double({ min: 0, max: 0.3, noNaN: true }),
});

const settings = fc.record({
  congestion: fc.constantFrom(...CONGESTION_CONTROLS),
  sack: fc.boolean(),
  timestamps: fc.boolean(),
  nagle: fc.boolean(),
  mss: fc.integer({ min: 100, max: 600 }),
  receiveBuffer: fc.constantFrom(500, 3_000, 65_535, 300_000),
  delayedAck: fc.constantFrom(0, ms(40)),
  initialSequence: fc.constantFrom(0, 2 ** 31 - 700, 2 ** 32 - 700),
  retries: fc.constant(1_000),
});

test("TCP delivers every byte once and in order over 1,000 wires, and comes to an end", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), wires, settings, (seed, wire, given) => {
      const nodes = { a: new TcpSender("b", text, given), b: new TcpReceiver(given) };
      const run = simulate({ seed, nodes, links: duplex("a", "b", wire) });
      assert.deepEqual(run.outcome, { kind: "finished" });
      assert.equal(run.nodes.b.received, text);
      assert.equal(run.nodes.a.state, "CLOSED");
    }),
    { numRuns: 1_000, seed: 2026 },
  );
});
