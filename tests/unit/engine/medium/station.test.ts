/** What stations on a shared medium have in common: frames come, wait, and are done with. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  link,
  ms,
  Process,
  seconds,
  simulate,
  Station,
  type Traffic,
} from "../../../../src/engine/index.ts";
import { eventsOf, timesOf } from "../support.ts";

/** Takes its time with every frame; every fifth is lost. */
class Clerk extends Station {
  takes: number;
  begun: number[] = [];
  most = 0;

  constructor(takes: number, traffic: Partial<Traffic>) {
    super("new Clerk", "medium", { to: "b", bytes: 100, ...traffic });
    this.takes = takes;
  }

  next(): void {
    this.begun.push(this.now);
    this.transmit();
    this.setTimer("done", this.takes);
  }

  timeout(timer: string): void {
    if (timer === "done") this.finish((this.through + this.lost) % 5 !== 4);
    else super.timeout(timer);
    this.most = Math.max(this.most, this.waiting);
  }
}

function run(clerk: Clerk, until = seconds(1)) {
  const nodes = { a: clerk, medium: new Process() };
  return simulate({ seed: 1, nodes, links: [link("a", "medium")], until });
}

test("frames of the start are sent one after another, and counted", () => {
  const { nodes, outcome, trace } = run(new Clerk(ms(10), { frames: 7 }));
  const { begun, through, lost, waiting } = nodes.a;
  assert.deepEqual(begun, [0, 10, 20, 30, 40, 50, 60].map(ms));
  assert.deepEqual([through, lost, waiting, outcome.kind], [6, 1, 0, "finished"]);
  assert.ok(trace.rows > 0);
});

test("each frame goes to the medium, with its receiver and its length", () => {
  const sent = eventsOf(run(new Clerk(ms(10), { frames: 1 })), "send");
  assert.deepEqual(
    sent.map(({ place, text }) => [place, JSON.parse(text as string)]),
    [["medium", { kind: "send", to: "b", bytes: 100, body: null }]],
  );
});

test("without frames and without a rate nothing ever happens", () => {
  const quiet = run(new Clerk(ms(10), {}));
  assert.deepEqual(
    eventsOf(quiet).map(({ kind }) => kind),
    ["start", "start"],
  );
});

test("frames come as a Poisson process, whether the station keeps up or not", () => {
  for (const takes of [0, ms(9)]) {
    const made = run(new Clerk(takes, { rate: 100 }), seconds(50));
    const { through, lost, waiting, begun, most } = made.nodes.a;
    // 5,000 ± 3 standard deviations of 71.
    assert.ok(Math.abs(through + lost + waiting - 5_000) < 213);
    const gaps = begun.map((time, i) => time - (begun[i - 1] ?? -takes));
    assert.ok(gaps.every((gap) => gap >= takes));
    assert.ok(takes === 0 ? most <= 1 : most > 4, String(most));
    const names = new Set(eventsOf(made, "timerSet").map(({ text }) => text));
    assert.deepEqual([...names].sort(), ["done", "new"]);
  }
});

test("a frame that comes while another is sent waits for it", () => {
  const busy = run(new Clerk(seconds(2), { rate: 100, frames: 1 }));
  assert.equal(busy.nodes.a.begun.length, 1);
  assert.ok(busy.nodes.a.waiting > 60);
  const endless = run(new Clerk(ms(100), { frames: Infinity }));
  assert.deepEqual([endless.nodes.a.begun.length, endless.nodes.a.waiting], [11, Infinity]);
});

test("timers of others are none of its business", () => {
  class Restless extends Clerk {
    start(): void {
      super.start();
      this.setTimer("itch", ms(1));
    }
  }
  const { nodes } = run(new Restless(ms(10), {}));
  assert.deepEqual([nodes.a.waiting, nodes.a.begun], [0, []]);
  assert.deepEqual(timesOf(run(new Restless(ms(10), {})), "timerSet"), [0]);
});

test("a station refuses what no station can be", () => {
  const refused = (traffic: Partial<Traffic>, words: RegExp) =>
    assert.throws(() => new Clerk(1, traffic), words);
  refused({ bytes: 0 }, /^RangeError: new Clerk: bytes is 0; it must be a whole number from 1/);
  refused({ bytes: 1.5 }, /bytes is 1\.5; it must be a whole number/);
  refused({ frames: -1 }, /frames is -1; it must be a whole number from 0 to .*, or Infinity/);
  refused({ frames: 0.5 }, /frames is 0\.5; it must be a whole number/);
  refused({ rate: -1 }, /rate is -1; it must be a number of frames a second from 0/);
  refused({ rate: Infinity }, /rate is Infinity/);
});
