/**
 * Conservation, against a ledger kept by brute force: one that knows nothing of events, messages
 * under way or packets' fates, but what each row of the trace does to the sum.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { conserved, duplex, ms, Process, simulate, type Spec } from "../../src/engine/index.ts";
import { Streams } from "../../src/engine/kernel/random.ts";
import { EventKind } from "../../src/engine/trace/event.ts";
import type { Trace } from "../../src/engine/trace/trace.ts";

const HISTORIES = 10_000;
const NAMES = ["a", "b", "c"];

type Payment = { to: string; amount: number; at: number };

/** Pays what it has been told to, and keeps what it gets. */
class Purse extends Process<number> {
  money = 100;
  readonly payments: Payment[];
  constructor(payments: Payment[]) {
    super();
    this.payments = payments;
  }
  override start(): void {
    this.payments.forEach(({ at }, i) => this.setTimer(String(i), at));
  }
  override timeout(timer: string): void {
    const { to, amount } = this.payments[Number(timer)];
    this.money -= amount;
    this.send(to, amount);
  }
  override receive(amount: number): void {
    this.money += amount;
  }
}

/** A small system: up to three payments a purse, over wires that lose, double and reorder. */
function systemOf(number: number): Spec {
  const dice = new Streams(`conservation ${number}`);
  dice.open("choices");
  const below = (limit: number): number => dice.below(0, limit);
  const names = NAMES.slice(0, 2 + below(2));
  const share = [0, 0.15, 0.4][below(3)];
  const nodes = names.map((name): [string, Purse] => {
    const others = names.filter((other) => other !== name);
    const payments = Array.from({ length: below(4) }, () => ({
      ...{ to: others[below(others.length)], amount: 1 + below(9), at: ms(1 + below(9)) },
    }));
    return [name, new Purse(payments)];
  });
  const wire = { delay: ms(2), jitter: ms(3), loss: share, duplication: share };
  const links = names.flatMap((from, i) => names.slice(i + 1).map((to) => duplex(from, to, wire)));
  return { seed: number, nodes: Object.fromEntries(nodes), links };
}

/** The first row with which the sum becomes another one, and that sum. */
function byBruteForce(trace: Trace, total: number): { row: number; total: number } | undefined {
  const copies = new Map<number, number>();
  const amounts = new Map<number, number>();
  const arrived = new Set<number>();
  for (let row = 0; row < trace.rows; row++) {
    const kind = trace.kind(row);
    const message = trace.message(row);
    if (kind === EventKind.send) {
      amounts.set(message, Number(trace.text(row)));
      copies.set(message, 1);
    }
    const amount = amounts.get(message) ?? 0;
    if (kind === EventKind.duplicate) copies.set(message, (copies.get(message) ?? 0) + 1);
    if (kind === EventKind.receive) {
      if (arrived.has(message)) return { row, total: total + amount };
      arrived.add(message);
    }
    if (kind === EventKind.lose) {
      copies.set(message, (copies.get(message) ?? 0) - 1);
      const isGone = copies.get(message) === 0 && !arrived.has(message);
      if (isGone) return { row, total: total - amount };
    }
  }
  return undefined;
}

const money = {
  name: "money",
  ofNode: (fields: Readonly<Record<string, unknown>>) => Number(fields["money"]),
  ofMessage: (body: unknown) => Number(body),
};

test("money is missed where a row of the trace makes it vanish, and nowhere else", () => {
  let broken = 0;
  for (let number = 1; number <= HISTORIES; number++) {
    const spec = systemOf(number);
    const { trace } = simulate(spec);
    const total = 100 * trace.nodes.length;
    const judged = conserved(spec, money);
    const expected = byBruteForce(trace, total);
    assert.equal(judged.total, total);
    assert.equal(judged.verdict, expected === undefined ? "holds" : "broken", `system ${number}`);
    if (expected === undefined) continue;
    broken++;
    assert.equal(judged.violation?.total, expected.total, `system ${number}`);
    // The judge names the first row of the event; all of an event has one time.
    const { row } = judged.violation;
    assert.ok(row <= expected.row, `system ${number}: row ${row}, not ${expected.row}`);
    assert.equal(trace.time(row), trace.time(expected.row), `system ${number}`);
  }
  assert.ok(broken > HISTORIES / 5 && broken < (4 * HISTORIES) / 5, `${broken} broken`);
});
