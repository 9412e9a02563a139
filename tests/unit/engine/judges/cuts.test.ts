import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  conserved,
  consistentCut,
  crash,
  drop,
  duplex,
  type Fault,
  line,
  ms,
  Process,
  type Quantity,
  restart,
  simulate,
} from "../../../../src/engine/index.ts";
import { EventKind } from "../../../../src/engine/trace/event.ts";
import type { Trace } from "../../../../src/engine/trace/trace.ts";

/** Passes money on at random; keeps the rest. */
class Bank extends Process {
  disk = { money: 100 };
  others: string[];
  turns: number;
  constructor(others: string[], turns: number) {
    super();
    this.others = others;
    this.turns = turns;
  }
  start(): void {
    this.setTimer("next", ms(1 + 9 * this.random()));
  }
  timeout(): void {
    const amount = Math.floor(this.random() * 50);
    const to = this.others[Math.floor(this.random() * this.others.length)];
    if (amount <= this.disk.money && this.turns-- > 0) {
      this.disk.money -= amount;
      this.send(to, { amount });
      this.start();
    }
  }
  receive({ amount }: { amount: number }): void {
    this.disk.money += amount;
  }
}

const names = ["a", "b", "c"];
const banksOf = (turns: number) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      new Bank(
        names.filter((other) => other !== name),
        turns,
      ),
    ]),
  );
const linksOf = () =>
  [...names.entries()].flatMap(([i, from]) =>
    names.slice(i + 1).flatMap((to) => duplex(from, to, { delay: ms(7), jitter: ms(9) })),
  );
const specOf = (seed: number, turns: number, faults: Fault[] = []) => ({
  ...{ seed, nodes: banksOf(turns), links: linksOf(), faults },
});
const money: Quantity = {
  name: "money",
  ofNode: ({ disk }) => (disk as { money: number }).money,
  ofMessage: (body) => (body as { amount: number }).amount,
};

/** Mattern's test, by counting: no packet of the cut has left outside of it. */
function bruteConsistent(trace: Trace, cut: Record<string, number>): boolean {
  const isInside = (row: number) => row <= cut[trace.nodes[trace.node(row)]];
  const rows = Array.from({ length: trace.rows }, (_, row) => row);
  const departureOf = (packet: number) =>
    rows.find((row) => trace.kind(row) === EventKind.transmit && trace.packet(row) === packet)!;
  return rows
    .filter((row) => trace.kind(row) === EventKind.arrive && isInside(row))
    .every((row) => isInside(departureOf(trace.packet(row))));
}

test("10,000 random cuts: consistent if and only if no message comes out of their future", () => {
  const traces = Array.from({ length: 20 }, (_, seed) => simulate(specOf(seed, 3)).trace);
  let holds = 0;
  const choice = fc.record({
    run: fc.nat({ max: 19 }),
    parts: fc.tuple(fc.nat(), fc.nat(), fc.nat()),
  });
  fc.assert(
    fc.property(choice, ({ run, parts }) => {
      const trace = traces[run];
      // Near the diagonal, where both verdicts are common.
      const middle = parts[0] % trace.rows;
      const near = (by: number) => Math.max(-1, Math.min(trace.rows - 1, middle + (by % 80) - 40));
      const cut = { a: middle, b: near(parts[1]), c: near(parts[2]) };
      const { verdict, crossing } = consistentCut(trace, cut);
      assert.equal(verdict === "holds", bruteConsistent(trace, cut));
      if (verdict === "holds") holds++;
      else assert.ok(crossing!.cause < crossing!.effect && crossing!.message > 0);
    }),
    { numRuns: 10_000, seed: 2026 },
  );
  assert.ok(holds > 1_000 && holds < 9_000, `${holds}`);
});

test("a cut at any one row is consistent", () => {
  const { trace } = simulate(specOf(4, 8));
  for (let row = 0; row < trace.rows; row++) {
    const { verdict } = consistentCut(trace, { a: row, b: row, c: row });
    assert.equal(verdict, "holds");
  }
});

