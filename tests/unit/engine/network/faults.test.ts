import assert from "node:assert/strict";
import { test } from "node:test";
import {
  badMemory,
  corrupt,
  delay,
  duplex,
  type Fault,
  hold,
  line,
  link,
  type LinkOptions,
  mbps,
  ms,
  overload,
  partition,
  pause,
  Process,
  release,
  resume,
  Router,
  simulate,
} from "../../../../src/engine/index.ts";
import { validateFaults } from "../../../../src/engine/faults.ts";
import { eventsOf, Listener, Talker, timesOf } from "../support.ts";

const bodies = ["a", "b", "c", "d"];

function talk(options: LinkOptions, faults: Fault[]) {
  return simulate({
    seed: 1,
    nodes: { a: new Talker("b", ...bodies), b: new Listener() },
    links: [link("a", "b", options)],
    faults,
  });
}

test("a packet that is held arrives when it is released, and never if it is not", () => {
  const held = talk({ delay: ms(1) }, [hold("a→b", 2), release("a→b", 2, ms(50))]);
  assert.deepEqual(held.nodes.b.heard, ["a", "c", "d", "b"]);
  assert.equal(held.nodes.b.times[3], ms(50));
  const [event] = eventsOf(held, "hold");
  assert.deepEqual([event.place, event.packet, event.detail], ["a→b", 2, 0]);
  const kept = talk({ delay: ms(1) }, [hold("a→b", 2)]);
  assert.deepEqual(kept.nodes.b.heard, ["a", "c", "d"]);
  assert.deepEqual([kept.metrics.endTime, kept.outcome.kind], [ms(1), "finished"]);
  const early = talk({ delay: ms(1) }, [release("a→b", 2, 0), hold("a→b", 2)]);
  assert.deepEqual(early.nodes.b.heard, bodies);
  assert.equal(talk({ delay: ms(1) }, [release("a→b", 2, ms(9))]).metrics.endTime, ms(1));
});

test("on a link that keeps order what is held holds up all behind it", () => {
  const run = talk({ keepsOrder: true }, [hold("a→b", 2), release("a→b", 2, ms(50))]);
  assert.deepEqual(run.nodes.b.times, [0, ms(50), ms(50), ms(50)]);
});

test("a paused link delivers what is on it and takes nothing more until it is resumed", () => {
  const wire = { bandwidth: 233_000, delay: ms(5) }; // 29 bytes: about 1 ms each
  const run = talk(wire, [pause("a", "b", ms(1.5)), resume("a", "b", ms(20))]);
  const starts = timesOf(run, "transmit");
  assert.deepEqual(run.nodes.b.heard, bodies);
  assert.ok(starts[1] < ms(1.5) && starts[2] === ms(20));
  assert.deepEqual(timesOf(run, "pause"), [ms(1.5)]);
  assert.deepEqual(timesOf(run, "resume"), [ms(20)]);
  const twice = [pause("a", "b", 0), pause("a", "b", ms(1)), resume("a", "b", ms(2))];
  assert.equal(eventsOf(talk({}, twice), "pause").length, 1);
  assert.deepEqual(talk({}, [pause("a", "b", 0)]).nodes.b.heard, []);
});

test("several flips in one packet, each named", () => {
  const run = talk({ check: "none" }, [corrupt("a→b", 1, 230), corrupt("a→b", 1, 231)]);
  assert.deepEqual(
    eventsOf(run, "corrupt").map(({ packet, detail }) => [packet, detail]),
    [
      [1, 230],
      [1, 231],
    ],
  );
  assert.equal(run.nodes.b.heard[0], "b".replace("b", String.fromCharCode(0x61 ^ 3)));
});

class Ticker extends Process {
  to: string;
  left = 10;
  constructor(to: string) {
    super();
    this.to = to;
  }
  start(): void {
    this.timeout();
  }
  timeout(): void {
    this.send(this.to, this.left);
    if (--this.left > 0) this.setTimer("next", ms(10));
  }
}

test("a partition cuts the links between its groups only, and heals what it has cut", () => {
  const run = simulate({
    seed: 1,
    nodes: { a: new Ticker("b"), b: new Listener(), c: new Ticker("d"), d: new Listener() },
    links: [duplex("a", "b"), duplex("c", "d"), duplex("a", "c")],
    faults: [partition([["a", "c"], ["b"]], ms(25), { until: ms(65) })],
  });
  assert.deepEqual(run.nodes.b.heard, [10, 9, 8, 3, 2, 1]);
  assert.equal(run.nodes.d.heard.length, 10);
  assert.deepEqual(
    eventsOf(run, "cut").map(({ place }) => place),
    ["a→b", "b→a"],
  );
  assert.equal(eventsOf(run, "heal").length, 2);
});

