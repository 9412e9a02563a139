/** How faults by which somebody reaches into a process strike. */
import type { HandFault } from "../../faults.ts";
import type { Node } from "../node.ts";
import type { Strikes, Target } from "./target.ts";

/** One for each verb. */
export const handStrikes: Strikes<HandFault> = {
  enter: {},
  strike: {
    edit: (target, fault) => nodeOf(target, fault).edit(fault.field, fault.value),
    expire: (target, fault) => nodeOf(target, fault).expireNow(fault.timer),
  },
  relieve: {},
};

function nodeOf(target: Target, { node }: { node: string }): Node {
  return target.nodes[target.indexOf(node)];
}
