/**
 * How faults strike. Those of packets strike at their links: `network/fault-plan`; those of the
 * order of events do so in the run's loop: `schedule`.
 */
import type { Fault, OrderFault, PacketFault } from "../../faults.ts";
import { handStrikes } from "./hand.ts";
import { linkStrikes } from "./link.ts";
import { machineStrikes } from "./machine.ts";
import { nodeStrikes } from "./node.ts";
import { routerStrikes } from "./router.ts";
import type { Strike, Strikes, Target } from "./target.ts";

/** A fault of nodes or links. */
export type StruckFault = Exclude<Fault, PacketFault | OrderFault>;

const families: Strikes<StruckFault> = {
  enter: {
    ...linkStrikes.enter,
    ...routerStrikes.enter,
    ...nodeStrikes.enter,
    ...machineStrikes.enter,
    ...handStrikes.enter,
  },
  strike: {
    ...linkStrikes.strike,
    ...routerStrikes.strike,
    ...nodeStrikes.strike,
    ...machineStrikes.strike,
    ...handStrikes.strike,
  },
  relieve: {
    ...linkStrikes.relieve,
    ...routerStrikes.relieve,
    ...nodeStrikes.relieve,
    ...machineStrikes.relieve,
    ...handStrikes.relieve,
  },
};

// The verb picks the function that takes this very fault; TypeScript cannot follow that.
type Act = Strike<StruckFault> | undefined;

/** Enters fault `index` of the list into the queue, if the time at which it strikes is known. */
export function enter(target: Target, fault: StruckFault, index: number): void {
  const act = families.enter[fault.verb] as Act;
  if (act !== undefined) act(target, fault, index);
  else if ("at" in fault && fault.at !== undefined) target.again(index, fault.at);
}

/** Fault `index` of the list strikes. */
export function strike(target: Target, fault: StruckFault, index: number): void {
  (families.strike[fault.verb] as Act)?.(target, fault, index);
}

/** What fault `index` of the list does ends. */
export function relieve(target: Target, fault: StruckFault, index: number): void {
  (families.relieve[fault.verb] as Act)?.(target, fault, index);
}
