import assert from "node:assert/strict";
import { test } from "node:test";
import { validateFaults } from "../../../src/engine/faults.ts";
import {
  corrupt,
  crash,
  cut,
  degrade,
  delay,
  drop,
  duplicate,
  edit,
  expire,
  first,
  flaky,
  heal,
  hold,
  ms,
  mute,
  release,
  restart,
  skew,
  slow,
  unmute,
  upgrade,
  zone,
} from "../../../src/engine/index.ts";

const known = { nodes: ["a", "b"], links: ["a→b"], classes: ["V2"] };

test("the validator takes what the verbs make, and gives back fresh equal faults", () => {
  const list = [
    drop("a→b", 1),
    drop("a→b", 1, 5),
    corrupt("a→b", 2, 7),
    delay("a→b", 3, ms(1)),
    duplicate("a→b", 4),
    drop({ sender: "a", message: 2, fragment: 7 }, 5),
    corrupt({ sender: "a", message: 2, fragment: 7, link: "a→b" }),
    delay({ sender: "a", message: 2, fragment: 7 }, ms(1)),
    duplicate({ sender: "a", message: 2, fragment: 7 }),
    hold({ sender: "b", message: 1, fragment: 1 }),
    release({ sender: "b", message: 1, fragment: 1 }, 9),
    cut("a", "b", 1),
    heal("a", "b", 2, { oneWay: true }),
    crash("a", 3),
    crash("a", { handled: 2, afterSends: 0, downFor: 9 }),
    crash("b", { event: 7 }),
    restart("a", 4),
    zone("north", ["a", "b"], 5, { until: 6 }),
    flaky(["a", "b"], 7, 8, { at: 0, until: 9 }),
    upgrade("a", "V2", 9, { downFor: 2 }),
    skew("a", 1, { offset: -5, drift: 0.5 }),
    slow("a", 2.5, 1, { until: 2 }),
    mute("a", 1),
    unmute("a", 2),
    edit("a", "disk.x", { list: [1, null, "two", { three: true }] }, 3),
    expire("b", "patience", 4),
    first("b", 3),
    degrade("a", "b", { loss: 0.5 }, 3),
    degrade("b", "a", { bandwidth: 1e6, delay: ms(2), loss: 0 }, 3, { until: 9, oneWay: true }),
  ];
  const { faults, problems } = validateFaults(JSON.parse(JSON.stringify(list)), known);
  assert.deepEqual(problems, []);
  assert.deepEqual(faults, list);
});

