import assert from "node:assert/strict";
import { test } from "node:test";
import {
  burstyWire,
  corrupt,
  duplex,
  exponential,
  type Fault,
  gilbertElliottIntact,
  intactShare,
  link,
  type LinkOptions,
  mbps,
  ms,
  normal,
  pareto,
  Process,
  Router,
  seconds,
  simulate,
  uniform,
} from "../../../../src/engine/index.ts";
import { normalQuantile } from "../../../../src/engine/network/models/normal.ts";
import { eventsOf, Listener, Talker, timesOf } from "../support.ts";

function talk(options: LinkOptions, bodies: readonly unknown[], faults: Fault[] = []) {
  return simulate({
    seed: "models",
    nodes: { a: new Talker("b", ...bodies), b: new Listener() },
    links: [link("a", "b", options)],
    faults,
  });
}

const many = (count: number, body: unknown = "x"): unknown[] => Array<unknown>(count).fill(body);

function moments(times: readonly number[]): { mean: number; deviation: number } {
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const variance = times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length;
  return { mean, deviation: Math.sqrt(variance) };
}

const delays = (options: LinkOptions, count = 20_000) =>
  timesOf(talk(options, many(count)), "arrive");

test("quantiles of the normal distribution, as tables have them", () => {
  const known = [
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.0013498980316301, -3],
    [0.8413447460685429, 1],
    [1e-9, -5.997807015007687],
    [1e-20, -9.262340089798408],
  ];
  for (const [p, z] of known) assert.ok(Math.abs(normalQuantile(p) - z) < 1e-9, `${p}`);
});

test("delays have the mean and the deviation of their distribution", () => {
  const n = 20_000;
  // Five standard errors of a mean over so many packets.
  const within = (actual: number, expected: number, deviation: number) =>
    assert.ok(Math.abs(actual - expected) < (5 * deviation) / Math.sqrt(n), String(actual));
  const even = delays({ delay: uniform(ms(20), ms(60)) });
  assert.ok(Math.min(...even) >= ms(20) && Math.max(...even) <= ms(60));
  within(moments(even).mean, ms(40), ms(40) / Math.sqrt(12));
  const bell = moments(delays({ delay: normal(ms(50), ms(5)) }));
  within(bell.mean, ms(50), ms(5));
  assert.ok(Math.abs(bell.deviation / ms(5) - 1) < 0.03);
  const free = moments(delays({ delay: exponential(ms(10)) }));
  within(free.mean, ms(10), ms(10));
  assert.ok(Math.abs(free.deviation / ms(10) - 1) < 0.06);
  const heavy = delays({ delay: pareto(ms(10), 3) });
  // Mean 10 · 3/2, and one in eight above twice the least.
  within(moments(heavy).mean, ms(15), ms(10) * Math.sqrt(3 / 4));
  const long = heavy.filter((time) => time > ms(20)).length / n;
  assert.ok(Math.abs(long - 1 / 8) < 0.012);
  assert.ok(delays({ delay: normal(0, ms(1)) }, 100).every((time) => time >= 0));
});

test("a longer delay is longer for the same packet: the luck stays", () => {
  const short = talk({ delay: exponential(ms(10)), keepsOrder: true }, many(50));
  const long = talk({ delay: exponential(ms(20)), keepsOrder: true }, many(50));
  const pairs = timesOf(short, "arrive").map((time, i) => [time, timesOf(long, "arrive")[i]]);
  assert.ok(pairs.every(([a, b]) => Math.abs(b - 2 * a) <= 1));
});

test("a log is played again: delays and losses as lists, one a packet", () => {
  const run = talk({ delay: [ms(6), ms(2), ms(9)], loss: [false, false, true, false, true] }, [
    "a",
    "b",
    "c",
    "d",
    "e",
    "f",
  ]);
  assert.deepEqual(run.nodes.b.heard, ["b", "a", "d", "f"]);
  assert.deepEqual(run.nodes.b.times, [ms(2), ms(6), ms(9), ms(9)]);
  assert.equal(run.metrics.links["a→b"].lost, 2);
  assert.deepEqual([run.trace.links[0].delay, run.trace.links[0].jitter], [ms(2), ms(7)]);
});

