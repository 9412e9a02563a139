import assert from "node:assert/strict";
import { test } from "node:test";
import {
  cut,
  duplex,
  heal,
  kbps,
  link,
  ms,
  Process,
  Router,
  simulate,
} from "../../../../src/engine/index.ts";
import { Echo, eventsOf, Listener, Talker } from "../support.ts";
import { chain, links, Scribe } from "./support.ts";

test("answers find their way back, and only routers pass anything on", () => {
  const nodes = { a: new Talker("b", "hi"), r: new Router(), b: new Echo(), h: new Listener() };
  const run = simulate({
    seed: 1,
    nodes: { ...nodes, c: new Talker("a", "through a host") },
    links: [duplex("a", "r"), duplex("r", "b"), duplex("a", "h"), duplex("h", "c")],
  });
  assert.equal(run.metrics.links["r→a"].arrived, 1);
  const [event] = eventsOf(run, "noRoute");
  assert.deepEqual([event.node, event.place], ["c", "a"]);
});

test("a host whose table says otherwise does not pass anything on either", () => {
  const run = simulate({
    seed: 1,
    nodes: {
      a: new Talker("b", "x"),
      r: new Scribe({ b: "h" }),
      h: new Listener(),
      b: new Listener(),
    },
    links: [duplex("a", "r"), duplex("r", "h"), duplex("h", "b")],
  });
  const [event] = eventsOf(run, "noRoute");
  assert.deepEqual([event.node, event.place, event.packet], ["h", "b", 1]);
  assert.deepEqual(run.nodes.h.heard, []);
});

test("static tables are the shortest paths, and stand in the routers' routes", () => {
  const run = simulate({ seed: 1, nodes: chain(), links: links() });
  assert.deepEqual(run.nodes.r1.routes, { a: "a", r2: "r2", b: "r2" });
  assert.deepEqual(run.nodes.r2.routes, { a: "r1", r1: "r1", b: "b" });
});

const diamond = (by: "hops" | "delay" | "cost") =>
  simulate({
    seed: 1,
    nodes: {
      a: new Talker("b", "x"),
      r: new Router(),
      s: new Router(),
      t: new Router(),
      b: new Listener(),
    },
    links: [
      duplex("a", "r"),
      duplex("r", "b", { delay: ms(50), cost: 5 }),
      duplex("r", "s", { delay: ms(20), cost: 1 }),
      duplex("s", "b", { delay: ms(20), cost: 1 }),
      duplex("r", "t", { delay: ms(1), cost: 4 }),
      duplex("t", "b", { delay: ms(1), cost: 4 }),
    ],
    routing: { by },
  }).nodes.r.routes["b"];

test("paths are as short as asked: in hops, in delay or in cost", () => {
  assert.equal(diamond("hops"), "b");
  assert.equal(diamond("delay"), "t");
  assert.equal(diamond("cost"), "s");
});

test("of the prefixes of a table the longest that matches counts", () => {
  const routes = { "10.0.0.0/8": "b", "10.1.0.0/16": "c", "0.0.0.0/0": "d", e: "b" };
  const nodes = {
    a: new Talker("b", "x"),
    c: new Talker("d", "x"),
    d: new Talker("e", "x"),
    r: new Scribe(routes),
    b: new Listener(),
    e: new Listener(),
  };
  const run = simulate({
    seed: 1,
    nodes,
    links: ["a", "b", "c", "d", "e"].map((name) => duplex(name, "r")),
    addresses: { a: "10.0.0.1", b: "10.1.2.3", c: "10.0.0.2", d: "11.0.0.1", e: "10.2.0.1" },
  });
  const leaving = eventsOf(run, "transmit").filter(({ node }) => node === "r");
  // For b to c (10.1/16), for d to d (0/0), for e to b (its name counts first).
  assert.deepEqual(
    leaving.map(({ place }) => place),
    ["r→c", "r→d", "r→b"],
  );
});

test("a table that names no neighbour ends the run, with the router's name", () => {
  const run = simulate({
    seed: 1,
    nodes: { ...chain(), r1: new Scribe({ b: "b" }) },
    links: links(),
  });
  assert.equal(run.outcome.kind, "error");
  assert.match(
    run.outcome.kind === "error" ? run.outcome.message : "",
    /router r1: routes\["b"\] is "b"; it must be the name of a neighbour: a, r2/,
  );
});

