import assert from "node:assert/strict";
import { test } from "node:test";
import {
  crash,
  edit,
  expire,
  type Fault,
  flaky,
  ms,
  mute,
  Process,
  ppm,
  restart,
  seconds,
  simulate,
  skew,
  slow,
  type Spec,
  unmute,
  upgrade,
  zone,
} from "../../../src/engine/index.ts";
import { eventsOf, Listener, timesOf } from "./support.ts";
import { tick, TickerV2 } from "./ticker.ts";

/** Notes what its own clock says every 100 ms of it. */
class Watch extends Process {
  readings: number[] = [];
  start(): void {
    this.timeout();
  }
  timeout(): void {
    this.readings.push(this.now);
    this.setTimer("tick", ms(100));
  }
}

function watch(options: Partial<Omit<Spec, "nodes">>, until = ms(350)) {
  return simulate({ seed: 1, nodes: { a: new Watch() }, links: [], until, ...options });
}

test("a clock's offset shows in now, its drift in timers too; the trace keeps true time", () => {
  const ahead = watch({ clocks: { a: { offset: ms(5) } } });
  assert.deepEqual(ahead.nodes.a.readings, [ms(5), ms(105), ms(205), ms(305)]);
  assert.deepEqual(timesOf(ahead, "timeout"), [ms(100), ms(200), ms(300)]);
  const fast = watch({ clocks: { a: { drift: 0.25 } } });
  assert.deepEqual(fast.nodes.a.readings, [0, ms(100), ms(200), ms(300), ms(400)]);
  assert.deepEqual(timesOf(fast, "timeout"), [ms(80), ms(160), ms(240), ms(320)]);
  const behind = watch({ clocks: { a: { offset: -ms(5), drift: -0.5 } } });
  assert.deepEqual(behind.nodes.a.readings, [-ms(5), ms(95)]);
});

test("skew: the clock jumps, timers do not; a new drift stretches what is left of them", () => {
  const jump = watch({ faults: [skew("a", ms(150), { offset: -ms(120) })] });
  assert.deepEqual(jump.nodes.a.readings, [0, ms(100), ms(80), ms(180)]);
  assert.deepEqual(timesOf(jump, "timeout"), [ms(100), ms(200), ms(300)]);
  // At 150 ms half of the second tick is left; the clock then runs at half its speed.
  const drift = watch({ faults: [skew("a", ms(150), { drift: -0.5 })] }, ms(500));
  assert.deepEqual(timesOf(drift, "timeout"), [ms(100), ms(250), ms(450)]);
  assert.deepEqual(drift.nodes.a.readings, [0, ms(100), ms(200), ms(300)]);
});

test("a drift of 50 ppm makes 4.3 s a day", () => {
  class Day extends Process {
    late = 0;
    start(): void {
      this.setTimer("day", seconds(86_400));
    }
    timeout(): void {
      this.late = this.now;
    }
  }
  const clocks = { a: { drift: ppm(-50) } };
  const run = simulate({ seed: 1, nodes: { a: new Day() }, links: [], clocks });
  assert.equal(run.metrics.endTime, Math.round(seconds(86_400) / (1 - 50e-6)));
  assert.equal(run.nodes.a.late, seconds(86_400));
});

test("slow: what begins meanwhile takes so many times as long; several multiply", () => {
  const { run } = tick([slow("a", 3, ms(15), { until: ms(45) }), slow("a", 2, ms(25))]);
  // 10: 2 ms · 20: 6 · 30: 12, so that the tick of 40 waits until 42 · 42: 12, and so on.
  assert.deepEqual(run.nodes.b.times.slice(0, 5), [3, 13, 27, 43, 55].map(ms));
  assert.deepEqual(
    eventsOf(run, "slow", "restore").map(({ time, text }) => [time, text]),
    [
      [ms(15), "3"],
      [ms(25), "6"],
      [ms(45), "2"],
    ],
  );
});

test("mute: the node goes on, but nothing leaves it until it is unmuted", () => {
  const { run } = tick([mute("a", ms(15), { until: ms(35) })]);
  assert.deepEqual(run.nodes.b.heard, [0, 1, 4, 5]);
  assert.deepEqual(
    eventsOf(run, "muffle").map(({ time, place }) => [time, place]),
    [
      [ms(22), "b"],
      [ms(32), "b"],
    ],
  );
  const both = tick([
    mute("a", ms(15), { until: ms(25) }),
    mute("a", ms(16), { until: ms(45) }),
    unmute("a", ms(41)),
  ]).run;
  assert.deepEqual(both.nodes.b.heard, [0, 1, 4, 5]);
  assert.equal(eventsOf(both, "mute", "unmute").length, 2);
});

test("zone: all crash at once and come back, except whom something else keeps down", () => {
  const { run } = tick([
    zone("north", ["a", "b"], ms(15), { until: ms(25) }),
    crash("b", ms(20)),
    restart("b", ms(40)),
  ]);
  assert.deepEqual(
    eventsOf(run, "crash", "restart").map(({ kind, node, time }) => [kind, node, time]),
    [
      ["crash", "a", ms(15)],
      ["crash", "b", ms(15)],
      ["restart", "a", ms(25)],
      ["restart", "b", ms(40)],
    ],
  );
});

