/** Surveys: where in a run a fault could strike. */
import { EventKind } from "../trace/event.ts";
import { flightsOf } from "../trace/flights.ts";
import { NONE, NOWHERE, type Trace } from "../trace/trace.ts";

/** A handler that ran: start, receive or timeout of a process. */
export type Handled = {
  node: string;
  /** Its number among the events that the node handled, from 1: `crash(node, { handled })`. */
  handled: number;
  /** Messages that it sent. */
  sends: number;
};

/** One event of a run with all that it did at once. */
export type Happening = {
  /** Its first and its last row of the trace. */
  row: number;
  last: number;
  /** ns */
  time: number;
  handlers: Handled[];
  /** The fault whose crash or restart brought it about, by its index in the run's list; or −1. */
  fault: number;
};

/** A packet that started onto a link, by its name. */
export type PacketName = {
  link: string;
  /** From 1, as faults count. */
  packet: number;
  /** When it started, ns. */
  time: number;
  row: number;
};

/** What happened in a run: plain data. */
export type Survey = {
  happenings: Happening[];
  packets: PacketName[];
  /** When the run ended, ns. */
  end: number;
};

/** Surveys a run by its trace. */
export function surveyOf(trace: Trace): Survey {
  const flights = flightsOf(trace).filter(({ copy }) => !copy);
  const packets = flights.map(({ link, ordinal, from, started }): PacketName => {
    return { link: trace.links[link].id, packet: ordinal, time: from, row: started };
  });
  return { happenings: happeningsOf(trace), packets, end: trace.end };
}

/** Kinds that are what their event begins with, not something that it does. */
const begins: ReadonlySet<number> = new Set<number>([
  ...[EventKind.start, EventKind.timeout, EventKind.arrive, EventKind.lose],
  ...[EventKind.crash, EventKind.restart, EventKind.cut, EventKind.heal, EventKind.pause],
  ...[EventKind.resume, EventKind.overload, EventKind.unload, EventKind.skew, EventKind.slow],
  ...[EventKind.restore, EventKind.mute, EventKind.unmute, EventKind.edit],
  ...[EventKind.upgrade, EventKind.reassemblyTimeout],
]);
const handlerKinds: ReadonlySet<number> = new Set<number>([
  ...[EventKind.start, EventKind.restart, EventKind.receive, EventKind.timeout],
]);

/**
 * The events of a trace. A row belongs to the event of the row before it if it came at the same
 * time and was brought about by a row of that event.
 */
function happeningsOf(trace: Trace): Happening[] {
  const happenings: Happening[] = [];
  const counts = new Map<string, number>();
  const roots = new Int32Array(trace.rows);
  let current: Happening | undefined;
  for (let row = 0; row < trace.rows; row++) {
    const root = rootOf(trace, row, roots);
    roots[row] = root;
    const isPart = current !== undefined && continues(trace, row, current);
    if (current === undefined || !isPart) {
      current = { row, last: row, time: trace.time(row), handlers: [], fault: root };
      happenings.push(current);
    }
    current.last = row;
    if (handlerKinds.has(trace.kind(row))) current.handlers.push(handlerAt(trace, row, counts));
    if (trace.kind(row) === EventKind.send) countSend(trace, row, current);
  }
  return happenings;
}

/** The fault whose crash or restart stands at the beginning of a row's chain of causes. */
function rootOf(trace: Trace, row: number, roots: Int32Array): number {
  const kind = trace.kind(row);
  if (kind === EventKind.crash || kind === EventKind.restart) return trace.detail(row);
  const cause = trace.cause(row);
  return cause === NONE ? NONE : roots[cause];
}

function continues(trace: Trace, row: number, { row: first, time }: Happening): boolean {
  if (trace.time(row) !== time || begins.has(trace.kind(row))) return false;
  const cause = trace.cause(row);
  return cause >= first || cause === NONE;
}

function handlerAt(trace: Trace, row: number, counts: Map<string, number>): Handled {
  const node = trace.nodes[trace.node(row)];
  const handled = (counts.get(node) ?? 0) + 1;
  counts.set(node, handled);
  return { node, handled, sends: 0 };
}

function countSend(trace: Trace, row: number, { handlers }: Happening): void {
  const node = trace.node(row);
  if (node === NOWHERE) return;
  const handler = handlers.findLast((each) => each.node === trace.nodes[node]);
  if (handler !== undefined) handler.sends++;
}
