/** Go-Back-N, Selective Repeat and stop-and-wait, one end at a time, against a scripted other. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  duplex,
  GoBackNReceiver,
  GoBackNSender,
  ms,
  type Process,
  SelectiveRepeatReceiver,
  SelectiveRepeatSender,
  simulate,
  StopAndWaitReceiver,
  StopAndWaitSender,
} from "../../../src/engine/index.ts";
import { type Line, Script } from "./script.ts";

/** Runs one end against lines in milliseconds; what it said, as [ms, number or bit, item]. */
function play<P extends Process>(end: P, lines: Line[], until = 1_000) {
  const timed = lines.map(([at, body]): Line => [ms(at), body]);
  const nodes = { end, peer: new Script("end", timed) };
  const run = simulate({ seed: 1, nodes, links: duplex("end", "peer"), until: ms(until) });
  const said = run.nodes.peer.heard.map(([at, body]) => {
    const { number, bit, item } = body as { number?: number; bit?: number; item?: string };
    return [at / 1e6, number ?? bit, ...(item === undefined ? [] : [item])];
  });
  return { said, end: run.nodes.end as P, outcome: run.outcome.kind };
}

const ack = (at: number, number: number): Line => [at, { number }];
const data = (at: number, number: number, item: string): Line => [at, { number, item }];
const patience = ms(100);

test("Go-Back-N: one timer, restarted by every acknowledgement of something new", () => {
  const sender = new GoBackNSender("peer", "ABCDE", { window: 3, space: 4, patience });
  // 0 acknowledges A at 60, so the timeout for B, C, D comes at 160, and again at 260.
  const { said, end } = play(sender, [ack(60, 0), ack(270, 3), ack(280, 0)]);
  assert.deepEqual(said, [
    ...[
      [0, 0, "A"],
      [0, 1, "B"],
      [0, 2, "C"],
      [60, 3, "D"],
    ],
    ...[160, 260].flatMap((at) => [
      [at, 1, "B"],
      [at, 2, "C"],
      [at, 3, "D"],
    ]),
    [270, 0, "E"],
  ]);
  assert.equal(end.tries, 11);
  assert.equal(end.base, 5);
});

test("Go-Back-N: when all is acknowledged no timer runs, and a new item starts one", () => {
  const one = { window: 1, space: 2, patience };
  const done = play(new GoBackNSender("peer", "A", one), [ack(10, 0)]);
  assert.equal(done.outcome, "finished");
  assert.deepEqual(done.said, [[0, 0, "A"]]);
  const { said } = play(new GoBackNSender("peer", "AB", one), [ack(10, 0)], 150);
  assert.deepEqual(said, [
    [0, 0, "A"],
    [10, 1, "B"],
    [110, 1, "B"],
  ]);
});

test("Go-Back-N: a window that is filled later does not put the timer off", () => {
  // The timer runs from A's sending at 0; B and C of the same window leave it alone.
  const sender = new GoBackNSender("peer", "ABC", { window: 3, space: 8, patience });
  assert.deepEqual(play(sender, [], 150).said.slice(3)[0], [100, 0, "A"]);
});

test("Go-Back-N: an acknowledgement from before the window, or from nowhere, is no news", () => {
  const sender = new GoBackNSender("peer", "ABCDEF", { window: 2, space: 8, patience });
  // 1 covers A and B; then 1 again, 7 (before the first) and 5 (never sent) are no news.
  const { said, end } = play(
    sender,
    [ack(10, 1), ack(20, 1), ack(30, 7), ack(40, 5), ack(50, 4)],
    60,
  );
  assert.deepEqual(said.slice(2), [
    [10, 2, "C"],
    [10, 3, "D"],
  ]);
  assert.equal(end.base, 2);
});

test("a Go-Back-N receiver names the last item in order, and counts what it refused", () => {
  const lines = [data(1, 1, "B"), data(2, 0, "A"), data(3, 0, "A"), data(4, 1, "B")];
  const { said, end } = play(new GoBackNReceiver(4), lines);
  assert.deepEqual(said, [
    [1, 3],
    [2, 0],
    [3, 0],
    [4, 1],
  ]);
  assert.equal(end.refused, 2);
  assert.deepEqual(end.received, ["A", "B"]);
});

