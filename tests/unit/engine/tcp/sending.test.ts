/** What is sent and when, segment by segment: acknowledgements, windows, probes, timeouts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { cut, drop, duplex, heal, ms, simulate } from "../../../../src/engine/index.ts";
import { TcpReceiver, TcpSender } from "../../../../src/engine/protocols/tcp/bulk.ts";
import { TcpEndpoint } from "../../../../src/engine/protocols/tcp/endpoint.ts";
import type { TcpSettings } from "../../../../src/engine/protocols/tcp/settings.ts";
import { answer, line, play, type Script, segment, Subject } from "./peer.ts";

/** A caller that writes so many bytes at 5 ms, and 20 segments' worth of initial window. */
function writer(bytes: number, settings: Partial<TcpSettings> = {}): Subject {
  const subject = new Subject(true, { initialWindow: 20, ...settings });
  subject.plan = [[ms(5), bytes]];
  return subject;
}

const of = (heard: ReturnType<typeof play>["heard"], from: number) =>
  heard.filter(({ at }) => at >= ms(from)).map(line);

test("an acknowledgement waits no longer because more has come (RFC 1122 §4.2.3.2)", () => {
  const small = (i: number) => segment("ACK", 1_001 + 10 * i, 1, { data: 10 });
  const script: Script = [
    ...answer(),
    [ms(10), segment("ACK", 1, 1, { data: 1_000 })],
    ...[0, 1, 2, 3].map((i) => [ms(60 + 30 * i), small(i)] as const),
  ];
  const { heard } = play(new Subject(true, { delayedAck: ms(40) }), script, ms(400));
  const acks = heard.slice(2).map(({ at, segment: { ack } }) => [at / 1e6 - 1, ack - 6_000]);
  // Each within 40 ms of the first byte that it is for (and 1 ms on the way).
  assert.deepEqual(acks, [
    [50, 1],
    [100, 21],
    [160, 41],
  ]);
});

test("a timeout halves once for a segment, whatever old news comes between (RFC 5681 §3.1)", () => {
  const script: Script = [
    ...answer(),
    // Sixteen segments are on the way; the first two times out twice, with an echo in between.
    ...[1_500, 1_600, 1_700].map((at) => [ms(at), segment("ACK", 1, 1)] as const),
  ];
  const { tcp } = play(writer(16_000, { minTimeout: ms(1_000) }), script, ms(3_500));
  assert.equal(tcp.sending.timeouts, 2);
  assert.equal(tcp.congestion.threshold, 8_000);
});

test("limited transmit sends what is new, and ssthresh leaves it out (RFC 3042, RFC 5681)", () => {
  const duplicate = segment("ACK", 1, 1);
  const script: Script = [...answer(), ...[20, 21, 22].map((at) => [ms(at), duplicate] as const)];
  const { tcp, heard } = play(writer(40_000, { initialWindow: 10 }), script, ms(25));
  assert.deepEqual(of(heard, 20), [
    "ACK 10001 ack 1 (1000)",
    "ACK 11001 ack 1 (1000)",
    "ACK 1 ack 1 (1000)",
  ]);
  assert.equal(tcp.congestion.threshold, 5_000, "half of the ten, not of the twelve");
});

test("after a timeout duplicates send nothing again beyond the window (RFC 3042)", () => {
  const duplicate = segment("ACK", 1, 1);
  const script: Script = [
    ...answer(),
    ...[0, 1, 2].map((i) => [ms(1_200 + i), duplicate] as const),
  ];
  const { heard } = play(writer(16_000), script, ms(1_500));
  assert.deepEqual(of(heard, 900), ["ACK 1 ack 1 (1000)"]);
});

test("Nagle holds back half a window too while something is on the way (RFC 9293 §3.8.6)", () => {
  for (const nagle of [true, false]) {
    const subject = writer(10, { nagle });
    subject.plan = [
      [ms(5), 10],
      [ms(6), 5_000],
    ];
    // The window is smaller than a segment: 890 bytes are more than half of it.
    const script: Script = [
      ...answer({ window: 900 }),
      [ms(30), segment("ACK", 1, 11, { window: 900 })],
    ];
    const { heard } = play(subject, script, ms(50));
    const sizes = heard.slice(2).map(({ segment: { data } }) => data);
    assert.deepEqual(sizes, nagle ? [10, 900] : [10, 890]);
  }
});

test("an acknowledgement stands at SND.MAX after a timeout too: no storm of answers", () => {
  const script: Script = [...answer(), [ms(1_500), segment("ACK", 1, 1, { data: "hello" })]];
  const { heard } = play(writer(5_000), script, ms(1_600));
  assert.deepEqual(of(heard, 1_400), ["ACK 5001 ack 6"]);
});

