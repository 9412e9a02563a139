/** Which faults of a run on sockets are signals to OS processes, and which strike within them. */
import type { Fault } from "../engine/faults.ts";
import { isNodeFault } from "../engine/faults.ts";
import { isOfOrder } from "../engine/simulate/strikes/plan.ts";
import type { Plan } from "../engine/simulate/spec.ts";

/** A kill or a start that is to come, at ns. */
export type PlannedSignal = { kind: "crash" | "restart"; node: number; at: number; fault: number };

/**
 * Parts the faults of a plan.
 * @throws RangeError for a fault that only a simulator can make.
 */
export function splitFaults({ faults, names }: Pick<Plan, "faults" | "names">): {
  signals: PlannedSignal[];
  rest: Fault[];
} {
  const signals: PlannedSignal[] = [];
  const rest: Fault[] = [];
  for (const [fault, each] of faults.entries()) {
    if (isOfOrder(each)) throw refusal(fault, each);
    if (!isNodeFault(each)) {
      rest.push(each);
      continue;
    }
    const { verb } = each;
    if ((verb !== "crash" && verb !== "restart") || !("at" in each)) throw refusal(fault, each);
    signals.push({ kind: verb, node: names.indexOf(each.node), at: each.at, fault });
  }
  return { signals: signals.sort((a, b) => a.at - b.at), rest };
}

function refusal(index: number, { verb }: Fault): RangeError {
  const remedy = "On real machines nodes have crash(node, t) and restart(node, t)";
  return new RangeError(`faults[${index}] (${verb}) can only be simulated. ${remedy}.`);
}
