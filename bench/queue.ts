/** The event queue alone: the hold model, beside the heaps of others. */
import { BinaryHeap } from "./lib/binary-heap.ts";
import { inChild } from "./lib/child.ts";
import { holdSteps } from "./lib/hold.ts";
import { leastOf, report, type Timed, timed } from "./lib/measure.ts";
import { type Rival, rivals } from "./lib/rivals.ts";

const HOLDS = 500_000;
const ROUNDS = 5;

const durations = holdSteps();
const child = inChild(new URL("lib/hold.ts", import.meta.url));

function textbook(pending: number): Timed {
  const heap = new BinaryHeap();
  let order = 0;
  for (; order < pending; order++) heap.push(durations[order % durations.length], order, order);
  return timed(() => {
    for (let i = 0; i < HOLDS; i++) {
      const { time, value } = heap.pop()!;
      heap.push(time + durations[i % durations.length], order++, value);
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
  const ours = () => child(pending, HOLDS).time;
  const times = leastOf(ROUNDS, ours, textbook(pending), ...works);
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
