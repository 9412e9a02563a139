/** How connections begin, break off and end, segment by segment (RFC 9293, 7323, 6298). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { duplex, link, ms, simulate } from "../../../../src/engine/index.ts";
import { TcpReceiver, TcpSender } from "../../../../src/engine/protocols/tcp/bulk.ts";
import { answer, IRS, ISS, line, play, segment, Subject } from "./peer.ts";

test("a SYN always offers window scaling, so that the other end may scale (RFC 7323 §2.2)", () => {
  const reader = new TcpReceiver({ receiveBuffer: 1_000_000 });
  const nodes = { a: new TcpSender("b", 3_000_000), b: reader };
  const run = simulate({ seed: 1, nodes, links: duplex("a", "b", { delay: ms(50) }) });
  assert.ok(run.nodes.a.sending.largestWindow > 900_000, `${run.nodes.a.sending.largestWindow}`);
});

test("a shift of more than 14 is taken for 14 (RFC 7323 §2.3)", () => {
  const { tcp } = play(new Subject(true), answer({ windowScale: 31 }), ms(100));
  assert.equal(tcp.sending.scale, 14);
});

test("an old duplicate SYN: its reset leads back to LISTEN (RFC 9293 figure 9)", () => {
  const { tcp, heard } = play(
    new Subject(false),
    [
      [0, segment("SYN", -1_000, 0, { mss: 1_000 })],
      [ms(5), segment("RST", -999, 0)],
      [ms(10), segment("SYN", 0, 0, { mss: 1_000 })],
      [ms(15), segment("ACK", 1, 1, { data: "hello" })],
    ],
    ms(500),
  );
  assert.deepEqual(heard.map(line).slice(0, 2), ["SYN ACK 0 ack -999", "SYN ACK 0 ack 1"]);
  assert.deepEqual(tcp.events, ["connected", "data hello"], "nobody need be told of the first");
  assert.equal(tcp.state, "ESTABLISHED");
});

test("SYN-RECEIVED: an ACK of anything but the SYN is reset, its data kept out", () => {
  for (const ack of [0, 7]) {
    const { tcp, heard } = play(
      new Subject(false),
      [
        [0, segment("SYN", 0, 0)],
        [ms(5), segment("ACK", 1, ack, { data: "early" })],
      ],
      ms(500),
    );
    assert.deepEqual(tcp.events, []);
    assert.equal(heard[1].segment.flags, "RST");
    assert.equal(heard[1].segment.seq, ISS + ack);
    assert.equal(tcp.state, "SYN-RECEIVED");
  }
});

test("both call at once: two SYNs, two answers, no more (RFC 9293 figure 8)", () => {
  const { tcp, heard } = play(
    new Subject(true),
    [
      [0, segment("SYN", 0, 0, { mss: 1_000 })],
      [ms(3), segment("SYN ACK", 0, 1, { mss: 1_000 })],
    ],
    ms(900),
  );
  assert.deepEqual(heard.map(line), ["SYN 0", "SYN ACK 0 ack 1"]);
  assert.equal(tcp.state, "ESTABLISHED");
  // Nothing was lost, so nothing is to be more careful for.
  assert.equal(tcp.sending.retransmissions, 0);
  assert.equal(tcp.congestion.window, 4 * 1_000);
  assert.equal(tcp.roundTrip.timeout, ms(1_000));
});

test("RFC 6298 §5.7: after lost SYNs the RTO begins with 3 s, however many there were", () => {
  for (const waits of [1, 3]) {
    const at = ms(1_000) * (2 ** waits - 1) + ms(1);
    const { tcp } = play(new Subject(true), [[at, answer()[0][1]]], at + ms(100));
    assert.equal(tcp.state, "ESTABLISHED");
    assert.equal(tcp.roundTrip.timeout, ms(3_000));
    assert.equal(tcp.congestion.window, 1_000, "RFC 5681 §3.1: and with one segment");
  }
});

test("a reset counts however old its timestamp is (RFC 7323 §5.2)", () => {
  const stamp = (value: number) => ({ timestamp: { value, echo: 0 } });
  const { tcp } = play(new Subject(true, { timestamps: true }), [
    ...answer(stamp(500)),
    [ms(5), segment("RST", 1, 0, stamp(400))],
  ]);
  assert.deepEqual(tcp.events, ["connected", "closed reset"]);
});

test("once timestamps are agreed, a segment without one is not heard (RFC 7323 §3.2)", () => {
  const stamp = (value: number) => ({ timestamp: { value, echo: 0 } });
  const { tcp, heard } = play(
    new Subject(true, { timestamps: true }),
    [
      ...answer(stamp(500)),
      [ms(5), segment("ACK", 1, 1, { data: "without" })],
      [ms(6), segment("ACK", 1, 1, { data: "with", ...stamp(501) })],
      [ms(7), segment("ACK", 5, 1, { data: "old", ...stamp(400) })],
    ],
    ms(100),
  );
  assert.deepEqual(tcp.events, ["connected", "data with"]);
  assert.deepEqual(heard.map(line), ["SYN 0", "ACK 1 ack 1", "ACK 1 ack 5", "ACK 1 ack 5"]);
});

test("who has closed already breaks off in silence (RFC 9293 §3.10.5)", () => {
  const closing = new Subject(true);
  closing.plan = [
    [ms(5), "close"],
    [ms(20), "abort"],
  ];
  // FIN-WAIT-1, then CLOSING, since the other end's FIN does not acknowledge ours.
  const { tcp, heard } = play(closing, [...answer(), [ms(10), segment("FIN ACK", 1, 1)]], ms(100));
  assert.equal(tcp.state, "CLOSED");
  assert.ok(!heard.some(({ segment: { flags } }) => flags.includes("RST")), heard.map(line).join());
});

test("who breaks off while told of data says nothing more and is told nothing more", () => {
  const subject = new Subject(true);
  subject.reactions = { data: "abort" };
  const script = [...answer(), [ms(5), segment("FIN ACK", 1, 1, { data: "bye" })]] as const;
  const { tcp, heard } = play(subject, script, ms(100));
  assert.deepEqual(tcp.events, ["connected", "data bye", "closed reset"]);
  assert.match(heard.at(-1)!.segment.flags, /RST/);
});

test("a lost last ACK is asked for again, and TIME-WAIT starts afresh (RFC 9293 §3.6)", () => {
  const subject = new Subject(true, { segmentLifetime: ms(100) });
  subject.plan = [[ms(5), "close"]];
  const fin = segment("FIN ACK", 1, 2);
  const { tcp, heard } = play(subject, [...answer(), [ms(10), fin], [ms(150), fin]]);
  assert.deepEqual(tcp.events, ["connected", "ended", "closed closed"]);
  assert.deepEqual(heard.map(line).slice(-2), ["ACK 2 ack 2", "ACK 2 ack 2"]);
});

test("half closed: who has said FIN still hears (RFC 9293 §3.6, FIN-WAIT-2)", () => {
  const subject = new Subject(true);
  subject.plan = [[ms(5), "close"]];
  const { tcp } = play(
    subject,
    [
      ...answer(),
      [ms(10), segment("ACK", 1, 2)],
      [ms(20), segment("ACK", 1, 2, { data: "still " })],
      [ms(30), segment("FIN ACK", 7, 2, { data: "here" })],
    ],
    ms(100),
  );
  assert.deepEqual(tcp.events, ["connected", "data still ", "data here", "ended"]);
  assert.equal(tcp.state, "TIME-WAIT");
});

test("who has forgotten the connection resets it; the number is exact (RFC 9293 §3.10.7.1)", () => {
  const { heard } = play(new Subject(false), [[0, segment("ACK", 70, 9, { data: "x" })]], ms(50));
  assert.equal(heard[0].segment.flags, "RST");
  assert.equal(heard[0].segment.seq, ISS + 9);
});

test("RFC 5961 §3: a reset inside the window, but not exact, is asked about", () => {
  const { tcp, heard } = play(
    new Subject(true),
    [...answer(), [ms(5), segment("RST", 40, 0)]],
    ms(50),
  );
  assert.equal(tcp.state, "ESTABLISHED");
  assert.equal(heard.at(-1)!.segment.ack, IRS + 1);
});

test("a call that is never answered, one way only, resends its SYN ACK", () => {
  const nodes = { a: new TcpSender("b", 10), b: new TcpReceiver({ retries: 2 }) };
  const links = [link("a", "b"), link("b", "a", { loss: 1 })];
  const run = simulate({ seed: 1, nodes, links, until: ms(20_000) });
  assert.equal(run.nodes.b.outcome, "timed out");
});
