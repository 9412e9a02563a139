/**
 * Runs whose order of events is laid down by `first` faults: any walk through what is possible
 * can be replayed as a list of faults, step by step and as a whole.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  duplex,
  type Fault,
  first,
  kbps,
  ms,
  percent,
  Process,
  Router,
  type Run,
  seconds,
  simulate,
  type Spec,
  StopAndWaitReceiver,
  StopAndWaitSender,
} from "../../src/engine/index.ts";
import { possibleEvents } from "../../src/engine/simulate.ts";
import { Simulation } from "../../src/engine/simulate/simulation.ts";
import { planRun } from "../../src/engine/simulate/spec.ts";
import { eventRecord } from "../../src/engine/trace/export.ts";
import { totalsOf } from "../unit/engine/clerks.ts";

/** Chatters with everybody: sends, works, sets timers and stops them, all by chance. */
class Chatter extends Process {
  others: string[];
  left: number;

  constructor(others: string[], left: number) {
    super();
    this.others = others;
    this.left = left;
  }

  start(): void {
    this.act();
  }
  receive(): void {
    this.act();
  }
  timeout(): void {
    this.act();
  }

  act(): void {
    if (this.left === 0) return;
    this.left -= 1;
    const choice = Math.floor(this.random() * 6);
    const to = this.others[Math.floor(this.random() * this.others.length)];
    if (choice < 3) this.send(to, { left: this.left });
    if (choice === 2) this.send(to, "again");
    // To the nanosecond by chance: no two things happen at once.
    const uneven = Math.floor(this.random() * ms(1));
    if (choice === 3) this.work(ms(3) + uneven);
    if (choice === 4) this.cancelTimer("a");
    this.setTimer(choice % 2 === 0 ? "a" : "b", ms(1 + choice) + uneven);
  }
}

const names = ["x", "y", "z"];

function chatter(seed: number, faults: readonly Fault[]): Spec {
  const nodes = Object.fromEntries(
    names.map((name) => [
      name,
      new Chatter(
        names.filter((other) => other !== name),
        6,
      ),
    ]),
  );
  const options = { delay: ms(2), jitter: ms(9), bandwidth: kbps(200), loss: percent(10) };
  return {
    seed,
    nodes: { ...nodes, r: new Router() },
    links: names.map((name) => duplex(name, "r", options)),
    faults,
    until: seconds(1),
  };
}

/** The rows of a run, as texts. */
function rowsOf(run: Run): string[] {
  return Array.from({ length: run.trace.rows }, (_, row) =>
    JSON.stringify(eventRecord(run.trace, row)),
  );
}

/** A walk through what is possible: which of the possible events is taken, and from where. */
function walk(seed: number, choices: readonly number[]): Fault[] {
  const path: Fault[] = [];
  for (const choice of choices) {
    const events = possibleEvents(chatter(seed, path));
    if (!Array.isArray(events) || events.length === 0) break;
    const { node, n } = events[Math.floor(choice * events.length)];
    path.push(first(node, n));
  }
  return path;
}

const seed = fc.integer({ min: 1, max: 1_000 });
const choices = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 14 });

test("any walk is replayed as it was: each step takes the very event that was possible", () => {
  fc.assert(
    fc.property(seed, choices, (key, list) => {
      const path = walk(key, list);
      for (let steps = 0; steps < path.length; steps++) {
        const fault = path[steps] as Extract<Fault, { verb: "first" }>;
        const before = possibleEvents(chatter(key, path.slice(0, steps)));
        assert.ok(Array.isArray(before));
        const chosen = before.find(({ node, n }) => node === fault.node && n === fault.n);
        const after = possibleEvents(chatter(key, path.slice(0, steps + 1)));
        if (chosen?.kind !== "arrival" || !Array.isArray(after)) continue;
        const isGone = !after.some(
          (each) =>
            each.kind === "arrival" && each.link === chosen.link && each.message === chosen.message,
        );
        assert.ok(isGone, "what was chosen has happened");
      }
      const run = simulate(chatter(key, path));
      assert.equal(run.fingerprint, simulate(chatter(key, path)).fingerprint);
      const times = rowsOf(run).map((row) => (JSON.parse(row) as { time: number }).time);
      assert.ok(
        times.every((time, i) => i === 0 || times[i - 1] <= time),
        "time goes on",
      );
    }),
    { numRuns: 60, seed: 20_261_128 },
  );
});

