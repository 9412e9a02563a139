/** What network and processes of one run share: the clock, the queue, the trace, the chance. */
import type { Memento } from "../kernel/memento.ts";
import { EventQueue } from "../kernel/queue.ts";
import { Streams } from "../kernel/random.ts";
import type { TraceWriter } from "../trace/writer.ts";

/**
 * Orders below this one belong to faults, so that these strike before all else of their
 * nanosecond; a list of faults is capped below it.
 */
export const FIRST_ORDER = 16_384;

/** What an entry of the queue is about; the rest of its value is a number of that thing. */
export const Task = {
  /** A fault of the list strikes. */
  fault: 0,
  /** A link can take its next packet. */
  transmit: 1,
  /** A flight ends. */
  end: 2,
  /** A bit of a flying packet flips. */
  flip: 3,
  /** A fault takes a flying packet off its link. */
  drop: 4,
  /** A timer may have run out. */
  timer: 5,
  /** A node goes on after work. */
  resume: 6,
  /** A node starts for the first time. */
  start: 7,
  /** A router has looked at a packet and can pass it on. */
  forward: 8,
  /** The pieces of a message have waited long enough for the rest. */
  giveUp: 9,
  /** All routers learn of the present state of links and routers. */
  reroute: 10,
  /** Several bits of a flying packet flip. */
  flips: 11,
} as const;
/** The code of a task. */
export type TaskCode = (typeof Task)[keyof typeof Task];

const TASK_BITS = 4;
const TASK_MASK = 15;

/** An entry's value. */
export function taskValue(task: TaskCode, number: number): number {
  return (number << TASK_BITS) | task;
}

/** The task of an entry's value. */
export function taskOf(value: number): TaskCode {
  return (value & TASK_MASK) as TaskCode;
}

/** The number in an entry's value. */
export function numberOf(value: number): number {
  return value >>> TASK_BITS;
}

/** The state that everything of a run refers to. */
export class World {
  /** Simulated time, ns. */
  now = 0;
  /** Up to when time may pass within a handler, ns. 0: not at all, each event is one of its own. */
  horizon = 0;
  readonly queue = new EventQueue();
  readonly streams: Streams;
  readonly trace: TraceWriter;
  #order = FIRST_ORDER;

  constructor(seed: string, trace: TraceWriter) {
    this.streams = new Streams(seed);
    this.trace = trace;
  }

  /** Whether nothing is to happen up to this time (ns), and it may pass within a handler. */
  isQuietUntil(time: number): boolean {
    return time <= this.horizon && this.queue.peek() > time;
  }

  /** The next place among events of equal time. */
  nextOrder(): number {
    return this.#order++;
  }

  /** Enters a task for a time, ns, and returns its place among events of equal time. */
  schedule(time: number, task: TaskCode, number: number): number {
    const order = this.#order++;
    this.queue.push(time, order, (number << TASK_BITS) | task);
    return order;
  }

  /** Saves or restores all of this. */
  remember(memento: Memento): void {
    [this.now, this.#order] = memento.values([this.now, this.#order]);
    this.queue.remember(memento);
    this.streams.remember(memento);
    this.trace.remember(memento);
  }
}
