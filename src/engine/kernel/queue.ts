/**
 * The event queue: the soonest few events stand in order in a short list, all others in a heap.
 *
 * Most runs have a dozen events pending, and what is new among so few is mostly the latest of them:
 * it is put in from the end, which is twice as fast as a heap, whose every comparison is a surprise
 * to the processor. Where there are more than a few dozen the list stays empty, and the heap does
 * all the work.
 */
import { Heap } from "./heap.ts";
import type { Memento } from "./memento.ts";

/** The most that stand in the list; with more, the latest move to the heap. */
const MOST = 32;
/** When the list is empty and no more than so many are in the heap, they all move to the list. */
const FEW = 24;
/** Places of the ring that holds the list: a power of two above `MOST`. */
const PLACES = 64;
const LAST_PLACE = PLACES - 1;

/**
 * A priority queue of (time in ns, order, value), ordered by time and then by order. The last two
 * are integers below 2³¹.
 *
 * `order` is a sequence number, so that no two events tie and every run is the same run. Whoever
 * pushes chooses it: faults have the smallest numbers and so strike before all else of their
 * nanosecond, and a timer keeps the number that it got when it was set.
 */
export class EventQueue {
  /** What `pop` found. */
  time = 0;
  order = 0;
  value = 0;

  /** The list, soonest first, in a ring: from place `#first` to the one before `#end`. */
  readonly #times = new Float64Array(PLACES);
  readonly #orders = new Float64Array(PLACES);
  readonly #values = new Int32Array(PLACES);
  #first = 0;
  #end = 0;
  /** All others. */
  readonly #later = new Heap();
  /** Whatever is before this time (ns) belongs into the list; nothing of the heap is. */
  #border = Infinity;

  get size(): number {
    return this.#end - this.#first + this.#later.size;
  }

  /** Adds an event. `time` must not be NaN. */
  push(time: number, order: number, value: number): void {
    if (time < this.#border) this.#insert(time, order, value);
    else this.#later.push(time, order, value);
  }

  /** Takes the earliest event into `time`, `order` and `value`; false if there is none. */
  pop(): boolean {
    if (this.#first === this.#end) {
      if (this.#later.size > FEW) return this.#popLater();
      this.#gather();
      if (this.#first === this.#end) return false;
    }
    const place = this.#first++ & LAST_PLACE;
    this.time = this.#times[place];
    this.order = this.#orders[place];
    this.value = this.#values[place];
    return true;
  }

  /** When the earliest event is due, ns; Infinity if there is none. */
  peek(): number {
    if (this.#first === this.#end) return this.#later.peek();
    return this.#times[this.#first & LAST_PLACE];
  }

  /** Saves or restores the events. */
  remember(memento: Memento): void {
    const now = [this.#first, this.#end, this.#border];
    [this.#first, this.#end, this.#border] = memento.values(now);
    memento.column(this.#times, PLACES);
    memento.column(this.#orders, PLACES);
    memento.column(this.#values, PLACES);
    this.#later.remember(memento);
  }

  #insert(time: number, order: number, value: number): void {
    const [times, orders, values] = [this.#times, this.#orders, this.#values];
    const first = this.#first;
    let place = this.#end++;
    for (; place > first; place--) {
      const before = (place - 1) & LAST_PLACE;
      const sooner = times[before];
      if (sooner < time || (sooner === time && orders[before] < order)) break;
      const at = place & LAST_PLACE;
      times[at] = sooner;
      orders[at] = orders[before];
      values[at] = values[before];
    }
    const at = place & LAST_PLACE;
    times[at] = time;
    orders[at] = order;
    values[at] = value;
    if (this.#end - first > MOST) this.#spill();
  }

  /** The latest of the list, all of its nanosecond, move to the heap. */
  #spill(): void {
    const border = this.#times[(this.#end - 1) & LAST_PLACE];
    for (; this.#end > this.#first; this.#end--) {
      const last = (this.#end - 1) & LAST_PLACE;
      if (this.#times[last] < border) break;
      this.#later.push(this.#times[last], this.#orders[last], this.#values[last]);
    }
    this.#border = border;
  }

  /** All that is left in the heap moves to the list. */
  #gather(): void {
    const later = this.#later;
    this.#border = Infinity;
    while (later.pop()) this.#insert(later.time, later.order, later.value);
  }

  #popLater(): boolean {
    const later = this.#later;
    // Whatever comes goes into the heap now, where it fills the hole that this pop leaves.
    this.#border = -Infinity;
    later.pop();
    this.time = later.time;
    this.order = later.order;
    this.value = later.value;
    return true;
  }
}
