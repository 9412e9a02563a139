/** Queues made of processes beside Kleinrock's and Erlang's formulas: customers wait in inboxes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  duplex,
  erlangB,
  erlangC,
  kingman,
  link,
  littlesLaw,
  md1,
  mg1,
  mm1,
  mm1k,
  mmc,
  ms,
  simulate,
  star,
} from "../../../src/engine/index.ts";
import { eventsOf } from "../../unit/engine/support.ts";
import { agrees, finished, seeds } from "../support.ts";
import { Clerk, Desk, Server, Source, type Times, VARIATION } from "./customers.ts";

const mean = ms(1);
const warmUp = 500;

/** One server at a load: the sums of each run. */
function single(load: number, arrivals: Times["shape"], service: Times["shape"], count = 6_000) {
  const make = () => ({
    nodes: {
      source: new Source("server", { mean: mean / load, shape: arrivals }, count),
      server: new Server({ mean, shape: service }, warmUp),
    },
    links: [link("source", "server")],
  });
  return finished(make).map(({ nodes: { server } }) => {
    assert.equal(server.sums.count, count - warmUp);
    return server.sums;
  });
}

/** Several servers behind one desk with so many places. */
function desk(load: number, servers: number, places: number, service: Times["shape"]) {
  const count = 6_000;
  const names = seeds(servers).map((i) => `clerk-${i}`);
  const make = () => {
    const clerks = names.map((name) => [name, new Clerk({ mean, shape: service })]);
    const source = new Source("desk", { mean: mean / (load * servers) }, count);
    const nodes = { source, desk: new Desk(names, places, warmUp), ...Object.fromEntries(clerks) };
    return { nodes, links: [duplex("source", "desk"), star("desk", names)] };
  };
  return finished(make).map(({ nodes }) => ({ ...(nodes.desk as Desk), counted: count - warmUp }));
}

test("M/M/1 at 50 %: wait, delay, and who has to wait", () => {
  const sums = single(0.5, "exponential", "exponential", 12_000);
  const theory = mm1(0.5, mean);
  const what = "delay";
  agrees(
    sums.map(({ delay, count }) => delay / count),
    theory.delay,
    { what },
  );
  agrees(
    sums.map(({ wait, count }) => wait / count),
    theory.wait,
    { what: "wait", power: 0.15 },
  );
  // Poisson arrivals see time averages: as many have to wait as the server is busy.
  agrees(
    sums.map(({ waited, count }) => waited / count),
    0.5,
    { what: "waited", power: 0.05 },
  );
});

test("M/D/1 at 70 %: half the wait of M/M/1", () => {
  const sums = single(0.7, "exponential", "constant");
  agrees(
    sums.map(({ wait, count }) => wait / count),
    md1(0.7, mean).wait,
    { power: 0.15 },
  );
  agrees(
    sums.map(({ delay, count }) => delay / count),
    md1(0.7, mean).delay,
  );
});

test("M/G/1 at 60 %: services of two lengths, and of two exponential parts", () => {
  for (const shape of ["two", "erlang"] as const) {
    const theory = mg1(0.6, mean, VARIATION[shape]);
    const sums = single(0.6, "exponential", shape);
    agrees(
      sums.map(({ delay, count }) => delay / count),
      theory.delay,
      { what: shape },
    );
  }
});

test("Kingman: gaps and services of two parts, at 80 %: within 10 % of what is measured", () => {
  const sums = single(0.8, "erlang", "erlang");
  const measured = sums.reduce((sum, { wait, count }) => sum + wait / count / sums.length, 0);
  const theory = kingman(0.8, mean, VARIATION.erlang, VARIATION.erlang).wait;
  // It is an approximation, from above: the measured wait is a little shorter.
  assert.ok(measured > 0.85 * theory && measured < 1.03 * theory, `${measured / theory}`);
});

test("M/M/1/K: who finds no place, and how long the others stay, below and above full load", () => {
  for (const [load, places] of [
    [0.9, 4],
    [1.5, 3],
  ] as const) {
    const theory = mm1k(load, mean, places);
    const all = desk(load, 1, places, "exponential");
    agrees(
      all.map(({ lost, counted }) => lost / counted),
      theory.lost,
      { what: "lost", power: 0.15 },
    );
    agrees(
      all.map(({ sums }) => sums.delay / sums.count),
      theory.delay,
      { what: "delay" },
    );
    agrees(
      all.map(({ found, counted }) => found / counted),
      theory.present,
      { what: "present" },
    );
  }
});

test("M/M/3: who has to wait (Erlang C), and for how long", () => {
  const theory = mmc(0.6, mean, 3);
  const all = desk(0.6, 3, Infinity, "exponential");
  agrees(
    all.map(({ sums }) => sums.waited / sums.count),
    erlangC(1.8, 3),
    { what: "waits" },
  );
  agrees(
    all.map(({ sums }) => sums.delay / sums.count),
    theory.delay,
    { what: "delay" },
  );
  agrees(
    all.map(({ found, counted }) => found / counted),
    theory.present,
    { what: "present" },
  );
});

test("Erlang B: who finds all five servers busy, whatever the shape of the service", () => {
  for (const shape of ["exponential", "constant"] as const) {
    const all = desk(0.8, 5, 5, shape);
    agrees(
      all.map(({ lost, counted }) => lost / counted),
      erlangB(4, 5),
      { what: shape },
    );
  }
});

test("Little's law is exact from empty to empty, whatever the order", () => {
  for (const seed of [1, 2, 3]) {
    const source = new Source("server", { mean: ms(1.2) }, 2_000);
    const nodes = { source, server: new Server({ mean }, 0) };
    const run = simulate({ seed, nodes, links: [link("source", "server")] });
    // How many were there is counted afresh, from the trace: arrivals, and the ends of services.
    const steps = eventsOf(run, "arrive", "work").map(({ kind, time, duration = 0 }) =>
      kind === "arrive" ? { at: time, change: 1 } : { at: time + duration, change: -1 },
    );
    steps.sort((a, b) => a.at - b.at || b.change - a.change);
    let [present, area, last] = [0, 0, 0];
    for (const { at, change } of steps) {
      area += present * (at - last);
      present += change;
      last = at;
    }
    assert.equal(present, 0);
    assert.equal(steps.length, 4_000);
    const { count, delay } = run.nodes.server.sums;
    const rate = (count / last) * 1e9;
    assert.ok(Math.abs(area / last - littlesLaw(rate, delay / count)) < 1e-9);
  }
});
