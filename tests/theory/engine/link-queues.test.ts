/** A link as a server: packets wait in its output queue, at a host and at a router. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  batchQueue,
  DeficitRoundRobin,
  link,
  maxMinShares,
  mbps,
  md1,
  mg1,
  mm1k,
  ms,
  proportionalShares,
  Router,
  simulate,
} from "../../../src/engine/index.ts";
import { agrees, finished, seeds, within } from "../support.ts";
import { Server, Source, VARIATION } from "./customers.ts";

const runs = seeds(20);
const mean = ms(1);
const warmUp = 500;
/** 1,000 bytes take 1 ms. */
const wire = { bandwidth: mbps(8), header: 2, mtu: 65_535 };
/** What counts is the wire: whoever comes is served at once. */
const taker = () => new Server({ mean: 0, shape: "constant" }, warmUp);

/** Mean delays of packets over one link, from their sending to their arrival. */
function delays(load: number, options: ConstructorParameters<typeof Source>[3], count = 6_000) {
  const gap = { mean: (mean * (options?.batch ?? 1)) / load };
  const make = () => ({
    nodes: { source: new Source("to", gap, count, options), to: taker() },
    links: [link("source", "to", wire)],
  });
  return finished(make).map(({ nodes: { to } }) => {
    assert.equal(to.sums.count, count - warmUp);
    return to.sums.delay / to.sums.count;
  });
}

test("packets of one size, Poisson, over a link: M/D/1", () => {
  const sizes = { mean: 998, shape: "constant" } as const;
  agrees(delays(0.7, { sizes }), md1(0.7, mean).delay);
});

test("how many packets wait at a link, and how busy it is: time averages of M/D/1", () => {
  const sizes = { mean: 998, shape: "constant" } as const;
  const make = () => ({
    nodes: { source: new Source("to", { mean: mean / 0.7 }, 8_000, { sizes }), to: taker() },
    links: [link("source", "to", wire)],
  });
  const figures = finished(make).map(({ metrics }) => metrics.links["source→to"]);
  agrees(
    figures.map(({ meanQueue }) => meanQueue),
    md1(0.7, mean).waiting,
    { what: "waiting", power: 0.15 },
  );
  agrees(
    figures.map(({ utilisation }) => utilisation),
    0.7,
    { what: "busy", power: 0.05 },
  );
});

test("packets of two sizes, Poisson, over a link: M/G/1", () => {
  // 98 or 1,898 bytes and their headers, all but exactly the shape "two".
  const sizes = { mean: 998, shape: "two" } as const;
  agrees(delays(0.6, { sizes }), mg1(0.6, mean, VARIATION.two).delay, { power: 0.12 });
});

test("packets in batches of four over a link: each waits for its own batch as well", () => {
  const sizes = { mean: 998, shape: "constant" } as const;
  agrees(delays(0.5, { sizes, batch: 4 }), batchQueue(0.5, mean, 4).delay);
});

test("a router's queue with places for K: M/M/1/K, below and above full load", () => {
  for (const [load, places] of [
    [0.9, 5],
    [1.6, 4],
  ] as const) {
    const theory = mm1k(load, mean, places);
    const count = 8_000;
    const make = () => {
      // Two bytes of header beside a mean of 998,000 bits: sizes are exponential, to the bit.
      const source = new Source("to", { mean: mean / load }, count, { sizes: { mean: 998 } });
      const links = [
        link("source", "router", { ...wire, bandwidth: Infinity }),
        // The packet on the wire has left the queue: K − 1 may wait.
        link("router", "to", { ...wire, queue: places - 1 }),
      ];
      return { nodes: { source, router: new Router(), to: taker() }, links };
    };
    const figures = finished(make).map(({ nodes: { to }, metrics }) => ({
      lost: metrics.links["router→to"].queueDropped / count,
      delay: to.sums.delay / to.sums.count,
    }));
    agrees(
      figures.map(({ lost }) => lost),
      theory.lost,
      { what: "lost", power: 0.15 },
    );
    agrees(
      figures.map(({ delay }) => delay),
      theory.delay,
      { what: "delay" },
    );
  }
});

