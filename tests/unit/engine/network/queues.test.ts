import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Codel,
  DeficitRoundRobin,
  link,
  mbps,
  ms,
  Process,
  Red,
  Router,
  seconds,
  simulate,
  StrictPriority,
} from "../../../../src/engine/index.ts";
import { eventsOf, Listener } from "../support.ts";
import { Clockwork, Counter, router } from "./clockwork.ts";

test("first come, first served pays by shouting; deficit round robin does not", () => {
  const senders = () => ({
    ann: new Clockwork(200, seconds(10)),
    ben: new Clockwork(201, seconds(10)),
    cat: new Clockwork(199, seconds(10)),
    shouter: new Clockwork(2_003, seconds(10)),
  });
  const fifo = router(senders(), 100).nodes.sink.heard;
  const fair = router(senders(), new DeficitRoundRobin()).nodes.sink.heard;
  assert.ok(fifo["shouter"] > 7_000);
  // Max-min share: the polite get all that they ask for, the shouter the rest of 1,000 a second.
  for (const name of ["ann", "ben", "cat"]) assert.ok(fair[name] > 1_985 && fair[name] <= 2_011);
  assert.ok(Math.abs(fair["shouter"] - 4_100) < 120, String(fair["shouter"]));
});

test("deficit round robin shares bytes, not packets", () => {
  class Sized extends Process {
    bytes: number;
    constructor(bytes: number) {
      super();
      this.bytes = bytes;
    }
    start(): void {
      for (let i = 0; i < 400; i++) this.send("sink", "", { bytes: this.bytes });
    }
  }
  const run = simulate({
    seed: 1,
    nodes: { a: new Sized(1_472), b: new Sized(472), r: new Router(), sink: new Counter() },
    links: [
      link("a", "r"),
      link("b", "r"),
      link("r", "sink", { bandwidth: mbps(10), queue: new DeficitRoundRobin({ packets: 1_000 }) }),
    ],
    until: ms(200),
  });
  const { heard } = run.nodes.sink;
  assert.ok(Math.abs(heard["a"] * 1_500 - heard["b"] * 500) <= 3_000, JSON.stringify(heard));
});

test("strict priority serves the urgent first and throws the others away", () => {
  const run = router(
    { slow: new Clockwork(900, seconds(2), 0), urgent: new Clockwork(800, seconds(2), 5) },
    new StrictPriority(20),
  );
  const { heard } = run.nodes.sink;
  assert.equal(heard["urgent"], 1_600);
  assert.ok(heard["slow"] > 380 && heard["slow"] < 440, JSON.stringify(heard));
});

test("RED keeps the average between its thresholds and drops before the queue is full", () => {
  const run = router(
    { a: new Clockwork(510, seconds(20)), b: new Clockwork(515, seconds(20)) },
    new Red({ packets: 60, min: 5, max: 25, maxDrop: 0.1 }),
  );
  const drops = eventsOf(run, "queueDrop");
  assert.ok(drops.length > 300 && drops.every(({ text }) => text === "early"));
  const { meanQueue, longestQueue } = run.metrics.links["r→sink"];
  assert.ok(meanQueue > 5 && meanQueue < 25, String(meanQueue));
  assert.ok(longestQueue < 40);
});

test("with a weight of 1 RED's average is the length, and above its maximum all is dropped", () => {
  const run = simulate({
    seed: 1,
    nodes: { a: new Burst(), b: new Listener() },
    links: [link("a", "b", { bandwidth: mbps(10), queue: new Red({ weight: 1, min: 3, max: 4 }) })],
  });
  assert.deepEqual(
    eventsOf(run, "queueDrop").map(({ message }) => message),
    [6, 7, 8],
  );
});

class Burst extends Process {
  start(): void {
    for (let i = 0; i < 8; i++) this.send("b", i, { bytes: 1_222 });
  }
}

test("CoDel drops at intervals that shrink with the square root of their number", () => {
  const run = router({ a: new Clockwork(1_300, seconds(3)) }, new Codel());
  const times = eventsOf(run, "queueDrop").map(({ time }) => time);
  assert.ok(times.length > 20);
  // After the first drop, at the first departure after: 100 ms, 100/√2, 100/√3 …
  for (let i = 1; i < 12; i++) {
    const gap = times[i] - times[i - 1];
    assert.ok(Math.abs(gap - ms(100) / Math.sqrt(i)) < ms(2), `${i}: ${gap}`);
  }
  // It begins an interval after the wait has first exceeded 5 ms.
  assert.ok(times[0] > ms(100) && times[0] < ms(130), String(times[0]));
});

test("CoDel leaves a burst alone that is gone within an interval", () => {
  const run = router({ a: new Clockwork(3_000, ms(30)) }, new Codel());
  assert.equal(eventsOf(run, "queueDrop").length, 0);
  assert.ok(run.metrics.links["r→sink"].longestQueue > 50);
});

const wrong: [string, () => unknown, RegExp][] = [
  ["RED upside down", () => new Red({ min: 9, max: 5 }), /new Red: max is 5; .* It lies above min/],
  ["RED of no place", () => new Red({ packets: 0 }), /new Red: packets is 0/],
  ["CoDel before its time", () => new Codel({ target: -1 }), /new Codel: target is -1/],
  ["no quantum", () => new DeficitRoundRobin({ quantum: 0 }), /quantum is 0/],
  ["half a place", () => new StrictPriority(1.5), /new StrictPriority: packets is 1.5/],
];

for (const [name, act, message] of wrong) {
  test(`refused: ${name}`, () => assert.throws(act, message));
}
