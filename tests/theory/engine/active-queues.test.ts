/** Queues that drop before they are full: RED beside its curve, CoDel beside its control law. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Codel,
  duplex,
  every,
  link,
  mbps,
  ms,
  type QueuePolicy,
  Red,
  Router,
  seconds,
  simulate,
  Sink,
  Source,
  TcpReceiver,
  TcpSender,
} from "../../../src/engine/index.ts";
import { eventsOf } from "../../unit/engine/support.ts";
import { agrees, seeds, within } from "../support.ts";

/** What the link takes with one packet of 1,000 bytes, ns: it carries 1,000 of them a second. */
const service = ms(1);
const wire = { bandwidth: mbps(8), header: 2, mtu: 65_535 };

/** A source that never listens sends so many packets for each that the link can carry. */
function overloaded(excess: number, queue: QueuePolicy, seed: number, span: number, from = 0) {
  const source = every("to", service * (1 - excess), { bytes: 998 });
  const nodes = { source, router: new Router(), to: new Sink({ from }) };
  const links = [
    link("source", "router", { ...wire, bandwidth: Infinity }),
    link("router", "to", { ...wire, queue }),
  ];
  return { seed, nodes, links, until: span };
}

/** How many packets an arriving one found before it on average, once the queue was settled. */
function found(excess: number, queue: () => QueuePolicy, seed: number): number {
  const spec = overloaded(excess, queue(), seed, seconds(12), seconds(4));
  const { to } = simulate({ ...spec, trace: "none" }).nodes;
  // It waits for those, and for what is left of the one on the wire: half of it on average.
  return (to.meanDelay() - service) / service - 0.5;
}

test("RED waits as long as its curve needs to drop what is too much", () => {
  // Floyd & Jacobson 1993, figure 2: in the gap between two drops every number of packets from 1
  // to 1/p − 1 is equally likely, on average 1/(2p): of all packets 2p are dropped, where p
  // grows in a straight line from 0 at `min` to `maxDrop` at `max`.
  const [min, max, maxDrop] = [10, 50, 0.1];
  const queue = () => new Red({ packets: 1_000, min, max, maxDrop });
  for (const excess of [0.04, 0.08, 0.14]) {
    const p = excess / 2;
    const figures = seeds(20).map((seed) => found(excess, queue, seed));
    agrees(figures, min + ((max - min) * p) / maxDrop, { what: `${excess} too much` });
  }
});

test("what the curve cannot drop keeps RED's average at its upper end", () => {
  const queue = () => new Red({ packets: 1_000, min: 10, max: 50, maxDrop: 0.1 });
  for (const seed of seeds(3)) within(0.02, found(0.3, queue, seed), 50);
});

test("CoDel's drops come by its law: interval/√1, interval/√2, interval/√3… apart", () => {
  const [target, interval] = [ms(5), ms(100)];
  const spec = overloaded(0.2, new Codel({ target, interval }), 1, seconds(3));
  const drops = eventsOf(simulate(spec), "queueDrop").map(({ time }) => time);
  assert.ok(drops.length > 50, String(drops.length));
  // Above the target from when the queue had grown to it, and an interval after that it drops.
  const above = target / 0.2;
  assert.ok(drops[0] >= above + interval && drops[0] < above + interval + 5 * service);
  let law = 0;
  drops.forEach((time, i) => {
    // A drop waits for the first packet that leaves after it is due.
    const late = time - drops[0] - law;
    assert.ok(late >= -service && late <= service, `drop ${i + 1}: ${late} ns late`);
    law += interval / Math.sqrt(i + 1);
  });
});

test("CoDel holds the wait of a slight excess at its target, whatever that is", () => {
  for (const target of [ms(5), ms(10), ms(20)]) {
    const wait = found(0.02, () => new Codel({ target }), 1) * service;
    // The wait is looked at when a packet leaves: a packet more, and what it grows by meanwhile.
    assert.ok(wait >= target - service && wait <= target + 2 * service, `${wait} at ${target}`);
  }
});

test("behind CoDel a TCP fills the link and keeps its wait below the target", () => {
  const settings = { receiveBuffer: 1_000_000 };
  const nodes = {
    ...{ a: new TcpSender("b", 40_000_000, settings), b: new TcpReceiver(settings) },
    ...{ left: new Router(), right: new Router() },
  };
  const links = [
    ...[duplex("a", "left"), duplex("right", "b")],
    duplex("left", "right", { bandwidth: mbps(8), delay: ms(20), queue: new Codel() }),
  ];
  const run = simulate({ seed: 1, nodes, links, until: seconds(20), trace: "none" });
  const { meanQueue, utilisation, queueDropped } = run.metrics.links["left→right"];
  assert.ok(meanQueue * ms(1.5) < ms(5), String(meanQueue));
  // Half a window is lost with each drop, and the pipe has no buffer of its own: ¾ at least.
  assert.ok(utilisation > 0.75 && queueDropped > 10, `${utilisation} ${queueDropped}`);
});

test("CoDel lets a burst pass that is gone within an interval", () => {
  // Sixty packets every 100 ms: the last waits 59 ms, far above the target.
  const source = new Source("to", { isRandom: false, rate: 10, batch: 60 }, { bytes: 998 });
  const links = [link("source", "to", { ...wire, queue: new Codel() })];
  const spec = { seed: 1, nodes: { source, to: new Sink() }, links, until: seconds(5) };
  const { metrics, nodes } = simulate({ ...spec, trace: "none" });
  assert.ok(nodes.to.longest >= ms(60));
  assert.equal(metrics.links["source→to"].queueDropped, 0);
});