test("flaky: up and down by turns, from its own stream, the same whatever else happens", () => {
  const flips = (faults: Fault[]) =>
    eventsOf(tick(faults, {}, seconds(20)).run, "crash", "restart")
      .filter(({ node }) => node === "a")
      .map(({ kind, time }) => `${kind} ${time}`);
  const alone = flips([flaky("a", ms(300), ms(100))]);
  assert.ok(alone.length > 60);
  assert.ok(alone.every((flip, i) => flip.startsWith(i % 2 === 0 ? "crash" : "restart")));
  const others = [flaky("b", ms(50), ms(50)), flaky("a", ms(300), ms(100)), mute("a", ms(7))];
  assert.deepEqual(flips(others), alone);
  const bounded = flips([flaky("a", ms(300), ms(100), { at: seconds(2), until: seconds(3) })]);
  const times = bounded.map((flip) => Number(flip.split(" ")[1]));
  assert.ok(times.length > 1 && times.length % 2 === 0);
  assert.ok(times.every((time) => time >= seconds(2) && time <= seconds(3)));
});

test("flaky nodes named together fail together; two of the same name differ", () => {
  const { run } = tick([flaky(["a", "b"], ms(300), ms(100))], {}, seconds(5));
  const of = (name: string) =>
    eventsOf(run, "crash", "restart")
      .filter(({ node }) => node === name)
      .map(({ kind, time }) => [kind, time]);
  assert.ok(of("a").length > 5);
  assert.deepEqual(of("a"), of("b"));
  const twice = tick([flaky("a", ms(300), ms(100)), flaky("a", ms(300), ms(100))], {}, seconds(5));
  const faults = new Set(eventsOf(twice.run, "crash").map(({ detail }) => detail));
  assert.deepEqual([...faults].sort(), [0, 1]);
});

test("flaky without an end is refused where the run has none either", () => {
  const faults = [flaky("a", 1, 1)];
  const spec = { seed: 1, nodes: { a: new Listener() }, links: [], faults };
  assert.throws(() => simulate(spec), /faults\[0\] \(flaky\) goes on for ever\. Give it an until/);
});

test("runs with all of these are the same however often they are made", () => {
  const classes = { TickerV2: new TickerV2() };
  const faults = [
    flaky(["a", "b"], ms(300), ms(20)),
    skew("a", ms(33), { drift: ppm(900), offset: 7 }),
    slow("a", 1.7, ms(50)),
    mute("b", ms(60), { until: ms(70) }),
    edit("a", "disk.sent", 100, ms(80)),
    crash("a", { handled: 12, afterSends: 0, downFor: ms(4) }),
    upgrade("a", "TickerV2", ms(500)),
  ];
  const fingerprints = [1, 2, 3].map(() => tick(faults, { classes }, seconds(1)).run.fingerprint);
  assert.equal(new Set(fingerprints).size, 1);
});

test("what is no clock, factor, field or group is refused", () => {
  assert.throws(
    () => skew("a", 1, { drift: -1 }),
    /skew\(…\): drift is -1; it must be a number fr/,
  );
  assert.throws(() => skew("a", 1, { offset: 1e16 }), /offset is 10000000000000000/);
  assert.throws(() => skew("a", 1, undefined as never), /the change is undefined/);
  assert.throws(
    () => slow("a", 0.5, 1),
    /slow\(…\): factor is 0\.5; it must be a number from 1 to/,
  );
  assert.throws(() => slow("a", 2, 5, { until: 5 }), /until is 5; it must be later than at, which/);
  assert.throws(() => zone("n", [], 1), /nodes is an array of 0; it must be a list of 1 to 10,000/);
  assert.throws(() => zone("n", ["a", "a"], 1), /nodes, each once/);
  assert.throws(() => flaky(["a", ""], 1, 1), /nodes is an array of 2; its \[1\] is ""/);
  assert.throws(() => flaky("a", 0, 1), /flaky\(…\): up is 0; it must be a time from 1 to/);
  assert.throws(() => edit("a", "x", undefined as never, 1), /value is undefined; it must be null/);
  assert.throws(() => edit("a", "x", { y: NaN }, 1), /value is an object; it must be null/);
  assert.throws(() => edit("a", "x", "y".repeat(10_001), 1), /longer than 10,000 characters/);
  assert.throws(() => expire("a", "", 1), /timer is ""/);
  const clocks = (clock: unknown) => () => watch({ clocks: { a: clock } as never });
  assert.throws(clocks({ drift: 10 }), /simulate: clocks\.a: drift is 10; it must be a number/);
  assert.throws(clocks({ offset: NaN }), /clocks\.a: offset is NaN/);
  assert.throws(clocks({ skew: 1 }), /clocks\.a: there is no option "skew"/);
  assert.throws(clocks(5), /clocks\.a is 5; it must be an object: offset, drift/);
  assert.throws(() => watch({ clocks: { z: {} } }), /clocks\.z: there is no such node; .* a\./);
});
