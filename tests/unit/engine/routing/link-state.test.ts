import assert from "node:assert/strict";
import { test } from "node:test";
import {
  crash,
  cut,
  duplex,
  heal,
  type LinkSpec,
  LinkStateRouter,
  type LinkStateOptions,
  line,
  ms,
  type Nodes,
  percent,
  restart,
  ring,
  type Run,
  seconds,
  shortestPaths,
  simulate,
} from "../../../../src/engine/index.ts";
import { eventsOf, Listener, Talker } from "../support.ts";
import { without, wrongWays } from "./support.ts";

const QUICK: LinkStateOptions = { hello: seconds(1), retransmit: ms(500) };

const routers = (names: readonly string[], options = QUICK): Nodes =>
  Object.fromEntries(names.map((name) => [name, new LinkStateRouter(options)]));

const names = [..."abcdef"];
const links: LinkSpec[] = [
  ...ring(names, { delay: ms(10), cost: 2 }),
  ...duplex("a", "d", { delay: ms(30), cost: 3 }),
];

test("hellos and one flood make every table right", () => {
  const run = simulate({ seed: 1, nodes: routers(names), links, until: ms(500) });
  assert.deepEqual(wrongWays(run, names, links), []);
  for (const name of names) {
    const { states } = run.nodes[name] as LinkStateRouter;
    assert.deepEqual(Object.keys(states).sort(), names, "everybody has the whole map");
  }
});

test("nothing is flooded while nothing happens; hellos go on", () => {
  const run = simulate({ seed: 1, nodes: routers(names), links, until: seconds(60) });
  const late = eventsOf(run, "send").filter(({ time }) => time > seconds(2));
  assert.ok(late.length > 50 * links.length);
  assert.ok(late.every((event) => JSON.stringify(event).includes("hello")));
});

test("a cut is noticed with the next hello, flooded, and taken back when the link heals", () => {
  const faults = [cut("a", "d", seconds(10) + 1), heal("a", "d", seconds(20))];
  const at = (until: number): Run =>
    simulate({ seed: 1, nodes: routers(names), links, faults, until });
  assert.notDeepEqual(wrongWays(at(seconds(10) + ms(100)), names, without(links, "a", "d")), []);
  assert.deepEqual(wrongWays(at(seconds(12)), names, without(links, "a", "d")), []);
  assert.deepEqual(wrongWays(at(seconds(22)), names, links), []);
});

test("a link that is deaf one way is given up after the dead time", () => {
  const faults = [cut("d", "a", seconds(10) + 1, { oneWay: true })];
  const at = (until: number): string[] => {
    const run = simulate({ seed: 1, nodes: routers(names), links, faults, until });
    return wrongWays(run, names, without(links, "a", "d"));
  };
  // d sees that its link is down; a hears no hello from d, and learns by the flood that d is gone.
  assert.deepEqual(at(seconds(16)), []);
});

test("a dead router takes its links along; reborn, it goes on counting", () => {
  const faults = [crash("c", seconds(10)), restart("c", seconds(30))];
  const at = (until: number): Run =>
    simulate({ seed: 1, nodes: routers(names), links, faults, until });
  const living = names.filter((name) => name !== "c");
  const left = links.filter(({ from, to }) => from !== "c" && to !== "c");
  const run = at(seconds(20));
  assert.deepEqual(wrongWays(run, living, left), []);
  for (const name of living)
    assert.ok(!("c" in (run.nodes[name] as LinkStateRouter).routes), "nobody routes to the dead");
  const after = at(seconds(40));
  assert.deepEqual(wrongWays(after, names, links), []);
  const { states } = after.nodes.a as LinkStateRouter;
  assert.ok(states["c"].number > (run.nodes.a as LinkStateRouter).states["c"].number);
});

test("two halves that were apart learn from each other what has changed meanwhile", () => {
  const all = [...line(["a", "b", "c", "d"]), ...duplex("a", "b", { cost: 7 })];
  const faults = [
    cut("b", "c", seconds(5)),
    crash("a", seconds(8)),
    restart("a", seconds(9)),
    heal("b", "c", seconds(20)),
  ];
  const nodes = routers([..."abcd"]);
  const run = simulate({ seed: 1, nodes, links: all, faults, until: seconds(30) });
  assert.deepEqual(wrongWays(run, [..."abcd"], all), []);
});

test("flooding is reliable over links that lose every third packet", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const lossy = links.map((link) => ({ ...link, loss: percent(33) }));
    // A dead time of 10 hellos: that all of them are lost has a chance of 0.33¹⁰.
    const nodes = routers(names, { ...QUICK, dead: seconds(10) });
    const run = simulate({ seed, nodes, links: lossy, until: seconds(20) });
    assert.deepEqual(wrongWays(run, names, lossy), [], `seed ${seed}`);
    for (const name of names)
      assert.ok(
        Object.values((run.nodes[name] as LinkStateRouter).owed).every(
          ({ length }) => length === 0,
        ),
        "everything has been acknowledged",
      );
  }
});

test("hosts hang on their routers, and no packet for them goes astray", () => {
  const nodes: Nodes = {
    ...routers(["r1", "r2", "r3"]),
    alice: new (class extends Talker {
      start(): void {
        this.setTimer("later", seconds(3));
      }
      timeout(): void {
        super.start();
      }
    })("bob", "dear Bob"),
    bob: new Listener(),
  };
  const all = [...line(["alice", "r1", "r2", "r3", "bob"]), ...duplex("r1", "r3", { cost: 9 })];
  const run = simulate({ seed: 1, nodes, links: all, until: seconds(5) });
  assert.deepEqual((run.nodes.bob as Listener).heard, ["dear Bob"]);
  assert.equal((run.nodes["r1"] as LinkStateRouter).routes["bob"], "r2");
});

test("a link of which only one end speaks does not count", () => {
  const state = (origin: string, routers: Record<string, number>) => ({
    ...{ origin, number: 1, routers, hosts: {} },
  });
  const states = {
    a: state("a", { b: 1, c: 1 }),
    b: state("b", { a: 1, d: 1 }),
    c: state("c", {}),
    d: { ...state("d", { b: 1 }), hosts: { h: 4 } },
  };
  const ways = shortestPaths(states, "a");
  assert.deepEqual(Object.fromEntries(ways), {
    b: { cost: 1, via: "b" },
    d: { cost: 2, via: "b" },
    h: { cost: 6, via: "b" },
  });
});

const wrong: [LinkStateOptions, RegExp][] = [
  [{ hello: 0 }, /new LinkStateRouter: hello is 0; it must be a number of nanoseconds from 1/],
  [{ dead: NaN }, /dead is NaN/],
  [{ retransmit: "1 s" as never }, /retransmit is "1 s"/],
  [{ helo: 1 } as never, /helo/],
];
for (const [options, words] of wrong) {
  test(`${JSON.stringify(options)} is refused`, () => {
    assert.throws(() => new LinkStateRouter(options), words);
  });
}