test("a partition leaves alone what somebody else has cut", () => {
  const faults: Fault[] = [
    { verb: "cut", from: "a", to: "b", at: ms(5) },
    partition([["a"], ["b"]], ms(25), { until: ms(65) }),
  ];
  const run = simulate({
    seed: 1,
    nodes: { a: new Ticker("b"), b: new Listener() },
    links: duplex("a", "b"),
    faults,
  });
  assert.deepEqual(run.nodes.b.heard, [10]);
});

const overloaded = (faults: Fault[], rate = Infinity) =>
  simulate({
    seed: 1,
    nodes: { a: new Ticker("b"), r: new Router({ rate }), b: new Listener() },
    links: [link("a", "r"), link("r", "b", { bandwidth: mbps(0.24) })], // 30 bytes: 1 ms
    faults,
  });

test("an overloaded router takes so many times as long with every packet, for a while", () => {
  const { times } = overloaded([overload("r", 4, ms(15), { until: ms(45) })], 1_000).nodes.b;
  const late = times.map((time, i) => Math.round((time - ms(10 * i)) / 1e6));
  // 1 ms in the router and 1 on the link, 4 and 4 while it is overloaded.
  assert.deepEqual(late, [2, 2, 8, 8, 8, 2, 2, 2, 2, 2]);
  const run = overloaded([overload("r", 2, 0), overload("r", 3, 0, { until: ms(35) })]);
  const gaps = run.nodes.b.times.map((time, i) => Math.round((time - ms(10 * i)) / 1e6));
  assert.deepEqual(gaps.slice(0, 6), [6, 6, 6, 6, 2, 2]);
  assert.deepEqual(timesOf(run, "unload"), [ms(35)]);
});

test("a bad memory flips bits between the checks of the links, and only the end notices", () => {
  const letters = Array.from({ length: 1_000 }, () => "PAY ANN 10, BEN 90");
  const path = (check: "internet" | "none", faults: Fault[]) =>
    simulate({
      seed: 3,
      nodes: {
        a: new Talker("b", ...letters),
        r1: new Router(),
        r2: new Router(),
        r3: new Router(),
        b: new Listener(),
      },
      links: line(["a", "r1", "r2", "r3", "b"], { frame: "crc32", check }),
      faults,
    });
  const wrong = (run: ReturnType<typeof path>) =>
    run.nodes.b.heard.filter((letter) => letter !== letters[0]).length;
  const faults = [badMemory("r2", 1 / 50)];
  const unchecked = path("none", faults);
  const struck = eventsOf(unchecked, "spoil");
  // 20 ± 4.4 of 1,000.
  assert.ok(struck.length > 6 && struck.length < 38, String(struck.length));
  assert.ok(struck.every(({ node }) => node === "r2"));
  const inHeader = struck.filter(({ detail }) => (detail as number) < 28 * 8).length;
  // What hit the header is found by the next router; what hit the letter is read.
  assert.equal(wrong(unchecked), struck.length - inHeader);
  assert.equal(eventsOf(unchecked, "discard").length, inHeader);
  const checked = path("internet", faults);
  assert.equal(wrong(checked), 0);
  assert.equal(checked.nodes.b.heard.length, 1_000 - struck.length);
  assert.equal(eventsOf(path("none", [badMemory("r2", 0.5, { at: ms(1) })]), "spoil").length, 0);
});

test("these faults are data, and what is wrong with them is said", () => {
  const faults: Fault[] = [
    ...[hold("a→b", 1), release("a→b", 1, 5), pause("a", "b", 1, { oneWay: true })],
    ...[resume("a", "b", 2), partition([["a"], ["b"]], 1), overload("a", 2, 3, { until: 9 })],
    ...[badMemory("b", 0.1), delay("a→b", 1, 2)],
  ];
  const known = { nodes: ["a", "b"], links: ["a→b"] };
  const copy: unknown = JSON.parse(JSON.stringify(faults));
  assert.deepEqual(validateFaults(copy, known), { faults, problems: [] });
  const problem = (fault: unknown) => validateFaults([fault], known).problems[0];
  assert.match(problem(partition([["a"], ["z"]], 1)), /groups is .*; it names "z"; it must be/);
  assert.match(
    problem({ verb: "overload", router: "a", factor: 0, at: 1 }),
    /factor is 0; .* 1 to/,
  );
  assert.throws(() => partition([["a"], ["a"]], 1), /partition\(…\): groups is .* each node once/);
  assert.throws(() => partition("ab" as never, 1), /groups is "ab"; it must be a list of groups/);
  assert.throws(() => badMemory("r", 2), /badMemory\(…\): probability is 2; .* from 0 to 1/);
  assert.throws(() => hold("a→b", 0), /hold\(…\): packet is 0/);
});
