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

test("datagrams leave with their gap between them, without one all in one handler", () => {
  const send = (gap?: number) =>
    simulate({
      seed: 1,
      nodes: { a: new DatagramSender("b", "abc", gap), b: new DatagramReceiver() },
      links: [link("a", "b")],
    });
  const slow = send(ms(2));
  assert.deepEqual(timesOf(slow, "send"), [0, ms(2), ms(4)]);
  assert.deepEqual(
    eventsOf(slow, "timerSet").map(({ text }) => text),
    ["next", "next"],
  );
  const quick = send();
  assert.deepEqual(timesOf(quick, "send"), [0, 0, 0]);
  assert.equal(quick.metrics.nodes.a.timeouts, 0);
});

test("a receiver's books: what was overtaken, and what is missing below the highest", () => {
  const receive = (delays: number[], loss: boolean[] = [false]) =>
    simulate({
      seed: 1,
      nodes: { a: new DatagramSender("b", "abcd"), b: new DatagramReceiver() },
      links: [link("a", "b", { delay: delays.map(ms), loss })],
    }).nodes.b;
  const inOrder = receive([1]);
  assert.deepEqual([inOrder.overtaken, inOrder.highest, inOrder.copies], [0, 3, 0]);
  assert.deepEqual(inOrder.missing(), []);
  // b comes first, then d, a and c.
  const mixed = receive([3, 1, 4, 2]);
  assert.deepEqual(mixed.received, ["b", "d", "a", "c"]);
  assert.equal(mixed.overtaken, 2);
  const holes = receive([1], [true, false, true, false]);
  assert.deepEqual([holes.missing(), holes.overtaken, holes.highest], [[0, 2], 0, 3]);
  const none = receive([1], [true, true, true, true]);
  assert.deepEqual([none.missing(), none.highest], [[], -1]);
  const one = receive([1], [false, true, true, true]);
  assert.deepEqual([one.missing(), one.highest, one.overtaken], [[], 0, 0]);
});

test("a sink's window and deadline, to the nanosecond", () => {
  // One every 100 ms from 0 on, each 30 ms on its way: they arrive at 30, 130, 230…
  const count = (options: ConstructorParameters<typeof Sink>[0], delay = ms(30)) =>
    simulate({
      seed: 1,
      nodes: { source: every("sink", ms(100)), sink: new Sink(options) },
      links: [link("source", "sink", { delay })],
      until: ms(2_050),
    }).nodes.sink;
  assert.equal(count({}).delivered, 21);
  assert.equal(count({ from: ms(130) }).delivered, 20);
  assert.equal(count({ from: ms(130) + 1 }).delivered, 19);
  assert.equal(count({ until: ms(130) }).delivered, 1);
  assert.equal(count({ until: ms(130) + 1 }).delivered, 2);
  assert.equal(count({ deadline: ms(30) }).useful, 21);
  assert.equal(count({ deadline: ms(30) - 1 }).useful, 0);
  assert.deepEqual(count({}).usefulEachSecond, [10, 10, 1]);
  assert.deepEqual(count({ from: ms(1_030) }).usefulEachSecond, [10, 1]);
  assert.deepEqual(count({ deadline: 0 }).usefulEachSecond, []);
  const quiet = count({ from: ms(2_000), until: ms(2_010) });
  assert.deepEqual([quiet.delivered, quiet.meanDelay(), quiet.usefulRate()], [0, 0, 0]);
});

test("useful deliveries a second, over the time in which a sink counts", () => {
  const sink = new Sink({ from: seconds(10), until: seconds(30) });
  sink.useful = 100;
  assert.equal(sink.usefulRate(), 5);
  assert.equal(sink.usefulRate(seconds(20)), 10);
  assert.equal(sink.usefulRate(seconds(40)), 5);
  assert.equal(sink.usefulRate(seconds(10)), 0);
  assert.equal(sink.usefulRate(seconds(5)), 0);
  const open = new Sink();
  open.useful = 100;
  assert.equal(open.usefulRate(), 0);
  assert.equal(open.usefulRate(seconds(20)), 5);
  assert.throws(
    () => every("b", 1e16),
    /period is 10000000000000000; .* from 1 to 9000000000000000/,
  );
  const misspelt = { byte: 50 } as object;
  const unknown = /RangeError: a source of traffic: there is no option "byte"; it knows bytes, /;
  assert.throws(() => every("b", 1, misspelt), unknown);
  assert.throws(() => poisson("b", 1, { varies: 1 } as object), /varies is 1; it must be true or/);
  assert.throws(() => poisson("b", 1, 5 as unknown as object), /the options are 5/);
  assert.throws(() => new Sink(misspelt), /a sink: there is no option "byte"; it knows deadline, /);
  assert.throws(() => new OpenCrowd("b", 1, misspelt), /a crowd: there is no option "byte"/);
  assert.throws(() => new Sink({ deadline: -1 }), /deadline is -1; it must be a number from 0/);
  assert.throws(() => new Sink({ from: NaN }), /from is NaN; it must be a number from 0/);
  assert.throws(() => new Sink({ from: 5, until: 5 }), /until is 5; it must be a number from 6/);
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

test("rates so low that chance could choose a time beyond 104 days are refused", () => {
  assert.throws(() => poisson("b", 4.9e-6), /rate is 0\.0000049; .* from 0\.000005 to 1000000000/);
  assert.throws(() => batches("b", 4.9e-5, 10), /rate is 0\.000049; .* from 0\.00005/);
  assert.throws(() => new OpenCrowd("b", 1e-8), /rate is 1e-8; .* from 0\.000005/);
  assert.throws(() => new ClosedCrowd("b", 1, 2.1e14), /think is 210000000000000; .* to 2000000/);
  const unluckiest = 1 - Number.EPSILON / 2;
  assert.ok(poisson("b", 5e-6).rate > 0 && exponentially(unluckiest, 2e14) < 2 ** 53);
  assert.ok(every("b", 9e15).gap() < 2 ** 53);
  assert.equal(batches("b", 5e-5, 10).batch, 10);
});
