/** How faults of nodes strike. */
import type { NodeFault } from "../../faults.ts";
import type { Node } from "../node.ts";
import type { Strike, Target } from "./target.ts";

/** One for each verb. */
export const nodeStrikes: {
  [V in NodeFault["verb"]]: Strike<Extract<NodeFault, { verb: V }>>;
} = {
  crash: (target, fault, index) => nodeOf(target, fault).crash(index),
  restart: (target, fault, index) => nodeOf(target, fault).restart(index),
};

function nodeOf(target: Target, { node }: { node: string }): Node {
  return target.nodes[target.indexOf(node)];
}
