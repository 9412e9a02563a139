import assert from "node:assert/strict";
import { test } from "node:test";
import {
  duplex,
  link,
  mbps,
  ms,
  percent,
  Process,
  Router,
  type SendOptions,
  simulate,
} from "../../../../src/engine/index.ts";
import { eventsOf, Listener, Talker, timesOf } from "../support.ts";
import { chain, links, Prober, Scribe } from "./support.ts";

test("a packet is stored and forwarded: each link takes its sending time and its delay", () => {
  // 972 bytes and 28 of header: 1 ms at 8 Mb/s.
  const nodes = { ...chain(), a: new Talker("b", "x".repeat(972)) };
  const run = simulate({ seed: 1, nodes, links: links({ bandwidth: mbps(8), delay: ms(10) }) });
  assert.deepEqual(run.nodes.b.times, [3 * ms(11)]);
  const packets = eventsOf(run, "transmit").map(({ packet, place }) => [packet, place]);
  assert.deepEqual(packets, [
    [1, "a→r1"],
    [1, "r1→r2"],
    [1, "r2→b"],
  ]);
});

test("the packets of a long message follow one another through the routers", () => {
  const nodes = { ...chain(), a: new Talker("b", "x".repeat(5 * 972)) };
  const run = simulate({ seed: 1, nodes, links: links({ bandwidth: mbps(8), mtu: 1000 }) });
  // Five packets of 1 ms on each of three links.
  assert.deepEqual(run.nodes.b.times, [ms(5 + 2)]);
  assert.deepEqual(run.nodes.b.heard, ["x".repeat(5 * 972)]);
});

test("every hop of a packet is caused by the one before", () => {
  const run = simulate({ seed: 1, nodes: chain(), links: links({ delay: ms(1) }) });
  const { trace } = run;
  const kinds: string[] = [];
  const events = eventsOf(run);
  let row = events.findIndex(({ kind }) => kind === "receive");
  while (row >= 0) {
    kinds.push(events[row].kind);
    row = trace.cause(row);
  }
  assert.deepEqual(kinds.reverse(), [
    ...["start", "send", "transmit", "arrive", "transmit", "arrive", "transmit", "arrive"],
    "receive",
  ]);
});

test("every router makes the time to live less by one; at 0 the packet is thrown away", () => {
  const heard = (ttl: number) =>
    simulate({
      seed: 1,
      nodes: { ...chain(), a: new Prober("b", "x", { ttl }) },
      links: links(),
    });
  assert.deepEqual(heard(3).nodes.b.heard, ["x"]);
  const [event] = eventsOf(heard(2), "timeExceeded");
  assert.deepEqual([event.node, event.place, event.packet, event.message], ["r2", "b", 1, 1]);
  assert.equal(eventsOf(heard(1), "timeExceeded")[0].node, "r1");
});

test("packets that go round in circles come to an end after 64 hops", () => {
  const run = simulate({
    seed: 1,
    nodes: {
      a: new Talker("b", "x"),
      r: new Scribe({ b: "s" }),
      s: new Scribe({ b: "r" }),
      b: new Listener(),
    },
    links: [duplex("a", "r"), duplex("r", "s"), duplex("s", "b")],
  });
  assert.equal(eventsOf(run, "timeExceeded").length, 1);
  assert.equal(eventsOf(run, "arrive").length, 64);
});

test("a sender that asks for it is told, with what it had said", () => {
  const probe = (options: SendOptions, body: unknown = { probe: 1 }) => {
    const [first, , last] = links();
    return simulate({
      seed: 1,
      nodes: { ...chain(), a: new Prober("b", body, options) },
      links: [first, duplex("r1", "r2", { mtu: 100 }), last],
    }).nodes.a.notices;
  };
  assert.deepEqual(probe({ ttl: 2, report: true }), [
    ["r2", { icmp: "time exceeded", to: "b", about: { probe: 1 } }],
  ]);
  assert.deepEqual(probe({ ttl: 2 }), []);
  assert.deepEqual(probe({ dontFragment: true, report: true }, "x".repeat(73)), [
    ["r1", { icmp: "fragmentation needed", mtu: 100, to: "b", about: "x".repeat(73) }],
  ]);
  assert.deepEqual(probe({ ttl: 1, report: true }, new Uint8Array(3)), [
    ["r1", { icmp: "time exceeded", to: "b" }],
  ]);
});

