/** Resuming: a run goes on from one of its moments, otherwise than before. */
import { Memento } from "../kernel/memento.ts";
import { EventKind } from "../trace/event.ts";
import type { Past } from "../trace/past.ts";
import { adopt } from "./adopt.ts";
import { checkChanges, newFaults, type SoFar } from "./changes.ts";
import type { Node } from "./node.ts";
import type { ProgramName } from "./program.ts";
import { type Begun, Recording } from "./recording.ts";
import { Simulation } from "./simulation.ts";
import { type Plan, planRun, type Spec } from "./spec.ts";

/**
 * The simulation of a run that goes on behind the event of row `row`, with some of its spec
 * replaced.
 * @throws RangeError for a row that there is not, and for what cannot change; TypeError if a
 * process cannot be copied at that moment.
 */
export function resumed(spec: Spec, row: number, changes: Partial<Spec>): Begun {
  const nodes = { ...spec.nodes, ...changes.nodes };
  const plan: Plan = { ...planRun({ ...spec, ...changes, nodes }), trace: "full" };
  const recording = new Recording(spec, { mayCrash: plan.mayCrash });
  const { simulation, past } = recording.after(row, "resumeFrom");
  return { plan, simulation: goOn(simulation, recording.plan, plan, past), earlier: recording };
}

function goOn(from: Simulation, before: Plan, after: Plan, past: Past): Simulation {
  const soFar = lookBack(from, past, before);
  checkChanges(before, after, soFar);
  const memento = new Memento();
  from.remember(memento);
  const simulation = new Simulation(after);
  simulation.world.trace.goOnFrom(past);
  memento.rewind();
  simulation.remember(memento);
  for (const node of simulation.nodes) goOnAt(node, before, after);
  exchangeFaults(simulation, before, after, soFar);
  if (waysDiffer(before, after)) findNewWays(simulation);
  return simulation;
}

/** Everybody finds new ways through what is believed to be up. */
function findNewWays(simulation: Simulation): void {
  simulation.network.reconsider();
  for (const node of simulation.nodes) if (node.isUp) simulation.prepare(node);
}

/** What has happened so far, counted. */
function lookBack({ world }: Simulation, past: Past, { names, links }: Plan): SoFar {
  const { rows } = world.trace;
  const [sent, handled] = [names.map(() => 0), names.map(() => 0)];
  const started = links.map(() => 0);
  past.visit(rows, (kind, node, place) => {
    if (kind === EventKind.send) sent[node]++;
    else if (kind === EventKind.transmit) started[place]++;
    else if (handledKinds.has(kind)) handled[node]++;
  });
  return { now: world.now, rows, sent, handled, started };
}

/** Rows with which a handler begins. */
const handledKinds: ReadonlySet<number> = new Set<number>([
  ...[EventKind.start, EventKind.restart, EventKind.receive, EventKind.timeout],
]);

/** A node goes on with its programs as they are now. */
function goOnAt(node: Node, before: Plan, after: Plan): void {
  const { program, name, index } = node;
  const of = (plan: Plan, which: ProgramName) => {
    if (which === undefined) return plan.processes[index];
    if (Object.hasOwn(plan.classes, which)) return plan.classes[which];
    const rule = `${name} has been upgraded to it; leave it in the spec`;
    throw new RangeError(`resumeFrom: classes: ${which} is missing; ${rule}.`);
  };
  program.become(program.next, of(after, program.next));
  if (!node.isUp) return;
  const makes = { before: of(before, program.running), now: of(after, program.running) };
  adopt(name, node.process, makes);
}

function exchangeFaults(simulation: Simulation, before: Plan, after: Plan, soFar: SoFar): void {
  const isNew = newFaults(before, after);
  simulation.striker.exchange(isNew);
  // Where there was nothing to count for, nobody has counted.
  simulation.mail.skip(soFar.sent);
  for (const { planned, index } of simulation.nodes) planned?.skip(soFar.handled[index]);
}

/** Whether shortest paths may be others now. */
function waysDiffer(before: Plan, after: Plan): boolean {
  if (before.routing.by !== after.routing.by) return true;
  return before.links.some(({ cost, delay }, i) => {
    const link = after.links[i];
    return cost !== link.cost || delay !== link.delay;
  });
}
