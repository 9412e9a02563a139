import assert from "node:assert/strict";
import { test } from "node:test";
import {
  crash,
  kbps,
  link,
  mbps,
  ms,
  perSecond,
  Process,
  restart,
  Router,
  type RouterOptions,
  simulate,
  us,
} from "../../../../src/engine/index.ts";
import { eventsOf, Listener, Talker } from "../support.ts";

test("a full queue throws the newcomer away; the one that is leaving needs no place", () => {
  const bodies = Array.from({ length: 6 }, (_, i) => `${i}`.repeat(97));
  const run = simulate({
    seed: 1,
    nodes: { a: new Talker("b", ...bodies), r: new Router(), b: new Listener() },
    links: [link("a", "r"), link("r", "b", { bandwidth: mbps(1), queue: 3 })],
  });
  assert.deepEqual(run.nodes.b.heard, bodies.slice(0, 4));
  const drops = eventsOf(run, "queueDrop");
  assert.deepEqual(
    drops.map(({ node, place, message, text }) => [node, place, message, text]),
    [
      ["r", "r→b", 5, "full"],
      ["r", "r→b", 6, "full"],
    ],
  );
});

test("a queue may be limited in bytes, and at a host too", () => {
  const run = simulate({
    seed: 1,
    nodes: {
      a: new Talker("b", ..."123456".split("").map((c) => c.repeat(72))),
      b: new Listener(),
    },
    links: [link("a", "b", { bandwidth: kbps(8), queue: { bytes: 250 } })],
  });
  assert.equal(run.nodes.b.heard.length, 3);
  assert.equal(eventsOf(run, "queueDrop").length, 3);
});

test("a wire that becomes free takes its next packet before a newcomer looks for a place", () => {
  // A packet of 1 ms every 1 ms, and a queue of one: at each arrival the wire has just become free.
  class Clock extends Process {
    left = 10;
    start(): void {
      this.timeout();
    }
    timeout(): void {
      this.send("b", "x".repeat(97));
      if (--this.left > 0) this.setTimer("next", ms(1));
    }
  }
  const run = simulate({
    seed: 1,
    nodes: {
      a: new Clock(),
      b: new Listener(),
      c: new Talker("b", "x".repeat(97)),
      r: new Router(),
    },
    links: [link("a", "r"), link("c", "r"), link("r", "b", { bandwidth: mbps(1), queue: 1 })],
  });
  assert.equal(run.nodes.b.heard.length, 11);
});

test("a router's delay holds every packet, its rate makes them queue", () => {
  const bodies = ["1", "2", "3", "4"];
  const times = (options: RouterOptions) =>
    simulate({
      seed: 1,
      nodes: { a: new Talker("b", ...bodies), r: new Router(options), b: new Listener() },
      links: [link("a", "r"), link("r", "b")],
    }).nodes.b.times;
  assert.deepEqual(times({ delay: us(50) }), [50, 50, 50, 50].map(us));
  assert.deepEqual(times({ rate: perSecond(1000) }), [1, 2, 3, 4].map(ms));
  assert.deepEqual(times({ rate: perSecond(1000), delay: ms(5) }), [6, 7, 8, 9].map(ms));
  assert.deepEqual(times({ rate: perSecond(1000), backlog: 1 }), [1, 2].map(ms));
});

test("a router that crashes loses what it holds, and what comes meanwhile", () => {
  const bodies = Array.from({ length: 8 }, () => "x".repeat(97));
  const spec = (rate: number) => ({
    seed: 1,
    nodes: { a: new Talker("b", ...bodies), r: new Router({ rate }), b: new Listener() },
    links: [link("a", "r"), link("r", "b", { bandwidth: mbps(1) })],
    faults: [crash("r", ms(2.5)), restart("r", ms(5))],
  });
  const waiting = simulate(spec(Infinity));
  assert.equal(waiting.nodes.b.heard.length, 3);
  assert.equal(eventsOf(waiting, "queueDrop").length, 5);
  const inHand = simulate(spec(1000));
  assert.equal(inHand.nodes.b.heard.length, 2);
  assert.deepEqual(
    eventsOf(inHand, "queueDrop").map(({ place, text }) => [place, text]),
    Array.from({ length: 6 }, () => ["a→r", "crash"]),
  );
  const { nodes } = spec(Infinity);
  const links = [link("a", "r", { delay: ms(3) }), link("r", "b")];
  const late = simulate({ ...spec(Infinity), nodes, links });
  assert.equal(eventsOf(late, "miss").length, 8);
});
