/** The event queue alone: the hold model, beside the heaps of others. */
import { EventQueue } from "../src/engine/kernel/heap.ts";
import { Streams } from "../src/engine/kernel/random.ts";
import { BinaryHeap } from "./lib/binary-heap.ts";
import { leastOf, report, type Timed, timed } from "./lib/measure.ts";
import { type Rival, rivals } from "./lib/rivals.ts";

const HOLDS = 500_000;
const ROUNDS = 5;

/** Durations until the next event, drawn beforehand: what is measured is the queue. */
function steps(): Float64Array {
  const streams = new Streams("bench");
  const stream = streams.open("steps");
  return Float64Array.from({ length: HOLDS }, () => streams.below(stream, 1_000_000));
}

const durations = steps();

/** With so many events pending, take the next and enter one in its place. */
function ours(pending: number): Timed {
  const queue = new EventQueue();
  let order = 0;
  for (; order < pending; order++) queue.push(durations[order % HOLDS], order, order);
  return timed(() => {
    for (const duration of durations) {
      queue.pop();
      queue.push(queue.time + duration, order++, queue.value);
    }
  });
}

function textbook(pending: number): Timed {
  const heap = new BinaryHeap();
  let order = 0;
  for (; order < pending; order++) heap.push(durations[order % HOLDS], order, order);
  return timed(() => {
    for (const duration of durations) {
      const { time, value } = heap.pop()!;
      heap.push(time + duration, order++, value);
    }
  });
}

const by = (rival: Rival, pending: number) => () => rival.run("hold", pending, HOLDS).time;

/** Floors of the ratio to the heap in C++. */
const FLOORS: Record<number, number | undefined> = { 1_000: 0.55, 100_000: 0.7 };

/** Cost of a hold, ns: ours and, where there is a compiler, that of C++. */
function benchHold(pending: number): { our: number; bound: number } {
  const { bound, ns3 } = rivals;
  const others = [bound, ns3].filter((rival) => rival !== undefined);
  const works = others.map((rival) => by(rival, pending));
  const times = leastOf(ROUNDS, ours(pending), textbook(pending), ...works);
  const [our, their, ...rest] = times.map((time) => time / HOLDS);
  const line = { figure: `event queue, hold at ${pending} pending`, value: our, unit: "ns" };
  report({ ...line, ratio: their / our, to: "a textbook's binary heap of objects" });
  others.forEach(({ name }, i) => {
    const floor = name === bound?.name ? FLOORS[pending] : undefined;
    report({ ...line, ratio: rest[i] / our, to: name, ...(floor === undefined ? {} : { floor }) });
  });
  return { our, bound: bound === undefined ? NaN : rest[0] };
}

const costs = [1_000, 10_000, 100_000, 1_000_000].map(benchHold);
const [few, many] = [costs[0], costs[costs.length - 1]];
if (rivals.bound !== undefined) {
  report({
    figure: "event queue, growth of the cost of a hold from 1,000 to 1,000,000 pending",
    value: many.our / few.our,
    unit: "times",
    ratio: many.bound / few.bound / (many.our / few.our),
    to: "the growth of C++'s heap",
    floor: 1,
  });
}
