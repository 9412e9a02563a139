/**
 * How fast the engine is: one line of JSON a figure, each beside something that any reader can
 * understand, measured in the same run. `ratio` above 1 means: faster than that.
 */
import { duplex, ms, simulate, StopAndWaitReceiver } from "../src/engine/index.ts";
import { StopAndWaitSender } from "../src/engine/index.ts";
import { EventQueue } from "../src/engine/kernel/heap.ts";
import { Streams } from "../src/engine/kernel/random.ts";
import { bareStopAndWait } from "./lib/bare-loop.ts";
import { BinaryHeap } from "./lib/binary-heap.ts";
import { leastTime, leastTimes, report } from "./lib/measure.ts";

const HOLDS = 200_000;
const ROUNDS = 5;

/** Durations until the next event, drawn beforehand: what is measured is the queue. */
function steps(): Float64Array {
  const streams = new Streams("bench");
  const stream = streams.open("steps");
  return Float64Array.from({ length: HOLDS }, () => streams.below(stream, 1_000_000));
}

/** The hold model: with so many events pending, take the next and enter one in its place. */
function benchQueue(pending: number): void {
  const durations = steps();
  const ours = new EventQueue();
  const theirs = new BinaryHeap();
  for (let i = 0; i < pending; i++) {
    ours.push(durations[i % HOLDS], i, i);
    theirs.push(durations[i % HOLDS], i, i);
  }
  let order = pending;
  const [our, their] = leastTimes(
    ROUNDS,
    () => {
      for (const duration of durations) {
        ours.pop();
        ours.push(ours.time + duration, order++, ours.value);
      }
    },
    () => {
      for (const duration of durations) {
        const { time, value } = theirs.pop()!;
        theirs.push(time + duration, order++, value);
      }
    },
  );
  report({
    figure: `event queue, hold at ${pending} pending`,
    value: our / HOLDS,
    unit: "ns",
    ratio: their / our,
    to: "a textbook's binary heap of objects",
  });
}

const LETTERS = 20_000;
const LOSS = 0.1;
const DELAY = ms(40);
const TIMEOUT = ms(250);

function runOf(letters: number, seed: number) {
  return simulate({
    seed,
    nodes: {
      sender: new StopAndWaitSender("receiver", "x".repeat(letters), TIMEOUT),
      receiver: new StopAndWaitReceiver(),
    },
    links: duplex("sender", "receiver", { delay: DELAY, loss: LOSS }),
  });
}

function benchStopAndWait(): void {
  let events = 0;
  const [our, bare] = leastTimes(
    ROUNDS,
    () => {
      events = runOf(LETTERS, 1).metrics.events;
    },
    () => {
      // Fifty times as many letters, since the loop is too short to be measured.
      bareStopAndWait("1", 50 * LETTERS, { delay: DELAY, loss: LOSS, timeout: TIMEOUT });
    },
  );
  report({
    figure: "stop-and-wait with its trace, events a second",
    value: events / (our / 1e9),
    unit: "1/s",
    ratio: bare / 50 / our,
    to: "a bare loop that only draws the luck",
  });
}

/** What a knob's move costs: a default experiment from spec to run. */
function benchSmallRun(): void {
  const runs = 200;
  let seed = 0;
  const time = leastTime(ROUNDS, () => {
    for (let i = 0; i < runs; i++) runOf(20, seed++);
  });
  const [target, value] = [100, time / runs / 1e6];
  report({
    figure: "a run of 20 letters, spec to fingerprint",
    value,
    unit: "ms",
    ratio: target / value,
    to: "the 100 ms in which a knob's move must redraw",
  });
}

benchQueue(1000);
benchQueue(100_000);
benchStopAndWait();
benchSmallRun();
