/**
 * The models as bare loops in the engine's own language, on the engine's own queue and chance:
 * no processes, no messages, no trace. What is left is what a simulator's comfort costs.
 */
import { EventQueue } from "../../src/engine/kernel/queue.ts";
import { log } from "../../src/engine/kernel/math.ts";
import { Streams } from "../../src/engine/kernel/random.ts";

const SENDING = 800_000;
const DELAY = 1_000_000;
const LINKS = 4;
const PLACES = 10;

/** M/M/1 at a load of 0.8: mean sojourn time in mean service times. */
export function bareMM1(customers: number): number {
  const queue = new EventQueue();
  const streams = new Streams("bench");
  const [arrivals, services] = [streams.open("arrivals"), streams.open("services")];
  const exponential = (stream: number, mean: number) => -mean * log(1 - streams.next(stream));
  const waiting: number[] = [];
  const [ARRIVE, DEPART] = [0, 1];
  let [head, order, come, sum] = [0, 0, 0, 0];
  queue.push(exponential(arrivals, 1 / 0.8), order++, ARRIVE);
  while (queue.pop()) {
    const { time, value } = queue;
    if (value === ARRIVE) {
      waiting.push(time);
      if (waiting.length - head === 1) queue.push(time + exponential(services, 1), order++, DEPART);
      if (++come < customers) queue.push(time + exponential(arrivals, 1 / 0.8), order++, ARRIVE);
    } else {
      sum += time - waiting[head++];
      if (head < waiting.length) queue.push(time + exponential(services, 1), order++, DEPART);
    }
  }
  return sum / customers;
}

/** Four links in a row, drop-tail queues of ten, at 90 % load: the share that arrives. */
export function bareChain(packets: number): number {
  const chain = new BareChain(packets);
  return chain.run() / packets;
}

/** What an event is about: the source, a link that is free again, an arrival behind a link. */
const SOURCE = 0;
const FREE = 1;
const ARRIVE = FREE + LINKS;

class BareChain {
  readonly #queue = new EventQueue();
  readonly #streams = new Streams("bench");
  readonly #gaps = this.#streams.open("gaps");
  readonly #busy = new Uint8Array(LINKS);
  readonly #waiting = new Int32Array(LINKS);
  #left: number;
  #order = 0;
  #arrived = 0;

  constructor(packets: number) {
    this.#left = packets;
  }

  run(): number {
    const queue = this.#queue;
    this.#enter(this.#gap(), SOURCE);
    while (queue.pop()) {
      const { time, value } = queue;
      if (value === SOURCE) {
        this.#offer(time, 0);
        if (--this.#left > 0) this.#enter(time + this.#gap(), SOURCE);
      } else if (value < ARRIVE) this.#free(time, value - FREE);
      else if (value === ARRIVE + LINKS - 1) this.#arrived++;
      else this.#offer(time, value - ARRIVE + 1);
    }
    return this.#arrived;
  }

  #gap(): number {
    return Math.floor((-SENDING / 0.9) * log(1 - this.#streams.next(this.#gaps)));
  }

  #enter(time: number, value: number): void {
    this.#queue.push(time, this.#order++, value);
  }

  #offer(time: number, link: number): void {
    if (this.#busy[link] === 0) this.#start(time, link);
    else if (this.#waiting[link] < PLACES) this.#waiting[link]++;
  }

  #start(time: number, link: number): void {
    this.#busy[link] = 1;
    this.#enter(time + SENDING, FREE + link);
    this.#enter(time + SENDING + DELAY, ARRIVE + link);
  }

  #free(time: number, link: number): void {
    this.#busy[link] = 0;
    if (this.#waiting[link] === 0) return;
    this.#waiting[link]--;
    this.#start(time, link);
  }
}
