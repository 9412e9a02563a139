/** How faults that take nodes down or up strike. */
import type { NodeFault } from "../../faults.ts";
import { log } from "../../kernel/math.ts";
import type { Node } from "../node.ts";
import type { Strikes, Target } from "./target.ts";

type Flaky = Extract<NodeFault, { verb: "flaky" }>;

/** One for each verb. Crashes within handlers are told to the nodes before the run. */
export const nodeStrikes: Strikes<NodeFault> = {
  enter: {
    flaky: (target, fault, index) =>
      target.again(index, (fault.at ?? 0) + draw(target, fault, index, fault.up)),
  },
  strike: {
    crash: (target, fault, index) => nodeOf(target, fault).crash(index),
    restart: (target, fault, index) => nodeOf(target, fault).restart(index),
    zone: (target, fault, index) => {
      for (const node of nodesOf(target, fault)) node.crash(index);
      if (fault.until !== undefined) target.relieve(index, fault.until);
    },
    flaky: fail,
    upgrade: (target, fault, index) => {
      const wasUp = nodeOf(target, fault).upgrade(fault.to, target.program(fault.to), index);
      if (wasUp) target.relieve(index, target.world.now + (fault.downFor ?? 0));
    },
  },
  relieve: {
    crash: (target, fault, index) => nodeOf(target, fault).recover(index),
    zone: (target, fault, index) => recover(target, fault, index),
    flaky: (target, fault, index) => {
      recover(target, fault, index);
      target.again(index, target.world.now + draw(target, fault, index, fault.up));
    },
    upgrade: (target, fault, index) => nodeOf(target, fault).recover(index),
  },
};

function fail(target: Target, fault: Flaky, index: number): void {
  const { now } = target.world;
  const { until = Infinity } = fault;
  if (now >= until) return;
  for (const node of nodesOf(target, fault)) node.crash(index);
  target.relieve(index, Math.min(until, now + draw(target, fault, index, fault.down)));
}

function recover(target: Target, fault: { nodes: readonly string[] }, index: number): void {
  for (const node of nodesOf(target, fault)) node.recover(index);
}

/** How long it lasts this time: exponentially distributed, at least 1 ns. */
function draw({ luck }: Target, fault: Flaky, index: number, mean: number): number {
  const uniform = luck.next(index, `fault/flaky/${fault.nodes.join(",")}`);
  return Math.max(1, Math.round(-mean * log(1 - uniform)));
}

function nodeOf(target: Target, { node }: { node: string }): Node {
  return target.nodes[target.indexOf(node)];
}

function nodesOf(target: Target, { nodes }: { nodes: readonly string[] }): Node[] {
  return nodes.map((node) => nodeOf(target, { node }));
}
