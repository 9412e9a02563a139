/** Faults of nodes: what happens to a process and to the machine under it. */
import { checkOptions, show } from "../kernel/check.ts";
import { AT, type Field, type Form, made, type Schema, SPAN } from "./schema.ts";

/** A fault that strikes a node. */
export type NodeFault =
  | { verb: "crash"; node: string; at: number }
  | ({ verb: "crash"; node: string } & PointInHandler)
  | ({ verb: "crash"; node: string } & PointInTrace)
  | { verb: "restart"; node: string; at: number };

/**
 * A point within a handler: the node's `handled`-th event of the run (from 1; start, receive and
 * timeout count, before and after restarts), as soon as it has made `afterSends` sends.
 */
export type PointInHandler = {
  handled: number;
  /** 0: before the handler does anything. More than it makes: when it has ended. */
  afterSends: number;
  /** After how long the node starts again, ns; left out: it does not. */
  downFor?: number;
};

/** The point at which an event of the trace is over, its handler included. */
export type PointInTrace = {
  /** The event's row, from 0, in the run as it is without this fault. */
  event: number;
  /** After how long the node starts again, ns; left out: it does not. */
  downFor?: number;
};

const MOST = 2_147_483_647;
const NODE: Field = { name: "node", rule: { kind: "node" } };
const DOWN_FOR: Field = { name: "downFor", rule: SPAN, optional: true };

const crashInHandler: Form = [
  NODE,
  { name: "handled", rule: { kind: "whole", min: 1, max: MOST } },
  { name: "afterSends", rule: { kind: "whole", min: 0, max: MOST } },
  DOWN_FOR,
];
const EVENT: Field = { name: "event", rule: { kind: "whole", min: 0, max: MOST } };

/** Each verb's fields. */
export const nodeSchema: Schema = new Map<NodeFault["verb"], Form | Form[]>([
  ["crash", [[NODE, AT], crashInHandler, [NODE, EVENT, DOWN_FOR]]],
  ["restart", [NODE, AT]],
]);

/**
 * The node forgets all but its `disk`, and hears and does nothing more.
 * @param when A time, ns; or a point within a handler, `{ handled: 2, afterSends: 1 }`: later
 * sends never happen, and `disk` is as it was at that send; or a point of the trace,
 * `{ event: 17 }`: just after the event of that row.
 */
export function crash(node: string, when: number | PointInHandler | PointInTrace): NodeFault {
  if (typeof when !== "object") return made(nodeSchema, { verb: "crash", node, at: when });
  if (when === null) throw new RangeError(`crash(…): when is ${show(when)}; it must be a time.`);
  const known = ["handled", "afterSends", "event", "downFor"];
  const point = checkOptions("crash(…)", when, known) as PointInHandler;
  return made(nodeSchema, { verb: "crash", node, ...point });
}

/** A crashed node starts again at time `at` (ns): a fresh copy of its process, with its `disk`. */
export function restart(node: string, at: number): NodeFault {
  return made(nodeSchema, { verb: "restart", node, at });
}
