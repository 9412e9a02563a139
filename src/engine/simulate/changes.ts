/** What a run may do otherwise from one of its moments on, and what it may not. */
import type { Fault } from "../faults.ts";
import { listed, show } from "../kernel/check.ts";
import type { NamedLink } from "../network/topology.ts";
import { Router } from "../process/router.ts";
import { isEqual } from "./equal.ts";
import type { Plan } from "./spec.ts";
import { isOfOrder, isOfPackets } from "./strikes/plan.ts";

/** What has happened by the moment from which a run goes on. */
export type SoFar = {
  /** ns */
  now: number;
  rows: number;
  /** By node: messages that it has sent, and events that it has handled. */
  sent: readonly number[];
  handled: readonly number[];
  /** By link: packets that have started onto it. */
  started: readonly number[];
};

const WHERE = "resumeFrom";

/**
 * Checks that a run can go on under another plan.
 * @throws RangeError naming what cannot change, and the remedy.
 */
export function checkChanges(before: Plan, after: Plan, soFar: SoFar): void {
  checkNames("nodes", before.names, after.names);
  const idsOf = ({ links }: Plan): string[] => links.map(({ id }) => id);
  checkNames("links", idsOf(before), idsOf(after));
  before.links.forEach((link, i) => checkLink(link, after.links[i]));
  before.names.forEach((name, i) => checkNode(name, i, before, after));
  if (after.until < soFar.now) {
    const rule = `the run goes on from ${soFar.now} ns`;
    throw new RangeError(`${WHERE}: until is ${after.until}; ${rule}, and time does not go back.`);
  }
  checkFaults(before, after, soFar);
}

function checkNames(what: string, before: readonly string[], after: readonly string[]): void {
  if (isEqual(before, after)) return;
  const missing = before.find((name) => !after.includes(name));
  const added = after.find((name) => !before.includes(name));
  const which =
    missing !== undefined
      ? `${show(missing)} is missing`
      : added === undefined
        ? "their order is another one"
        : `${show(added)} is new`;
  const rule = `a run goes on with those that it began with, in their order: ${listed(before)}`;
  throw new RangeError(`${WHERE}: ${what}: ${which}; ${rule}.`);
}

/** What packets that wait or fly have been made by. */
const FIXED = ["mtu", "header", "halfDuplex"] as const;

function checkLink(before: NamedLink, after: NamedLink): void {
  for (const option of FIXED) {
    if (before[option] === after[option]) continue;
    const rule = `it cannot change from ${show(before[option])} while packets are under way`;
    throw new RangeError(`${WHERE}: ${before.id}: ${option} is ${show(after[option])}; ${rule}.`);
  }
  const [was, is] = [before.policy, after.policy];
  if (was?.constructor.name === is?.constructor.name && isEqual({ ...was }, { ...is })) return;
  const rule = "what waits there is in its order; leave it as it was when the run began";
  throw new RangeError(`${WHERE}: ${before.id}: the queue has another policy; ${rule}.`);
}

function checkNode(name: string, i: number, before: Plan, after: Plan): void {
  const wasRouter = before.processes[i] instanceof Router;
  if (wasRouter !== after.processes[i] instanceof Router) {
    const rule = "a router stays one, and no other node becomes one";
    throw new RangeError(`${WHERE}: the node ${show(name)} has another class; ${rule}.`);
  }
  if (isEqual(before.clocks.get(name), after.clocks.get(name))) return;
  const remedy = `say skew(${show(name)}, …) among the faults`;
  throw new RangeError(`${WHERE}: clocks.${name}: a clock is set as the run begins; ${remedy}.`);
}

function checkFaults(before: Plan, after: Plan, soFar: SoFar): void {
  before.faults.forEach((fault, i) => {
    if (isEqual(fault, after.faults[i]) || isAhead(fault, before, soFar)) return;
    const struck = "it has struck by then; leave it as it is, in its place in the list";
    const rule = isOfOrder(fault) ? aheadRule(fault) : struck;
    throw new RangeError(`${WHERE}: faults[${i}] (${fault.verb}): ${rule}.`);
  });
  after.faults.forEach((fault, i) => {
    if (isEqual(fault, before.faults[i]) || isAhead(fault, after, soFar)) return;
    const from = `the run goes on from row ${soFar.rows - 1}, at ${soFar.now} ns`;
    throw new RangeError(`${WHERE}: faults[${i}] (${fault.verb}): ${from}; ${aheadRule(fault)}.`);
  });
}

/** Whether all that a fault does lies ahead. */
function isAhead(fault: Fault, { names, links }: Plan, soFar: SoFar): boolean {
  if (isOfOrder(fault)) return false;
  if (isOfPackets(fault)) {
    if ("fragment" in fault) return fault.message > soFar.sent[names.indexOf(fault.sender)];
    return fault.packet > soFar.started[links.findIndex(({ id }) => id === fault.link)];
  }
  if ("handled" in fault) return fault.handled > soFar.handled[names.indexOf(fault.node)];
  if ("event" in fault) return fault.event >= soFar.rows;
  return (fault.at ?? 0) > soFar.now;
}

function aheadRule(fault: Fault): string {
  if (isOfOrder(fault)) return "an order of events is laid down from the beginning of a run";
  if (isOfPackets(fault)) return "its packet has left already, name a later one";
  return "a new fault strikes later";
}

/** The faults of a plan that another one does not have in the same place. */
export function newFaults(before: Plan, after: Plan): ReadonlySet<number> {
  const count = Math.max(before.faults.length, after.faults.length);
  const indexes = Array.from({ length: count }, (_, i) => i);
  return new Set(indexes.filter((i) => !isEqual(before.faults[i], after.faults[i])));
}
