/** Faults of the order in which things happen: somebody else than time decides what is next. */
import { type Form, made, NODE, type Schema } from "./schema.ts";

/** A fault that lets one event happen before all others. */
export type OrderFault = { verb: "first"; node: string; n: number };

/** Each verb's fields. */
export const orderSchema: Schema = new Map<OrderFault["verb"], Form>([
  ["first", [NODE, { name: "n", rule: { kind: "whole", min: 1, max: 2_147_483_647 } }]],
]);

/**
 * The node's `n`-th possible event (from 1) happens next, and all others wait. The first of these
 * faults in the list decides what happens first, the second what happens second…: together they
 * are one path through all the orders in which a system may run.
 *
 * Possible at a node are the packets in the air to it, those apart that chance will lose, and its
 * running timers, in the order in which they are due. What needs no choice goes on by itself, at
 * its time and before a choice of the same nanosecond: starts, the work of processes and routers,
 * packets that leave for their links, other faults. The chosen event happens when it is due, or
 * at once if it has had to wait; so time never goes back. A node that has not `n` of them yet
 * waits for what goes on by itself; if that can bring none, or if the chosen one is gone before
 * it is due (the link is cut, the timer stopped), the fault is passed over. After the last of
 * these faults what has waited happens at once, as it was due, and then everything at its time.
 */
export function first(node: string, n: number): OrderFault {
  return made(orderSchema, { verb: "first", node, n });
}
