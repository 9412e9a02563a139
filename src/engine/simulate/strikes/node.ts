/** How faults of nodes strike. */
import type { NodeFault } from "../../faults.ts";
import type { Node } from "../node.ts";
import type { Strikes, Target } from "./target.ts";

/** One for each verb. Crashes within handlers are told to the nodes before the run. */
export const nodeStrikes: Strikes<NodeFault> = {
  strike: {
    crash: (target, fault, index) => nodeOf(target, fault).crash(index),
    restart: (target, fault, index) => nodeOf(target, fault).restart(index),
  },
  relieve: {
    crash: (target, fault, index) => nodeOf(target, fault).recover(index),
  },
};

function nodeOf(target: Target, { node }: { node: string }): Node {
  return target.nodes[target.indexOf(node)];
}
