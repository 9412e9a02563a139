/** Faults of routers: too much to do, and a memory that forgets a bit. */
import { checkOptions } from "../kernel/check.ts";
import { AT, type Field, made, type Schema, UNTIL } from "./schema.ts";

/** A fault that strikes a router. */
export type RouterFault =
  | { verb: "overload"; router: string; factor: number; at: number; until?: number }
  | { verb: "badMemory"; router: string; probability: number; at: number; until?: number };

const ROUTER: Field = { name: "router", rule: { kind: "node" } };
const FACTOR: Field = { name: "factor", rule: { kind: "number", min: 1, max: 1e6 } };
const PROBABILITY: Field = { name: "probability", rule: { kind: "number", min: 0, max: 1 } };

/** Each verb's fields. */
export const routerSchema: Schema = new Map<RouterFault["verb"], Field[]>([
  ["overload", [ROUTER, FACTOR, AT, UNTIL]],
  ["badMemory", [ROUTER, PROBABILITY, AT, UNTIL]],
]);

/**
 * From time `at` (ns) on, until `until` where given, the node needs `factor` times as long (1 to
 * 10⁶) to look at a packet and to put it on a link. Several of these multiply.
 */
export function overload(
  router: string,
  factor: number,
  at: number,
  lasting?: { until?: number },
): RouterFault {
  const options = checkOptions("overload(…)", lasting, ["until"]);
  return made(routerSchema, { verb: "overload", router, factor, at, ...options });
}

/**
 * Each packet that the router passes on has, with a probability, one bit flipped in its memory:
 * between the check of the link that it came by and that of the link that it leaves by.
 * @param span From and until when, ns; left out: always.
 */
export function badMemory(
  router: string,
  probability: number,
  span?: { at?: number; until?: number },
): RouterFault {
  const options = checkOptions("badMemory(…)", span, ["at", "until"]);
  return made(routerSchema, { verb: "badMemory", router, probability, at: 0, ...options });
}
