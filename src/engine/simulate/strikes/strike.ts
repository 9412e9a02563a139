/** How faults at a time strike. Those of packets strike at their links: `network/fault-plan`. */
import type { Fault, PacketFault } from "../../faults.ts";
import { linkStrikes } from "./link.ts";
import { nodeStrikes } from "./node.ts";
import type { Strike, Target } from "./target.ts";

/** A fault that strikes at its time. */
export type TimedFault = Exclude<Fault, PacketFault>;

const strikes: { [V in TimedFault["verb"]]: Strike<Extract<TimedFault, { verb: V }>> } = {
  ...linkStrikes,
  ...nodeStrikes,
};

/** Fault `index` of the list strikes. */
export function strike(target: Target, fault: TimedFault, index: number): void {
  // The verb picks the function that takes this very fault; TypeScript cannot follow that.
  const act = strikes[fault.verb] as Strike<TimedFault>;
  act(target, fault, index);
}
