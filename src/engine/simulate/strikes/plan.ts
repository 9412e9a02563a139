/** What a list of faults plans before the run: who waits for which packet, event or time. */
import { type Fault, type OrderFault, type PacketFault } from "../../faults.ts";
import { PacketFaults } from "../../network/fault-plan.ts";
import { type FragmentFault, FragmentFaults } from "../../network/fragment-faults.ts";
import { PlannedCrashes } from "../halt.ts";
import { type Ends, joins } from "./ends.ts";
import type { NodeSetup } from "../node-stage.ts";
import type { Step } from "../schedule.ts";
import type { Plan } from "../spec.ts";

/** A crash that strikes when the event of row `event` is over. */
export type EventCrash = { event: number; node: string; fault: number };

/** Whether a fault strikes a packet. */
export function isOfPackets(fault: Fault): fault is PacketFault {
  return "packet" in fault || "fragment" in fault;
}

/** Whether a fault says what happens next. */
export function isOfOrder(fault: Fault): fault is OrderFault {
  return fault.verb === "first";
}

/** The order of events that a plan lays down. */
export function stepsOf({ faults, names }: Plan): Step[] {
  return faults.filter(isOfOrder).map(({ node, n }) => ({ node: names.indexOf(node), n }));
}

/** What each node is made of. */
export function nodeSetups({
  names,
  processes,
  faults,
  clocks,
  inboxes,
  mayCrash,
}: Plan): NodeSetup[] {
  const planned = plannedCrashes(faults);
  return names.map((name, i) => ({
    process: processes[i],
    planned: planned.get(name),
    mayCrash,
    clock: clocks.get(name),
    inbox: inboxes.get(name),
  }));
}

/** The faults of packets: by link, and those that name fragments, if any do. */
export function packetPlans({ faults, links, names }: Plan): {
  ofLinks: PacketFaults[];
  fragments: FragmentFaults | undefined;
} {
  const indexOf = new Map(links.map(({ id }, i) => [id, i]));
  const waiting: FragmentFault[] = [];
  faults.forEach((fault, index) => {
    if (!isOfPackets(fault) || !("fragment" in fault)) return;
    const { sender, message, fragment, link } = fault;
    waiting.push({
      ...{ deed: fault, index, sender: names.indexOf(sender), message, fragment },
      link: link === undefined ? undefined : indexOf.get(link),
    });
  });
  const fragments = waiting.length === 0 ? undefined : new FragmentFaults(waiting);
  const losing = faults.filter((fault) => fault.verb === "degrade" && fault.loss !== undefined);
  const ofLinks = links.map((link) => {
    const mayLose = losing.some((fault) => joins(link, fault as Ends));
    return new PacketFaults(fragments, mayLose);
  });
  faults.forEach((fault, index) => {
    if (!isOfPackets(fault) || !("packet" in fault)) return;
    ofLinks[indexOf.get(fault.link) as number].add(fault, fault.packet, index);
  });
  return { ofLinks, fragments };
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
