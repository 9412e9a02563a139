import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fault } from "../../../src/engine/faults.ts";
import {
  duplex,
  ms as milliseconds,
  percent,
  Process,
  simulate,
  type Address,
} from "../../../src/engine/index.ts";
import { EventKind, eventName } from "../../../src/engine/trace/event.ts";
import { indexTrace } from "../../../src/views/trace-index.ts";
import type { Trace } from "../../../src/engine/trace/trace.ts";
import {
  catalogues,
  logLine,
  momentSentence,
  outcomeSentence,
  plain,
  summary,
  tellingRow,
  type OutcomeLike,
} from "../../../src/views/words/index.ts";
import { ms } from "./fixture.ts";
import { routed } from "./routed.ts";
import { crowd, everyKind, lossy, machines, mishaps, trouble } from "./stories.ts";

const runs: [string, Trace][] = [
  ["lossy", lossy()],
  ["mishaps", mishaps()],
  ["everyKind", everyKind()],
  ["crowd", crowd(5)],
  ["trouble", trouble()],
  ["routed", routed()],
  ["machines", machines()],
];
const wrong = /undefined|NaN|\[object|null|Infinity| {2}(?! )| ,| \.$|\.\./;

function sentence(trace: Trace, kind: keyof typeof EventKind, nth = 0): string {
  const index = indexTrace(trace);
  for (let row = 0, seen = 0; row < trace.rows; row++) {
    if (trace.kind(row) === EventKind[kind] && seen++ === nth) {
      return plain(momentSentence(index, row).words).replaceAll("\u202f", " ");
    }
  }
  throw new Error(`no ${kind} in this trace`);
}

test("every kind of event has a sentence, in the words of the post and of the network", () => {
  const told = new Set<string>();
  for (const [name, trace] of runs) {
    for (const idiom of ["post", "network"] as const) {
      const index = indexTrace(trace, idiom);
      for (let row = 0; row < trace.rows; row++) {
        const words = plain(momentSentence(index, row).words);
        assert.doesNotMatch(words, wrong, `${name}, row ${row}`);
        assert.match(words, /^[A-Z“0-9].{6,}/u, `${name}, row ${row}: ${words}`);
        told.add(eventName(trace.kind(row)) ?? "?");
      }
    }
  }
  assert.deepEqual([...told].sort(), Object.keys(EventKind).sort());
});

test("every catalogue has every kind, fault and title", () => {
  for (const catalogue of Object.values(catalogues)) {
    assert.deepEqual(Object.keys(catalogue.events).sort(), Object.keys(EventKind).sort());
    assert.deepEqual(Object.keys(catalogue.kinds).sort(), Object.keys(EventKind).sort());
    assert.match(catalogue.language, /^[a-z]{2}(-[A-Z]{2})?$/);
  }
});

test("a repetition says what the sender heard, and what the trace knows of the copy before", () => {
  assert.equal(
    sentence(lossy(), "send", 1),
    "Alice heard nothing for 250 ms, so she posts 0 “D” to Bob a second time. " +
      "The copy before it was lost on the road; she cannot know that.",
  );
  assert.equal(
    sentence(lossy(), "send", 9),
    "Alice heard nothing for 250 ms, so she posts 2 “A” to Bob a fourth time. " +
      "The copy before it arrived, but Bob’s answer was lost on the road; she cannot know that.",
  );
});

test("a timer that ran out although something was heard is not called silence", () => {
  const told = sentence(mishaps(), "send", 11);
  assert.match(told, /^Alice’s timer “worry” ran out after 250 ms, so she posts/);
  assert.doesNotMatch(told, /heard nothing|cannot know/);
});

test("what is done to a machine is told with its figures", () => {
  const told = (kind: keyof typeof EventKind, nth = 0) => sentence(machines(), kind, nth);
  assert.equal(told("skew"), "Ann’s clock jumps 50 ms back, and gains 200 µs in every second.");
  assert.equal(told("skew", 1), "Shop’s clock keeps true time.");
  assert.equal(told("slow"), "Shop becomes slow: work takes 4 times as long as usual.");
  assert.equal(told("restore"), "Shop is quicker again: work takes as long as usual.");
  assert.match(told("muffle"), /^The letter buy “emma” to Shop never leaves Ann: she is mute, and/);
  assert.match(
    told("overflow"),
    /buy “drop” is thrown away: Shop is busy and its inbox full\. Nobody/,
  );
  assert.match(told("overflow", 2), /is turned away: .* Its sender is told\./);
  assert.equal(told("edit"), "In Shop, somebody sets disk.stock.dune = 3.");
  assert.match(told("upgrade"), /^Shop gets another program: it will run ShopV2, on the same disk/);
});

test("an answer names what it answers", () => {
  assert.equal(sentence(lossy(), "send", 2), "Bob has read 0 “D” from Alice and answers 0.");
  assert.equal(
    sentence(everyKind(), "send", 4),
    "Shop has received sold from Database, so it answers Ann: sold 12.",
  );
});

test("no sentence tells what lies after its row", () => {
  const trace = lossy();
  const index = indexTrace(trace);
  for (let row = 0; row < trace.rows; row++) {
    const before = { ...trace.data, rows: row + 1 };
    const cut = indexTrace(new (trace.constructor as typeof Trace)(before));
    const [whole, part] = [index, cut].map((each) => plain(momentSentence(each, row).words));
    // The end of a run decides how its clock is written, so only its longer half is compared.
    if (trace.time(row) > ms(500)) assert.equal(part, whole, `row ${row}`);
  }
});

test("times are written on the run's clock, and there is a time before everything", () => {
  const index = indexTrace(lossy());
  assert.equal(momentSentence(index, 7).time, "0.250\u202fs");
  assert.equal(logLine(index, -1), "Nothing has happened yet.");
  assert.match(logLine(index, 7), /^0\.250\u202fs {2}Alice heard nothing/);
});

test("the most telling row of an instant is its message or its mishap", () => {
  const index = indexTrace(lossy());
  assert.equal(eventName(index.trace.kind(tellingRow(index, ms(255)))), "send");
  assert.equal(eventName(index.trace.kind(tellingRow(index, ms(20)))), "lose");
  assert.equal(tellingRow(index, -1), -1);
});

class Echo extends Process<{ n: number }> {
  receive(message: { n: number }, from: Address): void {
    this.send(from, { n: message.n });
  }
}

class Caller extends Process<{ n: number }> {
  start(): void {
    for (let n = 0; n < 8; n++) this.send("echo", { n });
    this.setTimer("again", milliseconds(30));
    this.note("eight calls");
  }
  timeout(): void {
    this.start();
    this.cancelTimer("again");
  }
}

test("a real run with every fault is told without a gap", () => {
  const faults: Fault[] = [
    { verb: "drop", link: "caller→echo", packet: 1 },
    { verb: "corrupt", link: "caller→echo", packet: 2 },
    { verb: "delay", link: "caller→echo", packet: 3, by: ms(20) },
    { verb: "duplicate", link: "caller→echo", packet: 4 },
    { verb: "cut", from: "caller", to: "echo", at: ms(15) },
    { verb: "heal", from: "caller", to: "echo", at: ms(25) },
    { verb: "crash", node: "echo", at: ms(35) },
    { verb: "restart", node: "echo", at: ms(60) },
  ];
  const links = [duplex("caller", "echo", { delay: milliseconds(10), loss: percent(20) })];
  const nodes = { caller: new Caller(), echo: new Echo() };
  const run = simulate({ seed: 1, nodes, links, faults });
  const index = indexTrace(run.trace);
  for (let row = 0; row < run.trace.rows; row++) {
    assert.doesNotMatch(logLine(index, row), /undefined|NaN|\[object|somebody/, `row ${row}`);
  }
  const told = summary(run, index);
  assert.match(told.description, /^Caller and Echo are joined by a road each way: 10.ms, loses 20/);
  assert.match(told.description, /1 taken off by hand/);
});

test("each outcome has its sentence", () => {
  const outcomes: OutcomeLike[] = [
    { kind: "finished" },
    { kind: "until" },
    { kind: "limit", limit: "events", words: "after a million events." },
    { kind: "error", node: "shop", time: 4e8, message: "stock is undefined" },
  ];
  for (const outcome of outcomes) {
    const words = plain(outcomeSentence({ seed: "7", trace: lossy(), outcome }));
    assert.match(words, /^[A-Z].*[a-z.]$/);
  }
});

test("a run's name and description are made of its numbers", () => {
  const trace = lossy();
  const told = summary({ seed: "7", trace, outcome: { kind: "finished" } });
  assert.equal(
    told.name.replaceAll("\u202f", " "),
    "Alice and Bob: 58 letters, 13 lost, 4.850 s, seed 7",
  );
  assert.match(told.description, /58 letters are posted, among them 25 answers and 13 rep/);
  assert.match(told.description, /Of 58 packets, 13 lost by chance\./);
});

test("what routers do to packets is told with its reason", () => {
  const trace = routed();
  assert.equal(
    sentence(trace, "queueDrop"),
    "The message “yyyyyyyyyyyyyyy…” is thrown away: North has too much to look at. " +
      "Nobody is told.",
  );
  const index = indexTrace(trace);
  const told = new Set<string>();
  for (let row = 0; row < trace.rows; row++) {
    if (trace.kind(row) === EventKind.queueDrop) told.add(trace.text(row));
  }
  assert.deepEqual([...told].sort(), ["crash", "full", "overload"]);
  assert.equal(index.idiom, "network");
  assert.equal(
    sentence(trace, "timeExceeded"),
    "The message “far” has been passed on too often, and North throws it away: " +
      "its time to live is over.",
  );
  assert.match(
    sentence(trace, "tooBig"),
    /is too long for the link to Bob, which takes 500 bytes, and must not be cut: South throws/,
  );
  assert.match(
    sentence(trace, "reassemblyTimeout"),
    /^Bob has waited in vain for [\d,]+ bytes of the message “x+…”, and throws away the pieces/,
  );
});
