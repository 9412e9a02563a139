/**
 * Crashes within a handler: a fault names the point, and there the handler ends. What it would
 * have done afterwards is never done, and its disk is kept as it was.
 */

import type { Memento } from "../kernel/memento.ts";
import type { Host } from "../process/host.ts";

/** Thrown through a handler to end it where its node crashes. */
export class HandlerEnds {}

function end(): never {
  throw new HandlerEnds();
}

/** The host of a halted process: should it catch what ended it, it still does nothing more. */
export function haltedHost(host: Host): Host {
  return {
    address: host.address,
    now: () => host.now(),
    random: () => host.random(),
    send: end,
    setTimer: end,
    cancelTimer: end,
    work: end,
    invoke: end,
    complete: end,
    note: end,
    neighbours: () => host.neighbours(),
  };
}

/** Where in a node's handlers a crash is planned. */
export type PlannedCrash = {
  /** The fault's index in the run's list. */
  readonly fault: number;
  /** How many sends of that handler come before the crash. */
  readonly afterSends: number;
};

/** The planned crashes of one node, by the number of the event that is handled, from 1. */
export class PlannedCrashes {
  readonly #points = new Map<number, PlannedCrash>();
  /** The next event that matters: until then, counting is all there is to do. */
  #next = Infinity;
  #handled = 0;

  /** Plans a crash. Of two in the same handler the earlier point counts, then the earlier fault. */
  add(handled: number, crash: PlannedCrash): void {
    const known = this.#points.get(handled);
    if (known !== undefined && known.afterSends <= crash.afterSends) return;
    this.#points.set(handled, crash);
    this.#next = Math.min(this.#next, handled);
  }

  /** Another event is about to be handled: the crash that is planned for it, if any. */
  begin(): PlannedCrash | undefined {
    if (++this.#handled < this.#next) return undefined;
    const crash = this.#points.get(this.#handled);
    this.skip(this.#handled);
    return crash;
  }

  /** So many events have been handled by now. */
  skip(handled: number): void {
    this.#handled = handled;
    const left = [...this.#points.keys()].filter((point) => point > handled);
    this.#next = Math.min(Infinity, ...left);
  }

  /** Saves or restores how far it has counted. */
  remember(memento: Memento): void {
    const handled = memento.value(this.#handled);
    if (memento.isRead) this.skip(handled);
  }
}
