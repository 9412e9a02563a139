import assert from "node:assert/strict";
import { test } from "node:test";
import {
  link,
  mbps,
  ms,
  Process,
  type QueuedPacket,
  QueuePolicy,
  seconds,
  simulate,
} from "../../../../src/engine/index.ts";
import { eventsOf, Listener } from "../support.ts";
import { Clockwork, router } from "./clockwork.ts";

class DropTail extends QueuePolicy {
  waiting: QueuedPacket[] = [];
  enqueue(packet: QueuedPacket): void {
    if (this.waiting.length < 10) this.waiting.push(packet);
    else this.drop(packet, "full");
  }
  dequeue(): QueuedPacket | undefined {
    return this.waiting.shift();
  }
}

test("drop-tail, written as a policy, does what the built-in one does", () => {
  const senders = () => ({
    a: new Clockwork(700, seconds(1)),
    b: new Clockwork(510, seconds(1)),
  });
  const own = router(senders(), new DropTail());
  const builtIn = router(senders(), 10);
  assert.deepEqual(own.nodes.sink.heard, builtIn.nodes.sink.heard);
  const [mine, theirs] = [own.metrics.links["r→sink"], builtIn.metrics.links["r→sink"]];
  assert.ok(theirs.queueDropped > 150);
  // A policy sees every packet, also the one that leaves at once.
  assert.deepEqual({ ...mine, longestQueue: 0 }, { ...theirs, longestQueue: 0 });
});

test("one word makes it serve the newest first", () => {
  class NewestFirst extends DropTail {
    dequeue(): QueuedPacket | undefined {
      return this.waiting.pop();
    }
  }
  const order = (queue: QueuePolicy) =>
    simulate({
      seed: 1,
      nodes: { a: new Talkative(), b: new Listener() },
      links: [link("a", "b", { bandwidth: mbps(1), queue })],
    }).nodes.b.heard;
  class Talkative extends Process {
    start(): void {
      for (const letter of "abcd") this.send("b", letter);
    }
  }
  assert.deepEqual(order(new DropTail()), ["a", "b", "c", "d"]);
  assert.deepEqual(order(new NewestFirst()), ["a", "d", "c", "b"]);
});

test("a policy may throw away what is late, and knows time, chance and the packet", () => {
  const seen: QueuedPacket[] = [];
  class Fresh extends QueuePolicy {
    waiting: QueuedPacket[] = [];
    enqueue(packet: QueuedPacket): void {
      seen.push(packet);
      this.waiting.push(packet);
      if (this.random() >= 1 || this.bandwidth !== 1e7) this.drop(packet);
    }
    dequeue(): QueuedPacket | undefined {
      let packet = this.waiting.shift();
      while (packet !== undefined && this.now - packet.sent > ms(20)) {
        this.drop(packet, "late");
        packet = this.waiting.shift();
      }
      return packet;
    }
  }
  const run = router({ a: new Clockwork(2_000, ms(200), 3) }, new Fresh());
  const { time, message, packet } = eventsOf(run, "send")[4];
  const { number, message: of, from, to, bytes, priority, sent, since } = seen[4];
  assert.deepEqual([number, of, sent, since], [packet ?? number, message, time, time]);
  assert.deepEqual([from, to, bytes, priority], ["a", "sink", 1_250, 3]);
  const late = eventsOf(run, "queueDrop");
  assert.ok(late.length > 100 && late.every(({ text }) => text === "late"));
  for (const { kind, time: left, message: number } of eventsOf(run)) {
    if (kind !== "transmit") continue;
    const posted = eventsOf(run, "send").find((event) => event.message === number);
    assert.ok(left - (posted?.time ?? 0) <= ms(20));
  }
});

test("each link and each run has a queue of its own", () => {
  const queue = new DropTail();
  const once = router({ a: new Clockwork(3_000, ms(300)) }, queue);
  const twice = router({ a: new Clockwork(3_000, ms(300)) }, queue);
  assert.equal(once.fingerprint, twice.fingerprint);
  assert.deepEqual(queue.waiting, []);
});

const broken: [string, QueuePolicy, RegExp][] = [
  [
    "that returns what is not there",
    new (class extends DropTail {
      dequeue(): QueuedPacket {
        return { number: 77 } as QueuedPacket;
      }
    })(),
    /the queue of a→b: dequeue\(\) returned an object; it must be a packet that waits here/,
  ],
  [
    "that drops a packet twice",
    new (class extends DropTail {
      enqueue(packet: QueuedPacket): void {
        this.drop(packet);
        this.drop(packet);
      }
    })(),
    /the queue of a→b: drop\(packet\) was given an object/,
  ],
  ["without its methods", new QueuePolicy(), /has no method enqueue\(packet\)/],
];

for (const [name, queue, message] of broken) {
  test(`a queue ${name} ends the run with its words`, () => {
    class Sender extends Process {
      start(): void {
        this.send("b", 1);
      }
    }
    const { outcome } = simulate({
      seed: 1,
      nodes: { a: new Sender(), b: new Listener() },
      links: [link("a", "b", { queue })],
    });
    assert.equal(outcome.kind, "error");
    assert.match(outcome.kind === "error" ? outcome.message : "", message);
    assert.equal(outcome.kind === "error" ? outcome.node : "", "a");
  });
}

test("measures of a queue: offered, dropped, mean, longest, utilisation", () => {
  // Three packets of 1 ms at once: one leaves, two wait 1 ms and 2 ms.
  class Three extends Process {
    start(): void {
      for (let i = 0; i < 5; i++) this.send("b", i, { bytes: 1_222 });
    }
  }
  const { metrics } = simulate({
    seed: 1,
    nodes: { a: new Three(), b: new Listener() },
    links: [link("a", "b", { bandwidth: mbps(10), queue: 2, delay: ms(3) })],
  });
  const { offered, queueDropped, transmitted, meanQueue, longestQueue, utilisation } =
    metrics.links["a→b"];
  assert.deepEqual([offered, queueDropped, transmitted, longestQueue], [5, 2, 3, 2]);
  assert.equal(metrics.endTime, ms(6));
  assert.equal(meanQueue, (1 + 2) / 6);
  assert.equal(utilisation, 0.5);
});
