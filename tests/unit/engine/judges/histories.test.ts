import assert from "node:assert/strict";
import { test } from "node:test";
import {
  counter,
  crash,
  duplex,
  fifoQueue,
  historyOf,
  linearizable,
  ms,
  type Operation,
  Process,
  register,
  restart,
  sequentiallyConsistent,
  simulate,
  type Specification,
  tickets,
} from "../../../../src/engine/index.ts";
import { Trace } from "../../../../src/engine/trace/trace.ts";

/** An operation: client, kind, value or key and value, answer, beginning, end. */
function op(
  client: string,
  kind: string,
  value: unknown,
  answer: unknown,
  [invoked, completed]: [number, number],
  key = "x",
): Operation {
  return { client, kind, key, value, answer, invoked, completed };
}

test("Herlihy & Wing’s figure 1: two queues that are possible and two that are not", () => {
  const [E, D] = ["enqueue", "dequeue"];
  const judge = (...list: Operation[]) => linearizable(list, fifoQueue() as Specification).verdict;
  const a = [op("a", E, "x", null, [0, 10]), op("b", E, "y", null, [2, 8])];
  assert.equal(judge(...a, op("b", D, undefined, "x", [12, 14])), "holds");
  const apart = [op("a", E, "x", null, [0, 4]), op("b", E, "y", null, [6, 8])];
  assert.equal(judge(...apart, op("a", D, undefined, "y", [10, 12])), "broken");
  const open = op("a", E, "x", undefined, [0, Infinity]);
  assert.equal(judge(open, op("b", D, undefined, "x", [2, 4])), "holds");
  const twice = [op("a", E, "x", null, [0, 2]), op("a", D, undefined, "x", [4, 8])];
  assert.equal(judge(...twice, op("b", D, undefined, "x", [3, 9])), "broken");
});

test("the first impossible answer is named, with what would have been right", () => {
  const history = [
    op("alice", "write", 1, null, [0, 10]),
    op("bob", "read", undefined, 1, [2, 4]),
    op("carol", "read", undefined, null, [5, 8]),
    op("bob", "read", undefined, 7, [20, 22]),
  ];
  const { verdict, impossible, words, operations } = linearizable(history, register());
  assert.equal(verdict, "broken");
  assert.equal(impossible, history[2]);
  assert.equal(words, "carol’s read(x) answers null, but one process would have answered 1.");
  assert.equal(operations, 4);
});

test("where several answers would have been right, all are said", () => {
  const history = [
    op("alice", "write", 1, null, [0, 10]),
    op("dave", "write", { deep: [2] }, null, [0, 10]),
    op("bob", "read", undefined, 3, [2, 4]),
  ];
  const { words } = linearizable(history, register());
  const right = '1, null or {"deep":[2]}';
  assert.equal(words, `bob’s read(x) answers 3, but one process would have answered ${right}.`);
});

test("a lost answer may have taken effect, before or after, or never", () => {
  const lost = op("alice", "write", 1, undefined, [0, Infinity]);
  const read = (value: unknown, at: number) => op("bob", "read", undefined, value, [at, at + 1]);
  const judge = (...reads: Operation[]) => linearizable([lost, ...reads], register()).verdict;
  assert.equal(judge(read(null, 2), read(null, 4)), "holds");
  assert.equal(judge(read(null, 2), read(1, 4)), "holds");
  assert.equal(judge(read(1, 2), read(null, 4)), "broken");
  const earlier = op("bob", "read", undefined, 1, [-3, -2]);
  assert.equal(judge(earlier), "broken");
});

test("what ends at the very time at which another begins, overlaps with it", () => {
  const write = op("a", "write", 1, null, [0, 5]);
  const judge = (began: number) => {
    return linearizable([write, op("b", "read", undefined, null, [began, 9])], register()).verdict;
  };
  assert.deepEqual([judge(5), judge(5.5)], ["holds", "broken"]);
});

