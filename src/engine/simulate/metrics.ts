/** Counting: everything in a run's metrics follows from its trace. */
import { EventKind, isLinkEvent } from "../trace/event.ts";
import { NOWHERE, type Trace } from "../trace/trace.ts";
import type { LinkMetrics, Metrics, NodeMetrics } from "./run.ts";

const linkCounters: Partial<Record<number, keyof LinkMetrics>> = {
  [EventKind.transmit]: "transmitted",
  [EventKind.arrive]: "arrived",
  [EventKind.lose]: "lost",
  [EventKind.drop]: "dropped",
  [EventKind.sever]: "severed",
  [EventKind.corrupt]: "corrupted",
  [EventKind.duplicate]: "duplicated",
  [EventKind.discard]: "discarded",
};

const nodeCounters: Partial<Record<number, keyof NodeMetrics>> = {
  [EventKind.send]: "sent",
  [EventKind.receive]: "received",
  [EventKind.timeout]: "timeouts",
};

/** The metrics of a trace. `endTime` is when its run ended, ns. */
export function metricsOf(trace: Trace, endTime: number): Metrics {
  const links = trace.links.map(emptyLink);
  const nodes: NodeMetrics[] = trace.nodes.map(() => ({ sent: 0, received: 0, timeouts: 0 }));
  for (let row = 0; row < trace.rows; row++) {
    const kind = trace.kind(row);
    if (isLinkEvent(kind)) countLink(trace, row, kind, links);
    else countNode(trace, row, kind, nodes);
  }
  return {
    endTime,
    events: trace.rows,
    sent: nodes.reduce((sum, node) => sum + node.sent, 0),
    received: nodes.reduce((sum, node) => sum + node.received, 0),
    links: byName(
      trace.links.map((link) => link.id),
      links,
    ),
    nodes: byName(trace.nodes, nodes),
  };
}

function countLink(trace: Trace, row: number, kind: number, links: LinkMetrics[]): void {
  const counter = linkCounters[kind];
  if (counter === undefined) return;
  const link = links[trace.place(row)];
  link[counter]++;
  if (kind === EventKind.transmit) link.bytes += trace.detail(row);
}

function countNode(trace: Trace, row: number, kind: number, nodes: NodeMetrics[]): void {
  const counter = nodeCounters[kind];
  if (counter !== undefined && trace.node(row) !== NOWHERE) nodes[trace.node(row)][counter]++;
}

function emptyLink(): LinkMetrics {
  return {
    transmitted: 0,
    bytes: 0,
    arrived: 0,
    lost: 0,
    dropped: 0,
    severed: 0,
    corrupted: 0,
    duplicated: 0,
    discarded: 0,
  };
}

/** An object with these keys. fromEntries defines its keys, so that `__proto__` is one too. */
function byName<Value>(names: readonly string[], values: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}
