import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CsmaCdStation,
  mbps,
  Medium,
  type Nodes,
  simulate,
  star,
} from "../../../../src/engine/index.ts";

test("stations that start at once get all their frames through in the end", () => {
  for (const [count, seed] of [
    [2, 1],
    [10, 2],
    [64, 3],
  ]) {
    const names = Array.from({ length: count }, (_, i) => `s${i}`);
    const nodes: Nodes = { medium: new Medium(names, { bandwidth: mbps(10) }) };
    names.forEach((name, i) => {
      const to = names[(i + 1) % count];
      nodes[name] = new CsmaCdStation("medium", { to, bytes: 64, frames: 3 });
    });
    const run = simulate({ seed, nodes, links: star("medium", names) });
    assert.equal(run.outcome.kind, "finished");
    for (const name of names) {
      const { through, lost, received } = run.nodes[name] as CsmaCdStation;
      assert.deepEqual([through, lost, received], [3, 0, 3], `${name} of ${count}`);
    }
  }
});
