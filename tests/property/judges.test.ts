/** Each judge of histories against brute force, on 10,000 random small histories. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  counter,
  fifoQueue,
  linearizable,
  type Operation,
  register,
  sequentiallyConsistent,
  type Specification,
} from "../../src/engine/index.ts";
import { bruteFirst, bruteLinearizable, bruteSequential, makers } from "./brute-force.ts";

type Question = { kind: string; value?: unknown };

/** What each object is asked, and the answers that a history gives at random. */
const objects: Record<
  string,
  { specification: Specification; questions: Question[]; answers: unknown[] }
> = {
  register: {
    specification: register(),
    questions: [
      ...[1, 2].map((value) => ({ kind: "write", value })),
      { kind: "read" },
      { kind: "read" },
      { kind: "compareAndSet", value: { expected: 1, next: 2 } },
    ],
    answers: [null, 1, 2, true, false],
  },
  counter: {
    specification: counter() as Specification,
    questions: [{ kind: "read" }, { kind: "add" }, { kind: "addAndGet", value: 1 }],
    answers: [0, 1, 2, 3],
  },
  queue: {
    specification: fifoQueue() as Specification,
    questions: [
      ...[1, 2].map((value) => ({ kind: "enqueue", value })),
      { kind: "dequeue" },
      { kind: "dequeue" },
    ],
    answers: [null, 1, 2],
  },
};

/** A step of a random history: a client begins, or is answered what it would be now, or rubbish. */
type Step = { client: number; question: number; lies: boolean; answer: number; key: number };

const steps = fc.array(
  fc.record({
    client: fc.nat({ max: 2 }),
    question: fc.nat({ max: 4 }),
    lies: fc.boolean(),
    answer: fc.nat({ max: 4 }),
    key: fc.nat({ max: 4 }),
  }),
  { maxLength: 10 },
);

/**
 * Mostly near the edge between possible and not: answers come from a real object that is asked at
 * the end of each operation, and now and then one is exchanged. Steps of a client that is asking
 * end what it asks; what is not ended stays open.
 */
function historyFrom(name: string, list: readonly Step[], keys: number): Operation[] {
  const { questions, answers } = objects[name];
  const things = Array.from({ length: keys }, () => makers[name]());
  const open = new Map<number, Operation>();
  const operations: Operation[] = [];
  list.forEach((step, time) => {
    const asked = open.get(step.client);
    if (asked === undefined) {
      if (operations.length === 5) return;
      const question = questions[step.question % questions.length];
      const key = `k${step.key % keys}`;
      const times = { invoked: time, completed: Infinity };
      const fresh = { client: `c${step.client}`, key, value: undefined, answer: undefined };
      open.set(step.client, { ...fresh, ...question, ...times });
      operations.push(open.get(step.client) as Operation);
    } else {
      const thing = things[Number(asked.key.slice(1))];
      const truth = thing.ask(asked.kind, asked.value) ?? null;
      asked.answer = step.lies && step.answer > 1 ? answers[step.answer % answers.length] : truth;
      asked.completed = time;
      open.delete(step.client);
    }
  });
  return operations;
}

const RUNS = 10_000;

for (const [name, { specification }] of Object.entries(objects)) {
  test(`linearizability of a ${name} agrees with brute force on ${RUNS} histories`, () => {
    const verdicts = { holds: 0, broken: 0, undecided: 0 };
    const property = fc.property(steps, (list) => {
      const history = historyFrom(name, list, 1);
      const judged = linearizable(history, specification);
      verdicts[judged.verdict]++;
      assert.equal(judged.verdict === "holds", bruteLinearizable(history, makers[name]));
      assert.equal(judged.impossible, bruteFirst(history, makers[name]));
    });
    fc.assert(property, { numRuns: RUNS, seed: 2026 });
    // Histories that are all possible, or all not, would test nothing.
    assert.ok(verdicts.holds > RUNS / 10 && verdicts.broken > RUNS / 20, JSON.stringify(verdicts));
  });

  test(`sequential consistency of two ${name}s agrees with brute force on ${RUNS}`, () => {
    const verdicts = { holds: 0, broken: 0, undecided: 0 };
    let differs = 0;
    const property = fc.property(steps, (list) => {
      const history = historyFrom(name, list, 2);
      const judged = sequentiallyConsistent(history, specification);
      verdicts[judged.verdict]++;
      assert.equal(judged.verdict === "holds", bruteSequential(history, makers[name]));
      if (linearizable(history, specification).verdict !== judged.verdict) differs++;
      checkOrder(judged.order, history);
    });
    fc.assert(property, { numRuns: RUNS, seed: 2027 });
    assert.ok(verdicts.holds > RUNS / 10 && verdicts.broken > RUNS / 20, JSON.stringify(verdicts));
    assert.ok(differs > 0, "never weaker than linearizability");
  });
}

/** An order that is handed back leaves out only what is open. */
function checkOrder(order: Operation[] | undefined, history: readonly Operation[]): void {
  if (order === undefined) return;
  for (const operation of history) {
    assert.ok(operation.completed === Infinity || order.includes(operation));
  }
}
