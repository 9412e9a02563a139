import assert from "node:assert/strict";
import { test } from "node:test";
import {
  crash,
  drop,
  duplex,
  type LinkOptions,
  ms,
  percent,
  simulate,
  StopAndWaitReceiver,
  StopAndWaitSender,
  timePerLetter,
  triesPerLetter,
} from "../../../src/engine/index.ts";

const letters = "WHO IS THERE";

function post(seed: number, options: LinkOptions, faults: [link: string, packet: number][] = []) {
  return simulate({
    seed,
    nodes: {
      sender: new StopAndWaitSender("receiver", letters, ms(250)),
      receiver: new StopAndWaitReceiver(),
    },
    links: duplex("sender", "receiver", { delay: ms(40), ...options }),
    faults: faults.map((fault) => drop(...fault)),
  });
}

test("over a sound wire every letter takes one try and one round trip", () => {
  const run = post(1, {});
  assert.equal(run.nodes.receiver.received.join(""), letters);
  assert.equal(run.nodes.sender.tries, letters.length);
  assert.equal(run.metrics.endTime, letters.length * ms(80));
});

test("over a wire that loses, damages and doubles, the text is right for every seed", () => {
  for (let seed = 1; seed <= 50; seed++) {
    const bad = { loss: percent(40), corruption: percent(10), duplication: percent(20) };
    const run = post(seed, { ...bad, jitter: ms(5), keepsOrder: true });
    assert.equal(run.nodes.receiver.received.join(""), letters, `seed ${seed}`);
    assert.deepEqual(run.outcome, { kind: "finished" });
  }
});

test("a lost acknowledgement costs one copy, which the receiver recognises", () => {
  const run = post(1, {}, [["receiver→sender", 1]]);
  assert.equal(run.nodes.receiver.received.join(""), letters);
  assert.equal(run.nodes.receiver.copies, 1);
  assert.equal(run.nodes.sender.tries, letters.length + 1);
  assert.equal(run.metrics.endTime, letters.length * ms(80) + ms(250));
});

test("an impatient sender makes copies, and neither end is confused by them", () => {
  const run = simulate({
    seed: 1,
    nodes: {
      sender: new StopAndWaitSender("receiver", letters, ms(30)),
      receiver: new StopAndWaitReceiver(),
    },
    links: duplex("sender", "receiver", { delay: ms(40) }),
  });
  assert.equal(run.nodes.receiver.received.join(""), letters);
  assert.ok(run.nodes.receiver.copies > letters.length);
});

test("nothing to send is nothing sent, and a silent receiver is asked until the end", () => {
  const sender = new StopAndWaitSender("receiver", [], ms(250));
  const nodes = { sender, receiver: new StopAndWaitReceiver() };
  const links = duplex("sender", "receiver");
  assert.equal(simulate({ seed: 1, nodes, links }).metrics.sent, 0);
  const asking = {
    sender: new StopAndWaitSender("receiver", "x", ms(250)),
    receiver: nodes.receiver,
  };
  const faults = [crash("receiver", 0)];
  const run = simulate({ seed: 1, nodes: asking, links, faults, until: ms(1000) });
  assert.equal(run.nodes.sender.tries, 5);
});

test("theory's numbers are those of the page", () => {
  assert.equal(triesPerLetter(0), 1);
  assert.ok(Math.abs(triesPerLetter(0.3) - 2.0408) < 1e-4);
  assert.ok(Math.abs(timePerLetter(0.3, ms(80), ms(250)) / 1e6 - 340.2) < 0.05);
  assert.throws(() => triesPerLetter(1), /loss is 1; .*At 1 nothing ever arrives/);
  assert.throws(() => triesPerLetter(-0.1), RangeError);
  assert.throws(() => timePerLetter(0.1, NaN, ms(1)), /roundTrip is NaN/);
  assert.throws(() => timePerLetter(0.1, ms(1), -1), /timeout is -1/);
});
