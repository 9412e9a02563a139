/**
 * The hold model (Jones 1986) on the engine's queue, in a process of its own: beside heaps of
 * objects the collector's work would count as the queue's. Usage: node hold.ts <pending> <holds>
 */
import { EventQueue } from "../../src/engine/kernel/queue.ts";
import { Streams } from "../../src/engine/kernel/random.ts";
import { leastTime } from "./measure.ts";

/** The first makes the compiler do its work. */
const ROUNDS = 2;
/** Durations until the next event, drawn beforehand and used again: as many as C++ has. */
const STEPS = 1 << 18;

/** Durations until the next event, ns: what is measured is the queue. */
export function holdSteps(): Float64Array {
  const streams = new Streams("bench");
  const stream = streams.open("steps");
  return Float64Array.from({ length: STEPS }, () => streams.below(stream, 1_000_000));
}

/** With so many events pending, takes the next and enters one in its place; processor time, ns. */
function hold(pending: number, holds: number): number {
  const durations = holdSteps();
  const queue = new EventQueue();
  let order = 0;
  for (; order < pending; order++) queue.push(durations[order % STEPS], order, order);
  return leastTime(ROUNDS, () => {
    for (let i = 0; i < holds; i++) {
      queue.pop();
      queue.push(queue.time + durations[i % STEPS], order++, queue.value);
    }
  });
}

if (import.meta.main) {
  const [pending, holds] = process.argv.slice(2).map(Number);
  const report = { time: hold(pending, holds), rss: 0, rows: 0, bytes: 0 };
  console.log(JSON.stringify(report));
}
