import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  crash,
  cut,
  duplex,
  heal,
  ms,
  type Nodes,
  Process,
  restart,
  Router,
  type Run,
  simulate,
  type Spec,
} from "../../src/engine/index.ts";
import { EventKind } from "../../src/engine/trace/event.ts";
import { fillHoles } from "../../src/engine/network/reassembly.ts";
import { firstHops } from "../../src/engine/network/routes.ts";
import { NONE } from "../../src/engine/trace/trace.ts";

/** Sends numbered messages to others, of whatever length, and keeps what it hears. */
class Host extends Process<string> {
  plan: { to: string; text: string }[];
  heard: string[] = [];

  constructor(plan: { to: string; text: string }[]) {
    super();
    this.plan = plan;
  }

  start(): void {
    for (const { to, text } of this.plan) this.send(to, text);
  }

  receive(text: string): void {
    this.heard.push(text);
  }
}

/** A network of routers in a tree with a few more links, each router with one host. */
const network = fc
  .record({
    parents: fc.array(fc.nat(), { minLength: 1, maxLength: 7 }),
    more: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 5 }),
    mtus: fc.array(fc.constantFrom(60, 100, 128, 1500), { minLength: 8, maxLength: 20 }),
    delays: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 20 }),
    plan: fc.array(fc.record({ from: fc.nat(), to: fc.nat(), size: fc.nat(500) }), {
      minLength: 1,
      maxLength: 12,
    }),
    by: fc.constantFrom("hops" as const, "delay" as const),
  })
  .map(({ parents, more, mtus, delays, plan, by }) => {
    const count = parents.length + 1;
    const ends = parents.map((parent, i) => [parent % (i + 1), i + 1]);
    for (const [a, b] of more) if (a % count !== b % count) ends.push([a % count, b % count]);
    const options = (i: number) => ({
      mtu: mtus[i % mtus.length],
      delay: ms(delays[i % delays.length]),
      bandwidth: 1e6,
    });
    const nodes: Nodes = {};
    for (let i = 0; i < count; i++) {
      nodes[`r${i}`] = new Router();
      const own = plan
        .map((each, number) => ({ ...each, number }))
        .filter(({ from, to }) => from % count === i && to % count !== i)
        .map(({ to, size, number }) => ({
          to: `h${to % count}`,
          text: `${number}:`.padEnd(size, "abcdefghijk"),
        }));
      nodes[`h${i}`] = new Host(own);
    }
    const links = ends.map(([a, b], i) => duplex(`r${a}`, `r${b}`, options(i)));
    for (let i = 0; i < count; i++) links.push(duplex(`r${i}`, `h${i}`, { mtu: 200 }));
    return { seed: 1, nodes, links: links.flat(), routing: { by } };
  });

const sentTo = (nodes: Nodes, name: string): string[] =>
  Object.values(nodes)
    .flatMap((node) => (node instanceof Host ? node.plan : []))
    .filter(({ to }) => to === name)
    .map(({ text }) => text);

test("over sound links every message arrives exactly once, whole, whatever the network", () => {
  fc.assert(
    fc.property(network, (spec) => {
      const run = simulate(spec);
      for (const [name, node] of Object.entries(run.nodes)) {
        if (!(node instanceof Host)) continue;
        assert.deepEqual([...node.heard].sort(), sentTo(spec.nodes, name).sort());
      }
      assert.equal(run.outcome.kind, "finished");
    }),
    { numRuns: 200, seed: 20_260_802 },
  );
});

const { transmit, duplicate, arrive, lose, drop, sever, discard, queueDrop } = EventKind;
const { miss, noRoute, timeExceeded, tooBig, receive, send } = EventKind;

/** Kinds after which a packet is no more, once it has come into being. */
const ends: readonly number[] = [
  ...[lose, drop, sever, discard, queueDrop, miss, noRoute, timeExceeded, tooBig],
];

/** Every packet of a run that has ended by itself: how often it ended, one way or another. */
function endings(run: Run): Map<number, number> {
  const { trace } = run;
  const count = new Map<number, number>();
  for (let row = 0; row < trace.rows; row++) {
    const packet = trace.packet(row);
    const kind = trace.kind(row);
    if (packet === NONE) continue;
    if (kind === transmit || kind === duplicate) count.set(packet, count.get(packet) ?? 0);
    if (ends.includes(kind)) count.set(packet, (count.get(packet) ?? 0) + 1);
    if (kind === arrive) {
      const to = trace.links[trace.place(row)].to;
      if (to === destinations(run)[trace.message(row)]) {
        count.set(packet, (count.get(packet) ?? 0) + 1);
      }
    }
    // What is discarded or missed at its destination has arrived there.
    if (kind === discard || kind === miss) {
      const node = trace.node(row);
      if (node === destinations(run)[trace.message(row)]) {
        count.set(packet, (count.get(packet) ?? 0) - 1);
      }
    }
  }
  return count;
}

const known = new WeakMap<Run, number[]>();
function destinations(run: Run): number[] {
  let list = known.get(run);
  if (list === undefined) {
    list = [];
    const { trace } = run;
    for (let row = 0; row < trace.rows; row++) {
      if (trace.kind(row) === send) list[trace.message(row)] = trace.place(row);
    }
    known.set(run, list);
  }
  return list;
}

