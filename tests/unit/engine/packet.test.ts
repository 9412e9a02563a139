import assert from "node:assert/strict";
import { test } from "node:test";
import {
  corrupt,
  drop,
  duplex,
  type Fault,
  link,
  type LinkOptions,
  ms,
  Process,
  Router,
  simulate,
} from "../../../src/engine/index.ts";
import { Echo, eventsOf, Listener, Talker } from "./support.ts";

function talk(options: LinkOptions, faults: readonly Fault[], ...bodies: unknown[]) {
  return simulate({
    seed: "packet",
    nodes: { a: new Talker("b", ...bodies), b: new Listener() },
    links: [link("a", "b", options)],
    faults,
  });
}

const long = "The quick brown fox jumps over the lazy dog. ".repeat(100);

test("a long message is cut to the MTU, each packet with its header, and joined again", () => {
  const run = talk({ bandwidth: 1e6, delay: ms(5) }, [], long);
  assert.equal(long.length, 4500);
  const sizes = eventsOf(run, "transmit").map((event) => event.detail);
  assert.deepEqual(sizes, [1500, 1500, 1500, 4500 - 3 * 1472 + 28]);
  assert.deepEqual(run.nodes.b.heard, [long]);
  const last = eventsOf(run, "arrive").at(-1);
  assert.equal(run.nodes.b.times[0], last?.time);
});

test("a message that just fits is one packet, one byte more makes two, and none is one too", () => {
  const count = (bytes: number): number =>
    eventsOf(talk({}, [], "x".repeat(bytes)), "transmit").length;
  assert.deepEqual([0, 1, 1472, 1473, 2944, 2945].map(count), [1, 1, 1, 2, 2, 3]);
});

test("MTU and header may be chosen", () => {
  const run = talk({ mtu: 60, header: 40 }, [], "x".repeat(50));
  assert.deepEqual(
    eventsOf(run, "transmit").map((event) => event.detail),
    [60, 60, 50],
  );
  assert.deepEqual(run.nodes.b.heard, ["x".repeat(50)]);
});

test("a node's header goes with its packets, over routers and whatever other nodes have", () => {
  const make = (headers?: Record<string, number>) =>
    simulate({
      seed: 1,
      nodes: { a: new Talker("b", "x".repeat(50)), r: new Router(), b: new Echo() },
      links: [duplex("a", "r", { mtu: 60 }), duplex("r", "b", { mtu: 60 })],
      ...(headers !== undefined && { headers }),
    });
  const sizes = (headers?: Record<string, number>, from = "a") =>
    eventsOf(make(headers), "transmit")
      .filter(({ node, place }) => node === from && place === `${from}→r`)
      .map(({ detail }) => detail);
  assert.deepEqual(sizes(), [60, 46]);
  assert.deepEqual(sizes({ a: 40 }), [60, 60, 50]);
  assert.deepEqual(sizes({ a: 40 }, "b"), [60, 46]);
  assert.deepEqual(sizes({ a: 8, b: 10 }), [58]);
  assert.equal(make({ a: 40 }).metrics.links["r→b"].bytes, 170);
  assert.equal(make({}).fingerprint, make().fingerprint);
  assert.throws(() => make({ a: 1 }), /headers: a is 1; it must be a whole number of bytes from 2/);
  assert.throws(() => make({ c: 20 }), /headers: there is no option "c"; it knows a, r, b/);
  assert.throws(() => make({ b: 60 }), /b is 60; it must be less than what b→r takes, 60 bytes/);
});

test("one lost packet costs the whole message", () => {
  const run = talk({}, [drop("a→b", 2)], long, "short");
  assert.deepEqual(run.nodes.b.heard, ["short"]);
  assert.equal(run.metrics.links["a→b"].arrived, 4);
});

test("packets of a message may overtake one another, and copies of them do no harm", () => {
  const run = talk({ jitter: ms(50), duplication: 0.5, mtu: 128 }, [], long);
  assert.equal(run.nodes.b.heard[0], long);
  // Only if every packet had a copy could the message arrive twice.
  assert.equal(run.nodes.b.heard.length, 1);
});

test("a sender may state a size that the body does not have", () => {
  class Film extends Process {
    start(): void {
      this.send("b", { film: "long" }, { bytes: 3000 });
      this.send("b", { film: "longer than stated" }, { bytes: 2 });
    }
  }
  const run = simulate({
    seed: 1,
    nodes: { a: new Film(), b: new Listener() },
    links: [link("a", "b")],
  });
  assert.deepEqual(run.nodes.b.heard, [{ film: "long" }, { film: "longer than stated" }]);
  assert.deepEqual(
    eventsOf(run, "transmit").map((event) => event.detail),
    [1500, 1500, 84, 30],
  );
});

