/**
 * How long messages are on their way over links and routers, beside `theory/delay.ts`. Nothing is
 * left to chance: a run may differ by the rounding of each packet's time to a whole ns.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  kbps,
  link,
  type LinkSpec,
  mbps,
  messageDelay,
  ms,
  pipeliningGain,
  Process,
  propagationDelay,
  quickestPayload,
  Router,
  serializationDelay,
  simulate,
  waitBehindPieces,
} from "../../../src/engine/index.ts";
import { Listener } from "../../unit/engine/support.ts";
import { agrees, seeds } from "../support.ts";
import { Server, Source } from "./customers.ts";

/** Sends one message that is said to have so many bytes. */
class Sender extends Process {
  bytes: number;
  constructor(bytes: number) {
    super();
    this.bytes = bytes;
  }
  start(): void {
    this.send("to", "film", { bytes: this.bytes });
  }
}

/** When a message of so many bytes has arrived over links in a row, ns. */
function arrival(links: LinkSpec[], bytes: number): number {
  const names = [...new Set(links.flatMap(({ from, to }) => [from, to]))];
  const nodes: Record<string, Process> = {};
  for (const name of names) nodes[name] = new Router();
  nodes.from = new Sender(bytes);
  nodes.to = new Listener();
  const run = simulate({ seed: 1, nodes, links });
  return (run.nodes.to as Listener).times[0];
}

/** Links of these bandwidths in a row, from "from" over routers to "to". */
function chain(
  bandwidths: number[],
  {
    delay = ms(2),
    mtu = 1_500,
    header = 28,
  }: { delay?: number; mtu?: number; header?: number } = {},
): LinkSpec[] {
  const name = (i: number) => (i === 0 ? "from" : i === bandwidths.length ? "to" : `router-${i}`);
  return bandwidths.map((bandwidth, i) =>
    link(name(i), name(i + 1), { bandwidth, delay, mtu, header }),
  );
}

test("one packet over one link: header and payload one after another, then the wire", () => {
  const delay = propagationDelay(200_000);
  for (const bytes of [0, 1, 999, 1_472]) {
    const measured = arrival(chain([mbps(2)], { delay }), bytes);
    assert.equal(measured, serializationDelay(bytes + 28, mbps(2)) + delay);
  }
});

test("a message in pieces over one to five equal links: store and forward, pipelined", () => {
  for (const hops of [1, 2, 3, 5]) {
    for (const bytes of [100, 1_472, 1_473, 14_720, 100_000]) {
      const bandwidths = Array<number>(hops).fill(mbps(10));
      const path = bandwidths.map((bandwidth) => ({ bandwidth, delay: ms(2) }));
      const theory = messageDelay(path, bytes, { payload: 1_472, header: 28 });
      const measured = arrival(chain(bandwidths), bytes);
      assert.ok(Math.abs(measured - theory) <= 70, `${hops} hops, ${bytes} bytes: ${measured}`);
    }
  }
});

test("over unequal links the slowest one sets the pace, wherever it stands", () => {
  for (const bandwidths of [
    [mbps(1), mbps(10), mbps(100)],
    [mbps(100), mbps(10), mbps(1)],
    [mbps(10), mbps(1), mbps(10), mbps(3)],
  ]) {
    const path = bandwidths.map((bandwidth) => ({ bandwidth, delay: ms(2) }));
    for (const bytes of [500, 20_000, 50_001]) {
      const theory = messageDelay(path, bytes, { payload: 1_472, header: 28 });
      const measured = arrival(chain(bandwidths), bytes);
      assert.ok(Math.abs(measured - theory) <= 150, `${bandwidths}: ${measured} not ${theory}`);
    }
  }
});

test("pipelining: k links carry N packets kN/(k+N−1) times as fast as one packet of all", () => {
  // Headers count little: two bytes beside 6,250.
  const options = { delay: 0, header: 2, mtu: 6_252 };
  for (const [links, packets] of [
    [2, 2],
    [4, 8],
    [5, 10],
  ]) {
    const bandwidths = Array<number>(links).fill(mbps(8));
    const whole = arrival(chain(bandwidths, { ...options, mtu: 65_002 }), 6_250 * packets);
    const cut = arrival(chain(bandwidths, options), 6_250 * packets);
    const gain = pipeliningGain(links, packets);
    assert.ok(Math.abs(whole / cut / gain - 1) < 0.001, `${whole / cut} not ${gain}`);
  }
});

test("the quickest payload: no smaller or larger packets arrive sooner", () => {
  const links = 8;
  const [bytes, header] = [60_000, 40];
  const bandwidths = Array<number>(links).fill(mbps(10));
  const time = (payload: number) =>
    arrival(chain(bandwidths, { delay: 0, header, mtu: payload + header }), bytes);
  const best = quickestPayload(bytes, header, links);
  // A number of packets is whole: compare where they divide the message evenly.
  const even = (payload: number) => Math.ceil(bytes / Math.round(bytes / payload));
  assert.ok(time(even(best)) < time(even(0.8 * best)));
  assert.ok(time(even(best)) < time(even(1.25 * best)));
  const headers = serializationDelay(header, mbps(10)) * links;
  for (let payload = 200; payload < 1_400; payload += 50) {
    assert.ok(time(payload) > time(even(best)) - headers, `${payload}`);
  }
});

test("a small packet waits behind half a piece, as often as the wire is busy", () => {
  const piece = 1_000;
  const bandwidth = kbps(800);
  const long = serializationDelay(piece, bandwidth);
  class Pieces extends Process {
    start(): void {
      // Uniform gaps of 0.6 to 1.4 of their mean: pieces never meet, and keep no beat.
      this.setTimer("piece", Math.round((long / 0.5) * (0.6 + 0.8 * this.random())));
    }
    timeout(): void {
      this.send("hub", null, { bytes: piece - 2 });
      this.start();
    }
  }
  class Hub extends Process {
    receive(message: unknown): void {
      if (message === null) this.send("to", { came: -1 }, { bytes: piece - 2 });
      else this.send("to", message, { bytes: 0 });
    }
  }
  class Taker extends Server {
    receive(customer: { came: number }): void {
      if (customer.came >= 0) super.receive(customer);
    }
  }
  const waits = seeds(20).map((seed) => {
    const nodes = {
      pieces: new Pieces(),
      source: new Source("hub", { mean: ms(50) }, 3_000),
      hub: new Hub(),
      to: new Taker({ mean: 0, shape: "constant" }, 0),
    };
    const links = [
      link("pieces", "hub", { mtu: 65_535 }),
      link("source", "hub"),
      link("hub", "to", { bandwidth, header: 2, mtu: piece }),
    ];
    const until = ms(150_000);
    const run = simulate({ seed, nodes, links, until, trace: "none" });
    const { wait, count } = run.nodes.to.sums;
    return wait / count - serializationDelay(2, bandwidth);
  });
  agrees(waits, waitBehindPieces(0.5, long));
});
