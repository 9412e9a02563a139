/** Bulk throughput beside Padhye's model, and the link as its bound. Fixed seeds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { duplex, link, mbps, ms, simulate } from "../../src/engine/index.ts";
import { within } from "./support.ts";
import { TcpReceiver, TcpSender } from "../../src/engine/protocols/tcp/bulk.ts";

/**
 * Padhye, Firoiu, Towsley & Kurose 2000, equation 30, segments a second: b = 1 segment for an
 * acknowledgement's growth (bytes are counted), no limit by a window.
 */
function padhye(p: number, roundTrip: number, timeout: number): number {
  const halvings = roundTrip * Math.sqrt((2 * p) / 3);
  const timeouts = timeout * Math.min(1, 3 * Math.sqrt((3 * p) / 8)) * p * (1 + 32 * p * p);
  return 1 / (halvings + timeouts);
}

for (const [loss, bytes] of [
  [0.001, 30_000_000],
  [0.003, 20_000_000],
  [0.01, 12_000_000],
  [0.03, 6_000_000],
] as const) {
  test(`Reno at ${loss * 100} % independent loss is within 25 % of Padhye`, () => {
    const settings = { congestion: "reno", receiveBuffer: 8_000_000, delayedAck: 0 } as const;
    const nodes = { a: new TcpSender("b", bytes, settings), b: new TcpReceiver(settings) };
    const wire = { bandwidth: mbps(1_000), delay: ms(50) };
    const links = [link("a", "b", { ...wire, loss }), link("b", "a", wire)];
    const run = simulate({ seed: 3, nodes, links });
    const measured = bytes / 1_452 / (run.nodes.b.finishedAt! / 1e9);
    const ratio = measured / padhye(loss, 0.1, 1);
    assert.ok(ratio > 0.75 && ratio < 1.25, `ratio ${ratio}`);
  });
}

test("no control is faster than the link", () => {
  for (const congestion of ["tahoe", "reno", "newReno", "cubic"] as const) {
    const settings = { congestion, receiveBuffer: 1_000_000 };
    const nodes = { a: new TcpSender("b", 2_000_000, settings), b: new TcpReceiver(settings) };
    const links = duplex("a", "b", { bandwidth: mbps(5), delay: ms(10) });
    const run = simulate({ seed: 1, nodes, links });
    const seconds = run.nodes.b.finishedAt! / 1e9;
    assert.ok((2_000_000 * 8) / seconds <= 5e6);
    assert.ok((2_000_000 * 8) / seconds > 0.85 * 5e6, `${congestion} ${seconds}`);
  }
});

test("with every n-th packet lost the window is a sawtooth: ¾ of its peak on average", () => {
  // Mathis, Semke, Mahdavi & Ott 1997: a tooth from W/2 to W carries 3W²/8 packets, so that
  // W = √(8n/3), in W/2 round trips of which each carries ¾W on average.
  for (const n of [1_000, 3_000]) {
    const settings = { congestion: "reno", receiveBuffer: 8_000_000, delayedAck: 0 } as const;
    const nodes = {
      a: new TcpSender("b", 60_000_000, { ...settings, record: true }),
      b: new TcpReceiver(settings),
    };
    const loss = Array.from({ length: 50_000 }, (_, i) => (i + 1) % n === 0);
    const links = [link("a", "b", { delay: ms(50), loss }), link("b", "a", { delay: ms(50) })];
    const { history, sending } = simulate({ seed: 1, nodes, links, trace: "none" }).nodes.a;
    // The threshold falls where a loss is noticed; the slow start's teeth are not of this shape.
    const peaks = history.filter(({ threshold }, i) => threshold !== history[i + 1]?.threshold);
    const [first, last] = peaks.slice(-3, -1);
    const peak = first.window / sending.mss;
    within(0.03, peak, Math.sqrt((8 * n) / 3), "peak");
    // One more round trip repairs the loss.
    const rounds = (last.time - first.time) / ms(100) - 1;
    within(0.05, n / rounds, (3 / 4) * peak, "mean window");
    within(0.05, rounds, peak / 2, "rounds");
  }
});
