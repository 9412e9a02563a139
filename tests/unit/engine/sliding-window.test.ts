import assert from "node:assert/strict";
import { test } from "node:test";
import {
  drop,
  duplex,
  type Fault,
  GoBackNReceiver,
  GoBackNSender,
  ms,
  SelectiveRepeatReceiver,
  SelectiveRepeatSender,
  simulate,
} from "../../../src/engine/index.ts";

const text = "ABCDEFGH";
const wire = { delay: ms(40), keepsOrder: true };

type Sizes = { window: number; space: number };

function goBack({ window, space }: Sizes, faults: Fault[] = []) {
  const sender = new GoBackNSender("receiver", text, { window, space, patience: ms(200) });
  return simulate({
    seed: 1,
    nodes: { sender, receiver: new GoBackNReceiver(space) },
    links: duplex("sender", "receiver", wire),
    faults,
    until: ms(20_000),
  });
}

function repeat({ window, space }: Sizes, faults: Fault[] = []) {
  const sender = new SelectiveRepeatSender("receiver", text, { window, space, patience: ms(200) });
  return simulate({
    seed: 1,
    nodes: { sender, receiver: new SelectiveRepeatReceiver(window, space) },
    links: duplex("sender", "receiver", wire),
    faults,
    until: ms(20_000),
  });
}

test("a window of four takes a quarter of the round trips of stop-and-wait", () => {
  const run = goBack({ window: 4, space: 8 });
  assert.equal(run.nodes.receiver.received.join(""), text);
  assert.equal(run.nodes.sender.tries, text.length);
  assert.equal(run.metrics.endTime, ms(160));
});

test("after one loss Go-Back-N sends the whole window again, Selective Repeat one item", () => {
  const lost = [drop("sender→receiver", 1)];
  const all = goBack({ window: 4, space: 8 }, lost);
  const one = repeat({ window: 4, space: 8 }, lost);
  assert.equal(all.nodes.receiver.received.join(""), text);
  assert.equal(one.nodes.receiver.received.join(""), text);
  assert.equal(all.nodes.sender.tries, text.length + 4);
  assert.equal(one.nodes.sender.tries, text.length + 1);
});

test("a lost acknowledgement costs Go-Back-N nothing: the next one covers it", () => {
  const run = goBack({ window: 4, space: 8 }, [drop("receiver→sender", 2)]);
  assert.equal(run.nodes.sender.tries, text.length);
});

test("Go-Back-N with window = space takes old copies for new items", () => {
  const allAcks = [1, 2, 3, 4].map((packet) => drop("receiver→sender", packet));
  const run = goBack({ window: 4, space: 4 }, allAcks);
  assert.notEqual(run.nodes.receiver.received.join(""), text);
  assert.equal(run.nodes.receiver.received.slice(0, 8).join(""), "ABCDABCD");
});

test("Selective Repeat with a window above half of the space takes old copies for new", () => {
  const allAcks = [1, 2, 3].map((packet) => drop("receiver→sender", packet));
  const run = repeat({ window: 3, space: 4 }, allAcks);
  assert.notEqual(run.nodes.receiver.received.join(""), text);
  const legal = repeat({ window: 2, space: 4 }, allAcks.slice(0, 2));
  assert.equal(legal.nodes.receiver.received.join(""), text);
});

test("sizes that are no positive whole numbers are refused, naming the field", () => {
  for (const window of [0, -1, 1.5, NaN, Infinity]) {
    const make = () => new GoBackNSender("r", text, { window, space: 8, patience: 1 });
    assert.throws(make, /Go-Back-N: window is .*whole number/);
  }
  assert.throws(() => new SelectiveRepeatReceiver(2, 0), /space is 0/);
});
