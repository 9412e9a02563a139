import assert from "node:assert/strict";
import { test } from "node:test";
import {
  crash,
  duplex,
  ENGINE_VERSION,
  type Limits,
  ms,
  percent,
  Process,
  seconds,
  simulate,
  type Spec,
} from "../../../src/engine/index.ts";
import { stateOf } from "../../../src/engine/process/copy.ts";
import { Echo, eventsOf, Listener, Talker } from "./support.ts";

/** Two nodes that play a message back and forth for ever. */
class Player extends Process {
  hits = 0;
  serves = false;
  other: string;
  constructor(other: string, serves = false) {
    super();
    this.other = other;
    this.serves = serves;
  }
  start(): void {
    if (this.serves) this.receive();
  }
  receive(): void {
    this.hits += 1;
    this.send(this.other, this.hits);
  }
}

const pingPong = (limits: Partial<Limits>, delay = ms(1)): Spec => ({
  seed: 5,
  nodes: { a: new Player("b", true), b: new Player("a") },
  links: duplex("a", "b", { delay }),
  limits,
});

const noisy = { delay: ms(20), jitter: ms(30), loss: 0.1, corruption: 0.1, duplication: 0.1 };

test("the same spec run twice gives the same bytes, and its processes stay as they were", () => {
  const spec = {
    seed: "twice",
    nodes: { a: new Talker("b", ...Array.from({ length: 50 }, (_, i) => ({ i }))), b: new Echo() },
    links: duplex("a", "b", noisy),
    faults: [crash("b", ms(60))],
  };
  const before = stateOf("a", spec.nodes.a);
  const [first, second] = [simulate(spec), simulate(spec)];
  assert.deepEqual(first.trace.data, second.trace.data);
  assert.deepEqual(first.metrics, second.metrics);
  assert.equal(first.fingerprint, second.fingerprint);
  assert.deepEqual(stateOf("a", spec.nodes.a), before);
  assert.notEqual(first.nodes.a, spec.nodes.a);
});

test("a fixed spec has a fixed fingerprint: a change means another engine version", () => {
  const run = simulate({
    seed: 2026,
    nodes: { a: new Talker("b", "hello", { n: 1 }, [true, null]), b: new Echo() },
    links: duplex("a", "b", { ...noisy, bandwidth: 1e6 }),
    faults: [crash("b", ms(60))],
  });
  assert.equal(`${run.engine}: ${run.fingerprint}`, "1: 23364f9062f931ed");
  assert.equal(run.engine, ENGINE_VERSION);
  assert.equal(run.seed, "2026");
});

test("another seed is another run", () => {
  const one = (seed: number): string =>
    simulate({
      seed,
      nodes: { a: new Talker("b", "x"), b: new Listener() },
      links: duplex("a", "b", { jitter: ms(5) }),
    }).fingerprint;
  assert.notEqual(one(1), one(2));
});

test("one process given under two names becomes two", () => {
  const player = new Listener();
  const run = simulate({
    seed: 1,
    nodes: { a: new Talker("b", "x"), b: player, c: player },
    links: duplex("a", "b"),
  });
  assert.deepEqual(run.nodes.b.heard, ["x"]);
  assert.deepEqual(run.nodes.c.heard, []);
});

test("a run that never ends is stopped after a million events, with its trace and words", () => {
  const run = simulate(pingPong({}));
  assert.ok(run.outcome.kind === "limit" && run.outcome.limit === "events");
  assert.match(run.outcome.words, /stopped after 1,000,000 events, at [\d,]+ ns of simulated time/);
  assert.match(run.outcome.words, /give the spec an until, or raise limits\.events/);
  assert.equal(run.trace.rows, 1_000_000);
  assert.equal(run.metrics.events, 1_000_000);
});

test("a run that stands still in time is stopped as well", () => {
  const run = simulate(pingPong({ events: 1000 }, 0));
  assert.ok(run.outcome.kind === "limit" && run.outcome.limit === "events");
  assert.equal(run.metrics.endTime, 0);
});

test("one handler that never stops sending is stopped in the middle", () => {
  class Flood extends Process {
    start(): void {
      for (let i = 0; ; i++) this.send("b", i);
    }
  }
  const nodes = { a: new Flood(), b: new Listener() };
  const run = simulate({ seed: 1, nodes, links: duplex("a", "b"), limits: { events: 5000 } });
  assert.ok(run.outcome.kind === "limit" && run.outcome.limit === "events");
  assert.equal(run.trace.rows, 5000);
});

test("limits of simulated time, trace and inbox end a run in their own words", () => {
  const byTime = simulate(pingPong({ time: seconds(2) })).outcome;
  assert.ok(byTime.kind === "limit" && byTime.limit === "time");
  assert.match(byTime.words, /lies beyond 2,000,000,000 ns \(limits\.time\)/);
  const byTrace = simulate(pingPong({ trace: 100_000 })).outcome;
  assert.ok(byTrace.kind === "limit" && byTrace.limit === "trace");
  assert.match(byTrace.words, /its trace takes 100,000 bytes/);
  class Slow extends Process {
    receive(): void {
      this.work(seconds(1));
    }
  }
  const many = new Talker("slow", ...Array.from({ length: 12 }, (_, i) => i));
  const nodes = { a: many, slow: new Slow() };
  const spec = { seed: 1, nodes, links: duplex("a", "slow"), limits: { inbox: 10 } };
  const byInbox = simulate(spec).outcome;
  assert.ok(byInbox.kind === "limit" && byInbox.limit === "inbox");
  assert.match(byInbox.words, /more than 10 messages wait for slow \(limits\.inbox\)/);
});

