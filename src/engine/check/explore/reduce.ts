/**
 * Which steps of a state are enough, where only the ends of a system are judged: steps at different
 * nodes commute, so it suffices to try those of one node, if nobody else can change what that node
 * may choose from (a persistent set: Godefroid, Partial-Order Methods for the Verification of
 * Concurrent Systems, 1996, chapter 4).
 */
import type { Steps } from "./steps.ts";
import type { System } from "./system.ts";

/** Nodes whose steps suffice in a state, the one with the fewest choices first; or none. */
export function sufficient(system: System, steps: Steps, row: Int32Array): number {
  if (steps.isBudgeted(row)) return -1;
  let best = -1;
  let fewest = Infinity;
  for (let node = 0; node < system.nodes.length; node++) {
    const choices = closedChoices(system, row, node);
    if (choices === 0 || choices >= fewest) continue;
    best = node;
    fewest = choices;
  }
  return best;
}

/**
 * How many steps a node may take, if what others do cannot change that; 0 otherwise. It cannot if
 * the next packet of every wire to it is certain: the wire keeps the order, and is not empty.
 */
function closedChoices(system: System, row: Int32Array, node: number): number {
  const { into, nodes, wires } = system;
  for (const wire of into[node]) {
    if (!wires[wire].isOrdered || row[nodes.length + wire] === 0) return 0;
  }
  return into[node].length + nodes[node].list[row[node]].timeouts.length;
}