test("bursts of losses: their share, and how long they are", () => {
  const run = talk({ loss: { goodToBad: 0.02, badToGood: 0.25 }, delay: ms(1) }, many(20_000));
  const lost = new Set(eventsOf(run, "lose").map(({ packet }) => packet));
  const share = lost.size / 20_000;
  assert.ok(Math.abs(share - 0.02 / 0.27) < 0.012, String(share));
  let bursts = 0;
  for (let i = 1; i <= 20_000; i++) if (lost.has(i) && !lost.has(i - 1)) bursts++;
  assert.ok(Math.abs(lost.size / bursts - 4) < 0.5, String(lost.size / bursts));
  assert.ok(Math.abs(run.trace.links[0].loss - 0.02 / 0.27) < 1e-12);
});

/** The share of 2,000 letters of 18 bytes that arrive without a flipped bit. */
function intact(bitErrors: LinkOptions["bitErrors"]): { share: number; flips: number } {
  const run = talk({ bitErrors, check: "none" }, many(2_000, "PAY ANN 10, BEN 90"));
  const struck = new Set(eventsOf(run, "corrupt").map(({ packet }) => packet));
  return { share: 1 - struck.size / 2_000, flips: eventsOf(run, "corrupt").length };
}

test("bit errors leave as many letters intact as theory says, alone and in bursts", () => {
  const bits = (18 + 28) * 8;
  const alone = intact(1e-3);
  assert.ok(Math.abs(alone.share - intactShare(1e-3, bits)) < 0.03, String(alone.share));
  assert.ok(Math.abs(alone.flips - 2_000 * bits * 1e-3) < 110, String(alone.flips));
  const wire = burstyWire(1e-3, 32);
  const bursty = intact(wire);
  assert.ok(Math.abs(bursty.share - gilbertElliottIntact(wire, bits)) < 0.012);
  assert.ok(Math.abs(bursty.flips / (2_000 * bits * 1e-3) - 1) < 0.5, String(bursty.flips));
  assert.equal(intact(0).flips, 0);
  const always = intact(1);
  assert.deepEqual([always.share, always.flips], [0, 2_000 * bits]);
});

const letter = "The quick brown fox.";

test("a link's own check finds what flipped on it, and takes time for its bytes", () => {
  // 20 bytes, a header of 28 and a CRC of 4: 416 µs at 1 Mb/s.
  const sound = talk({ frame: "crc32", bandwidth: mbps(1) }, [letter]);
  assert.deepEqual(sound.nodes.b.times, [416_000]);
  assert.equal(eventsOf(sound, "transmit")[0].detail, 48);
  const found = talk({ frame: "crc32", check: "none" }, [letter], [corrupt("a→b", 1, 300)]);
  assert.deepEqual(
    eventsOf(found, "discard").map(({ text }) => text),
    ["frame"],
  );
});

test("a parity bit misses two flips, and what is left is for the check at the end", () => {
  const two = [corrupt("a→b", 1, 300), corrupt("a→b", 1, 301)];
  const missed = talk({ frame: "parity" }, [letter], two);
  assert.deepEqual(
    eventsOf(missed, "discard").map(({ text }) => text),
    ["checksum"],
  );
  const read = talk({ frame: "parity", check: "none" }, [letter], two);
  assert.equal(read.nodes.b.heard.length, 1);
  assert.notEqual(read.nodes.b.heard[0], letter);
});

test("flips in the check's own bytes throw a sound packet away", () => {
  const run = talk({ frame: "crc32", bitErrors: 2e-3, check: "none" }, many(3_000, letter));
  const inTrailer = eventsOf(run, "corrupt").filter(({ detail }) => (detail as number) >= 48 * 8);
  assert.ok(inTrailer.length > 100);
  assert.ok(run.nodes.b.heard.every((body) => body === letter));
});

test("each link checks only what happened on it: earlier damage passes", () => {
  const run = simulate({
    seed: 1,
    nodes: { a: new Talker("b", letter), r: new Router(), b: new Listener() },
    links: [link("a", "r"), link("r", "b", { frame: "crc32" })],
    faults: [corrupt("a→r", 1, 300)],
  });
  assert.deepEqual(
    eventsOf(run, "discard").map(({ node, text }) => [node, text]),
    [["b", "checksum"]],
  );
});

