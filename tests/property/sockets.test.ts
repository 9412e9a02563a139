/**
 * Exactly once and in order on real sockets: every reliable protocol, a fifth of all packets lost
 * in each direction, one OS process killed at any moment and started again.
 */
import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { crash, ms, restart } from "../../src/engine/index.ts";
import { EventKind } from "../../src/engine/trace/event.ts";
import { runOnSockets, type SocketRunOptions } from "../../src/host/run.ts";
import { ITEMS, protocols } from "../unit/host/experiments.ts";

const module = fileURLToPath(new URL("../unit/host/experiments.ts", import.meta.url));
/** Of each: over all three a hundred and a few. */
const RUNS_EACH = 34;

function optionsOf(protocol: string, seed: number): SocketRunOptions {
  const node = seed % 2 === 0 ? "a" : "b";
  // From before the first letter to about the last one.
  const at = ms(5 + ((seed * 37) % 400));
  const faults = [crash(node, at), restart(node, at + ms(20))];
  const transport = seed % 3 === 0 ? "tcp" : "udp";
  return { module, seed, faults, transport, knobs: { protocol, loss: 20 }, until: 20e9 };
}

for (const protocol of protocols) {
  test(`${protocol} delivers once and in order, despite losses and a kill`, async () => {
    const waiting = Array.from({ length: RUNS_EACH }, (_, i) => optionsOf(protocol, i + 1));
    let kills = 0;
    let runs = 0;
    let losses = 0;
    const work = async (): Promise<void> => {
      for (let options = waiting.pop(); options !== undefined; options = waiting.pop()) {
        const run = await runOnSockets(options);
        const { received } = (run.nodes as unknown as { b: { received: string[] } }).b;
        assert.deepEqual(run.outcome, { kind: "finished" }, `seed ${options.seed}`);
        assert.equal(received.join(""), ITEMS, `seed ${options.seed}`);
        const kinds = Array.from({ length: run.trace.rows }, (_, row) => run.trace.kind(row));
        if (kinds.includes(EventKind.crash) && kinds.includes(EventKind.restart)) kills++;
        runs++;
        losses += run.metrics.links["a→b"].lost + run.metrics.links["b→a"].lost;
      }
    };
    await Promise.all(Array.from({ length: 2 * availableParallelism() }, work));
    assert.equal(runs, RUNS_EACH);
    // Some are over before the kill would have come; then there is none.
    assert.ok(kills > 0.8 * runs, `${kills} kills in ${runs} runs`);
    assert.ok(losses > runs, `${losses} packets lost in ${runs} runs`);
  });
}
