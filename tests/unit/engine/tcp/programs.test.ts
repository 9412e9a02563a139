/** The two programs on top of TCP, and an endpoint that overrides nothing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { duplex, ms, Process, simulate } from "../../../../src/engine/index.ts";
import { TcpReceiver, TcpSender } from "../../../../src/engine/protocols/tcp/bulk.ts";
import { TcpEndpoint } from "../../../../src/engine/protocols/tcp/endpoint.ts";
import { Timer } from "../../../../src/engine/protocols/tcp/connection.ts";
import { Dialogue, opened } from "./dialogues/dialogue.ts";

const settings = { delayedAck: 0, segmentLifetime: ms(100) };
const links = duplex("a", "b", { delay: ms(10) });

test("a text goes over, both ends close, and say why they ended", () => {
  const nodes = { a: new TcpSender("b", "MOSTLY", settings), b: new TcpReceiver(settings) };
  const run = simulate({ seed: 1, nodes, links });
  assert.equal(run.nodes.b.received, "MOSTLY");
  assert.equal(run.nodes.b.receivedBytes, 6);
  // SYN, SYN ACK, then data, with the FIN behind it.
  assert.equal(run.nodes.b.finishedAt, ms(30));
  assert.deepEqual([run.nodes.a.outcome, run.nodes.b.outcome], ["closed", "closed"]);
  // The FIN of the other end comes at 40 ms; then TIME-WAIT takes two lifetimes.
  assert.equal(run.metrics.endTime, ms(240));
});

test("a reader with a rate takes a portion each time, and stops when it is over", () => {
  const reader = new TcpReceiver(settings, { rate: 8_000, portion: 100 });
  const nodes = { a: new TcpSender("b", 450, settings), b: reader };
  const run = simulate({ seed: 1, nodes, links });
  assert.equal(run.nodes.b.receivedBytes, 450);
  // The connection is there at 30 ms; every 100 ms a portion of 100 bytes, the last one smaller.
  assert.equal(run.nodes.b.finishedAt, ms(530));
  assert.equal(run.outcome.kind, "finished");
  assert.equal(run.metrics.nodes.b.timeouts, 5);
});

test("an endpoint that overrides nothing closes when the other end has", () => {
  class Silent extends TcpEndpoint {
    start(): void {
      this.listen();
    }
  }
  const nodes = { a: new TcpSender("b", "HI", settings), b: new Silent(settings) };
  const run = simulate({ seed: 1, nodes, links });
  assert.equal(run.nodes.a.outcome, "closed");
  assert.equal(run.nodes.b.state, "CLOSED");
});

test("a fresh endpoint is closed, has agreed on nothing, and reads at once", () => {
  const end = new TcpEndpoint({ initialThreshold: 9_000 });
  assert.deepEqual(
    [end.state, end.peer, end.isPassive, end.readsAtOnce],
    ["CLOSED", null, false, true],
  );
  assert.deepEqual(end.agreed, { sack: false, timestamps: false, scale: false });
  assert.deepEqual(end.congestion, { window: 0, threshold: 9_000, memory: {} });
  assert.ok(end instanceof Process);
});

test("whatever ends a connection stops its timers", () => {
  const shut = opened({ delayedAck: 40_000_000 }, { window: 0 });
  shut.end.write("X");
  shut.hear({ data: "Y", window: 0 });
  assert.deepEqual([...shut.timers.keys()].sort(), [Timer.delayedAck, Timer.persist].sort());
  shut.hear({ flags: "RST", seq: 5_002 });
  assert.equal(shut.timers.size, 0);
  const called = new Dialogue();
  called.end.listen();
  called.hear({ flags: "SYN", seq: 5_000, ack: 0 });
  assert.deepEqual([...called.timers.keys()], [Timer.retransmit]);
  called.hear({ flags: "RST", ack: 0 });
  assert.equal(called.end.state, "LISTEN");
  assert.equal(called.timers.size, 0);
  assert.deepEqual(called.told(), []);
});

test("an end that called, and is reset before its call is acknowledged, does not listen", () => {
  const d = new Dialogue();
  d.end.open("there");
  d.hear({ flags: "SYN", seq: 5_000, ack: 0 });
  assert.equal(d.end.state, "SYN-RECEIVED");
  d.hear({ flags: "RST", ack: 0 });
  assert.deepEqual(d.told(), ["closed: reset"]);
});

test("an open connection of an end that was called is reset for good", () => {
  const d = new Dialogue();
  d.end.listen();
  d.hear({ flags: "SYN", seq: 5_000, ack: 0 });
  d.hear({});
  d.hear({ flags: "RST" });
  assert.equal(d.end.state, "CLOSED");
  assert.deepEqual(d.told(), ["connected", "closed: reset"]);
});

test("probes that nobody answers are given up after so many", () => {
  const d = opened({ retries: 3 }, { window: 0 });
  d.end.write("X");
  // After 1, 2, 4 and 8 s more.
  assert.equal(d.wait(14_999).length, 3);
  assert.deepEqual(d.told(), []);
  d.wait(1);
  assert.deepEqual(d.told(), ["closed: timed out"]);
  const answered = opened({ retries: 3 }, { window: 0 });
  answered.end.write("X");
  answered.wait(7_000);
  answered.hear({ window: 0 });
  answered.wait(9_000);
  assert.deepEqual(answered.told(), []);
});

test("a lost SYN whose answer carries a timestamp was measured: no 3 s (RFC 6298 §5.7)", () => {
  const d = new Dialogue({ timestamps: true });
  d.end.open("there");
  d.wait(1_200);
  d.hear({ flags: "SYN ACK", seq: 5_000, mss: 1_000, timestamp: { value: 9, echo: 1_000 } });
  assert.equal(d.end.roundTrip.smoothed, 200_000_000);
  assert.equal(d.end.roundTrip.timeout, 1_000_000_000);
});

test("what has not been sent yet still goes out after the other end has closed too", () => {
  const d = opened({ initialWindow: 1 });
  d.end.write(2_500);
  d.end.close();
  d.said();
  d.hear({ flags: "FIN ACK" });
  assert.equal(d.end.state, "CLOSING");
  assert.deepEqual(
    d.hear({ seq: 5_002, ack: 2_001 }).map((text) => text.split(" ack")[0]),
    ["ACK 2001+1000", "FIN ACK 3001+500"],
  );
});

test("a window that is smaller after a pause is kept in the history", () => {
  const d = opened({ record: true });
  d.end.write(8_000);
  for (const count of [1_000, 2_000, 4_000, 8_000]) d.hear({ ack: 1_001 + count });
  d.wait(5_000);
  d.end.write(1_000);
  assert.equal(d.end.history.at(-1)?.window, 4_000);
  assert.ok((d.end.history.at(-2)?.window ?? 0) > 4_000);
});