test("a picture with an arrival and without its departure is named", () => {
  class Once extends Process {
    start(): void {
      this.send("z", "hello");
    }
  }
  const { trace } = simulate({
    seed: 1,
    nodes: { y: new Once(), z: new Process() },
    links: duplex("y", "z", { delay: ms(1) }),
  });
  const judged = consistentCut(trace, { y: -1, z: trace.rows - 1 });
  assert.equal(judged.verdict, "broken");
  assert.match(judged.words, /message 1 has reached z before the cut, but left y only after it/);
  const sent = consistentCut(trace, { y: trace.rows - 1, z: -1 });
  assert.deepEqual([sent.verdict, sent.underWay], ["holds", [1]]);
  assert.match(sent.words, /1 message is under way/);
  assert.throws(() => consistentCut(trace, { y: 0 }), /z is undefined; it must be a whole number/);
  assert.throws(
    () => consistentCut(trace, { y: 0, z: 0, w: 0 }),
    /no node "w"; the nodes are y, z/,
  );
});

test("banks conserve money on every wire that loses nothing, through crashes too", () => {
  for (let seed = 1; seed <= 50; seed++) {
    const judged = conserved(specOf(seed, 6), money);
    assert.deepEqual([judged.verdict, judged.total], ["holds", 300], judged.words);
    assert.ok(judged.moments > 20);
  }
  // A node that is down holds what is on its disk.
  const { trace } = simulate(specOf(1, 6));
  const quiet = trace.end + 1;
  const faults = [crash("a", quiet), restart("a", quiet + 5)];
  assert.equal(conserved(specOf(1, 6, faults), money).verdict, "holds");
});

test("a lost message is lost money, at the row where it was lost", () => {
  const free = simulate(specOf(7, 6));
  const id = free.trace.links.find(({ from }) => from === 0)!.id;
  const faults = [drop(id, 1, ms(15))];
  const judged = conserved(specOf(7, 6, faults), money);
  const { trace } = simulate(specOf(7, 6, faults));
  assert.equal(judged.verdict, "broken");
  assert.equal(trace.kind(judged.violation!.row), EventKind.drop);
  assert.ok(judged.violation!.total < 300);
  assert.match(judged.words, /^money has shrunk from 300 to \d+ at row \d+, at [abc]\.$/);
});

test("what waits in the inbox of a node that crashes is lost with it", () => {
  class Slow extends Bank {
    receive(message: { amount: number }): void {
      super.receive(message);
      this.work(ms(50));
    }
  }
  class Giver extends Process {
    disk = { money: 100 };
    start(): void {
      for (let i = 0; i < 2; i++) {
        this.disk.money -= 10;
        this.send("slow", { amount: 10 });
      }
    }
  }
  const faults = [crash("slow", ms(20))];
  const judged = conserved(
    {
      ...{ seed: 1, nodes: { giver: new Giver(), slow: new Slow([], 0) }, faults },
      links: duplex("giver", "slow", { delay: ms(1) }),
    },
    money,
  );
  assert.deepEqual([judged.verdict, judged.violation?.total], ["broken", 190]);
});

test("fragments over routers: a message counts whole until its last piece is gone", () => {
  class Big extends Process {
    disk = { money: 5 };
    start(): void {
      this.disk.money = 0;
      this.send("n3", { amount: 5, padding: "x".repeat(5_000) });
    }
  }
  const spec = (faults: Fault[]) => {
    const pattern = line(["n1", "n2", "n3"], { delay: ms(2) });
    const nodes = { n1: new Big(), n2: new Bank([], 0), n3: new Bank([], 0) };
    return { seed: 1, nodes, links: pattern, faults };
  };
  const direct = { ...spec([]), links: duplex("n1", "n3", { delay: ms(2) }) };
  assert.equal(conserved(direct, money).verdict, "holds");
  // n2 is no router, so nothing gets through: the money is gone where there is no route.
  assert.equal(conserved(spec([]), money).verdict, "broken");
});

test("a process that fails ends the judged run where it ended the run", () => {
  class Fails extends Bank {
    receive(): void {
      this.disk.money = 0;
      throw new Error("broke");
    }
  }
  const nodes = { ...banksOf(3), b: new Fails(["a"], 3) };
  const judged = conserved({ ...specOf(2, 3), nodes }, money);
  assert.equal(judged.verdict, "broken");
  assert.throws(
    () => conserved(specOf(1, 1), { name: "nothing", ofNode: () => NaN }),
    /after row -1 the sum is NaN; count in numbers/,
  );
});
