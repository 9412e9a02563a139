import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  cut,
  crash,
  DistanceVectorRouter,
  type Fault,
  LinkStateRouter,
  type LinkSpec,
  ms,
  type Nodes,
  randomNetwork,
  type Router,
  seconds,
  simulate,
} from "../../src/engine/index.ts";
import { without, wrongWays } from "../unit/engine/routing/support.ts";

/** A random network with random costs and delays, and what is done to it at 20 s. */
const network = fc.record({
  seed: fc.nat(9_999),
  size: fc.integer({ min: 2, max: 9 }),
  probability: fc.constantFrom(0, 0.2, 0.5),
  costs: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 5, maxLength: 9 }),
  broken: fc.nat(),
  isCrash: fc.boolean(),
});

type Network = typeof network extends fc.Arbitrary<infer T> ? T : never;

function linksOf({ seed, size, probability, costs }: Network): LinkSpec[] {
  const names = Array.from({ length: size }, (_, i) => `r${i}`);
  return randomNetwork(names, { seed, probability }).map((link, i) => {
    // Both directions of a link cost the same.
    const pair = i >> 1;
    return {
      ...link,
      cost: costs[pair % costs.length],
      delay: ms(5 + ((costs[pair % 5] * 3) % 11)),
    };
  });
}

/** The tables before and after one link or router has failed. */
function check(router: () => Router, drawn: Network, rest: number): void {
  const links = linksOf(drawn);
  const names = Array.from({ length: drawn.size }, (_, i) => `r${i}`);
  const nodes: Nodes = Object.fromEntries(names.map((name) => [name, router()]));
  const { from, to } = links[drawn.broken % links.length];
  const fault: Fault = drawn.isCrash ? crash(from, seconds(20)) : cut(from, to, seconds(20));
  const run = (until: number) =>
    simulate({ seed: drawn.seed, nodes, links, faults: [fault], until });
  assert.deepEqual(wrongWays(run(seconds(20) - 1), names, links), []);
  const living = drawn.isCrash ? names.filter((name) => name !== from) : names;
  const left = drawn.isCrash
    ? links.filter((link) => link.from !== from && link.to !== from)
    : without(links, from, to);
  assert.deepEqual(wrongWays(run(seconds(20) + rest), living, left), []);
}

test("link state: shortest paths before and after a failure, in any network", () => {
  const options = { hello: seconds(1), retransmit: ms(500) };
  fc.assert(
    fc.property(network, (drawn) => check(() => new LinkStateRouter(options), drawn, seconds(6))),
    { numRuns: 200, seed: 4 },
  );
});

test("distance vector: the same, once it has counted to infinity", () => {
  const options = { period: seconds(1), infinity: 64 };
  fc.assert(
    fc.property(network, (drawn) =>
      check(() => new DistanceVectorRouter(options), drawn, seconds(100)),
    ),
    { numRuns: 100, seed: 5 },
  );
});