class Chatter extends Process {
  to: string;
  constructor(to: string) {
    super();
    this.to = to;
  }
  start(): void {
    for (let i = 0; i < 20; i++) this.send(this.to, "x".repeat(97));
  }
}

test("on a half-duplex link the two sides take turns and never speak at the same time", () => {
  const run = simulate({
    seed: 1,
    nodes: { a: new Chatter("b"), b: new Chatter("a") },
    links: duplex("a", "b", { bandwidth: mbps(1), delay: ms(2), halfDuplex: true }),
  });
  const starts = eventsOf(run, "transmit");
  assert.equal(starts.length, 40);
  for (let i = 1; i < 40; i++) {
    assert.notEqual(starts[i].place, starts[i - 1].place);
    // Its own millisecond, and the two that the signal needs to the other side.
    assert.equal(starts[i].time - starts[i - 1].time, ms(3));
  }
});

test("alone on a half-duplex link one side sends without a pause", () => {
  const run = simulate({
    seed: 1,
    nodes: { a: new Chatter("b"), b: new Listener() },
    links: duplex("a", "b", { bandwidth: mbps(1), delay: ms(2), halfDuplex: true }),
  });
  assert.equal(run.metrics.endTime, ms(22));
});

test("each way may be different", () => {
  const links = duplex("a", "b", { delay: ms(5), loss: 0.1 }, { delay: ms(50) });
  assert.deepEqual(
    links.map(({ delay, loss }) => [delay, loss]),
    [
      [ms(5), 0.1],
      [ms(50), 0],
    ],
  );
});

test("a packet may have 4 GB, and is one event", () => {
  class Pigeon extends Process {
    start(): void {
      this.send("b", "film", { bytes: 4e9 });
    }
  }
  const run = simulate({
    seed: 1,
    nodes: { a: new Pigeon(), b: new Listener() },
    links: [link("a", "b", { mtu: 4e9 + 28, bandwidth: mbps(9.05), delay: seconds(4_080) })],
  });
  assert.equal(run.metrics.links["a→b"].transmitted, 1);
  assert.equal(run.metrics.links["a→b"].bytes, 4e9 + 28);
  assert.equal(eventsOf(run, "transmit")[0].detail, 4e9 + 28);
  assert.equal(run.nodes.b.times[0], seconds(4_080) + Math.round(((4e9 + 28) * 8e9) / 9.05e6));
  const damaged = simulate({
    seed: 1,
    nodes: { a: new Pigeon(), b: new Listener() },
    links: [link("a", "b", { mtu: 4e9 + 28, corruption: 1, bandwidth: mbps(1), frame: "crc32" })],
  });
  assert.equal(eventsOf(damaged, "discard")[0].text, "frame");
});

const wrong: [string, () => unknown, RegExp][] = [
  ["max below min", () => uniform(5, 4), /uniform\(…\): max is 4; it must not be below min/],
  ["a shape of 0", () => pareto(5, 0), /pareto\(…\): shape is 0; it must be a number from 0.1/],
  ["a negative mean", () => exponential(-1), /exponential\(…\): mean is -1/],
  [
    "an unknown distribution",
    () => link("a", "b", { delay: { distribution: "cauchy" } as never }),
    /delay: distribution is "cauchy"; it must be one of uniform, normal/,
  ],
  ["an empty log", () => link("a", "b", { delay: [] }), /delay has 0 entries; it must have 1 to/],
  [
    "a number for a loss in a log",
    () => link("a", "b", { loss: [1] as never }),
    /loss\[0\] is 1; it must be true or false/,
  ],
  [
    "a burst that never begins",
    () => link("a", "b", { loss: { goodToBad: 0, badToGood: 0.5 } }),
    /loss: goodToBad is 0/,
  ],
  ["bit errors of 2", () => link("a", "b", { bitErrors: 2 }), /bitErrors is 2/],
  ["an unknown frame", () => link("a", "b", { frame: "md5" as never }), /frame is "md5"/],
  [
    "half of a half-duplex link",
    () =>
      simulate({
        seed: 1,
        nodes: { a: new Listener(), b: new Listener() },
        links: duplex("a", "b", { halfDuplex: true }, {}),
      }),
    /link a→b is half duplex, and no half-duplex link leads from b to a/,
  ],
];

for (const [name, act, message] of wrong) {
  test(`refused: ${name}`, () => assert.throws(act, message));
}
