/** What links share at their sending ends, and what is measured there. */
import type { Flights } from "./flights.ts";
import type { World } from "./world.ts";

/** What the sending ends of all links share. */
export type SenderStage = {
  world: World;
  flights: Flights;
  /** Names of the nodes. */
  names: readonly string[];
  nextPacket: () => number;
  /** Ends the run: the policy of a queue has thrown. */
  fail(node: number, cause: number, error: unknown): never;
};

/** What is measured at a link's sending end. */
export type QueueMeasure = {
  /** Packets that came to the queue. */
  offered: number;
  /** Packets that it threw away. */
  dropped: number;
  /** Packets that waited, on average over time. */
  mean: number;
  /** The most that waited at the same time. */
  longest: number;
  /** Which part of the time the link was taking packets, 0…1. */
  utilisation: number;
};
