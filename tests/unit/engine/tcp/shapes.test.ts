/** Handshake, close, flow control, and how the congestion window moves. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { drop, duplex, type Fault, mbps, ms, simulate } from "../../../../src/engine/index.ts";
import { TcpReceiver, TcpSender } from "../../../../src/engine/protocols/tcp/bulk.ts";
import { TcpEndpoint } from "../../../../src/engine/protocols/tcp/endpoint.ts";
import type { TcpSettings } from "../../../../src/engine/protocols/tcp/settings.ts";

const wide = { receiveBuffer: 4_000_000, delayedAck: 0, record: true };

function transfer(bytes: number, settings: Partial<TcpSettings>, faults: Fault[] = []) {
  const all = { ...wide, ...settings };
  const a = new TcpSender("b", bytes, all);
  const nodes = { a, b: new TcpReceiver(all) };
  const links = duplex("a", "b", { bandwidth: mbps(100), delay: ms(50) });
  const run = simulate({ seed: 1, nodes, links, faults });
  assert.deepEqual(run.outcome, { kind: "finished" });
  assert.equal(run.nodes.b.receivedBytes, bytes);
  return run;
}

/** Notes of a run would need the trace; a handler's history says it as well. */
const windows = (run: ReturnType<typeof transfer>) =>
  run.nodes.a.history.map(({ window }) => window / run.nodes.a.sending.mss);

test("RFC 9293 §3.5, §3.6: three segments open, FINs close, TIME-WAIT takes two lifetimes", () => {
  const run = transfer(0, { segmentLifetime: ms(1_000) });
  assert.equal(run.nodes.a.outcome, "closed");
  assert.equal(run.nodes.b.outcome, "closed");
  // SYN, SYN ACK, ACK with FIN to follow; ACK, FIN; ACK; then 2 s.
  assert.ok(run.metrics.endTime >= ms(2_000) && run.metrics.endTime < ms(2_500));
});

test("both close at once: CLOSING, TIME-WAIT, CLOSED (RFC 9293 figure 13)", () => {
  class Both extends TcpEndpoint {
    other: string;
    states: string[] = [];
    constructor(other: string) {
      super();
      this.other = other;
    }
    start(): void {
      this.open(this.other);
    }
    connected(): void {
      this.close();
    }
    ended(): void {
      this.states.push(this.state);
    }
  }
  const nodes = { a: new Both("b"), b: new Both("a") };
  const run = simulate({ seed: 1, nodes, links: duplex("a", "b", { delay: ms(10) }) });
  for (const node of [run.nodes.a, run.nodes.b]) {
    assert.equal(node.state, "CLOSED");
    assert.equal(node.states.length, 1);
  }
});

test("a call to nobody is reset (RFC 9293 §3.10.7.1)", () => {
  const nodes = { a: new TcpSender("b", 10), b: new TcpEndpoint() };
  const run = simulate({ seed: 1, nodes, links: duplex("a", "b", { delay: ms(10) }) });
  assert.equal(run.nodes.a.outcome, "reset");
});

test("a call that nobody answers is given up", () => {
  const nodes = { a: new TcpSender("b", 10, { retries: 3 }), b: new TcpReceiver() };
  const run = simulate({ seed: 1, nodes, links: duplex("a", "b", { loss: 1 }) });
  assert.equal(run.nodes.a.outcome, "timed out");
  // 1 + 2 + 4 + 8 s (RFC 6298 §5.5).
  assert.equal(run.metrics.endTime, ms(15_000));
});

test("slow start doubles in each round trip (RFC 5681 §3.1)", () => {
  const { history, sending } = transfer(400_000, {}).nodes.a;
  const at = (time: number) => history.findLast((one) => one.time <= time)!.window / sending.mss;
  const rounds = [150, 250, 350, 450].map((time) => at(ms(time)));
  assert.deepEqual(rounds, [3, 6, 12, 24]);
});

