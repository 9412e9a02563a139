/**
 * Timers: each has one entry in the event queue and a deadline that moves. An entry that fires
 * before the deadline (since the timer was set anew meanwhile) goes back into the queue; only a
 * timer that is set to an earlier time needs a second entry, and the first then says nothing.
 */
import type { Memento } from "./memento.ts";
import type { EventQueue } from "./queue.ts";

/** What stands for "no entry in the queue". */
const NOT_QUEUED = -1;

/** All timers of a run, by number. */
export class Timers {
  readonly #queue: EventQueue;
  readonly #tag: (timer: number) => number;
  /** For each timer: its deadline (ns; Infinity when stopped) and the order that it got. */
  readonly #deadlines: number[] = [];
  readonly #orders: number[] = [];
  /** For each timer: time and order of its entry in the queue. */
  readonly #entryTimes: number[] = [];
  readonly #entryOrders: number[] = [];

  /** `tag` makes a timer's number into the value that the queue carries. */
  constructor(queue: EventQueue, tag: (timer: number) => number) {
    this.#queue = queue;
    this.#tag = tag;
  }

  /** A new timer, stopped. */
  create(): number {
    this.#orders.push(0);
    this.#entryTimes.push(Infinity);
    this.#entryOrders.push(NOT_QUEUED);
    return this.#deadlines.push(Infinity) - 1;
  }

  /** Sets a timer, running or not, to `deadline` (ns), with its place among equal times. */
  set(timer: number, deadline: number, order: number): void {
    this.#deadlines[timer] = deadline;
    this.#orders[timer] = order;
    const isCovered = this.#entryOrders[timer] !== NOT_QUEUED && this.#entryTimes[timer] < deadline;
    if (!isCovered) this.#enter(timer);
  }

  /** Stops a timer. */
  stop(timer: number): void {
    this.#deadlines[timer] = Infinity;
  }

  /** Whether a timer is set and has not run out. */
  isRunning(timer: number): boolean {
    return this.#deadlines[timer] !== Infinity;
  }

  /** When a running timer runs out, ns; Infinity for one that is stopped. */
  deadline(timer: number): number {
    return this.#deadlines[timer];
  }

  /** The place of a running timer among events of equal time. */
  order(timer: number): number {
    return this.#orders[timer];
  }

  /**
   * To be called when the queue yields a timer's entry: whether the timer has run out now. It is
   * then stopped.
   */
  fires(timer: number, order: number): boolean {
    if (order !== this.#entryOrders[timer]) return false;
    this.#entryOrders[timer] = NOT_QUEUED;
    if (!this.isRunning(timer)) return false;
    if (this.#orders[timer] !== order) {
      this.#enter(timer);
      return false;
    }
    this.#deadlines[timer] = Infinity;
    return true;
  }

  /** Saves or restores all timers; their entries are the queue's. */
  remember(memento: Memento): void {
    memento.list(this.#deadlines);
    memento.list(this.#orders);
    memento.list(this.#entryTimes);
    memento.list(this.#entryOrders);
  }

  #enter(timer: number): void {
    this.#entryTimes[timer] = this.#deadlines[timer];
    this.#entryOrders[timer] = this.#orders[timer];
    this.#queue.push(this.#deadlines[timer], this.#orders[timer], this.#tag(timer));
  }
}
