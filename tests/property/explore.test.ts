/**
 * The model checker against brute force on small random systems: all walks, one by one, over real
 * copies of the processes, without numbers for states, hashing or commuting.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { duplex, explore, type LinkSpec, Process, type Spec } from "../../src/engine/index.ts";
import { Simulation } from "../../src/engine/simulate/simulation.ts";
import { planRun } from "../../src/engine/simulate/spec.ts";

/** What a machine does in a state when something comes: its next state, sends, its timer. */
type Rule = {
  next: number;
  sends: { to: number; body: number }[];
  timer: "set" | "stop" | "leave";
};

const STATES = 3;
const KINDS = 2;
const name = (index: number): string => `n${index}`;

/** A table of rules: by state, then by what comes; the last column is for the timer. */
class Machine extends Process<number> {
  rules: Rule[][];
  state = 0;
  left: number;

  constructor(rules: Rule[][], left: number) {
    super();
    this.rules = rules;
    this.left = left;
  }

  start(): void {
    this.act(this.rules[0][KINDS]);
  }
  receive(body: number): void {
    this.act(this.rules[this.state][body]);
  }
  timeout(): void {
    this.act(this.rules[this.state][KINDS]);
  }

  act({ next, sends, timer }: Rule): void {
    this.state = next;
    // Only so often: the walks have to end.
    if (this.left === 0) return;
    this.left -= 1;
    for (const { to, body } of sends) this.send(name(to), body);
    if (timer === "set") this.setTimer("t", 1);
    if (timer === "stop") this.cancelTimer("t");
  }
}

type Budget = { losses: number; duplications: number; timeouts: number };

/** A whole system, copied with every step. */
type World = {
  machines: { state: number; left: number; timer: boolean }[];
  wires: Map<string, number[]>;
  budget: Budget;
};

type Move = { node: number; label: string; to: World };

/** All states, ends and classes of walks, found by walking. */
class BruteForce {
  readonly states = new Set<string>();
  readonly ends = new Set<string>();
  readonly orders = new Set<string>();
  readonly #rules: Rule[][][];
  readonly #isOrdered: boolean;
  walks = 0;

  constructor(rules: Rule[][][], isOrdered: boolean) {
    this.#rules = rules;
    this.#isOrdered = isOrdered;
  }

  /** Returns false if there are too many walks. */
  walk(world: World, past: readonly string[][]): boolean {
    this.states.add(keyOf(world));
    const moves = this.#moves(world);
    if (moves.length === 0) {
      this.walks++;
      this.orders.add(JSON.stringify(past));
      const isOver =
        world.machines.every(({ timer }) => !timer) &&
        [...world.wires.values()].every((packets) => packets.length === 0);
      if (isOver) this.ends.add(keyOf(world));
    }
    if (this.walks > 500) return false;
    return moves.every(({ node, label, to }) =>
      this.walk(
        to,
        past.map((each, i) => (i === node ? [...each, label] : each)),
      ),
    );
  }

  act(world: World, node: number, column: number): World {
    const next = structuredClone(world);
    const machine = next.machines[node];
    const { next: state, sends, timer } = this.#rules[node][machine.state][column];
    machine.state = state;
    if (machine.left === 0) return next;
    machine.left--;
    for (const { to, body } of sends) {
      const wire = `${node}-${to}`;
      const packets = [...(next.wires.get(wire) ?? []), body];
      next.wires.set(wire, this.#isOrdered ? packets : packets.sort());
    }
    if (timer !== "leave") machine.timer = timer === "set";
    return next;
  }

  #moves(world: World): Move[] {
    const moves: Move[] = [];
    for (const [wire, packets] of world.wires) {
      const node = Number(wire.split("-")[1]);
      const choices = this.#isOrdered ? packets.slice(0, 1) : [...new Set(packets)];
      for (const body of choices) moves.push(...this.#arrivals(world, wire, node, body));
    }
    for (const [node, { timer }] of world.machines.entries()) {
      if (!timer || world.budget.timeouts === 0) continue;
      const ran = structuredClone(world);
      ran.machines[node].timer = false;
      ran.budget.timeouts--;
      moves.push({ node, label: "timer", to: this.act(ran, node, KINDS) });
    }
    return moves;
  }

  #arrivals(world: World, wire: string, node: number, body: number): Move[] {
    const gone = structuredClone(world);
    const packets = gone.wires.get(wire) as number[];
    packets.splice(packets.indexOf(body), 1);
    const label = `${wire} ${body}`;
    const moves: Move[] = [{ node, label, to: this.act(gone, node, body) }];
    if (world.budget.losses > 0) {
      const lost = structuredClone(gone);
      lost.budget.losses--;
      moves.push({ node, label: `${label} lost`, to: lost });
    }
    if (world.budget.duplications > 0) {
      const doubled = structuredClone(world);
      doubled.budget.duplications--;
      moves.push({ node, label: `${label} doubled`, to: this.act(doubled, node, body) });
    }
    return moves;
  }
}

function keyOf({ machines, wires, budget }: World): string {
  const full = [...wires].filter(([, packets]) => packets.length > 0).sort();
  return JSON.stringify([machines, full, budget]);
}

