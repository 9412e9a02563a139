/** How losses are repaired, segment by segment (RFC 5681, 6582, 6675), and CUBIC's clock. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ms } from "../../../../src/engine/index.ts";
import type { Congestion } from "../../../../src/engine/protocols/tcp/congestion.ts";
import { cubic } from "../../../../src/engine/protocols/tcp/cubic.ts";
import type { TcpSettings } from "../../../../src/engine/protocols/tcp/settings.ts";
import { answer, blocks, line, play, type Script, segment, Subject } from "./peer.ts";

/** A caller with ten segments on the way from 5 ms on, and more to say if `bytes` is more. */
function writer(bytes: number, settings: Partial<TcpSettings> = {}): Subject {
  const subject = new Subject(true, { initialWindow: 10, sack: true, ...settings });
  subject.plan = [[ms(5), bytes]];
  return subject;
}

const withSack = answer({ sackPermitted: true });

const from = (heard: ReturnType<typeof play>["heard"], time: number) =>
  heard.filter(({ at }) => at >= ms(time)).map(line);

test("with SACK an advancing acknowledgement can tell of a loss as well (RFC 6675 §5)", () => {
  const news = segment("ACK", 1, 1_001, blocks([2_001, 5_001]));
  const { heard, tcp } = play(writer(10_000), [...withSack, [ms(20), news]], ms(25));
  assert.deepEqual(from(heard, 20), ["ACK 1001 ack 1 (1000)"]);
  assert.ok(tcp.sending.isRecovering);
});

test("one block of two segments is no loss yet; three blocks are (RFC 6675 §4)", () => {
  const two = segment("ACK", 1, 1, blocks([1_001, 3_001]));
  assert.equal(play(writer(10_000), [...withSack, [ms(20), two]], ms(25)).heard.length, 12);
  const three = segment("ACK", 1, 1, blocks([5_001, 6_001], [3_001, 4_001], [1_001, 2_001]));
  const { heard } = play(writer(10_000), [...withSack, [ms(20), three]], ms(25));
  assert.equal(line(heard[12]), "ACK 1 ack 1 (1000)");
});

test("holes not yet lost are filled when nothing new is left (RFC 6675 §4, rule 3)", () => {
  // Ten on the way: the first is lost, so is the seventh; above that only one has been seen.
  const script: Script = [
    ...withSack,
    [ms(20), segment("ACK", 1, 1, blocks([1_001, 6_001]))],
    [ms(21), segment("ACK", 1, 1, blocks([7_001, 8_001], [1_001, 6_001]))],
  ];
  const { heard } = play(writer(10_000), script, ms(25));
  assert.deepEqual(from(heard, 20), ["ACK 1 ack 1 (1000)", "ACK 6001 ack 1 (1000)"]);
});

test("a lost tail is rescued once in a recovery (RFC 6675 §4, rule 4)", () => {
  // The first segment and the last three are lost; the window permits, and nothing new is left.
  const script: Script = [
    ...withSack,
    [ms(20), segment("ACK", 1, 1, blocks([1_001, 5_001]))],
    [ms(21), segment("ACK", 1, 1, blocks([1_001, 7_001]))],
    [ms(22), segment("ACK", 1, 7_001)],
  ];
  const { heard, tcp } = play(writer(10_000), script, ms(30));
  assert.deepEqual(from(heard, 20), ["ACK 1 ack 1 (1000)", "ACK 9001 ack 1 (1000)"]);
  assert.ok(tcp.sending.isRecovering);
});

test("a rescue takes the FIN along", () => {
  const subject = writer(10_000);
  subject.plan = [
    [ms(5), 10_000],
    [ms(5), "close"],
  ];
  const script: Script = [
    ...withSack,
    [ms(20), segment("ACK", 1, 1, blocks([1_001, 5_001]))],
    [ms(21), segment("ACK", 1, 1, blocks([1_001, 8_001]))],
  ];
  const { heard } = play(subject, script, ms(30));
  assert.deepEqual(from(heard, 20), ["ACK 1 ack 1 (1000)", "FIN ACK 9002 ack 1 (999)"]);
});