test("a router without a route says so", () => {
  const run = simulate({
    seed: 1,
    nodes: { a: new Prober("c", 1, { report: true }), r: new Router(), c: new Process() },
    links: [duplex("a", "r")],
  });
  assert.deepEqual(run.nodes.a.notices, [
    ["r", { icmp: "destination unreachable", to: "c", about: 1 }],
  ]);
});

test("a router cuts packets that are too long for its next link, at multiples of 8 bytes", () => {
  const body = "The quick brown fox jumps over the lazy dog. ".repeat(40); // 1,800 bytes
  const [first, , last] = links({ mtu: 1028 });
  const run = simulate({
    seed: 1,
    nodes: { ...chain(), a: new Talker("b", body) },
    links: [first, duplex("r1", "r2", { mtu: 434 }), last],
  });
  const sizes = (place: string): unknown[] =>
    eventsOf(run, "transmit")
      .filter((event) => event.place === place)
      .map(({ packet, detail }) => [packet, detail]);
  assert.deepEqual(sizes("a→r1"), [
    [1, 1028],
    [2, 828],
  ]);
  // 434 − 28 = 406 bytes of room, of which 400 are used.
  assert.deepEqual(sizes("r1→r2"), [
    [1, 428],
    [3, 428],
    [4, 228],
    [2, 428],
    [5, 428],
  ]);
  assert.deepEqual(run.nodes.b.heard, [body]);
});

test("damage is found at the router if it hit the header, else at the end", () => {
  const damaged = (bit: number) => {
    const run = simulate({
      seed: 1,
      nodes: chain(),
      links: links(),
      faults: [{ verb: "corrupt", link: "a→r1", packet: 1, bit }],
    });
    return eventsOf(run, "discard").map(({ node, text }) => [node, text]);
  };
  assert.deepEqual(damaged(100), [["r1", "checksum"]]);
  assert.deepEqual(damaged(28 * 8 + 5), [["b", "checksum"]]);
});

test("damage that nobody checks for is read, also after a router has cut the packet", () => {
  const body = "x".repeat(900);
  const run = simulate({
    seed: 1,
    nodes: { a: new Talker("b", body), r: new Router(), b: new Listener() },
    links: [link("a", "r", { check: "none" }), link("r", "b", { mtu: 328 })],
    faults: [{ verb: "corrupt", link: "a→r", packet: 1, bit: (28 + 450) * 8 + 7 }],
  });
  assert.deepEqual(run.nodes.b.heard, [`${"x".repeat(450)}y${"x".repeat(449)}`]);
});

test("the pieces of a message that never becomes whole are given up", () => {
  const spec = {
    seed: 1,
    nodes: { a: new Talker("b", "x".repeat(3000)), b: new Listener() },
    links: [link("a", "b", { delay: ms(10) })],
    faults: [{ verb: "drop" as const, link: "a→b", packet: 2 }],
  };
  assert.equal(eventsOf(simulate(spec), "reassemblyTimeout").length, 0);
  const run = simulate({ ...spec, reassembly: ms(500) });
  const [event] = eventsOf(run, "reassemblyTimeout");
  assert.deepEqual([event.time, event.node, event.detail], [ms(510), "b", 1472]);
  const sound = simulate({ ...spec, faults: [], reassembly: ms(500) });
  assert.equal(eventsOf(sound, "reassemblyTimeout").length, 0);
});

test("refused at send: a time to live of 0, and a word for a flag", () => {
  const outcome = (options: SendOptions) => {
    const nodes = { ...chain(), a: new Prober("b", 1, options) };
    const run = simulate({ seed: 1, nodes, links: links() });
    return run.outcome.kind === "error" ? run.outcome.message : "";
  };
  assert.match(outcome({ ttl: 0 }), /send\("b", body, options\): ttl is 0; it must be a whole/);
  assert.match(outcome({ report: "yes" as never }), /report is "yes"; it must be true or false/);
});

test("loss, jitter and duplication on the way leave every message whole or gone", () => {
  const noisy = { loss: percent(10), jitter: ms(5), duplication: percent(20), mtu: 128 };
  const bodies = Array.from({ length: 50 }, (_, i) => `${i} `.repeat(60));
  const nodes = { ...chain(), a: new Talker("b", ...bodies) };
  const run = simulate({ seed: 5, nodes, links: links(noisy) });
  const heard = run.nodes.b.heard as string[];
  assert.ok(heard.length > 5 && heard.every((body) => bodies.includes(body)));
  assert.ok(timesOf(run, "lose").length > 10);
});