test("of several objects the earliest impossible answer is told, and each is judged alone", () => {
  const history = [
    op("a", "read", undefined, 5, [0, 9], "x"),
    op("b", "read", undefined, 5, [0, 4], "y"),
    op("c", "write", 5, null, [1, 2], "z"),
  ];
  const judged = linearizable(history, register());
  assert.equal(judged.impossible, history[1]);
  assert.match(judged.words, /^b’s read\(y\) answers 5/);
});

test("tickets: alike, or smaller after an answer, give three clerks away; gaps do not", () => {
  const take = (client: string, number: number, at: [number, number]) =>
    op(client, "take", undefined, number, at, "");
  const judge = (...list: Operation[]) => linearizable(list, tickets() as Specification);
  assert.equal(judge(take("a", 4, [0, 3]), take("b", 2, [1, 4])).verdict, "holds");
  const order = judge(take("a", 4, [0, 3]), take("b", 2, [5, 6]));
  assert.match(order.words, /^b’s take\(\) answers 2, but one process .* a number above 4\.$/);
  assert.equal(judge(take("a", 4, [0, 3]), take("b", 4, [1, 4])).verdict, "broken");
});

test("a counter and compareAndSet answer as one process does", () => {
  const c = counter(10) as Specification;
  const list = [
    op("a", "add", 5, null, [0, 10]),
    op("b", "addAndGet", undefined, 11, [2, 3]),
    op("b", "read", undefined, 16, [4, 5]),
  ];
  assert.equal(linearizable(list, c).verdict, "holds");
  assert.equal(
    linearizable([...list, op("b", "read", undefined, 11, [6, 7])], c).verdict,
    "broken",
  );
  const swap = (client: string, answer: boolean) =>
    op(client, "compareAndSet", { expected: null, next: client }, answer, [0, 9]);
  assert.equal(linearizable([swap("a", true), swap("b", false)], register()).verdict, "holds");
  assert.equal(linearizable([swap("a", true), swap("b", true)], register()).verdict, "broken");
});

test("old news is sequentially consistent, not linearizable; opposite orders are neither", () => {
  const write = op("a", "write", 1, null, [0, 1]);
  const old = [write, op("b", "read", undefined, null, [4, 5])];
  assert.equal(linearizable(old, register()).verdict, "broken");
  const { verdict, order } = sequentiallyConsistent(old, register());
  assert.deepEqual([verdict, order], ["holds", [old[1], old[0]]]);
  // Attiya & Welch 1994: each register alone is fine, both together are not.
  const both = [
    op("a", "write", 1, null, [0, 1], "x"),
    op("a", "read", undefined, null, [2, 3], "y"),
    op("b", "write", 1, null, [0, 1], "y"),
    op("b", "read", undefined, null, [2, 3], "x"),
  ];
  const judged = sequentiallyConsistent(both, register());
  assert.equal(judged.verdict, "broken");
  assert.match(judged.words, /explains 3 of 4 operations; then b’s read\(x\) should answer 1, not/);
});

test("a search that grows too large ends undecided, and says so", () => {
  // Twenty writes that all overlap, and a read of what nobody wrote: every order has to be tried.
  const writes = Array.from({ length: 20 }, (_, i) => op(`w${i}`, "write", i, null, [0, 100]));
  const history = [...writes, op("r", "read", undefined, 99, [0, 100])];
  for (const judge of [linearizable, sequentiallyConsistent]) {
    const { verdict, words, visited } = judge(history, register(), { most: 1_000 });
    assert.deepEqual([verdict, visited], ["undecided", 1_001]);
    assert.match(words, /more than 1,000 sets of operations/);
  }
});

test("ten thousand operations of twelve clients are judged", () => {
  const history = Array.from({ length: 10_000 }, (_, i) => {
    const round = Math.floor(i / 12);
    const at: [number, number] = [20 * round, 20 * round + 19];
    return op(`c${i % 12}`, "addAndGet", 1, i + 1, at);
  });
  assert.equal(linearizable(history, counter() as Specification).verdict, "holds");
  history[9_000].answer = 1;
  const judged = linearizable(history, counter() as Specification);
  assert.equal(judged.impossible?.completed, history[9_000].completed);
});

