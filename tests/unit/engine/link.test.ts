import assert from "node:assert/strict";
import { test } from "node:test";
import {
  duplex,
  kbps,
  link,
  type LinkOptions,
  mbps,
  mesh,
  ms,
  percent,
  Process,
  simulate,
  star,
} from "../../../src/engine/index.ts";
import { Echo, eventsOf, Listener, Talker, timesOf } from "./support.ts";

/** A run in which a sends these bodies to b at time 0. */
function talk(options: LinkOptions, ...bodies: unknown[]) {
  return simulate({
    seed: "link",
    nodes: { a: new Talker("b", ...bodies), b: new Listener() },
    links: [link("a", "b", options)],
  });
}

const payload = (bytes: number): string => "x".repeat(bytes);

test("without options a link takes no time and loses nothing", () => {
  const run = talk({}, "one", "two");
  assert.deepEqual(run.nodes.b.heard, ["one", "two"]);
  assert.deepEqual(run.nodes.b.times, [0, 0]);
});

test("a packet arrives after its sending time and the delay, to the nanosecond", () => {
  // 97 bytes and a header of 28 are 1,000 bits: 1 ms at 1 Mb/s.
  const run = talk({ bandwidth: mbps(1), delay: ms(40) }, payload(97));
  assert.deepEqual(run.nodes.b.times, [ms(41)]);
  assert.equal(run.metrics.links["a→b"].bytes, 125);
});

test("packets wait in the sender's queue, first in first out, while the wire is busy", () => {
  const run = talk({ bandwidth: mbps(1), delay: ms(40) }, payload(97), payload(222), "");
  assert.deepEqual(timesOf(run, "transmit"), [0, ms(1), ms(3)]);
  assert.deepEqual(run.nodes.b.times, [ms(41), ms(43), ms(43) + 224_000]);
});

test("sending times are rounded once for each packet", () => {
  // 29 bytes at 7 b/s: 232/7 s = 33,142,857,142.857… ns.
  const run = talk({ bandwidth: 7 }, "x", "x");
  assert.deepEqual(run.nodes.b.times, [33_142_857_143, 2 * 33_142_857_143]);
});

test("jitter adds up to its bound, and packets may overtake unless the link keeps order", () => {
  const bodies = Array.from({ length: 200 }, (_, i) => i);
  const loose = talk({ delay: ms(10), jitter: ms(5) }, ...bodies);
  const times = timesOf(loose, "arrive");
  assert.ok(times.every((time) => time >= ms(10) && time <= ms(15)));
  assert.ok(new Set(times).size > 190);
  assert.notDeepEqual(loose.nodes.b.heard, bodies);
  const strict = talk({ delay: ms(10), jitter: ms(5), keepsOrder: true }, ...bodies);
  assert.deepEqual(strict.nodes.b.heard, bodies);
});

test("a lost packet vanishes on its way, not before it starts nor after it would arrive", () => {
  const run = talk({ delay: ms(10), loss: 1 }, ...Array.from({ length: 100 }, () => "x"));
  assert.deepEqual(run.nodes.b.heard, []);
  const times = timesOf(run, "lose");
  assert.equal(times.length, 100);
  assert.ok(times.every((time) => time >= 0 && time < ms(10)));
  assert.ok(times.some((time) => time < ms(3)) && times.some((time) => time > ms(7)));
});

test("a copy arrives beside its packet, under a number of its own", () => {
  const run = talk({ delay: ms(10), duplication: 1 }, "x", "y");
  assert.deepEqual(run.nodes.b.heard, ["x", "x", "y", "y"]);
  const [copy] = eventsOf(run, "duplicate");
  assert.equal(copy.detail, 1);
  assert.equal(copy.packet, 2);
  assert.equal(copy.message, 1);
  const { transmitted, duplicated, arrived } = run.metrics.links["a→b"];
  assert.deepEqual([transmitted, duplicated, arrived], [2, 2, 4]);
});

test("the two ways of a duplex link have the same options and different luck", () => {
  const run = simulate({
    seed: 3,
    nodes: { a: new Talker("b", ...payload(200)), b: new Echo() },
    links: duplex("a", "b", { loss: percent(30) }),
  });
  const { "a→b": there, "b→a": back } = run.metrics.links;
  assert.equal(there.transmitted, 200);
  assert.ok(there.lost > 40 && there.lost < 80);
  assert.equal(back.transmitted, 200 - there.lost);
  assert.ok(back.lost > 20 && back.lost < 65);
});

test("parallel links share the messages and have names of their own", () => {
  const slow = { bandwidth: kbps(1) };
  const run = simulate({
    seed: 1,
    nodes: { a: new Talker("b", "1", "2", "3", "4"), b: new Listener() },
    links: [link("a", "b", slow), link("a", "b", slow)],
  });
  assert.deepEqual(Object.keys(run.metrics.links), ["a→b", "a→b#2"]);
  assert.equal(run.metrics.links["a→b"].arrived, 2);
  assert.equal(run.metrics.links["a→b#2"].arrived, 2);
});

