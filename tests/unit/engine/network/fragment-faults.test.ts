/** Faults that name their packet by message and fragment. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  corrupt,
  crash,
  delay,
  drop,
  duplex,
  duplicate,
  type Fault,
  hold,
  kbps,
  line,
  link,
  ms,
  release,
  restart,
  Router,
  simulate,
  type Spec,
} from "../../../../src/engine/index.ts";
import { Echo, eventsOf, Listener, Talker, timesOf } from "../support.ts";

/** 100 bytes of each letter: three packets of at most 50 bytes each. */
const text = (letter: string) => letter.repeat(100);
const options = { mtu: 68, delay: ms(1), bandwidth: kbps(544) };

/** `a` and `b` send two messages each to `c`, in three packets, through a router. */
function run(faults: Fault[], more: Partial<Omit<Spec, "nodes">> = {}) {
  return simulate({
    seed: 1,
    nodes: {
      ...{ a: new Talker("c", text("a"), text("b")), b: new Talker("c", text("x"), text("y")) },
      ...{ r: new Router(), c: new Listener() },
    },
    links: [duplex("a", "r", options), duplex("b", "r", options), duplex("r", "c", options)],
    faults,
    ...more,
  });
}

const letters = ({ nodes }: ReturnType<typeof run>): string =>
  nodes.c.heard.map((body) => (body as string)[0]).join("");

test("the n-th packet of a node's n-th message, whatever others send", () => {
  const struck = run([drop({ sender: "b", message: 2, fragment: 3 })]);
  const [dropped, ...others] = eventsOf(struck, "drop");
  assert.deepEqual([dropped.place, dropped.message, dropped.detail], ["b→r", 4, 0]);
  assert.equal(others.length, 0);
  assert.equal(letters(struck).length, 3);
  assert.ok(!letters(struck).includes("y"));
  const alone = run([drop({ sender: "b", message: 2, fragment: 3 }), crash("a", 0)]);
  assert.equal(letters(alone), "x");
});

test("where a link is named, the packet is struck there", () => {
  const struck = run([drop({ sender: "a", message: 1, fragment: 2, link: "r→c" })]);
  const [dropped, ...others] = eventsOf(struck, "drop");
  assert.deepEqual([dropped.place, others.length], ["r→c", 0]);
  const never = run([drop({ sender: "a", message: 1, fragment: 2, link: "r→b" })]);
  assert.equal(eventsOf(never, "drop").length, 0);
});

test("every deed can name a fragment", () => {
  const name = { sender: "a", message: 1, fragment: 3 };
  const late = run([delay(name, ms(20))]);
  assert.equal(letters(late).at(-1), "a");
  assert.equal(eventsOf(late, "delay")[0].place, "a→r");
  const doubled = run([duplicate({ ...name, link: "r→c" })]);
  assert.equal(eventsOf(doubled, "duplicate")[0].place, "r→c");
  const flipped = run([corrupt(name, 300), corrupt(name, 300)]);
  assert.deepEqual(eventsOf(flipped, "corrupt").length, 2, "two flips undo each other");
  assert.equal(letters(flipped).length, 4);
  const kept = run([hold(name), release(name, ms(70))]);
  assert.equal(timesOf(kept, "arrive").at(-2), ms(70));
  assert.equal(letters(kept).length, 4);
  assert.equal(letters(run([hold(name)])).length, 3);
});

test("a fault strikes once: not what a router sends back over the first link", () => {
  const nodes = { a: new Talker("b", "one"), b: new Echo() };
  const links = duplex("a", "b", { delay: ms(1) });
  const faults = [delay({ sender: "a", message: 1, fragment: 1 }, ms(2))];
  const echoed = simulate({ seed: 1, nodes, links, faults, until: ms(20) });
  assert.equal(eventsOf(echoed, "delay").length, 1);
});

test("messages are counted through the lives of a node", () => {
  const nodes = { a: new Talker("b", 1, 2), b: new Listener() };
  const faults = [crash("a", 5), restart("a", 6), drop({ sender: "a", message: 4, fragment: 1 })];
  const run = simulate({ seed: 1, nodes, links: [link("a", "b")], faults });
  assert.deepEqual(run.nodes.b.heard, [1, 2, 1]);
});

test("pieces that a router makes of a fragment keep its name: the first of them is meant", () => {
  const nodes = { a: new Talker("b", text("a")), r: new Router(), b: new Listener() };
  const links = [line(["a", "r"], { mtu: 128 }), line(["r", "b"], { mtu: 68 })];
  const name = { sender: "a", message: 1, fragment: 1, link: "r→b" };
  const run = simulate({ seed: 1, nodes, links, faults: [drop(name)] });
  assert.deepEqual(
    eventsOf(run, "drop").map(({ packet }) => packet),
    [1],
  );
  assert.equal(eventsOf(run, "arrive").length, 3);
});

test("faults of fragments leave the luck of all packets as it was", () => {
  const noise = { loss: 0.2, jitter: ms(3), duplication: 0.1, corruption: 0.1 };
  const noisy = {
    links: [duplex("a", "r", noise), duplex("b", "r", noise), duplex("r", "c", noise)],
  };
  const named = run([duplicate({ sender: "b", message: 9, fragment: 1 })], noisy);
  assert.equal(named.fingerprint, run([], noisy).fingerprint);
});

test("the verbs refuse what names no packet", () => {
  const wrong = drop as unknown as (...given: unknown[]) => Fault;
  assert.throws(
    () => wrong(7),
    /drop\(…\): the packet is 7; it must be the name of a link, or \{ s/,
  );
  assert.throws(() => wrong(null, 1), /the packet is null/);
  assert.throws(
    () => wrong({ sender: "a" }),
    /drop\(…\): message is undefined; it must be a whole/,
  );
  assert.throws(
    () => wrong({ sender: "a", message: 1, fragment: 0.5 }),
    /drop\(…\): fragment is 0\.5; it must be a whole number from 1/,
  );
  assert.throws(
    () => run([drop({ sender: "z", message: 1, fragment: 1 })]),
    /faults\[0\] \(drop\): sender is "z"; it must be the name of a node: a, b, r, c/,
  );
});
