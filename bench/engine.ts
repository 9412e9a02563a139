/**
 * How fast the engine is: one line of JSON a figure, each beside something that any reader can
 * understand, measured in the same run. `ratio` above 1 means: faster than that.
 */
import { duplex, ms, simulate, StopAndWaitReceiver } from "../src/engine/index.ts";
import { StopAndWaitSender } from "../src/engine/index.ts";
import { indexTrace } from "../src/views/trace-index.ts";
import { bareStopAndWait } from "./lib/bare-loop.ts";
import { leastOf, leastTime, report, timed } from "./lib/measure.ts";

const ROUNDS = 5;
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
  const [our, bare] = leastOf(
    ROUNDS,
    timed(() => {
      events = runOf(LETTERS, 1).metrics.events;
    }),
    timed(() => {
      // Fifty times as many letters, since the loop is too short to be measured.
      bareStopAndWait("1", 50 * LETTERS, { delay: DELAY, loss: LOSS, timeout: TIMEOUT });
    }),
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

benchStopAndWait();
benchSmallRun();

/** What a page does before it can draw: flights, messages, spans, once for a trace. */
function benchIndex(): void {
  const { trace } = runOf(70_000, 1);
  const value = leastTime(ROUNDS, () => void indexTrace(trace)) / 1e6;
  const figure = `index of a trace of ${trace.rows} rows`;
  report({ figure, value, unit: "ms", ratio: 300 / value, to: "300 ms" });
}

benchIndex();