test("a message to a node without a link is recorded as having no route", () => {
  const run = simulate({
    seed: 1,
    nodes: { a: new Talker("b", "x"), b: new Listener() },
    links: [link("b", "a")],
  });
  const [event] = eventsOf(run, "noRoute");
  assert.deepEqual([event.node, event.place, event.message], ["a", "b", 1]);
  assert.equal(run.outcome.kind, "finished");
});

test("duplex, star and mesh make the links that their names say", () => {
  const ends = (links: { from: string; to: string }[]) => links.map(({ from, to }) => from + to);
  assert.deepEqual(ends(duplex("a", "b")), ["ab", "ba"]);
  assert.deepEqual(ends(star("c", ["x", "y"])), ["cx", "xc", "cy", "yc"]);
  assert.deepEqual(ends(mesh(["a", "b", "c"])), ["ab", "ba", "ac", "ca", "bc", "cb"]);
  assert.deepEqual(mesh(["a"]), []);
  assert.equal(star("c", ["x"], { delay: ms(3) })[1].delay, ms(3));
});

test("links may be nested in lists of lists", () => {
  const nodes = { a: new Process(), b: new Process(), c: new Process() };
  const links = [[link("a", "b")], [duplex("b", "c"), [link("c", "a")]]];
  const { metrics } = simulate({ seed: 1, nodes, links });
  assert.deepEqual(Object.keys(metrics.links), ["a→b", "b→c", "c→b", "c→a"]);
});

const wrong: [string, object, RegExp][] = [
  ["a negative delay", { delay: -1 }, /delay is -1; it must be a number of nanoseconds from 0/],
  ["NaN as jitter", { jitter: NaN }, /jitter is NaN/],
  ["an infinite delay", { delay: Infinity }, /delay is Infinity/],
  ["a loss above 1", { loss: 30 }, /loss is 30; it must be a number from 0 to 1\..*percent\(10\)/],
  ["a text as corruption", { corruption: "1" }, /corruption is "1"/],
  ["a bandwidth of 0", { bandwidth: 0 }, /bandwidth is 0; it must be a number of bits a second/],
  ["an MTU below the header", { mtu: 28 }, /mtu is 28; it must be a whole number .* from 29/],
  ["a broken header", { header: 1.5 }, /header is 1\.5; it must be a whole number/],
  ["a word for a flag", { keepsOrder: "yes" }, /keepsOrder is "yes"; it must be true or false/],
  ["an unknown check", { check: "crc" }, /check is "crc"; it must be one of internet, none/],
  ["a misspelt option", { dealy: 5 }, /there is no option "dealy"; it knows bandwidth, delay/],
];

for (const [what, options, words] of wrong) {
  test(`${what} is refused by link, naming both ends`, () => {
    assert.throws(
      () => link("a", "b", options as LinkOptions),
      (error: unknown) => {
        assert.ok(error instanceof RangeError);
        assert.match(error.message, /^link\("a", "b"\): /);
        assert.match(error.message, words);
        return true;
      },
    );
  });
}

test("ends that are no names, or the same, are refused", () => {
  assert.throws(() => link("a", "a"), /a link has two different ends/);
  assert.throws(() => link("", "b"), /from is ""; it must be the name of a node/);
  assert.throws(() => link("a", 5 as unknown as string), /to is 5/);
  assert.throws(() => star("a", "bc" as unknown as string[]), /leaves is "bc"; it must be an arr/);
  assert.throws(() => mesh(undefined as unknown as string[]), /names is undefined/);
  assert.throws(() => link("a", "b", [] as LinkOptions), /the options are an array of 0/);
});

test("turning loss up leaves the delays of all other packets and all earlier losses alone", () => {
  const bodies = Array.from({ length: 300 }, (_, i) => i);
  const fates = (loss: number): Map<number, number> => {
    const run = talk({ delay: ms(10), jitter: ms(50), loss }, ...bodies);
    return new Map(eventsOf(run, "arrive").map((event) => [event.packet as number, event.time]));
  };
  const none = fates(0);
  const some = fates(0.2);
  const more = fates(0.4);
  assert.equal(none.size, 300);
  for (const [packet, time] of some) assert.equal(none.get(packet), time);
  for (const [packet, time] of more) assert.equal(some.get(packet), time);
  assert.ok(more.size < some.size && some.size < none.size);
});

test("a link that is slow beyond all measure ends the run at its limit of time", () => {
  const run = talk({ bandwidth: 0.001 }, payload(1400), payload(1400));
  assert.ok(run.outcome.kind === "limit" && run.outcome.limit === "time");
  assert.match(run.outcome.words, /what comes next lies beyond 9,007,199,254,740,991 ns/);
});
