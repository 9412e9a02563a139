/** Opening: RFC 9293 §3.5 and §3.10.7, RFC 6298 §5.7, RFC 7323 §2, RFC 2018 §2. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Dialogue, opened } from "./dialogue.ts";

test("active open: SYN, SYN ACK, ACK", () => {
  const d = new Dialogue();
  assert.deepEqual(
    d.doing((end) => end.open("there")),
    ["SYN 1000 win 65535 mss 1452 scale 0"],
  );
  assert.equal(d.end.state, "SYN-SENT");
  assert.deepEqual(d.sizes, [28]);
  const answer = { flags: "SYN ACK", seq: 5_000, mss: 1_460 };
  assert.deepEqual(d.hear(answer), ["ACK 1001 ack 5001 win 65535"]);
  assert.equal(d.end.state, "ESTABLISHED");
  assert.deepEqual(d.told(), ["connected"]);
  assert.deepEqual(d.notes, ["SYN-SENT", "ESTABLISHED"]);
  assert.equal(d.timers.size, 0);
  assert.deepEqual(d.sizes, [28, 20]);
});

test("passive open: LISTEN, SYN-RECEIVED, ESTABLISHED", () => {
  const d = new Dialogue();
  d.end.listen();
  const call = { flags: "SYN", seq: 5_000, mss: 1_000 };
  assert.deepEqual(d.hear(call), ["SYN ACK 1000 ack 5001 win 65535 mss 1452"]);
  assert.equal(d.end.state, "SYN-RECEIVED");
  assert.deepEqual(d.told(), []);
  assert.deepEqual(d.hear({}), []);
  assert.equal(d.end.state, "ESTABLISHED");
  assert.deepEqual(d.told(), ["connected"]);
  assert.equal(d.end.sending.mss, 1_000);
});

test("both call at once: each SYN is answered by SYN ACK (RFC 9293 figure 8)", () => {
  const d = new Dialogue();
  d.end.open("there");
  d.said();
  const call = { flags: "SYN", seq: 5_000, ack: 0, mss: 1_000 };
  assert.deepEqual(d.hear(call), ["SYN ACK 1000 ack 5001 win 65535 mss 1452"]);
  assert.equal(d.end.state, "SYN-RECEIVED");
  // The other end's answer repeats its SYN, and acknowledges ours: that is all it takes.
  assert.deepEqual(d.hear({ flags: "SYN ACK", seq: 5_000 }), []);
  assert.equal(d.end.state, "ESTABLISHED");
});

test("a SYN is repeated after 1, 2, 4 s, and the call given up after so many", () => {
  const d = new Dialogue({ retries: 3 });
  d.end.open("there");
  d.said();
  const again = "SYN 1000 win 65535 mss 1452 scale 0";
  assert.deepEqual(d.wait(14_999), [`1000: ${again}`, `3000: ${again}`, `7000: ${again}`]);
  assert.deepEqual(d.told(), []);
  assert.deepEqual(d.wait(1), []);
  assert.deepEqual(d.told(), ["closed: timed out"]);
  assert.equal(d.end.state, "CLOSED");
  assert.equal(d.end.sending.retransmissions, 3);
  assert.equal(d.timers.size, 0);
});

test("a repeated SYN: a window of one segment, and RTO 3 s at least (RFC 6298 §5.7)", () => {
  const d = new Dialogue();
  d.end.open("there");
  d.wait(1_500);
  d.hear({ flags: "SYN ACK", seq: 5_000, mss: 1_000 });
  assert.equal(d.end.congestion.window, 1_000);
  // Karn: the round trip is not known, since either SYN may have been answered.
  assert.equal(d.end.roundTrip.smoothed, null);
  assert.equal(d.end.roundTrip.timeout, 3_000_000_000);
  const long = new Dialogue({ initialTimeout: 2_000_000_000 });
  long.end.open("there");
  long.wait(2_100);
  long.hear({ flags: "SYN ACK", seq: 5_000 });
  assert.equal(long.end.roundTrip.timeout, 3_000_000_000);
  const short = new Dialogue({ maxTimeout: 2_000_000_000 });
  short.end.open("there");
  short.wait(1_100);
  short.hear({ flags: "SYN ACK", seq: 5_000 });
  assert.equal(short.end.roundTrip.timeout, 2_000_000_000);
});

test("a SYN that was answered at once is the first measurement", () => {
  const d = opened();
  assert.equal(d.end.roundTrip.smoothed, 100_000_000);
  assert.equal(d.end.roundTrip.timeout, 1_000_000_000);
});

test("the first window by RFC 5681 §3.1: 4, 3 or 2 segments by their size", () => {
  for (const [mss, segments] of [
    [64, 4],
    [1_095, 4],
    [1_096, 3],
    [2_190, 3],
    [2_191, 2],
  ]) {
    const d = opened({ mss: 9_000 }, { mss });
    assert.equal(d.end.congestion.window, segments * mss);
  }
  assert.equal(opened({ initialWindow: 10 }).end.congestion.window, 10_000);
  // Where the other end says nothing: 536 bytes.
  assert.equal(opened({}, { mss: undefined }).end.sending.mss, 536);
  assert.equal(opened({ mss: 500 }).end.sending.mss, 500);
});

test("options hold if both offer them, and none is answered that was not offered", () => {
  const all = { sack: true, timestamps: true, receiveBuffer: 200_000 };
  const d = new Dialogue(all);
  d.now = 7;
  const syn = "SYN 1000 win 65535 mss 1452 scale 2 sackOK ts 7/0";
  assert.deepEqual(
    d.doing((end) => end.open("there")),
    [syn],
  );
  // MSS 4, window scale 4, timestamps 12 with SACK-permitted in their filling.
  assert.deepEqual(d.sizes, [40]);
  const offer = { mss: 1_000, windowScale: 3, sackPermitted: true } as const;
  const answer = { flags: "SYN ACK", seq: 5_000, window: 1_000, ...offer };
  const stamped = { ...answer, timestamp: { value: 90, echo: 7 } };
  // 50,000 units of 4 bytes.
  assert.deepEqual(d.hear(stamped), ["ACK 1001 ack 5001 win 50000 ts 7/90"]);
  assert.deepEqual(d.end.agreed, { sack: true, timestamps: true, scale: true });
  // A timestamp takes 12 bytes of every segment; a SYN's window is not scaled, later ones are.
  assert.equal(d.end.sending.mss, 988);
  assert.equal(d.end.sending.window, 1_000);
  d.hear({ window: 1_000, timestamp: { value: 91, echo: 7 } });
  assert.equal(d.end.sending.window, 8_000);
});

test("an end that is called answers only what it was offered and wants", () => {
  const call = { flags: "SYN", seq: 5_000, ack: 0, mss: 1_000 } as const;
  const offers = { sackPermitted: true, windowScale: 0, timestamp: { value: 1, echo: 0 } } as const;
  const plain = new Dialogue({ sack: true, timestamps: true, receiveBuffer: 200_000 });
  plain.end.listen();
  assert.deepEqual(plain.hear(call), ["SYN ACK 1000 ack 5001 win 65535 mss 1452"]);
  assert.deepEqual(plain.end.agreed, { sack: false, timestamps: false, scale: false });
  assert.equal(plain.end.receiving.scale, 0);
  const modest = new Dialogue();
  modest.end.listen();
  // A scale is answered, even if it is 0: without it the other's would not hold.
  assert.deepEqual(modest.hear({ ...call, ...offers }), [
    "SYN ACK 1000 ack 5001 win 65535 mss 1452 scale 0",
  ]);
  const eager = new Dialogue({ sack: true, timestamps: true, receiveBuffer: 131_000 });
  eager.end.listen();
  assert.deepEqual(eager.hear({ ...call, ...offers }), [
    "SYN ACK 1000 ack 5001 win 65535 mss 1452 scale 1 sackOK ts 0/1",
  ]);
});

test("a small buffer is what a SYN offers, and what is accepted", () => {
  const d = new Dialogue({ receiveBuffer: 500 });
  assert.deepEqual(
    d.doing((end) => end.open("there")),
    ["SYN 1000 win 500 mss 1452 scale 0"],
  );
  d.hear({ flags: "SYN ACK", seq: 5_000 });
  assert.equal(d.end.receiving.edge, 501);
});

test("calls to nobody are refused: with the number they name, or by acknowledging them", () => {
  const d = new Dialogue();
  assert.deepEqual(d.hear({ flags: "SYN", seq: 5_000, ack: 0 }), ["RST ACK 0 ack 5001 win 0"]);
  assert.deepEqual(d.hear({ flags: "FIN", seq: 5_000, ack: 0, data: 10 }), [
    "RST ACK 0 ack 5011 win 0",
  ]);
  assert.deepEqual(d.hear({ flags: "ACK", ack: 777 }), ["RST 777 win 0"]);
  assert.deepEqual(d.hear({ flags: "RST" }), []);
  assert.deepEqual(d.hear({ flags: "RST ACK" }), []);
  assert.deepEqual(d.sizes, [20, 20, 20]);
});

test("LISTEN: an ACK is refused, a RST ignored, all else but a SYN too", () => {
  const d = new Dialogue();
  d.end.listen();
  assert.deepEqual(d.hear({ flags: "ACK", ack: 9 }), ["RST 9 win 0"]);
  assert.deepEqual(d.hear({ flags: "SYN ACK", ack: 9 }), ["RST 9 win 0"]);
  assert.deepEqual(d.hear({ flags: "RST" }), []);
  assert.deepEqual(d.hear({ flags: "SYN RST" }), []);
  assert.deepEqual(d.hear({ flags: "FIN" }), []);
  assert.equal(d.end.state, "LISTEN");
});

test("SYN-SENT: a wrong acknowledgement is refused, a right reset ends the call", () => {
  const d = new Dialogue();
  d.end.open("there");
  d.said();
  for (const ack of [1_000, 1_002]) {
    assert.deepEqual(d.hear({ flags: "SYN ACK", seq: 5_000, ack }), [`RST ${ack} win 0`]);
  }
  assert.deepEqual(d.hear({ flags: "RST ACK", ack: 1_000 }), []);
  assert.deepEqual(d.hear({ flags: "RST", ack: 0 }), []);
  assert.deepEqual(d.hear({ flags: "ACK" }), []);
  assert.equal(d.end.state, "SYN-SENT");
  assert.deepEqual(d.hear({ flags: "RST ACK" }), []);
  assert.equal(d.end.state, "CLOSED");
  assert.deepEqual(d.told(), ["closed: reset"]);
});

test("a stranger is refused while there is a connection", () => {
  const d = opened();
  assert.deepEqual(d.hear({ flags: "ACK", ack: 5 }, "elsewhere"), ["to elsewhere: RST 5 win 0"]);
  assert.equal(d.end.peer, "there");
});

test("what was written before the connection is there carries the acknowledgement", () => {
  const d = new Dialogue();
  d.end.open("there");
  d.end.write("HELLO");
  d.said();
  assert.deepEqual(d.hear({ flags: "SYN ACK", seq: 5_000, mss: 1_000 }), [
    "ACK 1001+5 ack 5001 win 65535",
  ]);
  assert.equal(d.timers.get("retransmit"), 1_000);
});

test("open and listen need a closed end; write needs an open one", () => {
  const d = new Dialogue();
  assert.throws(() => d.end.write("x"), /TCP: write in state CLOSED after close or before open/);
  assert.throws(() => d.end.write(-1), /TCP: write\(bytes\) is -1; .* from 0 to 4503599627370496/);
  d.end.listen();
  assert.throws(() => d.end.write("x"), /TCP: write in state LISTEN/);
  assert.throws(() => d.end.open("there"), /TCP: open in state LISTEN; it must be CLOSED/);
  assert.throws(() => opened().end.listen(), /TCP: listen in state ESTABLISHED; it must be CLOSED/);
  assert.throws(() => d.end.read(-1), /TCP: read\(bytes\) is -1/);
});

test("what is no segment is ignored", () => {
  const d = opened();
  const good = { seq: 5_001, ack: 1_001, flags: "ACK", window: 1, data: "" };
  const bad = [
    null,
    "text",
    5,
    ...["seq", "ack", "flags", "window", "data"].map((field) => ({
      ...good,
      [field]: field === "flags" ? 1 : null,
    })),
    { ...good, data: -1 },
  ];
  for (const message of bad) d.end.receive(message as never, "there");
  assert.deepEqual(d.said(), []);
  assert.equal(d.end.sending.window, 65_535);
});

test("the first number is drawn at random, where none is set", () => {
  const d = new Dialogue({ initialSequence: null });
  assert.deepEqual(
    d.doing((end) => end.open("there")),
    ["SYN 2147483648 win 65535 mss 1452 scale 0"],
  );
});
