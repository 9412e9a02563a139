/**
 * Any moment of a long run: how long it takes at worst, once the run has been recorded, and what
 * recording costs beside running.
 */
import { duplex, ms, simulate, type Spec } from "../src/engine/index.ts";
import { StopAndWaitReceiver, StopAndWaitSender } from "../src/engine/index.ts";
import { Streams } from "../src/engine/kernel/random.ts";
import { Recording } from "../src/engine/simulate.ts";
import { chainSpec } from "./lib/chain.ts";
import { leastOf, report, timed } from "./lib/measure.ts";

const MOMENTS = 200;
const ROUNDS = 5;
/** A picture at 60 Hz. */
const TARGET = 16;

const letters: Spec = {
  seed: 1,
  nodes: {
    sender: new StopAndWaitSender("receiver", "x".repeat(108_000), ms(250)),
    receiver: new StopAndWaitReceiver(),
  },
  links: duplex("sender", "receiver", { delay: ms(40), loss: 0.1 }),
};

const streams = new Streams("bench");
const choice = streams.open("row");

/** The longest of the times that random moments take, ms: of each the least of several rounds. */
function worst(recording: Recording, rows: number): number {
  const asked = Array.from({ length: MOMENTS }, () => streams.below(choice, rows));
  const least = asked.map(() => Infinity);
  for (let round = 0; round < ROUNDS; round++) {
    asked.forEach((row, i) => {
      const time = timed(() => recording.moment(row))();
      least[i] = Math.min(least[i], time / 1e6);
    });
  }
  return Math.max(...least);
}

const specs = { "stop-and-wait": letters, "a chain of routers": chainSpec(85_000) };
for (const [name, given] of Object.entries(specs)) {
  const spec = { ...given, limits: { events: 1_000_000 } };
  const { rows } = simulate(spec).trace;
  const recordings: Recording[] = [];
  const [plain, recorded] = leastOf(
    ROUNDS,
    timed(() => simulate(spec)),
    timed(() => {
      const recording = new Recording(spec);
      recording.moment(rows - 1);
      recordings.push(recording);
    }),
  );
  report({
    figure: `${name}: recording a run of ${rows} events`,
    value: recorded / 1e6,
    unit: "ms",
    ratio: plain / recorded,
    to: "running it",
  });
  const [recording] = recordings;
  const value = worst(recording, rows);
  report({
    figure: `${name}: moment of a run of ${rows} events, worst of ${MOMENTS} random moments`,
    value,
    unit: "ms",
    ratio: TARGET / value,
    to: `${TARGET} ms`,
    floor: 1,
  });
}
