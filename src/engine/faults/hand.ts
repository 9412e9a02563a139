/** Faults by which somebody reaches into a process: an edited field, a timer that runs out now. */
import { AT, type Form, made, NODE, type Schema } from "./schema.ts";

/** What the fields of a process may be set to. */
export type PlainData =
  null | boolean | number | string | readonly PlainData[] | { readonly [key: string]: PlainData };

/** A fault that changes what a process holds, or when it acts. */
export type HandFault =
  | { verb: "edit"; node: string; field: string; value: PlainData; at: number }
  | { verb: "expire"; node: string; timer: string; at: number };

/** Each verb's fields. */
export const handSchema: Schema = new Map<HandFault["verb"], Form>([
  [
    "edit",
    [
      NODE,
      { name: "field", rule: { kind: "name" } },
      { name: "value", rule: { kind: "plain" } },
      AT,
    ],
  ],
  ["expire", [NODE, { name: "timer", rule: { kind: "name" } }, AT]],
]);

/**
 * Sets a field of the node's process at time `at` (ns). `field` is a path through objects, lists
 * and maps: "price", "disk.stock.dune". Of a node that is down only the disk can be edited.
 */
export function edit(node: string, field: string, value: PlainData, at: number): HandFault {
  return made(handSchema, { verb: "edit", node, field, value, at });
}

/** The node's running timer of this name runs out at time `at` (ns) already. */
export function expire(node: string, timer: string, at: number): HandFault {
  return made(handSchema, { verb: "expire", node, timer, at });
}