test("one loss: fast retransmit, no timeout, and half the window (RFC 5681 §3.2)", () => {
  for (const congestion of ["reno", "newReno", "cubic"] as const) {
    for (const sack of [false, true]) {
      const run = transfer(1_000_000, { congestion, sack }, [drop("a→b", 30)]);
      assert.equal(run.nodes.a.sending.retransmissions, 1, `${congestion} ${sack}`);
      assert.ok(Math.min(...windows(run).slice(3)) > 2, `${congestion} ${sack}`);
      assert.ok(run.metrics.nodes.a.timeouts <= 1, "but for TIME-WAIT's");
    }
  }
  const tahoe = transfer(1_000_000, { congestion: "tahoe" }, [drop("a→b", 30)]);
  assert.equal(Math.min(...windows(tahoe)), 1);
});

test("two losses in a window: NewReno and SACK repair both without a timeout (RFC 6582)", () => {
  const faults = [drop("a→b", 30), drop("a→b", 34)];
  for (const sack of [false, true]) {
    const run = transfer(1_000_000, { sack }, faults);
    assert.equal(run.nodes.a.sending.retransmissions, 2);
    assert.ok(run.metrics.nodes.a.timeouts <= 1);
  }
});

test("CUBIC grows concave up to its last window, then convex (RFC 9438 §4)", () => {
  const settings = { congestion: "cubic", sack: true, initialThreshold: 1e9 } as const;
  const run = transfer(60_000_000, settings, [drop("a→b", 700)]);
  const { history, sending } = run.nodes.a;
  const peak = Math.max(...history.slice(0, 700).map(({ window }) => window)) / sending.mss;
  const low = history.findIndex(({ window, threshold }) => threshold < 1e9 && window <= threshold);
  const from = history[low].time;
  const k = Math.cbrt((0.3 * peak) / 0.4) * 1e9;
  const at = (time: number) => history.findLast((one) => one.time <= time)!.window / sending.mss;
  const [w0, w1, w2, w3, w4] = [0, 0.5, 1, 1.5, 2].map((part) => at(from + part * k));
  assert.ok(w1 - w0 > 2 * (w2 - w1), `concave: ${w0} ${w1} ${w2}`);
  if (history.at(-1)!.time > from + 2 * k) assert.ok(w4 - w3 > 2 * (w3 - w2), `${w2} ${w3} ${w4}`);
});

test("a slow reader slows the sender down; probes open a shut window (RFC 9293 §3.8.6)", () => {
  const reader = new TcpReceiver({ receiveBuffer: 8_000 }, { rate: mbps(0.08), portion: 2_000 });
  const nodes = { a: new TcpSender("b", 100_000), b: reader };
  const links = duplex("a", "b", { bandwidth: mbps(10), delay: ms(5) });
  const run = simulate({ seed: 1, nodes, links });
  assert.equal(run.nodes.b.receivedBytes, 100_000);
  // 100,000 bytes at 10,000 bytes a second.
  assert.ok(Math.abs(run.nodes.b.finishedAt! / 1e9 - 10.2) < 0.5, String(run.nodes.b.finishedAt));
});

test("sequence numbers come round in the middle of a text", () => {
  const text = "MOSTLY RELIABLE ".repeat(1_000);
  const nodes = {
    a: new TcpSender("b", text, { initialSequence: 2 ** 32 - 500 }),
    b: new TcpReceiver(),
  };
  const run = simulate({ seed: 1, nodes, links: duplex("a", "b", { delay: ms(5), loss: 0.05 }) });
  assert.equal(run.nodes.b.received, text);
});

test("settings out of range are refused by name", () => {
  assert.throws(() => new TcpEndpoint({ mss: 10 }), /TCP: mss is 10; it must be a whole number/);
  assert.throws(() => new TcpEndpoint({ congestion: "vegas" as any }), /congestion is vegas/);
  assert.throws(() => new TcpEndpoint({ nagel: true } as any), /no setting nagel/);
});
