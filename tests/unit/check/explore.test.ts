/** The model checker: what it proves, what it finds, what it counts, and what it refuses. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  duplex,
  explore,
  type ExploreOptions,
  ms,
  Process,
  simulate,
  type Spec,
} from "../../../src/engine/index.ts";
import { clerks } from "../engine/clerks.ts";
import {
  counters,
  delivers,
  goBackN,
  type Pair,
  selectiveRepeat,
  stopAndWait,
  unnumbered,
} from "./explored.ts";

/** Three items, two losses, one duplication, four time-outs. */
const small = (spec: Spec): ExploreOptions => ({
  losses: 2,
  duplications: 1,
  timeouts: 4,
  inFlight: 30,
  still: counters(spec),
});

for (const [name, spec] of [
  ["stop-and-wait", stopAndWait("ABC")],
  ["Go-Back-N, window 1 of 2", goBackN("ABC", 1, 2)],
  ["Go-Back-N, window 2 of 3", goBackN("ABC", 2, 3)],
  ["Selective Repeat, window 1 of 2", selectiveRepeat("ABC", 1, 2)],
  ["Selective Repeat, window 2 of 4", selectiveRepeat("ABC", 2, 4)],
] as const) {
  test(`${name} delivers three items, whatever the order, the losses and the copies`, async () => {
    const found = await explore(() => spec, delivers("ABC"), small(spec));
    assert.equal(found.verdict, "holds");
    assert.equal(found.counterexample, undefined);
    assert.ok(found.states > 500 && found.ends > 10, `${found.states} states, ${found.ends} ends`);
    assert.deepEqual(Object.values(found.cut), [false, false, false, false]);
  });
}

/** Explores what is known to be wrong; the counterexample must break a run in the same way. */
async function breaks(spec: Spec<Pair>, items: string, options: ExploreOptions) {
  const claims = delivers(items);
  const found = await explore(() => spec, claims, { ...small(spec), ...options });
  assert.equal(found.verdict, "broken");
  assert.ok(found.counterexample?.faults !== undefined);
  const { faults, steps, what } = found.counterexample;
  const run = simulate({ ...spec, faults });
  assert.match(String(claims.always(run.nodes)), /^b has /);
  // One step less, and nothing is wrong yet: the way is a shortest one.
  const shorter = await explore(() => spec, claims.always, {
    ...small(spec),
    ...options,
    depth: steps.length - 1,
  });
  assert.equal(shorter.verdict, "unknown");
  assert.ok(shorter.cut.byDepth);
  return { what, steps, faults };
}

test("without numbers a copy is taken for the next item: one early time-out suffices", async () => {
  const { what, steps } = await breaks(unnumbered("ABC"), "ABC", { losses: 0, duplications: 0 });
  assert.equal(what, "b has AA");
  assert.deepEqual(
    steps.map(({ kind, node }) => `${kind} ${node}`),
    ["timeout a", "arrival b", "arrival b"],
  );
});

test("Go-Back-N with a window as large as its numbers takes old items for new ones", async () => {
  await breaks(goBackN("ABC", 2, 2), "ABC", {});
  await breaks(goBackN("ABCDE", 3, 3), "ABCDE", {});
});

test("Selective Repeat with a window above half of its numbers does, too", async () => {
  await breaks(selectiveRepeat("ABCD", 2, 3), "ABCD", {});
});

test("on a wire that delays two numbers are too few, and three as well", async () => {
  const lossless = { losses: 0, duplications: 0, wires: "any order" } as const;
  const two = await breaks(stopAndWait("ABC"), "ABC", lossless);
  const three = await breaks(goBackN("ABCD", 1, 3), "ABCD", lossless);
  assert.ok(three.steps.length > two.steps.length, "the number has to come round");
});

test("the orders of two clerks are counted: 70, 924, C(40, 20), by what they end in", async () => {
  const ordersOf = async (tickets: number) => {
    const outcome = ({ ledger }: ReturnType<typeof clerks>["nodes"]) => ledger.total;
    const options = { orders: true, still: ["order"] };
    return (await explore(() => clerks(tickets, []), { outcome }, options)).orders;
  };
  assert.deepEqual(await ordersOf(2), { count: 70, byOutcome: { 2: 32, 3: 32, 4: 6 } });
  const three = { 2: 8, 3: 300, 4: 416, 5: 180, 6: 20 };
  assert.deepEqual(await ordersOf(3), { count: 924, byOutcome: three });
  const ten = await ordersOf(10);
  assert.equal(ten?.count, 137_846_528_820);
  assert.equal(ten.byOutcome[2], 8);
  assert.equal(ten.byOutcome[20], 184_756);
});

