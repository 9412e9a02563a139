/**
 * Faults are data: whatever is done to a run, by its author or by a person at the stage, is a
 * list of these, so that it can be kept, shared, removed and played again.
 */

/** A fault. Times are ns of simulated time; `packet` is its ordinal on the link, from 1. */
export type Fault =
  | { verb: "drop"; link: string; packet: number; at?: number }
  | { verb: "corrupt"; link: string; packet: number; bit?: number }
  | { verb: "delay"; link: string; packet: number; by: number }
  | { verb: "duplicate"; link: string; packet: number }
  | { verb: "cut"; from: string; to: string; at: number; oneWay?: boolean }
  | { verb: "heal"; from: string; to: string; at: number; oneWay?: boolean }
  | { verb: "crash"; node: string; at: number }
  | { verb: "restart"; node: string; at: number };

export type Verb = Fault["verb"];