test("Selective Repeat: a timer for each item, and an acknowledgement stops only its own", () => {
  const sender = new SelectiveRepeatSender("peer", "ABCD", { window: 3, space: 6, patience });
  const { said, end } = play(sender, [ack(10, 1), ack(50, 0), ack(105, 2)], 180);
  assert.deepEqual(said, [
    [0, 0, "A"],
    [0, 1, "B"],
    [0, 2, "C"],
    [50, 3, "D"],
    [100, 2, "C"],
    [150, 3, "D"],
  ]);
  assert.equal(end.base, 3);
  assert.equal(end.tries, 6);
});

test("Selective Repeat: an old acknowledgement is none of an item that has not been sent", () => {
  const sender = new SelectiveRepeatSender("peer", "ABCDEF", { window: 2, space: 4, patience });
  // After A and B the window holds C and D (2, 3). Another 0 is A's, and not E's.
  const { said, end } = play(sender, [ack(1, 0), ack(2, 1), ack(3, 0), ack(4, 2), ack(5, 3)], 120);
  assert.equal(end.base, 4);
  assert.deepEqual(said.slice(-2), [
    [104, 0, "E"],
    [105, 1, "F"],
  ]);
});

test("a Selective Repeat receiver keeps what came early, and acknowledges every copy", () => {
  const lines = [
    ...[data(1, 1, "B"), data(2, 1, "B"), data(3, 0, "A"), data(4, 0, "A")],
    ...[data(5, 3, "D"), data(6, 2, "C")],
  ];
  const { said, end } = play(new SelectiveRepeatReceiver(2, 4), lines);
  assert.deepEqual(
    said.map(([, number]) => number),
    [1, 1, 0, 0, 3, 2],
  );
  assert.deepEqual(end.received, ["A", "B", "C", "D"]);
  assert.equal(end.copies, 2);
  assert.equal(end.waiting.size, 0);
});

test("a Selective Repeat receiver holds no more than its window", () => {
  // With a window of 2 and nothing received, 2 and 3 lie outside it.
  const { end } = play(new SelectiveRepeatReceiver(2, 4), [data(1, 2, "C"), data(2, 3, "D")]);
  assert.equal(end.waiting.size, 0);
  assert.equal(end.copies, 2);
});

test("stop-and-wait: copies of the last acknowledgement change nothing, at the end too", () => {
  const bit = (at: number, value: number): Line => [at, { bit: value }];
  const sender = new StopAndWaitSender("peer", "AB", patience);
  const { said, end, outcome } = play(sender, [
    ...[bit(1, 1), bit(10, 0), bit(20, 0), bit(30, 1)],
    ...[bit(40, 0), bit(50, 1)],
  ]);
  assert.deepEqual(said, [
    [0, 0, "A"],
    [10, 1, "B"],
  ]);
  assert.equal(end.sent, 2);
  assert.equal(outcome, "finished");
});

test("a stop-and-wait sender without items is silent and does not wait", () => {
  const { said, end, outcome } = play(new StopAndWaitSender("peer", "", patience), []);
  assert.deepEqual(said, []);
  assert.equal(end.tries, 0);
  assert.equal(outcome, "finished");
});

test("a stop-and-wait receiver takes each item once and acknowledges each copy", () => {
  const item = (at: number, value: number, letter: string): Line => [
    at,
    { bit: value, item: letter },
  ];
  const lines = [item(1, 1, "?"), item(2, 0, "A"), item(3, 0, "A"), item(4, 1, "B")];
  const { said, end } = play(new StopAndWaitReceiver(), lines);
  assert.deepEqual(
    said.map(([, value]) => value),
    [1, 0, 0, 1],
  );
  assert.deepEqual(end.received, ["A", "B"]);
  assert.equal(end.copies, 2);
});

test("windows and spaces from 1 to 2³¹ − 1 are permitted, and the field is named otherwise", () => {
  const most = 2 ** 31 - 1;
  for (const size of [1, most]) new SelectiveRepeatReceiver(size, size);
  new GoBackNReceiver(1);
  const options = { window: 1, space: 1, patience };
  assert.throws(() => new GoBackNReceiver(0), /Go-Back-N: space is 0/);
  assert.throws(
    () => new GoBackNSender("peer", "A", { ...options, space: most + 1 }),
    /Go-Back-N: space is 2147483648; it must be a whole number from 1/,
  );
  assert.throws(
    () => new SelectiveRepeatSender("peer", "A", { ...options, window: 0 }),
    /Selective Repeat: window is 0/,
  );
  assert.throws(() => new SelectiveRepeatReceiver(0.5, 1), /Selective Repeat: window is 0.5/);
});