class Player extends Process {
  receive(ball: string, from: string): void {
    this.send(from, ball);
  }
}

class Server extends Player {
  start(): void {
    this.send("b", "ball");
  }
}

test("a system that can go round for ever has no number of orders", async () => {
  const nodes = { a: new Server(), b: new Player() };
  const found = await explore(
    () => ({ seed: 1, nodes, links: duplex("a", "b") }),
    () => true,
    {
      orders: true,
    },
  );
  assert.equal(found.orders?.count, Infinity);
  assert.deepEqual([found.verdict, found.states, found.ends], ["holds", 2, 0]);
});

test("it says what it has covered: phases by messages, unvisited boxes too", async () => {
  const spec = stopAndWait("AB");
  const { coverage } = await explore(
    () => spec,
    () => true,
    { still: counters(spec) },
  );
  assert.deepEqual(
    coverage.map(({ node, phase, message }) => `${node} ${phase} ${message}`).sort(),
    ["a any object", "a any timer retransmit", "b any object"],
  );
  assert.ok(coverage.every(({ count }) => count > 0));
});

class Light extends Process<{ kind: string }> {
  isOn = false;
  get phase(): string {
    return this.isOn ? "on" : "off";
  }
  receive({ kind }: { kind: string }): void {
    this.isOn = kind === "on";
  }
}

class Hand extends Process {
  start(): void {
    this.send("light", { kind: "on" });
    this.send("light", { kind: "off" });
  }
}

const lamp = (delay: number): Spec => ({
  seed: 1,
  nodes: { hand: new Hand(), light: new Light() },
  links: duplex("hand", "light", { delay, jitter: delay }),
});

test("a process that declares its phase has a table of phases by messages", async () => {
  const { coverage } = await explore(
    () => lamp(0),
    () => true,
  );
  assert.deepEqual(coverage, [
    { node: "light", phase: "off", message: "on", count: 1 },
    { node: "light", phase: "off", message: "off", count: 0 },
    { node: "light", phase: "on", message: "on", count: 0 },
    { node: "light", phase: "on", message: "off", count: 1 },
  ]);
});

test("wires whose delay varies let packets overtake, unless it is said they do not", async () => {
  const isOff = { atEnd: ({ light }: Record<string, Process>) => !(light as Light).isOn };
  assert.equal((await explore(() => lamp(0), isOff)).verdict, "holds");
  assert.equal((await explore(() => lamp(1), isOff)).verdict, "broken");
  assert.equal((await explore(() => lamp(1), isOff, { wires: "in order" })).verdict, "holds");
});

test("a claim may ask what is on its way", async () => {
  const found = await explore(
    () => lamp(0),
    (_, inFlight) => inFlight.every(({ from, to }) => from === "hand" && to === "light"),
  );
  assert.equal(found.verdict, "holds");
  const few = await explore(
    () => lamp(0),
    (_, inFlight) => inFlight.length < 2,
  );
  assert.deepEqual(few.counterexample, { what: "the claim does not hold", steps: [], faults: [] });
});

test("what is cut off makes the verdict unknown, and is said", async () => {
  const spec = stopAndWait("ABC");
  const ask = (options: ExploreOptions) =>
    explore(
      () => spec,
      () => true,
      options,
    );
  assert.ok((await ask({ states: 50 })).cut.byStates);
  assert.ok((await ask({ depth: 3, still: counters(spec) })).cut.byDepth);
  const narrow = await ask({ inFlight: 2, still: counters(spec) });
  assert.ok(narrow.cut.byInFlight);
  for (const options of [{ states: 50 }, { depth: 3 }, { inFlight: 2, states: 5_000 }]) {
    assert.equal((await ask(options)).verdict, "unknown");
  }
});

test("it can be ended early, and says how far it has come", async () => {
  const spec = stopAndWait("ABC");
  const signal = { aborted: false };
  const seen: number[] = [];
  const found = await explore(
    () => spec,
    () => true,
    {
      signal,
      onPartial: ({ states }) => {
        seen.push(states);
        signal.aborted = seen.length === 2;
      },
    },
  );
  assert.equal(seen.length, 2);
  assert.ok(found.cut.isCancelled);
  assert.equal(found.verdict, "unknown");
  assert.ok(found.states >= seen[1] && seen[1] > seen[0]);
});

test("a packet that chance loses cannot be part of a way: the faults are left out", async () => {
  const spec = { ...unnumbered("ABC"), links: duplex("a", "b", { delay: ms(10), loss: 1 }) };
  const found = await explore(() => spec, delivers("ABC"), small(spec));
  assert.equal(found.verdict, "broken");
  assert.ok(found.counterexample !== undefined && !("faults" in found.counterexample));
});