test("a path and its beginning are the same run as far as the beginning lays it down", () => {
  fc.assert(
    fc.property(seed, choices, fc.nat({ max: 13 }), (key, list, steps) => {
      const path = walk(key, list);
      const simulation = new Simulation(planRun(chatter(key, path.slice(0, steps))));
      simulation.runToChoice();
      const { rows } = simulation.world.trace;
      const beginning = rowsOf(simulate(chatter(key, path.slice(0, steps)))).slice(0, rows);
      assert.deepEqual(rowsOf(simulate(chatter(key, path))).slice(0, rows), beginning);
    }),
    { numRuns: 40, seed: 20_261_128 },
  );
});

test("whoever always lets the earliest event happen gets the run as time would have it", () => {
  fc.assert(
    fc.property(seed, fc.nat({ max: 20 }), (key, steps) => {
      const path: Fault[] = [];
      for (let i = 0; i < steps; i++) {
        const events = possibleEvents(chatter(key, path));
        if (!Array.isArray(events) || events.length === 0) break;
        const earliest = events.reduce((a, b) => (b.due < a.due ? b : a));
        path.push(first(earliest.node, earliest.n));
      }
      assert.deepEqual(rowsOf(simulate(chatter(key, path))), rowsOf(simulate(chatter(key, []))));
    }),
    { numRuns: 40, seed: 20_261_128 },
  );
});

test("a list of choices that name whatever they like is a run all the same", () => {
  const faults = fc.array(
    fc.record({
      verb: fc.constant("first" as const),
      node: fc.constantFrom(...names, "r"),
      n: fc.integer({ min: 1, max: 4 }),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(seed, faults, (key, list) => {
      const run = simulate(chatter(key, list));
      assert.notEqual(run.outcome.kind, "error");
      assert.equal(run.fingerprint, simulate(chatter(key, list)).fingerprint);
      const { transmitted, arrived, lost } = run.metrics.links["x→r"];
      assert.ok(transmitted >= arrived + lost);
    }),
    { numRuns: 100, seed: 20_261_128 },
  );
});

test("stop-and-wait delivers exactly once whatever the order of arrivals and time-outs", () => {
  const text = "abc";
  const spec = (faults: readonly Fault[]) => ({
    seed: 1,
    nodes: {
      alice: new StopAndWaitSender("bob", [...text], ms(50)),
      bob: new StopAndWaitReceiver(),
    },
    links: duplex("alice", "bob", { delay: ms(10), keepsOrder: true }),
    faults,
    until: seconds(5),
  });
  fc.assert(
    fc.property(choices, (list) => {
      const path: Fault[] = [];
      for (const choice of list) {
        // Only the oldest packet of each link is possible: a wire that keeps order.
        const events = possibleEvents(spec(path));
        if (!Array.isArray(events) || events.length === 0) break;
        const seen = new Set<string>();
        const next = events.filter((each) => {
          const key = each.kind === "arrival" ? each.link : `${each.node}/${each.timer}`;
          return !seen.has(key) && seen.add(key);
        });
        const { node, n } = next[Math.floor(choice * next.length)];
        path.push(first(node, n));
      }
      assert.deepEqual(simulate(spec(path)).nodes.bob.received, [...text]);
    }),
    { numRuns: 60, seed: 20_261_128 },
  );
});

test("the ledger of two clerks who sell three tickets: 924 orders, and their totals", () => {
  const totals = { 2: 8, 3: 300, 4: 416, 5: 180, 6: 20 };
  assert.deepEqual(totalsOf(3), { orders: 924, totals });
});
