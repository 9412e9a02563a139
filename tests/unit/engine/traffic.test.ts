import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Address,
  batches,
  ClosedCrowd,
  DatagramReceiver,
  DatagramSender,
  duplex,
  edit,
  every,
  exponentially,
  link,
  ms,
  OpenCrowd,
  perSecond,
  poisson,
  Process,
  type Request,
  seconds,
  simulate,
  Sink,
  type Source,
} from "../../../src/engine/index.ts";
import { eventsOf, timesOf } from "./support.ts";

function pour(source: Source, sink = new Sink(), until = seconds(1), faults = [] as never[]) {
  const nodes = { source, sink };
  return simulate({ seed: 4, nodes, links: [link("source", "sink")], until, faults });
}

test("every: at its phase, then evenly, and no more than its count", () => {
  const run = pour(every("sink", ms(100), { phase: ms(25), count: 4 }));
  assert.deepEqual(timesOf(run, "send"), [ms(25), ms(125), ms(225), ms(325)]);
  assert.equal(run.outcome.kind, "finished");
  assert.equal(run.metrics.links["source→sink"].bytes, 4 * (1_250 + 28));
});

test("poisson: about its rate, gaps from its own node's chance", () => {
  const times = timesOf(pour(poisson("sink", perSecond(200)), new Sink(), seconds(50)), "send");
  // 10,000 ± 3 standard deviations of 100.
  assert.ok(Math.abs(times.length - 10_000) < 300, String(times.length));
  const gaps = times.map((time, i) => time - (times[i - 1] ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  assert.ok(Math.abs(Math.sqrt(variance) / mean - 1) < 0.05);
});

test("batches: so many at once, and the same rate in all", () => {
  const times = timesOf(pour(batches("sink", 200, 10), new Sink(), seconds(50)), "send");
  assert.equal(times.length % 10, 0);
  for (let i = 0; i < times.length; i += 10) assert.equal(times[i], times[i + 9]);
  // 1,000 batches ± 3 standard deviations of 32.
  assert.ok(Math.abs(times.length / 10 - 1_000) < 96, String(times.length));
});

test("sizes vary about their mean, and are never below the least", () => {
  const source = poisson("sink", 200, { bytes: 500, varies: true });
  const run = pour(source, new Sink(), seconds(50));
  const { bytes, transmitted } = run.metrics.links["source→sink"];
  const sizes = eventsOf(run, "transmit").map(({ detail }) => (detail as number) - 28);
  assert.ok(sizes.some((size) => size === 24));
  // Large ones travel in several packets, each with a header of its own.
  const mean = (bytes - 28 * transmitted) / run.metrics.sent;
  assert.ok(Math.abs(mean - 500) < 15, String(mean));
});

test("a source is edited while it runs", () => {
  const faster = edit("source", "rate", 100, ms(500));
  const run = simulate({
    seed: 1,
    nodes: { source: every("sink", ms(100)), sink: new Sink() },
    links: [link("source", "sink")],
    until: ms(640),
    faults: [faster],
  });
  const times = timesOf(run, "send");
  assert.deepEqual(times.slice(0, 6), [0, 100, 200, 300, 400, 500].map(ms));
  assert.deepEqual(times.slice(6, 9), [510, 520, 530].map(ms));
});

test("a sink counts within its time, and what is not too old is useful", () => {
  const links = [link("source", "sink", { delay: ms(30), jitter: ms(40) })];
  const sink = new Sink({ deadline: ms(50), from: seconds(10), until: seconds(30) });
  const nodes = { source: poisson("sink", 100), sink };
  const run = simulate({ seed: 2, nodes, links, until: seconds(40) });
  const { delivered, useful, longest } = run.nodes.sink;
  assert.ok(Math.abs(delivered - 2_000) < 150, String(delivered));
  assert.ok(Math.abs(useful / delivered - 0.5) < 0.04, String(useful / delivered));
  assert.ok(longest <= ms(70) && longest > ms(69));
  assert.ok(Math.abs(run.nodes.sink.meanDelay() - ms(50)) < ms(1));
  assert.equal(run.nodes.sink.usefulRate(), useful / 20);
  assert.equal(new Sink().usefulRate(), 0);
});

test("datagrams: once each, gaps stay gaps, copies and overtaking are counted", () => {
  const text = "WHAT IS LOST IS LOST, WHAT COMES LATE COMES LATE";
  const nodes = { a: new DatagramSender("b", text, ms(1)), b: new DatagramReceiver() };
  const options = { delay: ms(5), jitter: ms(4), loss: 0.2, duplication: 0.2 };
  const run = simulate({ seed: 3, nodes, links: [link("a", "b", options)] });
  const { received, copies, overtaken, highest } = run.nodes.b;
  assert.equal(run.nodes.a.sent, text.length);
  const { lost, arrived } = run.metrics.links["a→b"];
  assert.equal(received.length + copies, arrived);
  assert.ok(copies > 0 && overtaken > 0 && lost > 0);
  assert.equal(run.nodes.b.missing().length, highest + 1 - received.length);
  const atOnce = { a: new DatagramSender("b", "abc"), b: new DatagramReceiver() };
  const quick = simulate({ seed: 3, nodes: atOnce, links: [link("a", "b")] });
  assert.deepEqual(timesOf(quick, "send"), [0, 0, 0]);
  assert.deepEqual(quick.nodes.b.received, ["a", "b", "c"]);
});

/** Answers each visitor after a while of work; `silent` never does. */
class Desk extends Process<Request> {
  mean: number;
  constructor(mean: number) {
    super();
    this.mean = mean;
  }
  receive(request: Request, from: Address): void {
    this.work(exponentially(this.random(), this.mean));
    this.send(from, request);
  }
}

test("an open crowd comes whatever happens; who waits too long gives up", () => {
  const nodes = { crowd: new OpenCrowd("desk", 50, { patience: ms(100) }), desk: new Desk(ms(19)) };
  const run = simulate({ seed: 1, nodes, links: duplex("crowd", "desk"), until: seconds(60) });
  const { asked, answered, failed, late, waiting, longest } = run.nodes.crowd;
  assert.ok(Math.abs(asked - 3_000) < 165, String(asked));
  assert.equal(asked, answered + failed + waiting.size);
  assert.ok(failed > 100 && late > 100 && longest <= ms(100));
  assert.ok(run.nodes.crowd.meanWait() > ms(20));
});

test("a closed crowd waits before it asks again: never more questions open than visitors", () => {
  class Curious extends ClosedCrowd<Request & { topic: string }> {
    most = 0;
    question(visitor: number) {
      this.most = Math.max(this.most, this.waiting.size);
      return { visitor, topic: "dune" };
    }
  }
  const nodes = { crowd: new Curious("desk", 20, ms(50)), desk: new Desk(ms(10)) };
  const run = simulate({ seed: 1, nodes, links: duplex("crowd", "desk"), until: seconds(60) });
  const { asked, answered, most } = run.nodes.crowd;
  assert.ok(most <= 20 && most > 15);
  // The desk is the bottleneck: 100 answers a second (Denning & Buzen 1978).
  assert.ok(Math.abs(answered / 60 - 100) < 4, String(answered / 60));
  assert.ok(asked - answered <= 20);
  // The response law: R = N / X − Z.
  const response = 20 / (answered / 60) - 0.05;
  assert.ok(Math.abs(run.nodes.crowd.meanWait() / seconds(1) - response) < 0.004);
});

test("settings that no source can have are refused", () => {
  assert.throws(() => every("b", 0), /RangeError: a source of traffic: period is 0; it must be/);
  assert.throws(() => poisson("b", NaN), /rate is NaN/);
  assert.throws(() => batches("b", 1, 1.5), /size is 1\.5; it must be a whole number from 1/);
  assert.throws(() => every("b", 1, { bytes: 10 }), /bytes is 10/);
  assert.throws(() => every("b", 1, { count: -1 }), /count is -1/);
  assert.throws(() => every("b", 1, { phase: Infinity }), /phase is Infinity/);
  assert.throws(() => new Sink({ deadline: -1 }), /deadline is -1/);
  assert.throws(() => new Sink({ from: 5, until: 5 }), /until is 5/);
  assert.throws(() => new OpenCrowd("b", 0), /rate is 0/);
  assert.throws(() => new ClosedCrowd("b", 0, 1), /visitors is 0/);
  assert.throws(() => new ClosedCrowd("b", 1, 1, { patience: 0 }), /patience is 0/);
  assert.throws(() => exponentially(1, 5), /exponentially: uniform is 1/);
  assert.throws(() => exponentially(0.5, -5), /exponentially: mean is -5/);
  assert.equal(exponentially(0, 5), 0);
});
