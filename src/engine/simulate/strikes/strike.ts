/** How faults strike. Those of packets strike at their links: `network/fault-plan`. */
import type { Fault, PacketFault } from "../../faults.ts";
import { linkStrikes } from "./link.ts";
import { nodeStrikes } from "./node.ts";
import type { Strike, Strikes, Target } from "./target.ts";

/** A fault of nodes or links. */
export type StruckFault = Exclude<Fault, PacketFault>;

const families: Strikes<StruckFault> = {
  strike: { ...linkStrikes.strike, ...nodeStrikes.strike },
  relieve: { ...linkStrikes.relieve, ...nodeStrikes.relieve },
};

/** Fault `index` of the list strikes. */
export function strike(target: Target, fault: StruckFault, index: number): void {
  // The verb picks the function that takes this very fault; TypeScript cannot follow that.
  (families.strike[fault.verb] as Strike<StruckFault>)(target, fault, index);
}

/** What fault `index` of the list does ends. */
export function relieve(target: Target, fault: StruckFault, index: number): void {
  (families.relieve[fault.verb] as Strike<StruckFault> | undefined)?.(target, fault, index);
}