/** Poisson senders, packets a second each, share a link that carries 1,000: what each gets. */
function sharedLink(demands: readonly number[], queue: () => number | DeficitRoundRobin) {
  const sizes = { mean: 998, shape: "constant" } as const;
  const names = demands.map((_, i) => `source-${i}`);
  return runs.map((seed) => {
    const sources = demands.map((rate, i) => {
      return [names[i], new Source(`to-${i}`, { mean: 1e9 / rate }, 1e9, { sizes })] as const;
    });
    const takers = names.map((_, i) => [`to-${i}`, taker()] as const);
    const routers = { in: new Router(), out: new Router() };
    const nodes = { ...Object.fromEntries([...sources, ...takers]), ...routers };
    const fast = { ...wire, bandwidth: Infinity };
    const links = [
      ...names.map((name) => link(name, "in", fast)),
      link("in", "out", { ...wire, queue: queue() }),
      ...names.map((_, i) => link("out", `to-${i}`, fast)),
    ];
    const run = simulate({ seed, nodes, links, until: ms(4_000), trace: "none" });
    return names.map((_, i) => run.metrics.links[`out→to-${i}`].arrived / 4);
  });
}

/** What senders ask for, packets a second: one little, one some, one too much. */
const demands = [150, 500, 1_500];

test("first come, first served at a full router: shares in proportion to the demands", () => {
  const shares = proportionalShares(1_000, demands);
  const figures = sharedLink(demands, () => 10);
  shares.forEach((share, i) => {
    agrees(
      figures.map((rates) => rates[i]),
      share,
      { what: `sender ${i}`, power: 0.15 },
    );
  });
});

test("deficit round robin at a full router: max-min shares", () => {
  const shares = maxMinShares(1_000, demands);
  assert.deepEqual(shares, [150, 425, 425]);
  // Room enough that the modest one, who comes in bursts, loses nothing.
  const figures = sharedLink(demands, () => new DeficitRoundRobin({ packets: 60 }));
  shares.forEach((share, i) => {
    agrees(
      figures.map((rates) => rates[i]),
      share,
      { what: `sender ${i}` },
    );
  });
});

test("two queues in a row: what leaves M/M/1 is Poisson again (Burke), so delays add up", () => {
  class First extends Server {
    receive(customer: { came: number }): void {
      super.receive(customer);
      this.send("second", { came: this.now });
    }
  }
  const make = () => ({
    nodes: {
      source: new Source("first", { mean: mean / 0.5 }, 10_000),
      first: new First({ mean }, warmUp),
      second: new Server({ mean }, warmUp),
    },
    links: [link("source", "first"), link("first", "second")],
  });
  const figures = finished(make).map(({ nodes: { first, second } }) => {
    return first.sums.delay / first.sums.count + second.sums.delay / second.sums.count;
  });
  agrees(figures, 4 * mean);
});

test("two equal links in a row: no packet waits at the second one", () => {
  // Packets of one size leave the first link no closer than the second one needs.
  const sizes = { mean: 998, shape: "constant" } as const;
  const source = () => new Source("to", { mean: mean / 0.7 }, 3_000, { sizes });
  const nodes = { source: source(), router: new Router(), to: taker() };
  const links = [link("source", "router", wire), link("router", "to", wire)];
  const two = simulate({ seed: 1, nodes, links, trace: "none" }).nodes.to.sums;
  const alone = { source: source(), to: taker() };
  const short = [link("source", "to", wire)];
  const one = simulate({ seed: 1, nodes: alone, links: short, trace: "none" }).nodes.to.sums;
  within(1e-9, two.delay / two.count, one.delay / one.count + mean);
});