const rules = (nodes: number): fc.Arbitrary<Rule[][][]> => {
  const send = fc.record({ to: fc.nat(nodes - 1), body: fc.nat(KINDS - 1) });
  const rule = fc.record({
    next: fc.nat(STATES - 1),
    sends: fc.array(send, { maxLength: 2 }),
    timer: fc.constantFrom("set" as const, "stop" as const, "leave" as const),
  });
  const row = fc.array(rule, { minLength: KINDS + 1, maxLength: KINDS + 1 });
  const table = fc.array(row, { minLength: STATES, maxLength: STATES });
  return fc
    .array(table, { minLength: nodes, maxLength: nodes })
    .map((tables) =>
      tables.map((each, node) =>
        each.map((line) =>
          line.map((one) => ({ ...one, sends: one.sends.filter(({ to }) => to !== node) })),
        ),
      ),
    );
};

const system = fc.integer({ min: 2, max: 3 }).chain((nodes) =>
  fc.record({
    tables: rules(nodes),
    lefts: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: nodes, maxLength: nodes }),
    isOrdered: fc.boolean(),
    budget: fc.record({
      losses: fc.constantFrom(0, 0, 1),
      duplications: fc.constantFrom(0, 0, 1),
      timeouts: fc.nat(2),
    }),
  }),
);

function specOf(tables: Rule[][][], lefts: number[]): Spec {
  const links: LinkSpec[][] = tables.flatMap((_, i) =>
    tables.slice(i + 1).map((_, j) => duplex(name(i), name(i + 1 + j)) as LinkSpec[]),
  );
  const nodes = Object.fromEntries(
    tables.map((table, i) => [name(i), new Machine(table, lefts[i])]),
  );
  return { seed: 1, nodes, links };
}

function walkAll(
  tables: Rule[][][],
  lefts: number[],
  isOrdered: boolean,
  budget: Budget,
): BruteForce | undefined {
  const force = new BruteForce(tables, isOrdered);
  let world: World = {
    machines: lefts.map((left) => ({ state: 0, left, timer: false })),
    wires: new Map(),
    budget,
  };
  for (const node of lefts.keys()) world = force.act(world, node, KINDS);
  return force.walk(
    world,
    lefts.map(() => []),
  )
    ? force
    : undefined;
}

test("states, ends and orders are those that brute force finds", async () => {
  let compared = 0;
  let counted = 0;
  const property = fc.asyncProperty(system, async ({ tables, lefts, isOrdered, budget }) => {
    const force = walkAll(tables, lefts, isOrdered, budget);
    if (force === undefined) return;
    compared++;
    const wires = isOrdered ? "in order" : "any order";
    const ask = (always: boolean, orders: boolean) =>
      explore(() => specOf(tables, lefts), always ? () => true : { atEnd: () => true }, {
        ...{ ...budget, wires, inFlight: 100, orders },
      });
    const all = await ask(true, false);
    assert.equal(all.verdict, "holds");
    assert.equal(all.states, force.states.size);
    assert.equal(all.ends, force.ends.size);
    const fewer = await ask(false, false);
    assert.equal(fewer.ends, force.ends.size, "commuting loses no end");
    assert.ok(fewer.states <= all.states);
    // Faults use up what others need, so that their order counts though they are elsewhere.
    if (budget.losses + budget.duplications > 0) return;
    if (budget.timeouts > 0 && force.orders.size > 0) return;
    counted++;
    assert.equal((await ask(false, true)).orders?.count, force.orders.size);
  });
  await fc.assert(property, { numRuns: 800, seed: 5 });
  assert.ok(compared > 500 && counted > 100, `${compared} compared, ${counted} counted`);
});

/** A run that faults lead, as far as they lead it. */
function follow(spec: Spec): Record<string, Process> {
  const simulation = new Simulation(planRun(spec));
  simulation.runToChoice();
  return Object.fromEntries(simulation.nodes.map(({ name: id, process }) => [id, process]));
}

test("the first mistake found is one of the nearest, and its faults lead a run there", async () => {
  let broken = 0;
  const property = fc.asyncProperty(system, async ({ tables, lefts, isOrdered, budget }) => {
    const wires = isOrdered ? "in order" : "any order";
    const bad = (nodes: Record<string, Process>) => (nodes["n0"] as Machine).state !== 2;
    const ask = (depth: number) =>
      explore(() => specOf(tables, lefts), bad, { ...budget, wires, inFlight: 100, depth });
    const found = await ask(50);
    if (found.counterexample === undefined) return;
    const { length } = found.counterexample.steps;
    if (length === 0) return;
    broken++;
    const { faults } = found.counterexample;
    assert.ok(faults !== undefined);
    assert.equal(bad(follow({ ...specOf(tables, lefts), faults })), false);
    assert.notEqual((await ask(length)).verdict, "holds");
    assert.equal((await ask(length)).counterexample?.steps.length, length);
    if (length > 1) assert.equal((await ask(length - 1)).counterexample, undefined);
  });
  await fc.assert(property, { numRuns: 300, seed: 6 });
  assert.ok(broken > 50, `${broken} broken`);
});