test("NewReno: a partial acknowledgement shows the next hole, and deflates (RFC 6582 §3.2)", () => {
  const again = segment("ACK", 1, 1);
  const script: Script = [
    ...answer(),
    ...[20, 21, 22].map((at) => [ms(at), again] as const),
    [ms(30), segment("ACK", 1, 4_001)],
    [ms(40), segment("ACK", 1, 10_001)],
  ];
  const before = play(writer(10_000, { sack: false }), script, ms(29)).tcp;
  assert.deepEqual([before.congestion.threshold, before.congestion.window], [5_000, 8_000]);
  const { heard, tcp } = play(writer(10_000, { sack: false }), script, ms(35));
  assert.deepEqual(from(heard, 20), ["ACK 1 ack 1 (1000)", "ACK 4001 ack 1 (1000)"]);
  assert.equal(tcp.congestion.window, 8_000 - 4_000 + 1_000);
  const after = play(writer(10_000, { sack: false }), script, ms(45)).tcp;
  assert.equal(after.sending.isRecovering, false);
  assert.equal(after.congestion.window, 2_000, "RFC 6582 §3.2 step 3 (1): no burst");
});

test("after a timeout duplicates start no recovery before all of it is heard (RFC 6582 §4)", () => {
  const again = [0, 1, 2, 3].map((i) => [ms(1_200 + i), segment("ACK", 1, 1)] as const);
  const { tcp } = play(writer(10_000, { sack: false }), [...answer(), ...again], ms(1_300));
  assert.equal(tcp.sending.isRecovering, false);
  assert.equal(tcp.congestion.window, 1_000);
});

test("what SACK had told is forgotten at a timeout (RFC 2018 §8)", () => {
  const script: Script = [...withSack, [ms(20), segment("ACK", 1, 1, blocks([1_001, 2_001]))]];
  const { tcp } = play(writer(10_000), script, ms(1_300));
  assert.deepEqual(tcp.sending.sacked, []);
  assert.equal(tcp.sending.next, 1_001);
});

test("blocks: the newest first, then the others, four at most (RFC 2018 §4)", () => {
  const piece = (at: number) => segment("ACK", at, 1, { data: 100 });
  const script: Script = [
    ...withSack,
    ...[201, 401, 601, 801, 1_001, 401, 301].map((at, i) => [ms(10 + i), piece(at)] as const),
    [ms(20), piece(1)],
  ];
  const { heard } = play(new Subject(true, { sack: true }), script, ms(30));
  const told = heard
    .slice(2)
    .map(({ segment: { sack } }) => sack?.map((b) => b.map((n) => n - 5_000)));
  assert.deepEqual(told.slice(4), [
    [
      [1_001, 1_101],
      [801, 901],
      [601, 701],
      [401, 501],
    ],
    [
      [401, 501],
      [1_001, 1_101],
      [801, 901],
      [601, 701],
    ],
    [
      [201, 501],
      [1_001, 1_101],
      [801, 901],
      [601, 701],
    ],
    [
      [201, 501],
      [1_001, 1_101],
      [801, 901],
      [601, 701],
    ],
  ]);
});

test("CUBIC's clock stands while the application gives it too little (RFC 9438 §4.2, §5.8)", () => {
  const MSS = 1_000;
  const grown = (pause: number) => {
    const congestion: Congestion = { window: 100 * MSS, threshold: 1e9, memory: {} };
    const event = { mss: MSS, flight: 100 * MSS, acked: MSS, smoothed: ms(100) };
    cubic.onLoss(congestion, { ...event, now: 0 });
    const until = (start: number, end: number) => {
      for (let now = start; now < end; now += 1)
        cubic.onAck(congestion, { ...event, now: ms(now) });
    };
    until(100, 1_100);
    if (pause > 0) cubic.onLimited!(congestion, { ...event, now: ms(1_100) });
    until(1_100 + pause, 2_100 + pause);
    return congestion.window / MSS;
  };
  assert.ok(grown(0) > 75);
  assert.ok(Math.abs(grown(60_000) - grown(0)) < 0.01, `${grown(60_000)} and ${grown(0)}`);
});
