import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AlohaStation,
  CsmaCdStation,
  type FromMedium,
  mbps,
  Medium,
  type MediumOptions,
  ms,
  type Nodes,
  Process,
  seconds,
  shortestFrame,
  simulate,
  SlottedAlohaStation,
  star,
  type ToMedium,
  us,
} from "../../../../src/engine/index.ts";
import { eventsOf } from "../support.ts";

/** Sends frames of a millisecond at given times, and keeps all that it is told. */
class Script extends Process<FromMedium, ToMedium> {
  plan: [at: number, to: string][];
  stopAt: number;
  told: string[] = [];
  constructor(plan: [at: number, to: string][] = [], stopAt = Infinity) {
    super();
    this.plan = plan;
    this.stopAt = stopAt;
  }
  start(): void {
    this.plan.forEach(([at], i) => this.setTimer(String(i), at));
    if (this.stopAt < Infinity) this.setTimer("stop", this.stopAt);
  }
  timeout(timer: string): void {
    if (timer === "stop") return this.send("medium", { kind: "stop" });
    const [, to] = this.plan[Number(timer)];
    this.send("medium", { kind: "send", to, bytes: 125, body: `from ${this.address}` });
  }
  receive(notice: FromMedium): void {
    const more =
      notice.kind === "sent"
        ? ` ${notice.isSound ? "whole" : "spoilt"}`
        : notice.kind === "frame"
          ? ` ${notice.from}`
          : "";
    this.told.push(`${this.now / 1e6} ${notice.kind}${more}`);
  }
}

function play(nodes: Record<string, Process>, options: Partial<MediumOptions> = {}) {
  const names = Object.keys(nodes);
  const medium = new Medium(names, { bandwidth: mbps(1), ...options });
  const all: Nodes = { medium, ...nodes };
  const run = simulate({ seed: 1, nodes: all, links: star("medium", names), until: seconds(2) });
  assert.equal(run.outcome.kind === "error" ? run.outcome.message : "", "");
  return { told: (name: string) => (run.nodes[name] as Script).told, nodes: run.nodes };
}

test("a frame alone is heard by all, and comes to the one that it is for", () => {
  const { told } = play({ a: new Script([[0, "b"]]), b: new Script(), c: new Script() });
  assert.deepEqual(told("a"), ["1 sent whole", "1 idle"]);
  assert.deepEqual(told("b"), ["0 busy", "1 frame a", "1 idle"]);
  assert.deepEqual(told("c"), ["0 busy", "1 idle"]);
});

test("what overlaps is spoilt for everybody; what touches end to end is not", () => {
  const overlap = play({
    a: new Script([[0, "c"]]),
    b: new Script([[us(999), "c"]]),
    c: new Script(),
  });
  assert.deepEqual(overlap.told("c"), ["0 busy", "0.999 collision", "1.999 idle"]);
  assert.deepEqual(overlap.told("a"), ["0.999 collision", "1 sent spoilt", "1.999 idle"]);
  const touch = play({ a: new Script([[0, "c"]]), b: new Script([[ms(1), "c"]]), c: new Script() });
  assert.deepEqual(
    touch.told("c").filter((each) => each.includes("frame")),
    ["1 frame a", "2 frame b"],
  );
});

test("a cable is as long as it is: who is near hears first, who is far hears later", () => {
  // 200 km of cable take a millisecond; b stands at a's side, c at the far end.
  const positions = { c: 200_000 };
  const { told } = play(
    { a: new Script([[0, "c"]]), b: new Script(), c: new Script() },
    { positions },
  );
  assert.deepEqual(told("b"), ["0 busy", "1 idle"]);
  assert.deepEqual(told("c"), ["1 busy", "2 frame a", "2 idle"]);
  // Each has sent its own before the other's arrives: on so long a cable both come through.
  const both = play(
    { a: new Script([[0, "c"]]), b: new Script(), c: new Script([[0, "a"]]) },
    { positions },
  );
  assert.deepEqual(both.told("c").at(-2), "2 frame a");
  assert.deepEqual(both.told("a").at(-2), "2 frame c");
});