test("the checksum finds every single flipped bit, in header and body", () => {
  for (let bit = 0; bit < (28 + 3) * 8; bit++) {
    const run = talk({}, [corrupt("a→b", 1, bit)], "abc");
    assert.deepEqual(run.nodes.b.heard, []);
    assert.deepEqual(
      eventsOf(run, "corrupt", "arrive", "discard").map(({ kind, detail, text }) => [
        kind,
        text ?? detail,
      ]),
      [
        ["corrupt", bit],
        ["arrive", undefined],
        ["discard", "checksum"],
      ],
    );
  }
});

test("two flips in one column may cancel: the checksum stays right and the body is wrong", () => {
  // "a" is 61 and "e" is 65: exchanging a set with an unset bit of the same weight keeps the sum.
  const [first, third] = [28 * 8 + 5, 30 * 8 + 5];
  const faults = [corrupt("a→b", 1, first), corrupt("a→b", 1, third)];
  const run = talk({}, faults, "axey");
  assert.deepEqual(run.nodes.b.heard, ["exay"]);
  assert.equal(run.metrics.links["a→b"].discarded, 0);
});

test("without a check a damaged body is handed on as it came", () => {
  // The last bit of the first character: "a" becomes "`".
  const run = talk({ check: "none" }, [corrupt("a→b", 1, 28 * 8 + 7)], "abc");
  assert.deepEqual(run.nodes.b.heard, ["`bc"]);
});

test("without a check a damaged number is another number, and broken JSON is discarded", () => {
  const body = { coins: 10 };
  const text = JSON.stringify(body);
  const at = (character: string): number => (28 + text.indexOf(character)) * 8;
  const rich = talk({ check: "none" }, [corrupt("a→b", 1, at("1") + 4)], body);
  assert.deepEqual(rich.nodes.b.heard, [{ coins: 90 }]);
  const broken = talk({ check: "none" }, [corrupt("a→b", 1, at("{"))], body);
  assert.deepEqual(broken.nodes.b.heard, []);
  assert.equal(eventsOf(broken, "discard")[0].text, "undecodable");
});

test("without a check a damaged header still leads the packet astray", () => {
  const run = talk({ check: "none" }, [corrupt("a→b", 1, 40)], "abc");
  assert.deepEqual(run.nodes.b.heard, []);
  assert.equal(eventsOf(run, "discard")[0].text, "header");
});

test("damage to one packet of a long message stays where it is", () => {
  const fault = corrupt("a→b", 2, 28 * 8 + 7);
  const run = talk({ check: "none" }, [fault], long);
  const damaged = String.fromCharCode(long.charCodeAt(1472) ^ 1);
  assert.deepEqual(run.nodes.b.heard, [long.slice(0, 1472) + damaged + long.slice(1473)]);
});

test("bytes are damaged like text, and arrive as bytes", () => {
  const sent = new Uint8Array([1, 2, 3]);
  const run = talk({ check: "none" }, [corrupt("a→b", 1, 29 * 8)], sent);
  assert.deepEqual(run.nodes.b.heard, [new Uint8Array([1, 130, 3])]);
});

test("chance flips one bit of a packet, on the way, and the far end notices", () => {
  const bodies = Array.from({ length: 100 }, () => "some text");
  const run = talk({ delay: ms(10), corruption: 0.3 }, [], ...bodies);
  const { corrupted, discarded, arrived } = run.metrics.links["a→b"];
  assert.ok(corrupted > 15 && corrupted < 45);
  assert.equal(discarded, corrupted);
  assert.equal(arrived, 100);
  assert.equal(run.nodes.b.heard.length, 100 - corrupted);
  const flips = eventsOf(run, "corrupt");
  assert.ok(flips.every(({ time }) => time >= 0 && time < ms(10)));
  assert.ok(flips.every(({ detail = -1 }) => detail >= 0 && detail < 37 * 8));
  assert.ok(new Set(flips.map(({ detail }) => detail)).size > corrupted / 2);
});

test("damage happens on links without any delay, too", () => {
  const run = talk({ corruption: 1 }, [], "x", "y");
  assert.equal(run.metrics.links["a→b"].discarded, 2);
  assert.deepEqual(run.nodes.b.heard, []);
});
