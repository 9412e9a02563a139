import assert from "node:assert/strict";
import { test } from "node:test";
import {
  duplex,
  ms,
  mute,
  pause,
  Process,
  Router,
  seconds,
  simulate,
  type Address,
  type Fault,
} from "../../../src/engine/index.ts";
import { inspect } from "../../../src/views/inspector.ts";
import { indexTrace } from "../../../src/views/trace-index.ts";
import { logLine, plain } from "../../../src/views/words/index.ts";

type Letter = { number: number };

class Alice extends Process<Letter> {
  number = 0;
  start(): void {
    this.post();
  }
  post(): void {
    this.send("bob", { number: this.number });
    this.setTimer("worry", ms(250));
  }
  receive(ack: Letter): void {
    if (ack.number !== this.number) return;
    this.number += 1;
    if (this.number < 3) this.post();
    else this.cancelTimer("worry");
  }
  timeout(): void {
    this.post();
  }
}

class Bob extends Process<Letter> {
  receive({ number }: Letter, from: Address): void {
    this.send(from, { number });
  }
}

const run = (faults: readonly Fault[]) =>
  simulate({
    seed: 7,
    nodes: { alice: new Alice(), bob: new Bob() },
    links: [duplex("alice", "bob", { delay: ms(40) })],
    faults,
    until: seconds(1),
  });

const index = indexTrace(run([]).trace);

test("each action is a fault that does to the run what its button says", () => {
  const kinds: string[] = [];
  for (const target of ["flight:1", "node:bob", "link:alice→bob"]) {
    for (const { fault, sentence } of inspect(index, target, ms(60.5))?.actions ?? []) {
      const changed = indexTrace(run([fault]).trace);
      const log = Array.from({ length: changed.trace.rows }, (_, row) => logLine(changed, row));
      assert.match(log.join("\n"), deeds[fault.verb] as RegExp, plain(sentence));
      kinds.push(fault.verb);
    }
  }
  assert.deepEqual(kinds, [
    ...["drop", "corrupt", "delay", "duplicate", "crash", "mute"],
    ...["cut", "cut", "cut", "pause", "degrade"],
  ]);
});

const deeds: Partial<Record<Fault["verb"], RegExp>> = {
  drop: /0\.060\u202fs {2}The answer 0 is taken off the road to Alice by hand, 20\.\d+/,
  corrupt: /of the answer 0 flips on the road to Alice/,
  delay: /The answer 0 is held up on the road to Alice/,
  duplicate: /The road makes a copy of 0/,
  crash: /0\.060\u202fs {2}Bob crashes/,
  restart: /Bob starts again/,
  cut: /0\.06\d\u202fs {2}The road from (Alice to Bob|Bob to Alice) is cut/,
  heal: /is open again/,
  mute: /0\.060\u202fs {2}Bob falls mute/,
  pause: /0\.06\d\u202fs {2}The road from Alice to Bob takes nothing more/,
  degrade: /0\.06\d\u202fs {2}The road from Alice to Bob changes: it now loses 50\u202f%/,
};

test("what has ended cannot be helped, and what is down can be raised", () => {
  assert.deepEqual(inspect(index, "flight:0", ms(100))?.actions, []);
  const crash: Fault = { verb: "crash", node: "bob", at: ms(10) };
  const down = indexTrace(run([crash, { verb: "cut", from: "alice", to: "bob", at: 0 }]).trace);
  const verbs = (target: string): string[] =>
    (inspect(down, target, ms(50))?.actions ?? []).map(({ fault }) => fault.verb);
  assert.deepEqual(verbs("node:bob"), ["restart"]);
  assert.deepEqual(verbs("link:alice→bob"), ["heal"]);
});

test("what is mute or paused can be helped; a router gets too much to do, a worker slow", () => {
  const faults = [mute("b", ms(1)), pause("b", "r", ms(1), { oneWay: true })];
  class Worker extends Process {
    receive(): void {
      this.work(ms(1));
    }
  }
  const { trace } = simulate({
    seed: 1,
    nodes: { a: new Alice(), r: new Router(), bob: new Bob(), b: new Worker() },
    links: ["a", "bob", "b"].map((name) => duplex(name, "r", { delay: ms(1) })),
    faults,
    until: ms(50),
  });
  const routed = indexTrace(trace);
  const verbs = (target: string, time: number): string[] =>
    (inspect(routed, target, time)?.actions ?? []).map(({ fault }) => fault.verb);
  assert.deepEqual(verbs("node:b", ms(0.5)), ["crash", "mute"]);
  assert.deepEqual(verbs("node:b", ms(2)), ["crash", "unmute"]);
  assert.deepEqual(verbs("node:r", ms(2)), ["crash", "overload"]);
  assert.deepEqual(verbs("link:b→r", ms(0.5)).slice(-2), ["pause", "degrade"]);
  assert.deepEqual(verbs("link:b→r", ms(2)).slice(-2), ["resume", "degrade"]);
  const works = indexTrace(
    simulate({
      seed: 1,
      nodes: { alice: new Alice(), bob: new Worker() },
      links: duplex("alice", "bob"),
      until: ms(50),
    }).trace,
  );
  const actions = inspect(works, "node:bob", ms(20))?.actions ?? [];
  assert.deepEqual(
    actions.map(({ fault }) => fault.verb),
    ["crash", "slow", "mute"],
  );
});

test("fields speak of this moment only", () => {
  const told = (time: number): string =>
    (inspect(index, "flight:0", time)?.fields ?? [])
      .map(({ label, value }) => `${label}: ${plain(value)}`)
      .join("\n");
  assert.match(told(ms(10)), /Fate: on its way: 30\.?\d*\u202fms to go/);
  assert.doesNotMatch(told(ms(10)), /reaches/);
  assert.match(told(ms(60)), /Fate: The letter 0 reaches Bob/);
  assert.match(told(ms(60)), /Because: Alice begins: she posts 0 to Bob\./);
});

test("a target that the run does not have is undefined, however odd", () => {
  for (const target of ["", "flight:", "flight:-1", "flight:1e3", "flight:999", "node:eve"]) {
    assert.equal(inspect(index, target, 0), undefined, target);
  }
  for (const target of ["link:bob", "event:99999", "flight:__proto__", "constructor:0", "node"]) {
    assert.equal(inspect(index, target, 0), undefined, target);
  }
});
