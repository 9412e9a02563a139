import assert from "node:assert/strict";
import { test } from "node:test";
import {
  dumbbell,
  line,
  type LinkSpec,
  ms,
  type Nodes,
  randomNetwork,
  ring,
  Router,
  simulate,
  tree,
} from "../../../../src/engine/index.ts";
import { Listener, Talker } from "../support.ts";

/** Each pair of ends once, as people would draw it. */
const drawn = (links: LinkSpec[]): string[] => {
  const pairs = links.map(({ from, to }) => `${from}${to}`);
  for (const { from, to } of links) assert.ok(pairs.includes(`${to}${from}`), "both ways");
  return pairs.filter((_, i) => i % 2 === 0);
};

test("a line, a ring and a tree", () => {
  assert.deepEqual(drawn(line(["a", "b", "c"])), ["ab", "bc"]);
  assert.deepEqual(drawn(ring(["a", "b", "c", "d"])), ["ab", "bc", "cd", "da"]);
  assert.deepEqual(drawn(tree([..."abcdefg"], 2)), ["ab", "ac", "bd", "be", "cf", "cg"]);
  assert.deepEqual(drawn(tree([..."abcd"], 3)), ["ab", "ac", "ad"]);
  assert.deepEqual(line(["a"]), []);
  assert.equal(line(["a", "b"], { delay: ms(3) })[1].delay, ms(3));
});

test("a dumbbell has one bottleneck between two stars", () => {
  const ends = { left: ["a", "b"], middle: ["x", "y"] as const, right: ["c"] };
  const links = dumbbell(ends, { delay: ms(9) }, { delay: ms(1) });
  assert.deepEqual(drawn(links), ["xa", "xb", "xy", "yc"]);
  assert.deepEqual([...new Set(links.map(({ delay }) => delay))], [ms(1), ms(9)]);
  const nodes = {
    a: new Talker("c", "x"),
    b: new Talker("c", "y"),
    x: new Router(),
    y: new Router(),
    c: new Listener(),
  };
  assert.equal(simulate({ seed: 1, nodes, links }).nodes.c.heard.length, 2);
});

test("a random network is connected, has its number of links and depends on its seed alone", () => {
  const names = Array.from({ length: 40 }, (_, i) => `n${i}`);
  const links = (seed: number, probability: number) => randomNetwork(names, { seed, probability });
  assert.equal(links(1, 0).length, 2 * 39);
  assert.equal(links(1, 1).length, 40 * 39);
  assert.deepEqual(links(7, 0.1), links(7, 0.1));
  assert.notDeepEqual(links(7, 0.1), links(8, 0.1));
  // 39 of the tree, and a tenth of the other 741 pairs: 74 ± 8.
  const count = links(7, 0.1).length / 2;
  assert.ok(count > 39 + 50 && count < 39 + 100, String(count));
  const nodes: Nodes = Object.fromEntries(names.map((name) => [name, new Router()]));
  const run = simulate({ seed: 1, nodes, links: links(3, 0.02) });
  for (const node of Object.values(run.nodes)) {
    assert.equal(Object.keys((node as Router).routes).length, 39);
  }
});

const wrong: [string, () => unknown, RegExp][] = [
  ["a line of a text", () => line("abc" as never), /line: names is "abc"; it must be an array/],
  ["a ring of two", () => ring(["a", "b"]), /ring: names has 2 names; it must have at least 3/],
  ["a tree without children", () => tree(["a"], 0), /tree: children is 0; it must be a whole/],
  [
    "per cent",
    () => randomNetwork(["a"], { seed: 1, probability: 10 }),
    /randomNetwork: probability is 10; it must be a number from 0 to 1/,
  ],
];

for (const [name, act, message] of wrong) {
  test(`refused: ${name}`, () => assert.throws(act, message));
}