/** Writes, and reads once the server has answered. */
class Client extends Process {
  disk = { writes: 0 };
  start(): void {
    this.disk.writes += 1;
    this.invoke({ kind: "write", key: "x", value: this.disk.writes });
    this.send("server", this.disk.writes);
  }
  receive(): void {
    this.complete("ok");
    const reads = [1, 2].map((client) => this.invoke({ kind: "read", key: "x", client }));
    this.complete({ value: this.disk.writes, seen: true }, reads[1]);
  }
}
class Server extends Process {
  receive(_: unknown, from: string): void {
    this.send(from, "ok");
  }
}

const runOf = (client: Process, faults = [crash("ann", ms(5)), restart("ann", ms(100))]) =>
  simulate({
    seed: 1,
    nodes: { ann: client, server: new Server() },
    links: duplex("ann", "server", { delay: ms(10) }),
    faults,
  });

test("a run’s history has its rows, its pending operations, and a new client after a crash", () => {
  const history = historyOf(runOf(new Client()).trace);
  const told = history.map(({ client, kind, key, value, answer, completed }) => [
    ...[client, kind, key, value, answer],
    completed < Infinity,
  ]);
  assert.deepEqual(told, [
    ["ann", "write", "x", 1, undefined, false],
    ["ann#2", "write", "x", 2, "ok", true],
    ["ann/1#2", "read", "x", undefined, undefined, false],
    ["ann/2#2", "read", "x", undefined, 2, true],
  ]);
  assert.ok(history.every(({ invoked }, i) => i === 0 || invoked > history[i - 1].invoked));
  assert.equal(linearizable(history, register()).verdict, "holds");
});

test("what is no history is refused in a sentence that says where", () => {
  class Odd extends Process {
    start(): void {
      this.invoke({ get: "x" });
    }
  }
  assert.throws(
    () => historyOf(runOf(new Odd(), []).trace),
    /row \d+ ann begins an object; it must/,
  );
  class Double extends Process {
    start(): void {
      this.invoke("read");
      this.invoke("read");
    }
  }
  assert.throws(
    () => historyOf(runOf(new Double(), []).trace),
    /ann begins read\(\) at \d+ while its read\(\), begun at \d+, is open; .* Name the clients/,
  );
  const { trace } = runOf(new Client(), []);
  const data = structuredClone(trace.data);
  const row = historyOf(trace)[0].invoked;
  data.chunks[0].kind[row] = 18; // a note, where the operation began
  assert.throws(
    () => historyOf(new Trace(data)),
    /in row \d+ ann completes operation 1, which it has not begun/,
  );
});

test("histories by hand are checked before anything is judged", () => {
  const good = op("a", "read", undefined, null, [0, 1]);
  const refused: [unknown, RegExp][] = [
    ["read", /the history is "read"; it must be an array/],
    [[null], /operation 0 is null; it must be an object/],
    [[{ ...good, client: 3 }], /operation 0: client is 3; it must be a text/],
    [[{ ...good, invoked: NaN }], /invoked is NaN; it must be a finite number/],
    [[{ ...good, completed: -1 }], /completed is -1; it must be a number from 0, when it began/],
    [[{ ...good, kind: "pop" }], /a’s operation at 0 is of the kind "pop"; a register knows read,/],
    [[good, { ...good, invoked: 0.5, completed: 3 }], /a begins read\(x\) at 0\.5 while its read/],
    [Array(100_001).fill(good), /100,001 operations; at most 100,000 can be judged/],
  ];
  for (const [history, message] of refused) {
    assert.throws(() => linearizable(history as Operation[], register()), message);
    assert.throws(() => sequentiallyConsistent(history as Operation[], register()), message);
  }
  assert.throws(() => linearizable([], register(), { most: 0 }), /most is 0; .* from 1 to/);
});
