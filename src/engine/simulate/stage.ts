/** What the nodes of a run share. */
import type { Timers } from "../kernel/timers.ts";
import type { Envelope } from "../network/packet.ts";
import type { World } from "../network/world.ts";
import type { Neighbour } from "../process/host.ts";
import type { Encoded } from "../wire/body.ts";

/** A timer of a node. */
export type Timer = {
  readonly node: number;
  readonly name: string;
  /** Its name's number in the trace's table of strings. */
  readonly text: number;
  /** Its number among all timers of the run. */
  readonly number: number;
  /** The row in which it was set. */
  row: number;
  /** Whether it has run out and waits for a busy process. */
  isWaiting: boolean;
};

/** A timer that is set and runs out apart from this one. */
export function copyTimer(timer: Timer): Timer {
  return { ...timer };
}

/** What the nodes of a run share. */
export type Stage = {
  readonly world: World;
  readonly timers: Timers;
  /** All timers, by number. */
  readonly timerList: Timer[];
  /**
   * The index of a node.
   * @throws RangeError if there is none of this name.
   */
  indexOf(name: unknown): number;
  /** Sends a message: writes its `send` and gives it to the network. */
  post(
    from: number,
    to: number,
    encoded: Encoded,
    size: number,
    cause: number,
    envelope: Envelope,
  ): void;
  /** The nodes that links lead to. */
  neighbours(node: number): Neighbour[];
  /** A router may have written its table. */
  forgetRoutes(node: number): void;
  /** The number of the next operation of the run, from 1. */
  nextOperation(): number;
};