test("two ends that both time out come to rest, without a storm of answers", () => {
  class Talker extends TcpEndpoint {
    other: string;
    heardBytes = 0;
    constructor(other: string) {
      super({ initialWindow: 20 });
      this.other = other;
    }
    start(): void {
      this.open(this.other);
    }
    connected(): void {
      this.write(30_000);
      this.close();
    }
    data(_: string, bytes: number): void {
      this.heardBytes += bytes;
    }
  }
  const nodes = { a: new Talker("b"), b: new Talker("a") };
  const faults = [cut("a", "b", ms(25)), heal("a", "b", ms(1_500))];
  const run = simulate({ seed: 1, nodes, links: duplex("a", "b", { delay: ms(10) }), faults });
  assert.deepEqual(run.outcome, { kind: "finished" });
  assert.deepEqual([run.nodes.a.heardBytes, run.nodes.b.heardBytes], [30_000, 30_000]);
  // 21 segments each way, once lost and once again, and acknowledgements.
  assert.ok(run.metrics.sent < 200, `${run.metrics.sent} segments`);
});

test("while the window is shut, acknowledgements stand at its edge", () => {
  const script: Script = [
    ...answer({ window: 1_000 }),
    [ms(20), segment("ACK", 1, 1_001, { window: 0 })],
    // After the first probe, which is refused, the other end sends.
    [ms(1_100), segment("ACK", 1, 1_001, { window: 0 })],
    [ms(1_200), segment("ACK", 1, 1_001, { window: 0, data: "hello" })],
  ];
  const { heard } = play(writer(5_000, { minTimeout: ms(500) }), script, ms(1_250));
  assert.deepEqual(of(heard, 500), ["ACK 1001 ack 1 (1)", "ACK 1001 ack 6"]);
});

test("probes go on while they are answered, and end if nobody is there (RFC 9293 §3.8.6.1)", () => {
  const shut: Script = [
    ...answer({ window: 1_000 }),
    [ms(20), segment("ACK", 1, 1_001, { window: 0 })],
  ];
  const dead = play(writer(5_000, { retries: 3 }), shut, ms(600_000));
  assert.deepEqual(dead.tcp.events, ["connected", "closed timed out"]);
  const alive = Array.from({ length: 60 }, (_, i) => ms(1_000 * (i + 1)));
  const answers = alive.map((at) => [at, segment("ACK", 1, 1_001, { window: 0 })] as const);
  const living = play(writer(5_000, { retries: 3 }), [...shut, ...answers], ms(60_000));
  assert.deepEqual(living.tcp.events, ["connected"]);
});

test("a run ends although its reader dies behind a shut window", () => {
  const reader = new TcpReceiver({ receiveBuffer: 4_000 }, { rate: 8_000, portion: 500 });
  const nodes = { a: new TcpSender("b", 50_000, { retries: 5 }), b: reader };
  const faults = [cut("a", "b", ms(3_000))];
  const links = duplex("a", "b", { delay: ms(10) });
  const run = simulate({ seed: 1, nodes, links, faults, until: ms(3_600_000) });
  assert.equal(run.nodes.a.outcome, "timed out");
});

test("a window that shuts over what is on the way is probed (RFC 9293 §3.8.6, MUST-35)", () => {
  const script: Script = [
    ...answer({ window: 4_000 }),
    [ms(20), segment("ACK", 1, 1_001, { window: 0 })],
  ];
  const { tcp, heard } = play(writer(4_000, { minTimeout: ms(300) }), script, ms(3_000));
  assert.match(of(heard, 100).join(), /ACK 1001 ack 1 \(1\)/);
  assert.equal(tcp.sending.isTimed, false);
});

test("a small window is used at last, when nothing else comes (SWS, override)", () => {
  const script: Script = [
    ...answer({ window: 5_000 }),
    [ms(20), segment("ACK", 1, 5_001, { window: 300 })],
  ];
  const { heard } = play(writer(9_000, { minTimeout: ms(500) }), script, ms(600));
  assert.deepEqual(of(heard, 15), ["ACK 5001 ack 1 (300)"]);
});

test("Nagle: a small rest waits for the acknowledgement, and not without Nagle (RFC 896)", () => {
  for (const nagle of [true, false]) {
    const subject = writer(10, { nagle });
    subject.plan = [
      [ms(5), 10],
      [ms(6), 10],
      [ms(7), 10],
    ];
    const { heard } = play(subject, [...answer(), [ms(30), segment("ACK", 1, 11)]], ms(50));
    const sizes = heard.slice(2).map(({ segment: { data } }) => data);
    assert.deepEqual(sizes, nagle ? [10, 20] : [10, 10, 10]);
  }
});

test("after an idle RTO the window is the initial one again (RFC 5681 §4.1)", () => {
  const subject = new Subject(true, { initialWindow: 2 });
  const grown = Array.from({ length: 10 }, (_, i) => segment("ACK", 1, 1 + 2_000 * (i + 1)));
  subject.plan = [
    [ms(5), 20_000],
    [ms(5_000), 20_000],
  ];
  const acks = grown.map((ack, i) => [ms(10 + 5 * i), ack] as const);
  const { heard } = play(subject, [...answer(), ...acks], ms(5_100));
  assert.equal(of(heard, 4_000).length, 2);
});

test("the first window's worth after a loss of all is sent segment by segment again", () => {
  const nodes = { a: new TcpSender("b", 20_000), b: new TcpReceiver() };
  const faults = [3, 4, 5].map((packet) => drop("a→b", packet));
  const run = simulate({ seed: 1, nodes, links: duplex("a", "b", { delay: ms(10) }), faults });
  assert.equal(run.nodes.b.receivedBytes, 20_000);
  assert.equal(run.nodes.a.sending.retransmissions, 3);
});
