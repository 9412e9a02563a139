/**
 * Faults are data: whatever is done to a run, by its author or by a person at the stage, is a
 * list of these, so that it can be kept, shared, removed and played again. Each family has its
 * types, its schema and its verbs in a file of its own.
 */
import { type HandFault, handSchema } from "./faults/hand.ts";
import { type LinkFault, linkSchema } from "./faults/link.ts";
import { type MachineFault, machineSchema } from "./faults/machine.ts";
import { type NodeFault, nodeSchema } from "./faults/node.ts";
import { type OrderFault, orderSchema } from "./faults/order.ts";
import { type PacketFault, packetSchema } from "./faults/packet.ts";
import { type RouterFault, routerSchema } from "./faults/router.ts";
import { type KnownNames, type Schema, validateFault } from "./faults/schema.ts";
import { show } from "./kernel/check.ts";

/** A fault. Times are ns of simulated time; what is counted is counted from 1. */
export type Fault =
  PacketFault | LinkFault | RouterFault | NodeFault | MachineFault | HandFault | OrderFault;

/** What a fault does: "drop", "crash"… */
export type Verb = Fault["verb"];

/** Faults that one run may have. */
export const MOST_FAULTS = 10_000;

/** The one schema: each verb's fields, in their order. */
const schema: Schema = new Map([
  ...packetSchema,
  ...linkSchema,
  ...routerSchema,
  ...nodeSchema,
  ...machineSchema,
  ...handSchema,
  ...orderSchema,
]);

/** The sound faults of a list, and a sentence about each that is not. */
export type CheckedFaults = { faults: Fault[]; problems: string[] };

/**
 * Checks a list of faults from wherever it comes: a cell, a link, a file. Never throws. The
 * faults that it returns are fresh objects with the known fields only.
 */
export function validateFaults(value: unknown, known: KnownNames = {}): CheckedFaults {
  try {
    return validateList(value, known);
  } catch {
    return { faults: [], problems: ["faults: the list cannot be read."] };
  }
}

function validateList(value: unknown, known: KnownNames): CheckedFaults {
  if (!Array.isArray(value)) {
    return { faults: [], problems: [`faults is ${show(value)}; it must be an array of faults.`] };
  }
  const faults: Fault[] = [];
  const problems: string[] = [];
  for (let i = 0; i < Math.min(value.length, MOST_FAULTS); i++) {
    const checked = validateFault((value as unknown[])[i], `faults[${i}]`, schema, known);
    if (typeof checked === "string") problems.push(checked);
    else faults.push(checked as Fault);
  }
  if (value.length > MOST_FAULTS) {
    const most = "10,000 is the most that one run may have";
    problems.push(`faults holds ${value.length} faults; ${most}. The others were left out.`);
  }
  return { faults, problems };
}

/** Whether a fault may take nodes down. */
export function isNodeFault(fault: Fault): fault is NodeFault {
  return nodeSchema.has(fault.verb);
}

export { edit, expire, type HandFault, type PlainData } from "./faults/hand.ts";
export {
  cut,
  type Degradation,
  degrade,
  type Direction,
  heal,
  type LinkChange,
  type LinkFault,
  partition,
  pause,
  resume,
} from "./faults/link.ts";
export {
  FARTHEST_OFFSET,
  LEAST_DRIFT,
  type MachineFault,
  MOST_DRIFT,
  mute,
  skew,
  slow,
  unmute,
} from "./faults/machine.ts";
export {
  crash,
  flaky,
  type Lasting,
  type NodeFault,
  type PointInHandler,
  type PointInTrace,
  restart,
  upgrade,
  zone,
} from "./faults/node.ts";
export { first, type OrderFault } from "./faults/order.ts";
export {
  corrupt,
  delay,
  drop,
  duplicate,
  type FragmentOfMessage,
  hold,
  type PacketFault,
  type PacketOnLink,
  release,
} from "./faults/packet.ts";
export { badMemory, overload, type RouterFault } from "./faults/router.ts";
export type { KnownNames } from "./faults/schema.ts";