test("a frame that is stopped travels on as a stump, and is a frame to nobody", () => {
  const positions = { b: 20_000 };
  const { told, nodes } = play(
    { a: new Script([[0, "b"]], us(300)), b: new Script() },
    { positions },
  );
  assert.deepEqual(told("a"), ["0.3 sent spoilt", "0.3 idle"]);
  assert.deepEqual(told("b"), ["0.1 busy", "0.4 idle"]);
  assert.deepEqual((nodes["medium"] as Medium).frames, {}, "nothing is left of it");
});

test("a hidden station cannot be heard, so it cannot be waited for", () => {
  // a and c hear only b; b hears both.
  const hears = { a: ["b"], c: ["b"] };
  const script = { a: new Script([[0, "b"]]), b: new Script(), c: new Script([[us(500), "b"]]) };
  const { told } = play(script, { hears });
  assert.deepEqual(told("c"), ["1.5 sent whole", "1.5 idle"], "c never noticed a");
  assert.deepEqual(told("b"), ["0 busy", "0.5 collision", "1.5 idle"]);
});

test("a radio that sends is deaf: its frame seems whole to it", () => {
  const script = { a: new Script([[0, "c"]]), b: new Script([[0, "c"]]), c: new Script() };
  const { told } = play(script, { detects: false });
  assert.deepEqual(told("a"), ["1 sent whole", "1 idle"]);
  assert.deepEqual(told("c"), ["0 busy", "0 collision", "1 idle"]);
});

test("where nobody listens, stations are told of their own frames only", () => {
  const script = {
    a: new Script([[0, "c"]]),
    b: new Script([[0, "c"]]),
    c: new Script([[ms(5), "a"]]),
  };
  const { told } = play(script, { senses: false });
  assert.deepEqual(told("a"), ["1 sent spoilt", "6 frame c"]);
});

/** An Ethernet station that begins to send at a given moment. */
class At extends CsmaCdStation {
  at: number;
  constructor(to: string, bytes: number, at: number) {
    super("medium", { to, bytes, frames: 1 });
    this.at = at;
  }
  pause(): number {
    return this.collisions === 0 && this.collided === 0 ? this.at : super.pause();
  }
}

test("a frame shorter than 64 bytes may die unheard at the far end of 25.6 µs of cable", () => {
  const delay = us(25.6);
  assert.equal(shortestFrame(mbps(10), delay), 64);
  for (const [bytes, isHeard] of [
    [64, true],
    [60, false],
  ] as const) {
    // b begins at the last moment at which it cannot know of a's frame.
    const nodes = { a: new At("b", bytes, 0), b: new At("a", bytes, delay - 1) };
    const names = ["a", "b"];
    const run = simulate({
      seed: 3,
      nodes: {
        medium: new Medium(names, { bandwidth: mbps(10), positions: { b: 5_120 } }),
        ...nodes,
      },
      links: star("medium", names),
      until: seconds(1),
    });
    const { a, b, medium } = run.nodes as { a: At; b: At; medium: Medium };
    assert.equal(a.collided > 0, isHeard, `${bytes} bytes`);
    assert.equal(a.through, 1);
    assert.equal(b.received, isHeard ? 1 : 0, "a believes that its frame has come");
    assert.ok(medium.sent >= 2);
  }
});

test("stations of ALOHA try again until all is through", () => {
  const names = ["a", "b", "c"];
  const nodes: Nodes = { medium: new Medium(names, { bandwidth: mbps(1), senses: false }) };
  for (const name of names)
    nodes[name] = new AlohaStation("medium", { to: "a", bytes: 125, frames: 20, patience: ms(5) });
  const run = simulate({ seed: 1, nodes, links: star("medium", names) });
  for (const name of names) {
    const { through, attempts, waiting } = run.nodes[name] as AlohaStation;
    assert.deepEqual([through, waiting], [20, 0]);
    assert.ok(attempts > 20, "the first three collide, to begin with");
  }
});