const disturbed: fc.Arbitrary<Spec> = fc
  .record({
    spec: network,
    seed: fc.integer(),
    noise: fc.record({
      loss: fc.constantFrom(0, 0.1, 0.5),
      corruption: fc.constantFrom(0, 0.2),
      duplication: fc.constantFrom(0, 0.3),
      jitter: fc.constantFrom(0, ms(20)),
      queue: fc.constantFrom({}, { packets: 0 }, { packets: 3 }, { bytes: 400 }),
    }),
    router: fc.constantFrom({}, { delay: ms(1) }, { rate: 500 }, { rate: 500, backlog: 2 }),
    at: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 6, maxLength: 6 }),
    notice: fc.constantFrom(undefined, 0, ms(7)),
  })
  .map(({ spec, seed, noise, router, at, notice }) => {
    const nodes: Nodes = {};
    for (const [name, node] of Object.entries(spec.nodes)) {
      nodes[name] = node instanceof Router ? new Router(router) : node;
    }
    const time = at.map((each) => ms(each));
    const faults = [
      ...[cut("r0", "r1", time[0]), heal("r0", "r1", time[1])],
      ...[crash("r1", time[2]), restart("r1", time[3])],
      ...[crash("h0", time[4]), restart("h0", time[5])],
    ];
    const links = spec.links.map((link) => ({
      ...link,
      ...noise,
      queue: { packets: Infinity, bytes: Infinity, ...noise.queue },
    }));
    return { ...spec, seed, nodes, links, faults, routing: { ...spec.routing, notice } };
  });

test("no packet is ever lost without a word or doubled, whatever goes wrong", () => {
  fc.assert(
    fc.property(disturbed, (spec) => {
      const run = simulate(spec);
      for (const [packet, count] of endings(run)) assert.equal(count, 1, `packet ${packet}`);
      // A receipt needs an arrival there, and says what was sent.
      const { trace } = run;
      for (let row = 0; row < trace.rows; row++) {
        if (trace.kind(row) !== receive) continue;
        assert.equal(trace.kind(trace.cause(row)), arrive);
        assert.equal(trace.node(row), destinations(run)[trace.message(row)]);
      }
    }),
    { numRuns: 300, seed: 20_260_803 },
  );
});

test("the same spec gives the same run, and every cause lies before", () => {
  fc.assert(
    fc.property(disturbed, (spec) => {
      const { trace, fingerprint } = simulate(spec);
      assert.equal(simulate(spec).fingerprint, fingerprint);
      for (let row = 0; row < trace.rows; row++) assert.ok(trace.cause(row) < row);
    }),
    { numRuns: 100, seed: 20_260_804 },
  );
});

test("holes: what is missing is what never came, in whatever pieces the rest comes", () => {
  const piece = fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 25 }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const size = 64;
      const holes = [0, size];
      const bytes = new Uint8Array(size);
      for (const [start, length] of pieces) {
        const end = Math.min(size, start + length);
        const isNew = bytes.subarray(start, end).includes(0);
        assert.equal(fillHoles(holes, start, end), isNew);
        bytes.fill(1, start, end);
      }
      const left = new Uint8Array(size).fill(1);
      for (let i = 0; i < holes.length; i += 2) left.fill(0, holes[i], holes[i + 1]);
      assert.deepEqual(left, bytes);
    }),
    { numRuns: 500, seed: 20_260_805 },
  );
});

test("first hops lead along paths as short as those of Floyd and Warshall", () => {
  const graph = fc
    .record({
      count: fc.integer({ min: 2, max: 8 }),
      edges: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 4 })), {
        maxLength: 24,
      }),
      hosts: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
    })
    .map(({ count, edges, hosts }) => {
      const list = edges
        .map(([from, to, cost]) => ({ from: from % count, to: to % count, cost }))
        .filter(({ from, to }) => from !== to);
      return { count, list, hosts };
    });
  fc.assert(
    fc.property(graph, ({ count, list, hosts }) => {
      const edges = Array.from({ length: count }, (_, node) =>
        list.filter(({ from }) => from === node),
      );
      const passesOn = (node: number) => !hosts[node];
      const length = shortestLengths(count, list, passesOn);
      for (let source = 0; source < count; source++) {
        const first = firstHops({ edges, passesOn }, source);
        for (let to = 0; to < count; to++) {
          if (to === source) continue;
          assert.equal(first[to] === NONE, length[source][to] === Infinity);
          if (first[to] === NONE) continue;
          const steps = edges[source].filter((edge) => edge.to === first[to]);
          const rest = first[to] === to ? 0 : length[first[to]][to];
          const total = Math.min(...steps.map(({ cost }) => cost)) + rest;
          assert.equal(total, length[source][to]);
          if (first[to] !== to) assert.ok(passesOn(first[to]));
        }
      }
    }),
    { numRuns: 300, seed: 20_260_806 },
  );
});

function shortestLengths(
  count: number,
  list: readonly { from: number; to: number; cost: number }[],
  passesOn: (node: number) => boolean,
): number[][] {
  const length = Array.from({ length: count }, () => new Array<number>(count).fill(Infinity));
  for (const { from, to, cost } of list) length[from][to] = Math.min(length[from][to], cost);
  for (let via = 0; via < count; via++) {
    if (!passesOn(via)) continue;
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < count; b++) {
        length[a][b] = Math.min(length[a][b], length[a][via] + length[via][b]);
      }
    }
  }
  return length;
}
