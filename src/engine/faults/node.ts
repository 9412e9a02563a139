/** Faults of nodes: crashes and restarts, one at a time, by groups, by chance, for an upgrade. */
import { checkOptions, show } from "../kernel/check.ts";
import { AT, type Field, type Form, made, NODE, type Schema, SPAN, UNTIL } from "./schema.ts";

/** A fault that takes nodes down or up. */
export type NodeFault =
  | { verb: "crash"; node: string; at: number }
  | ({ verb: "crash"; node: string } & PointInHandler)
  | ({ verb: "crash"; node: string } & PointInTrace)
  | { verb: "restart"; node: string; at: number }
  | { verb: "zone"; name: string; nodes: string[]; at: number; until?: number }
  | { verb: "flaky"; nodes: string[]; up: number; down: number; at?: number; until?: number }
  | { verb: "upgrade"; node: string; to: string; at: number; downFor?: number };

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
const NODES: Field = { name: "nodes", rule: { kind: "nodes" } };
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
  ["zone", [{ name: "name", rule: { kind: "name" } }, NODES, AT, UNTIL]],
  [
    "flaky",
    [
      NODES,
      { name: "up", rule: SPAN },
      { name: "down", rule: SPAN },
      { ...AT, optional: true },
      UNTIL,
    ],
  ],
  ["upgrade", [NODE, { name: "to", rule: { kind: "class" } }, AT, DOWN_FOR]],
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

/** Until when (ns) what a fault does lasts; left out: for good. */
export type Lasting = { until?: number };

/**
 * What is common to some nodes (a power supply, a room, a switch) fails at time `at` (ns): all of
 * them crash at once. At `until` they start again, except those that something else keeps down.
 */
export function zone(
  name: string,
  nodes: readonly string[],
  at: number,
  lasting?: Lasting,
): NodeFault {
  const options = checkOptions("zone(…)", lasting, ["until"]);
  return made(nodeSchema, { verb: "zone", name, nodes: nodes as string[], at, ...options });
}

/**
 * The node fails and is repaired again and again by chance: up for a time that is exponentially
 * distributed with mean `up` (ns), then down for one with mean `down`. Several nodes that are
 * named together share one cause and fail together; what keeps a node down otherwise, keeps it
 * down. It is up in the long run for up / (up + down) of the time.
 * @param span From when (`at`, ns; 0 if left out) until when.
 */
export function flaky(
  nodes: string | readonly string[],
  up: number,
  down: number,
  span?: Lasting & { at?: number },
): NodeFault {
  const list = typeof nodes === "string" ? [nodes] : (nodes as string[]);
  const options = checkOptions("flaky(…)", span, ["at", "until"]);
  return made(nodeSchema, { verb: "flaky", nodes: list, up, down, ...options });
}

/**
 * At time `at` (ns) the node gets another program: its process ends as in a crash, and one of the
 * class that the spec's `classes` has under the name `to` starts on the same `disk`, at once or
 * after `downFor` (ns). A node that is down has it from its next start on.
 */
export function upgrade(
  node: string,
  to: string,
  at: number,
  pause?: { downFor?: number },
): NodeFault {
  const options = checkOptions("upgrade(…)", pause, ["downFor"]);
  return made(nodeSchema, { verb: "upgrade", node, to, at, ...options });
}
