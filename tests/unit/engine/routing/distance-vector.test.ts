import assert from "node:assert/strict";
import { test } from "node:test";
import {
  cut,
  DistanceVectorRouter,
  type DistanceVectorOptions,
  duplex,
  heal,
  type Horizon,
  type LinkSpec,
  line,
  ms,
  type Nodes,
  Process,
  type Run,
  seconds,
  simulate,
} from "../../../../src/engine/index.ts";
import { Listener, Talker, timesOf } from "../support.ts";
import { costOfWay, without, wrongWays } from "./support.ts";

const routers = (names: readonly string[], options: DistanceVectorOptions): Nodes =>
  Object.fromEntries(names.map((name) => [name, new DistanceVectorRouter(options)]));

/** The triangle of Kurose & Ross §5.2.2: x–y costs 4, y–z 1, x–z `far`; x–y is cut at 10 s. */
function badNews(horizon: Horizon, far: number, until: number, options = {}): Run {
  const links = [
    ...duplex("x", "y", { cost: 4, delay: ms(10) }),
    ...duplex("y", "z", { cost: 1, delay: ms(10) }),
    ...duplex("x", "z", { cost: far, delay: ms(10) }),
  ];
  const names = ["x", "y", "z"];
  const nodes = routers(names, { horizon, infinity: 1000, period: seconds(1), ...options });
  return simulate({ seed: 1, nodes, links, faults: [cut("x", "y", seconds(10) + 1)], until });
}

/** The first whole second after the cut at which y's way to x is the long one, and stays it. */
function secondsUntilRight(horizon: Horizon, far: number, options = {}): number {
  for (let s = 11; s < 400; s++) {
    const { nodes } = badNews(horizon, far, seconds(s) + ms(500), options);
    if ((nodes.y as DistanceVectorRouter).distances["x"] === far + 1) return s - 10;
  }
  return Infinity;
}

test("good news travels one hop for each exchange", () => {
  const names = [..."abcdef"];
  const links = line(names, { delay: ms(100) });
  const nodes = routers(names, { triggered: false, period: seconds(1) });
  for (const hops of [1, 2, 3, 4, 5]) {
    const until = seconds(hops - 1) + ms(500);
    const run = simulate({ seed: 1, nodes, links, until });
    const known = Object.keys((run.nodes.a as DistanceVectorRouter).distances);
    // The first link is known by itself, each further hop takes one more exchange.
    assert.deepEqual(known, names.slice(1, hops + 2), `after ${hops} exchanges`);
  }
});

test("bad news counts up by one a round, unless it is poisoned", () => {
  // y and z raise each other by 1 in turn, once a second each: from 5 to `far`.
  for (const far of [20, 50]) {
    const slow = secondsUntilRight("plain", far, { triggered: false });
    const rounds = far - 5; // what theory says: the way round less the old distance
    assert.ok(Math.abs(slow - rounds) <= 2, `${far}: ${slow} s, theory ${rounds}`);
  }
  assert.ok(secondsUntilRight("poisoned reverse", 50, { triggered: false }) <= 3);
  assert.ok(secondsUntilRight("plain", 50) <= 2, "told at once, the same count takes no time");
});

test("poisoned reverse does not help where the lie goes round a triangle", () => {
  const links = [
    ...duplex("a", "b", { delay: ms(10) }),
    ...duplex("b", "c", { delay: ms(12) }),
    ...duplex("c", "d", { delay: ms(11) }),
    ...duplex("d", "b", { delay: ms(13) }),
  ];
  const nodes = routers([..."abcd"], { period: seconds(1), triggered: false });
  const faults = [cut("a", "b", seconds(10) + 1)];
  const at = (until: number) => {
    const run = simulate({ seed: 1, nodes, links, faults, until });
    return ["b", "c", "d"].map((name) => (run.nodes[name] as DistanceVectorRouter).distances["a"]);
  };
  assert.deepEqual(at(seconds(10)), [1, 2, 2]);
  assert.ok(at(seconds(14)).some((distance) => distance !== undefined && distance > 2));
  assert.deepEqual(at(seconds(40)), [undefined, undefined, undefined]);
});

