/** What a list of faults plans before the run: who waits for which packet, event or time. */
import { type Fault, isNodeFault, type OrderFault, type PacketFault } from "../../faults.ts";
import { PacketFaults } from "../../network/fault-plan.ts";
import { PlannedCrashes } from "../halt.ts";
import type { NodeSetup } from "../node-stage.ts";
import type { Plan } from "../spec.ts";

/** A crash that strikes when the event of row `event` is over. */
export type EventCrash = { event: number; node: string; fault: number };

/** Whether a fault strikes packets of a link, by their ordinals. */
export function isOfPackets(fault: Fault): fault is PacketFault {
  return "packet" in fault;
}

/** Whether a fault says what happens next. */
export function isOfOrder(fault: Fault): fault is OrderFault {
  return fault.verb === "first";
}

/** What each node is made of. */
export function nodeSetups({ names, processes, faults, clocks, inboxes }: Plan): NodeSetup[] {
  const planned = plannedCrashes(faults);
  const mayCrash = faults.some(isNodeFault);
  return names.map((name, i) => ({
    process: processes[i],
    planned: planned.get(name),
    mayCrash,
    clock: clocks.get(name),
    inbox: inboxes.get(name),
  }));
}

/** The faults of packets, by link. */
export function packetPlans(faults: readonly Fault[]): Map<string, PacketFaults> {
  const plans = new Map<string, PacketFaults>();
  faults.forEach((fault, index) => {
    if (!isOfPackets(fault)) return;
    const plan = plans.get(fault.link) ?? new PacketFaults();
    plans.set(fault.link, plan);
    plan.add(fault, index);
  });
  return plans;
}

/** The crashes within handlers, by node. */
function plannedCrashes(faults: readonly Fault[]): Map<string, PlannedCrashes> {
  const plans = new Map<string, PlannedCrashes>();
  faults.forEach((fault, index) => {
    if (fault.verb !== "crash" || !("handled" in fault)) return;
    const plan = plans.get(fault.node) ?? new PlannedCrashes();
    plans.set(fault.node, plan);
    plan.add(fault.handled, { fault: index, afterSends: fault.afterSends });
  });
  return plans;
}

/** The crashes just after events, in the order of these. */
export function crashesAfterEvents(faults: readonly Fault[]): EventCrash[] {
  const crashes: EventCrash[] = [];
  faults.forEach((fault, index) => {
    if (fault.verb !== "crash" || !("event" in fault)) return;
    crashes.push({ event: fault.event, node: fault.node, fault: index });
  });
  return crashes.sort((a, b) => a.event - b.event || a.fault - b.fault);
}