test("slotted stations begin at the strokes of their clock, as often as their coin says", () => {
  const names = ["a", "b", "c"];
  const options = { to: "a", slot: us(1_200), bytes: 125, fresh: 0.25, retry: 0.5 };
  const nodes: Nodes = { medium: new Medium(names, { bandwidth: mbps(1), senses: false }) };
  for (const name of names) nodes[name] = new SlottedAlohaStation("medium", options);
  const slots = 2_000;
  const run = simulate({ seed: 1, nodes, links: star("medium", names), until: slots * us(1_200) });
  const sends = eventsOf(run, "send").filter(({ node }) => node !== "medium");
  assert.ok(sends.every(({ time }) => time % us(1_200) === 0));
  const at = (name: string) => sends.filter(({ node }) => node === name).map(({ time }) => time);
  for (const name of names) {
    const { attempts, through } = run.nodes[name] as SlottedAlohaStation;
    assert.equal(attempts, new Set(at(name)).size, "at most once a slot");
    const others = names.filter((each) => each !== name).flatMap(at);
    assert.ok(through <= at(name).filter((time) => !others.includes(time)).length);
    // Between what it does when all is well and what it does when nothing is.
    assert.ok(attempts > 0.25 * slots && attempts < 0.5 * slots, String(attempts));
  }
});

test("who starts with a frame that has collided tries again; a coin of 0 never comes up", () => {
  const names = ["a", "b"];
  const options = { to: "b", slot: ms(1), bytes: 125, fresh: 0, retry: 1 };
  const [a, b] = names.map(() => new SlottedAlohaStation("medium", options));
  a.isBacklogged = true;
  const nodes = { medium: new Medium(names, { bandwidth: mbps(1) }), a, b };
  const run = simulate({ seed: 1, nodes, links: star("medium", names) });
  assert.deepEqual([run.nodes.a.attempts, run.nodes.a.through, run.nodes.b.attempts], [1, 1, 0]);
  assert.equal(run.nodes.a.isBacklogged, false);
});

test("a frame is given up after 16 attempts", () => {
  class Stubborn extends CsmaCdStation {
    backOff(): number {
      return 0;
    }
  }
  const names = ["a", "b"];
  const station = (to: string) => new Stubborn("medium", { to, bytes: 64, frames: 1 });
  const nodes: Record<string, Process> = { a: station("b"), b: station("a") };
  const all: Nodes = { medium: new Medium(names, { bandwidth: mbps(10) }), ...nodes };
  const run = simulate({ seed: 1, nodes: all, links: star("medium", names) });
  const { lost, through, collided, state } = run.nodes["a"] as CsmaCdStation;
  assert.deepEqual([lost, through, collided, state], [1, 0, 16, "nothing to send"]);
});

test("a station waits while it hears somebody, and then for a gap of 96 bit times", () => {
  const names = ["a", "b"];
  const nodes = {
    medium: new Medium(names, { bandwidth: mbps(10) }),
    a: new At("b", 1_000, 0),
    b: new At("a", 1_000, us(100)),
  };
  const run = simulate({ seed: 1, nodes, links: star("medium", names) });
  const frames = eventsOf(run, "send").filter(({ node }) => node !== "medium");
  assert.deepEqual(
    frames.map(({ time }) => time),
    [0, us(800) + us(100)],
  );
  assert.deepEqual([run.nodes.a.received, run.nodes.b.received], [1, 1]);
});

const medium = (options: object) => new Medium(["a"], { bandwidth: 1, ...options });
const wrong: [string, () => unknown, RegExp][] = [
  [
    "no bandwidth",
    () => medium({ bandwidth: 0 }),
    /new Medium: bandwidth is 0; it must be a number/,
  ],
  ["faster than light", () => medium({ speed: 4e8 }), /speed is 400000000; .* to 300,000,000/],
  ["nowhere", () => medium({ positions: { a: NaN } }), /positions\.a is NaN/],
  ["a wish", () => medium({ detects: 1 }), /detects is 1; it must be true or false/],
  [
    "half a byte",
    () => new CsmaCdStation("medium", { to: "a", bytes: 0.5 }),
    /new CsmaCdStation: bytes is 0.5; it must be a whole number/,
  ],
  [
    "more than certain",
    () => new SlottedAlohaStation("medium", { to: "a", slot: 1, bytes: 1, fresh: 2, retry: 0 }),
    /new SlottedAlohaStation: fresh is 2; it must be a number from 0 to 1/,
  ],
  [
    "no patience",
    () => new AlohaStation("medium", { to: "a", bytes: 1, patience: -1 }),
    /new AlohaStation: patience is -1/,
  ],
];
for (const [name, make, words] of wrong)
  test(`${name} is refused`, () => assert.throws(make, words));
