import assert from "node:assert/strict";
import { test } from "node:test";
import { toShiviz } from "../../../../src/engine/trace/shiviz.ts";
import { Story } from "./support.ts";

/** ShiViz's usual pattern. */
const PATTERN = /(?<event>.*)\n(?<host>\S*) (?<clock>{.*})/g;

function read(log: string) {
  return [...log.matchAll(PATTERN)].map(({ groups }) => ({
    event: groups!.event,
    host: groups!.host,
    clock: JSON.parse(groups!.clock) as Record<string, number>,
  }));
}

/** Alice asks, Bob answers, and meanwhile a timer of Alice's runs out. */
function talk(): Story {
  const story = new Story(
    ["alice", "bob"],
    [
      [0, 1],
      [1, 0],
    ],
  );
  story.row("start", { node: 0 });
  story.row("start", { node: 1 });
  const ask = story.send(1, 0, 1, '"how are\nyou?"');
  const there = story.end("arrive", 1, 1, 0, story.transmit(1, 1, 0, ask, 40), 1000);
  const heard = story.row("receive", { time: 1000, node: 1, place: 0, message: 1, cause: there });
  story.row("timeout", { time: 1500, node: 0, text: "patience" });
  const answer = story.row("send", {
    time: 2000,
    node: 1,
    place: 0,
    message: 2,
    cause: heard,
    text: '"well"',
  });
  const back = story.end("arrive", 2, 2, 1, story.transmit(2, 2, 1, answer, 40), 3000);
  story.row("receive", { time: 3000, node: 0, place: 1, message: 2, cause: back });
  return story;
}

test("every event of a process has two lines: what happened, and its clock", () => {
  assert.equal(
    toShiviz(talk().trace()),
    [
      '0 ns start\nalice {"alice":1}',
      '0 ns start\nbob {"bob":1}',
      '0 ns send to bob message 1: "how are you?"\nalice {"alice":2}',
      '1000 ns receive from alice message 1\nbob {"bob":2,"alice":2}',
      '1500 ns timeout: patience\nalice {"alice":3}',
      '2000 ns send to alice message 2: "well"\nbob {"bob":3,"alice":2}',
      '3000 ns receive from bob message 2\nalice {"alice":4,"bob":3}',
      "",
    ].join("\n"),
  );
});

test("clocks say exactly what the trace's causes say: what lies before what", () => {
  const events = read(toShiviz(talk().trace()));
  const before = (a: number, b: number) =>
    a !== b && (events[b].clock[events[a].host] ?? 0) >= events[a].clock[events[a].host];
  const pairs = events
    .flatMap((_, a) => events.map((__, b) => [a, b]))
    .filter(([a, b]) => before(a, b));
  assert.deepEqual(pairs, [
    ...[
      [0, 2],
      [0, 3],
      [0, 4],
      [0, 5],
      [0, 6],
    ],
    ...[
      [1, 3],
      [1, 5],
      [1, 6],
    ],
    ...[
      [2, 3],
      [2, 4],
      [2, 5],
      [2, 6],
    ],
    ...[
      [3, 5],
      [3, 6],
    ],
    [4, 6],
    [5, 6],
  ]);
});

test("names with spaces, alike or odd are told apart and read back", () => {
  const story = new Story(["the shop", "the_shop", "__proto__", "{}"], []);
  for (let node = 0; node < 4; node++) story.row("note", { node, text: "{here} \n {}" });
  const events = read(toShiviz(story.trace()));
  assert.deepEqual(
    events.map(({ host }) => host),
    ["the_shop", "the_shop~2", "__proto__", "{}"],
  );
  assert.deepEqual(
    events.map(({ clock }) => Object.values(clock)),
    [[1], [1], [1], [1]],
  );
  assert.ok(events.every(({ event }) => event === "0 ns note: {here} {}"));
});

test("an empty trace is an empty log; a message whose sending is not there does no harm", () => {
  assert.equal(toShiviz(new Story(["a"], []).trace()), "");
  const story = new Story(["a", "b"], []);
  story.row("receive", { node: 0, place: 1, message: 9 });
  assert.deepEqual(read(toShiviz(story.trace()))[0].clock, { a: 1 });
});