test("a process that throws ends the run, with node, time, words, row and trace", () => {
  class Clumsy extends Process {
    receive(): void {
      throw new Error("I dropped it");
    }
  }
  const run = simulate({
    seed: 1,
    nodes: { a: new Talker("b", "x"), b: new Clumsy() },
    links: duplex("a", "b", { delay: ms(7) }),
  });
  const { outcome } = run;
  assert.ok(outcome.kind === "error");
  assert.equal(outcome.node, "b");
  assert.equal(outcome.time, ms(7));
  assert.equal(outcome.message, "Error: I dropped it");
  assert.match(outcome.stack, /Clumsy\.receive/);
  const last = eventsOf(run).at(-1);
  assert.deepEqual([last?.kind, last?.node, last?.text], ["error", "b", "Error: I dropped it"]);
  assert.equal(eventsOf(run)[last?.cause ?? 0].kind, "receive");
});

test("whatever is thrown, even what cannot be read, becomes an outcome", () => {
  class Throws extends Process {
    what = 0;
    constructor(what: number) {
      super();
      this.what = what;
    }
    start(): void {
      const hostile = {
        get message(): string {
          throw new Error("no");
        },
      };
      const things = [
        "text",
        undefined,
        null,
        hostile,
        Object.setPrototypeOf(hostile, Error.prototype),
      ];
      throw things[this.what];
    }
  }
  for (let what = 0; what < 5; what++) {
    const { outcome } = simulate({ seed: 1, nodes: { a: new Throws(what) }, links: [] });
    assert.equal(outcome.kind, "error");
  }
});

test("an endless recursion ends as an error, not as a hang", () => {
  class Deep extends Process {
    start(): void {
      this.start();
    }
  }
  const { outcome } = simulate({ seed: 1, nodes: { a: new Deep() }, links: [] });
  assert.ok(outcome.kind === "error" && /stack/i.test(outcome.message));
});

test("metrics count what the trace holds", () => {
  const run = simulate({
    seed: 4,
    nodes: { a: new Talker("b", ..."twenty-five letters of it"), b: new Echo() },
    links: duplex("a", "b", { loss: percent(20), delay: ms(1) }),
  });
  assert.equal(run.metrics.sent, eventsOf(run, "send").length);
  assert.equal(run.metrics.received, eventsOf(run, "receive").length);
  assert.equal(run.metrics.events, run.trace.rows);
  assert.equal(run.metrics.endTime, run.trace.end);
  const lost = Object.values(run.metrics.links).reduce((sum, link) => sum + link.lost, 0);
  assert.equal(lost, eventsOf(run, "lose").length);
});

test("a run without nodes, and one without links, end at once", () => {
  assert.deepEqual(simulate({ seed: 1, nodes: {}, links: [] }).outcome, { kind: "finished" });
  const alone = simulate({ seed: 1, nodes: { a: new Process() }, links: [] });
  assert.equal(alone.trace.rows, 1);
});

const sound = { seed: 1, nodes: { a: new Process(), b: new Process() }, links: [] };

const bad: [string, object, RegExp][] = [
  ["no seed", { seed: undefined }, /seed is undefined; it must be a number or a text/],
  ["NaN as seed", { seed: NaN }, /seed is NaN/],
  ["nodes as a list", { nodes: [new Process()] }, /nodes is an array of 1; it must be an object/],
  [
    "a class for a process",
    { nodes: { a: Process } },
    /the node "a" is a function; it must be a p/,
  ],
  ["a plain object", { nodes: { a: { start() {} } } }, /the node "a" is an object; it must be/],
  ["an arrow in a name", { nodes: { "a→b": new Process() } }, /a node is called "a→b"; names have/],
  ["an empty name", { nodes: { "": new Process() } }, /a node is called ""/],
  ["no links", { links: undefined }, /links is undefined; it must be an array of links/],
  ["a text among links", { links: ["a-b"] }, /links\[0\] is "a-b"; links are made by link, duplex/],
  ["an unknown end", { links: duplex("a", "z") }, /there is no node "z"; the nodes are a, b/],
  [
    "a link written by hand with a wrong delay",
    { links: [{ ...duplex("a", "b")[0], delay: -3 }] },
    /link\("a", "b"\): delay is -3/,
  ],
  ["a negative until", { until: -1 }, /until is -1; it must be a number of nanoseconds/],
  ["a text as until", { until: "6 s" }, /until is "6 s"/],
  ["an unknown limit", { limits: { event: 5 } }, /there is no option "event"; it knows events, ti/],
  ["a limit of 0", { limits: { events: 0 } }, /events is 0; it must be a whole number from 1/],
  ["a limit of NaN", { limits: { trace: NaN } }, /trace is NaN/],
  ["faults that are no list", { faults: "crash" }, /faults is "crash"; it must be an array/],
  ["an unknown field", { fault: [] }, /there is no option "fault"; it knows seed, nodes, links/],
];

for (const [what, change, words] of bad) {
  test(`a spec with ${what} is refused in words`, () => {
    assert.throws(
      () => simulate({ ...sound, ...change } as Spec),
      (error: unknown) => {
        assert.ok(error instanceof RangeError);
        assert.match(error.message, /^simulate: /);
        assert.match(error.message, words);
        return true;
      },
    );
  });
}

test("a spec that is no object is refused in words", () => {
  for (const spec of [undefined, null, 5, "spec"]) {
    assert.throws(
      () => simulate(spec as unknown as Spec),
      /simulate: the spec is .*must be an obj/,
    );
  }
});