test("what a router writes in its table while it runs holds from then on", () => {
  class Late extends Router {
    constructor() {
      super({ routing: "own" });
    }
    start(): void {
      this.setTimer("learn", ms(5));
    }
    timeout(): void {
      this.routes["b"] = "r2";
    }
  }
  class Twice extends Talker {
    timeout(): void {
      this.send("b", "late");
    }
    start(): void {
      this.send("b", "early");
      this.setTimer("later", ms(6));
    }
  }
  const run = simulate({
    seed: 1,
    nodes: { ...chain(), a: new Twice("b"), r1: new Late() },
    links: links(),
  });
  assert.deepEqual(run.nodes.b.heard, ["late"]);
  assert.equal(eventsOf(run, "noRoute").length, 1);
});

test("a router knows its neighbours, what they cost and whether a link to them is up", () => {
  class Curious extends Router {
    seen: unknown[] = [];
    start(): void {
      this.setTimer("look", ms(2));
      this.seen.push(this.neighbours);
    }
    timeout(): void {
      this.seen.push(this.neighbours.filter(({ isUp }) => isUp).map(({ address }) => address));
    }
  }
  const run = simulate({
    seed: 1,
    nodes: { r: new Curious(), a: new Process(), b: new Process() },
    links: [duplex("r", "b", { cost: 7 }), link("r", "b", { cost: 3 }), link("r", "a")],
    faults: [cut("r", "a", ms(1))],
  });
  assert.deepEqual(run.nodes.r.seen, [
    [
      { address: "b", cost: 3, isUp: true, isRouter: false },
      { address: "a", cost: 1, isUp: true, isRouter: false },
    ],
    ["b"],
  ]);
});

test("without notice nobody learns of a cut; with notice everybody does, so long after it", () => {
  class Ticker extends Process {
    left = 6;
    start(): void {
      this.timeout();
    }
    timeout(): void {
      this.send("b", this.left);
      if (--this.left > 0) this.setTimer("next", ms(10));
    }
  }
  const heard = (notice?: number) =>
    simulate({
      seed: 1,
      nodes: {
        a: new Ticker(),
        r: new Router(),
        s: new Router(),
        t: new Router(),
        b: new Listener(),
      },
      links: [
        ...[duplex("a", "r"), duplex("r", "s"), duplex("s", "b"), duplex("r", "t")],
        ...[duplex("t", "s")],
      ],
      faults: [cut("r", "s", ms(5)), heal("r", "s", ms(45))],
      routing: { notice },
    });
  assert.deepEqual(heard().nodes.b.heard, [6, 1]);
  const told = heard(ms(20));
  assert.deepEqual(told.nodes.b.heard, [6, 3, 2, 1]);
  assert.equal(told.metrics.links["r→t"].arrived, 3);
  assert.equal(heard(0).nodes.b.heard.length, 6);
  assert.equal(told.nodes.r.routes["b"], "s");
});

test("parallel links to a router share what goes there", () => {
  const narrow = { bandwidth: kbps(8) };
  const run = simulate({
    seed: 1,
    nodes: { a: new Talker("b", "1", "2", "3", "4"), r: new Router(), b: new Listener() },
    links: [link("a", "r"), link("r", "b", narrow), link("r", "b", narrow)],
  });
  assert.equal(run.metrics.links["r→b"].arrived, 2);
  assert.equal(run.metrics.links["r→b#2"].arrived, 2);
});

const plain = { seed: 1, nodes: chain(), links: links() };

const wrong: [string, () => unknown, RegExp][] = [
  ["a rate of 0", () => new Router({ rate: 0 }), /new Router: rate is 0; it must be a number/],
  ["half a place", () => new Router({ backlog: 0.5 }), /backlog is 0.5; it must be a whole/],
  ["a word for routing", () => new Router({ routing: "rip" as "own" }), /routing is "rip"/],
  ["a queue below 0", () => link("a", "b", { queue: -1 }), /queue is -1; it must be a whole/],
  ["a queue of words", () => link("a", "b", { queue: "big" as never }), /the options are "big"/],
  ["a cost of 0", () => link("a", "b", { cost: 0 }), /cost is 0; it must be a whole number from 1/],
  [
    "routing by luck",
    () => simulate({ ...plain, routing: { by: "luck" as "hops" } }),
    /routing: by is "luck"; it must be one of hops, delay, cost/,
  ],
  [
    "a broken address",
    () => simulate({ ...plain, addresses: { a: "10.0.0" } }),
    /addresses: a is "10.0.0"; it must be an address of IPv4/,
  ],
  [
    "an address of nobody",
    () => simulate({ ...plain, addresses: { z: "10.0.0.1" } }),
    /there is no option "z"; it knows a, r1, r2, b/,
  ],
];

for (const [name, act, message] of wrong) {
  test(`refused: ${name}`, () => assert.throws(act, message));
}
