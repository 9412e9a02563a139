/** Faults of nodes: what happens to a process and to the machine under it. */
import { AT, type Field, made, type Schema } from "./schema.ts";

/** A fault that strikes a node. */
export type NodeFault =
  { verb: "crash"; node: string; at: number } | { verb: "restart"; node: string; at: number };

const NODE: Field = { name: "node", rule: { kind: "node" } };

/** Each verb's fields. */
export const nodeSchema: Schema = new Map<NodeFault["verb"], Field[]>([
  ["crash", [NODE, AT]],
  ["restart", [NODE, AT]],
]);

/** At time `at` (ns) the node forgets all but its `disk`, and hears and does nothing more. */
export function crash(node: string, at: number): NodeFault {
  return made(nodeSchema, { verb: "crash", node, at });
}

/** A crashed node starts again at time `at` (ns): a fresh copy of its process, with its `disk`. */
export function restart(node: string, at: number): NodeFault {
  return made(nodeSchema, { verb: "restart", node, at });
}
