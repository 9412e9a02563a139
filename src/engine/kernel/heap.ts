/**
 * A 4-ary heap in typed arrays, ordered by (time, order).
 *
 * A pop leaves a hole at the root; a push that follows at once (the usual case in a simulation)
 * fills it and sinks, which saves one of the two journeys through the heap.
 */
import type { Memento } from "./memento.ts";

const FIRST_CAPACITY = 256;

/** A heap of (time in ns, order, value), the last two being integers below 2³¹. */
export class Heap {
  /** What `pop` found. */
  time = 0;
  order = 0;
  value = 0;

  #times = new Float64Array(FIRST_CAPACITY);
  #orders = new Float64Array(FIRST_CAPACITY);
  #values = new Int32Array(FIRST_CAPACITY);
  /** Slots in use, the hole included. */
  #size = 0;
  #hasHole = false;

  get size(): number {
    return this.#hasHole ? this.#size - 1 : this.#size;
  }

  /** Adds an event. `time` must not be NaN. */
  push(time: number, order: number, value: number): void {
    if (this.#hasHole) {
      this.#hasHole = false;
      this.#sink(time, order, value);
      return;
    }
    if (this.#size === this.#times.length) this.#grow();
    this.#rise(this.#size++, time, order, value);
  }

  /** Takes the earliest event into `time`, `order` and `value`; false if there is none. */
  pop(): boolean {
    if (this.#hasHole) this.#fill();
    if (this.#size === 0) return false;
    this.time = this.#times[0];
    this.order = this.#orders[0];
    this.value = this.#values[0];
    this.#hasHole = true;
    return true;
  }

  /** When the earliest event is due, ns; Infinity if there is none. */
  peek(): number {
    if (this.#hasHole) return this.#peekBelow();
    return this.#size === 0 ? Infinity : this.#times[0];
  }

  /** The earliest time below the hole, which stays for a push to come. */
  #peekBelow(): number {
    let least = Infinity;
    const end = Math.min(this.#size, 5);
    for (let child = 1; child < end; child++) least = Math.min(least, this.#times[child]);
    return least;
  }

  /** Saves or restores the events. */
  remember(memento: Memento): void {
    if (this.#hasHole) this.#fill();
    this.#size = memento.value(this.#size);
    this.#times = memento.column(this.#times, this.#size);
    this.#orders = memento.column(this.#orders, this.#size);
    this.#values = memento.column(this.#values, this.#size);
  }

  #fill(): void {
    this.#hasHole = false;
    const last = --this.#size;
    if (last > 0) this.#sink(this.#times[last], this.#orders[last], this.#values[last]);
  }

  #rise(start: number, time: number, order: number, value: number): void {
    const times = this.#times;
    const orders = this.#orders;
    const values = this.#values;
    let slot = start;
    while (slot > 0) {
      const parent = (slot - 1) >> 2;
      const above = times[parent];
      if (above < time || (above === time && orders[parent] < order)) break;
      times[slot] = above;
      orders[slot] = orders[parent];
      values[slot] = values[parent];
      slot = parent;
    }
    times[slot] = time;
    orders[slot] = order;
    values[slot] = value;
  }

  /** Puts an event in at the root and lets it sink to its place. */
  #sink(time: number, order: number, value: number): void {
    const [times, orders, values] = [this.#times, this.#orders, this.#values];
    const size = this.#size;
    let slot = 0;
    let child = 1;
    for (; child + 4 <= size; child = 4 * slot + 1) {
      // The earliest of four brothers, written out: a fifth of the queue's time hangs on it.
      let best = child;
      let least = times[child];
      const second = times[child + 1];
      if (second < least || (second === least && orders[child + 1] < orders[best])) {
        best = child + 1;
        least = second;
      }
      const third = times[child + 2];
      if (third < least || (third === least && orders[child + 2] < orders[best])) {
        best = child + 2;
        least = third;
      }
      const fourth = times[child + 3];
      if (fourth < least || (fourth === least && orders[child + 3] < orders[best])) {
        best = child + 3;
        least = fourth;
      }
      if (time < least || (time === least && order < orders[best])) break;
      times[slot] = least;
      orders[slot] = orders[best];
      values[slot] = values[best];
      slot = best;
    }
    if (child < size && child + 4 > size) slot = this.#settle(slot, time, order);
    times[slot] = time;
    orders[slot] = order;
    values[slot] = value;
  }

  /** The last step of a sinking event, where fewer than four are below: where it comes to rest. */
  #settle(slot: number, time: number, order: number): number {
    const [times, orders, values] = [this.#times, this.#orders, this.#values];
    let place = slot;
    let [least, first] = [time, order];
    for (let child = 4 * slot + 1; child < this.#size; child++) {
      const isSooner = times[child] < least || (times[child] === least && orders[child] < first);
      if (!isSooner) continue;
      place = child;
      least = times[child];
      first = orders[child];
    }
    times[slot] = least;
    orders[slot] = first;
    values[slot] = values[place];
    return place;
  }

  #grow(): void {
    const capacity = this.#times.length * 2;
    this.#times = enlarged(this.#times, new Float64Array(capacity));
    this.#orders = enlarged(this.#orders, new Float64Array(capacity));
    this.#values = enlarged(this.#values, new Int32Array(capacity));
  }
}

/** Copies a typed array into a larger one, and returns that. */
export function enlarged<Column extends Float64Array | Int32Array | Uint8Array>(
  from: Column,
  to: Column,
): Column {
  to.set(from);
  return to;
}