const bad: [unknown, RegExp][] = [
  [5, /faults\[0\] is 5; faults are made by drop, corrupt, delay/],
  [{}, /verb is undefined; it must be one of drop, corrupt, delay, duplicate, /],
  [{ verb: "explode" }, /verb is "explode"/],
  [{ verb: "toString" }, /verb is "toString"/],
  [{ verb: "__proto__" }, /verb is "__proto__"/],
  [{ verb: ["drop"] }, /verb is an array of 1/],
  [{ verb: "crash", node: "a" }, /\(crash\): at is undefined; it must be a time from 0 to/],
  [{ verb: "crash", node: "c", at: 1 }, /node is "c"; it must be the name of a node: a, b/],
  [{ verb: "drop", link: "b→a", packet: 1 }, /link is "b→a"; it must be the name of a link: a→b/],
  [{ verb: "drop", link: "a→b", packet: 0 }, /packet is 0; it must be a whole number from 1/],
  [{ verb: "drop", link: "a→b", packet: 1.5 }, /packet is 1\.5/],
  [{ verb: "drop", link: "a→b", packet: "1" }, /packet is "1"/],
  [{ verb: "drop", link: "a→b", packet: 1, at: -1 }, /at is -1/],
  [{ verb: "drop", link: "a→b", packet: 1, at: NaN }, /at is NaN/],
  [{ verb: "drop", link: "a→b", packet: 1, when: 2 }, /there is no field "when"; it has verb, li/],
  [{ verb: "cut", from: "a", to: "b", at: 1, oneWay: "yes" }, /oneWay is "yes"; it must be true/],
  [{ verb: "delay", link: "a→b", packet: 1, by: Infinity }, /by is Infinity/],
  [{ verb: "hold", sender: "c", message: 1, fragment: 1 }, /sender is "c"; .* a node: a, b/],
  [{ verb: "hold", sender: "a", message: 0, fragment: 1 }, /message is 0; it must be a whole/],
  [{ verb: "hold", sender: "a", message: 1 }, /fragment is undefined; it must be a whole number/],
  [{ verb: "hold", sender: "a", message: 1, fragment: 1, link: "x" }, /link is "x"; .*: a→b/],
  [{ verb: "hold", sender: "a", message: 1, fragment: 1, packet: 1 }, /there is no field "sender"/],
  [
    { verb: "degrade", from: "a", to: "b", at: 1, loss: 2 },
    /loss is 2; it must be a number from 0/,
  ],
  [{ verb: "degrade", from: "a", to: "b", at: 1, bandwidth: 0 }, /bandwidth is 0; it must be a n/],
  [{ verb: "degrade", from: "a", to: "b", at: 1, delay: -1 }, /delay is -1; it must be a time/],
  [{ verb: "first", node: "a", n: 0 }, /\(first\): n is 0; it must be a whole number from 1/],
  [{ verb: "first", node: "a", n: 1, at: 5 }, /there is no field "at"; it has verb, node, n/],
  [{ verb: "zone", name: "n", nodes: ["a", "c"], at: 1 }, /its \[1\] is "c"; .* node: a, b/],
  [{ verb: "upgrade", node: "a", to: "V3", at: 1 }, /to is "V3"; .* of the spec's classes: V2/],
  [{ verb: "slow", node: "a", factor: NaN, at: 1 }, /factor is NaN; it must be a number from 1/],
  [
    { verb: "mute", node: "a", at: 2, until: 2 },
    /until is 2; it must be later than at, which is 2/,
  ],
  [
    { verb: "edit", node: "a", field: "x", value: [[() => 1]], at: 1 },
    /value is an array of 1; it/,
  ],
  [JSON.parse('{"verb":"crash","node":"a","at":1,"__proto__":{}}'), /no field "__proto__"/],
  [Object.create({ verb: "crash", node: "a", at: 1 }), /verb is undefined/],
];

test("the validator names what is wrong with each fault and lists what is right", () => {
  for (const [fault, words] of bad) {
    const { faults, problems } = validateFaults([fault], known);
    assert.deepEqual(faults, []);
    assert.equal(problems.length, 1);
    assert.match(problems[0], words);
  }
});

test("the validator never throws, whatever it is given", () => {
  const trap = new Proxy([], {
    get() {
      throw new Error("trap");
    },
  });
  const hostile = {
    get verb(): string {
      throw new Error("trap");
    },
  };
  for (const value of [null, undefined, 5, "x", {}, trap, [hostile], [trap], [null], () => 1]) {
    const { faults, problems } = validateFaults(value);
    assert.deepEqual(faults, []);
    assert.equal(problems.length, 1);
  }
});

test("a list of more than 10,000 faults is cut, and says so", () => {
  const list = Array.from({ length: 10_005 }, () => crash("a", 1));
  const { faults, problems } = validateFaults(list, known);
  assert.equal(faults.length, 10_000);
  assert.match(problems[0], /10005 faults; 10,000 is the most/);
});

test("sound faults of a list survive the unsound ones", () => {
  const { faults, problems } = validateFaults([{ verb: "x" }, crash("a", 1)], known);
  assert.deepEqual(faults, [crash("a", 1)]);
  assert.equal(problems.length, 1);
});

test("the verbs refuse bad arguments in the form of a call", () => {
  assert.throws(() => crash("a", NaN), /^RangeError: crash\(…\): at is NaN; it must be a time/);
  assert.throws(() => drop("a→b", 0), /^RangeError: drop\(…\): packet is 0/);
  assert.throws(() => cut("a", "b", 1, { both: true } as object), /there is no option "both"/);
  assert.throws(() => delay("", 1, 1), /link is ""; it must be the name of a link/);
});
