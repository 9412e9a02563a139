import assert from "node:assert/strict";
import { test } from "node:test";
import { duplex, ms, Process, seconds, simulate } from "../../../src/engine/index.ts";
import { Echo, eventsOf, Talker, timesOf } from "./support.ts";

/** The outcome's message of a run of one process, which must have failed. */
function failureOf(process: Process, others: Record<string, Process> = {}): string {
  const { outcome } = simulate({ seed: 1, nodes: { a: process, ...others }, links: [] });
  assert.equal(outcome.kind, "error");
  return outcome.kind === "error" ? outcome.message : "";
}

test("handlers run in order: start at time 0, then what comes", () => {
  class Diary extends Process {
    lines: string[] = [];
    start(): void {
      this.lines.push(`start at ${this.now} on ${this.address}`);
      this.setTimer("tick", ms(5));
      this.send("echo", "hello");
    }
    receive(message: string, from: string): void {
      this.lines.push(`${message} from ${from} at ${this.now}`);
    }
    timeout(timer: string): void {
      this.lines.push(`${timer} at ${this.now}`);
    }
  }
  const run = simulate({
    seed: 1,
    nodes: { diary: new Diary(), echo: new Echo() },
    links: duplex("diary", "echo", { delay: ms(1) }),
  });
  assert.deepEqual(run.nodes.diary.lines, [
    "start at 0 on diary",
    "hello from echo at 2000000",
    "tick at 5000000",
  ]);
});

test("a timer set again starts afresh; one that is cancelled is silent even at its instant", () => {
  class Two extends Process {
    heard: string[] = [];
    start(): void {
      this.setTimer("first", ms(10));
      this.setTimer("second", ms(10));
      this.setTimer("again", ms(1));
      this.setTimer("again", ms(20));
      this.cancelTimer("never set");
    }
    timeout(timer: string): void {
      this.heard.push(timer);
      this.cancelTimer("second");
    }
  }
  const run = simulate({ seed: 1, nodes: { two: new Two() }, links: [] });
  assert.deepEqual(run.nodes.two.heard, ["first", "again"]);
  assert.deepEqual(timesOf(run, "timeout"), [ms(10), ms(20)]);
  assert.equal(eventsOf(run, "timerCancel").length, 1);
});

test("times are rounded to whole nanoseconds at the door", () => {
  class Fraction extends Process {
    start(): void {
      this.setTimer("soon", 10.6);
    }
  }
  const run = simulate({ seed: 1, nodes: { a: new Fraction() }, links: [] });
  assert.deepEqual(timesOf(run, "timeout"), [11]);
});

test("a constructor that acts is told to use start()", () => {
  class Eager extends Process {
    constructor() {
      super();
      this.send("b", "too early");
    }
  }
  assert.throws(() => new Eager(), /Eager: send was used before the run began\..*start\(\)/);
});

test("sending to a name that no node has says which there are", () => {
  assert.match(failureOf(new Talker("c", 1), { b: new Process() }), /send\("c", body\).*a, b/);
});

test("arguments of the wrong kind are refused by name, value and range", () => {
  class Acting extends Process {
    act = "";
    constructor(act: string) {
      super();
      this.act = act;
    }
    start(): void {
      const bad = NaN;
      const text = 5 as unknown as string;
      if (this.act === "timer") this.setTimer("t", bad);
      if (this.act === "negative") this.setTimer("t", -1);
      if (this.act === "name") this.setTimer(text, 1);
      if (this.act === "cancel") this.cancelTimer(text);
      if (this.act === "work") this.work(Infinity);
      if (this.act === "note") this.note(text);
      if (this.act === "bytes") this.send("a", "x", { bytes: 1.5 });
      if (this.act === "complete") this.complete("x");
      if (this.act === "invoke") this.invoke(undefined);
    }
  }
  const expected: [string, RegExp][] = [
    ["timer", /setTimer\(name, after\): after is NaN; it must be a number of nanoseconds from 0/],
    ["negative", /after is -1/],
    ["name", /setTimer\(name, …\): the name is 5; it must be a text/],
    ["cancel", /cancelTimer\(name, …\): the name is 5/],
    ["work", /work\(duration\): duration is Infinity/],
    ["note", /note\(text\): the text is 5; it must be a string/],
    ["bytes", /bytes is 1\.5; it must be a whole number of bytes from 0 to 4,294,967,295/],
    ["complete", /no operation of a is open\. invoke opens one/],
    ["invoke", /invoke\(…\): body is undefined/],
  ];
  for (const [act, words] of expected) assert.match(failureOf(new Acting(act)), words);
});

test("an async handler and a generator are refused, since nothing waits in simulated time", () => {
  class Async extends Process {
    async start(): Promise<void> {}
  }
  class Story extends Process {
    *start(): Generator<number, void> {
      yield 1;
    }
  }
  assert.match(failureOf(new Async()), /start\(\) is async: nothing waits in simulated time/);
  assert.match(failureOf(new Story() as unknown as Process), /start\(\) is a generator/);
});

test("a private field is refused with the remedy", () => {
  class Secretive extends Process {
    #count = 0;
    start(): void {
      this.#count += 1;
    }
  }
  assert.match(failureOf(new Secretive()), /fields of a process cannot be #private.*Leave out/);
});

test("a process of a node draws its own chance, the same in every run of that seed", () => {
  class Dice extends Process {
    throws: number[] = [];
    start(): void {
      for (let i = 0; i < 3; i++) this.throws.push(this.random());
    }
  }
  const throwsOf = (seed: number | string, nodes: Record<string, Dice>): number[] =>
    simulate({ seed, nodes, links: [] }).nodes.a.throws;
  const alone = throwsOf(7, { a: new Dice() });
  assert.deepEqual(throwsOf("7", { b: new Dice(), a: new Dice() }), alone);
  assert.notDeepEqual(throwsOf(8, { a: new Dice() }), alone);
});

test("operations and notes stand in the trace, with their numbers and texts", () => {
  class Client extends Process {
    start(): void {
      const first = this.invoke({ put: "x", value: 1 });
      this.invoke({ get: "x" });
      this.note("two are open");
      this.complete({ got: 1 });
      this.complete("done", first);
    }
  }
  const run = simulate({ seed: 1, nodes: { a: new Client() }, links: [] });
  const seen = eventsOf(run, "invoke", "complete", "note");
  assert.deepEqual(
    seen.map(({ kind, message, text }) => [kind, message, text]),
    [
      ["invoke", 1, '{"put":"x","value":1}'],
      ["invoke", 2, '{"get":"x"}'],
      ["note", undefined, "two are open"],
      ["complete", 2, '{"got":1}'],
      ["complete", 1, '"done"'],
    ],
  );
});

test("an endless life ends at the spec's until, and the metrics say when", () => {
  class Clockwork extends Process {
    start(): void {
      this.timeout();
    }
    timeout(): void {
      this.setTimer("tick", seconds(1));
    }
  }
  const run = simulate({ seed: 1, nodes: { a: new Clockwork() }, links: [], until: seconds(3.5) });
  assert.deepEqual(run.outcome, { kind: "until" });
  assert.equal(run.metrics.endTime, seconds(3.5));
  assert.equal(run.metrics.nodes.a.timeouts, 3);
});
