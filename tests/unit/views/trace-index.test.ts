import assert from "node:assert/strict";
import { test } from "node:test";
import { EventKind } from "../../../src/engine/trace/event.ts";
import { previewOf } from "../../../src/views/messages.ts";
import { causesOf, indexTrace } from "../../../src/views/trace-index.ts";
import { deadInSight } from "../../../src/views/stage-losses.ts";
import { flightsAt, shareAt } from "../../../src/views/stage-packets.ts";
import { everyKind, letters, lossy, mishaps } from "./stories.ts";
import { ms } from "./fixture.ts";

test("who spoke first asks; what goes back because of it answers", () => {
  const index = indexTrace(lossy());
  for (const message of index.messages.values()) assert.equal(message.isAnswer, message.from === 1);
});

test("an answer may come by way of a third, but not out of a timer", () => {
  const index = indexTrace(everyKind());
  const answers = [...index.messages.values()].filter((message) => message.isAnswer);
  assert.deepEqual(answers.map(previewOf), ["sold", "sold 12"]);
});

test("copies are counted by body and destination", () => {
  const index = indexTrace(lossy());
  const tries = [...index.messages.values()].filter((m) => m.body === '{"number":2,"letter":"A"}');
  assert.deepEqual(
    tries.map((message) => message.attempt),
    tries.map((_, i) => i + 1),
  );
  assert.ok(tries.length > 3);
});

test("every row of a packet finds its flight", () => {
  const { trace, flights, flightOfRow } = indexTrace(mishaps());
  for (let row = 0; row < trace.rows; row++) {
    const flight = flights[flightOfRow[row]];
    if (flight !== undefined) assert.equal(flight.packet, trace.packet(row), `row ${row}`);
    if (trace.kind(row) === EventKind.arrive) assert.ok(flight !== undefined, `row ${row}`);
  }
});

test("a packet is where its share of the time has brought it", () => {
  const index = indexTrace(letters("AB", { 2: { lost: 0.25 } }));
  assert.deepEqual(flightsAt(index, ms(10)), [0]);
  assert.equal(shareAt(index, index.flights[0], ms(10)), 0.25);
  assert.deepEqual(flightsAt(index, ms(40)), [1]);
  const dead = index.flights[2];
  assert.equal(dead.fate, "lost");
  const died = shareAt(index, dead, dead.to);
  assert.ok(died > 0.24 && died <= 0.25, `${died}`);
});

test("a lost letter lies by the road as long as it is the current try", () => {
  const index = indexTrace(letters("AB", { 0: { lost: 0.5 }, 1: { lost: 0.5 } }));
  assert.deepEqual(deadInSight(index, ms(19)), []);
  assert.deepEqual(deadInSight(index, ms(240)), [0]);
  assert.deepEqual(deadInSight(index, ms(400)), [0, 1]);
  assert.deepEqual(deadInSight(index, ms(700)), []);
});

test("timers end as they did", () => {
  const { timers } = indexTrace(lossy());
  const ends = new Set(timers.list.map((timer) => timer.end));
  assert.deepEqual([...ends].sort(), ["cancelled", "fired", "moved"]);
  for (const timer of timers.list) {
    if (timer.end === "fired") assert.equal(timer.to, timer.due);
    else assert.ok(timer.to <= timer.due);
  }
});

test("causes lead back to the start", () => {
  const { trace } = indexTrace(lossy());
  const chain = causesOf(trace, trace.rows - 1);
  assert.equal(trace.kind(chain.at(-1) ?? -1), EventKind.start);
  assert.deepEqual(
    chain,
    [...chain].sort((a, b) => b - a),
  );
});