test("packets circle between two liars until their time to live is over", () => {
  class Steady extends Process {
    start(): void {
      this.setTimer("next", seconds(12));
    }
    timeout(): void {
      this.send("x", "hello");
    }
  }
  const links = [
    ...duplex("x", "y", { cost: 4 }),
    ...duplex("y", "z", { cost: 1 }),
    ...duplex("x", "z", { cost: 50 }),
    ...duplex("h", "y", {}),
  ];
  const options = { horizon: "plain" as const, infinity: 99, period: seconds(1), triggered: false };
  const nodes = { ...routers(["x", "y", "z"], options), h: new Steady() };
  const faults = [cut("x", "y", seconds(10) + 1)];
  const run = simulate({ seed: 1, nodes, links, faults, until: seconds(13) });
  assert.equal(timesOf(run, "timeExceeded").length, 1);
});

test("what hosts send goes the way that the routers have found, and hosts hear no vectors", () => {
  const links: LinkSpec[] = [
    ...line(["alice", "r1", "r2", "r3", "bob"], { delay: ms(5) }),
    ...duplex("r1", "r3", { cost: 5, delay: ms(5) }),
  ];
  class Late extends Talker {
    start(): void {
      this.setTimer("later", seconds(20));
    }
    timeout(): void {
      super.start();
    }
  }
  const nodes = {
    ...routers(["r1", "r2", "r3"], { period: seconds(2) }),
    alice: new Late("bob", "dear Bob"),
    bob: new Listener(),
  };
  const run = simulate({ seed: 1, nodes, links, until: seconds(30) });
  assert.deepEqual((run.nodes.bob as Listener).heard, ["dear Bob"]);
  assert.equal(costOfWay(run, links, "r1", "bob"), 3);
  const names = ["r1", "r2", "r3"];
  const between = links.filter(({ from, to }) => names.includes(from) && names.includes(to));
  assert.deepEqual(wrongWays(run, names, between), []);
});

test("a neighbour that falls silent is forgotten after its patience", () => {
  const links = line(["a", "b", "c"], { delay: ms(1) });
  const nodes = routers([..."abc"], { period: seconds(1), patience: seconds(3) });
  // From c nothing comes any more, though the link towards it is up.
  const faults = [cut("c", "b", seconds(10), { oneWay: true })];
  const distance = (until: number): number | undefined => {
    const run = simulate({ seed: 1, nodes, links, faults, until });
    return (run.nodes.b as DistanceVectorRouter).heard["c"] === undefined ? undefined : 1;
  };
  assert.equal(distance(seconds(12)), 1);
  assert.equal(distance(seconds(14)), undefined);
});

test("a link that comes back is used again", () => {
  const names = [..."abcd"];
  const links = [...line(names), ...duplex("a", "d", { cost: 9 })];
  const nodes = routers(names, { period: seconds(1) });
  const faults = [cut("b", "c", seconds(10)), heal("b", "c", seconds(30))];
  const run = (until: number): Run => simulate({ seed: 1, nodes, links, faults, until });
  assert.deepEqual(wrongWays(run(seconds(29)), names, without(links, "b", "c")), []);
  assert.deepEqual(wrongWays(run(seconds(40)), names, links), []);
});

const wrong: [DistanceVectorOptions, RegExp][] = [
  [
    { period: 0 },
    /new DistanceVectorRouter: period is 0; it must be a number of nanoseconds from 1/,
  ],
  [{ infinity: 1 }, /infinity is 1; it must be a whole number from 2 to 65,535/],
  [{ horizon: "far" as never }, /horizon is "far"; it must be one of plain, split horizon/],
  [{ patience: -1 }, /patience is -1/],
  [{ triggered: 1 as never }, /triggered is 1; it must be true or false/],
  [{ perios: 1 } as never, /perios/],
];
for (const [options, words] of wrong) {
  test(`${JSON.stringify(options)} is refused`, () => {
    assert.throws(() => new DistanceVectorRouter(options), words);
  });
}
