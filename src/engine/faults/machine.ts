/** Faults of machines whose process stays up: wrong clocks, slowness, muteness ("gray" faults). */
import { checkOptions, show } from "../kernel/check.ts";
import { AT, type Form, made, NODE, type Schema, UNTIL } from "./schema.ts";
import type { Lasting } from "./node.ts";

/** A fault that a process does not notice by itself. */
export type MachineFault =
  | { verb: "skew"; node: string; at: number; offset?: number; drift?: number }
  | { verb: "slow"; node: string; factor: number; at: number; until?: number }
  | { verb: "mute"; node: string; at: number; until?: number }
  | { verb: "unmute"; node: string; at: number };

/** The farthest that a clock may be set ahead or behind, ns: eleven days. */
export const FARTHEST_OFFSET = 1e15;
/** Bounds of a clock's drift: it neither stands still nor runs more than ten times too fast. */
export const LEAST_DRIFT = -0.9;
export const MOST_DRIFT = 9;

const skewed: Form = [
  NODE,
  AT,
  {
    name: "offset",
    rule: { kind: "whole", min: -FARTHEST_OFFSET, max: FARTHEST_OFFSET },
    optional: true,
  },
  { name: "drift", rule: { kind: "number", min: LEAST_DRIFT, max: MOST_DRIFT }, optional: true },
];

/** Each verb's fields. */
export const machineSchema: Schema = new Map<MachineFault["verb"], Form>([
  ["skew", skewed],
  ["slow", [NODE, { name: "factor", rule: { kind: "number", min: 1, max: 1e6 } }, AT, UNTIL]],
  ["mute", [NODE, AT, UNTIL]],
  ["unmute", [NODE, AT]],
]);

/**
 * The node's clock jumps at time `at` (ns) by `offset` ns (below 0: back), and from then on counts
 * `drift` seconds too many in a second: `skew("b", seconds(3), { drift: ppm(200) })`. What is left
 * out stays as it is. Timers measure how long something takes: they follow the drift, not a jump.
 */
export function skew(
  node: string,
  at: number,
  change: { offset?: number; drift?: number },
): MachineFault {
  if (change === undefined || change === null) {
    throw new RangeError(`skew(…): the change is ${show(change)}; it must have offset or drift.`);
  }
  const options = checkOptions("skew(…)", change, ["offset", "drift"]);
  return made(machineSchema, { verb: "skew", node, at, ...options });
}

/**
 * What the node begins to `work` at from time `at` (ns) on takes `factor` times as long (1 to 10⁶).
 * Several of these multiply.
 */
export function slow(node: string, factor: number, at: number, lasting?: Lasting): MachineFault {
  const options = checkOptions("slow(…)", lasting, ["until"]);
  return made(machineSchema, { verb: "slow", node, factor, at, ...options });
}

/** The node hears and works on from time `at` (ns), but nothing that it sends leaves it. */
export function mute(node: string, at: number, lasting?: Lasting): MachineFault {
  const options = checkOptions("mute(…)", lasting, ["until"]);
  return made(machineSchema, { verb: "mute", node, at, ...options });
}

/** What the node sends leaves it again from time `at` (ns) on, whatever has muted it. */
export function unmute(node: string, at: number): MachineFault {
  return made(machineSchema, { verb: "unmute", node, at });
}
