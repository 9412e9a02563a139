/** Metrics: what is counted of every run, whether it keeps its trace or not. */
import type { QueueMeasure } from "../network/sender-stage.ts";
import { EventKind } from "../trace/event.ts";
import type { Tally } from "../trace/tally.ts";
import type { NodeMeasures } from "./node-stage.ts";
import type { LinkMetrics, Metrics, NodeMetrics } from "./run.ts";

/** What the metrics of a run follow from. */
export type Counted = {
  tally: Tally;
  nodes: readonly string[];
  links: readonly { id: string }[];
  /** By link. */
  queues: readonly QueueMeasure[];
  /** By node. */
  measures: readonly NodeMeasures[];
  /** Rows of the trace. */
  events: number;
  /** When the run ended, ns. */
  endTime: number;
};

export function metricsOf(counted: Counted): Metrics {
  const { tally, nodes, links, queues, measures, events, endTime } = counted;
  const ofNodes = measures.map((each, i) => nodeMetrics(tally, i, each, endTime));
  const ofLinks = links.map((_, i) => linkMetrics(tally, i, queues[i]));
  const ids = links.map((link) => link.id);
  return {
    endTime,
    events,
    sent: ofNodes.reduce((sum, node) => sum + node.sent, 0),
    received: ofNodes.reduce((sum, node) => sum + node.received, 0),
    links: byName(ids, ofLinks),
    nodes: byName(nodes, ofNodes),
  };
}

function linkMetrics(tally: Tally, index: number, queue: QueueMeasure): LinkMetrics {
  const of = (kind: number): number => tally.onLink(index, kind);
  return {
    transmitted: of(EventKind.transmit),
    bytes: tally.bytes(index),
    arrived: of(EventKind.arrive),
    lost: of(EventKind.lose),
    dropped: of(EventKind.drop),
    severed: of(EventKind.sever),
    corrupted: of(EventKind.corrupt),
    duplicated: of(EventKind.duplicate),
    discarded: of(EventKind.discard),
    offered: queue.offered,
    queueDropped: queue.dropped,
    meanQueue: queue.mean,
    longestQueue: queue.longest,
    utilisation: queue.utilisation,
  };
}

function nodeMetrics(
  tally: Tally,
  index: number,
  { area, most, waited, longest, busy }: NodeMeasures,
  endTime: number,
): NodeMetrics {
  const of = (kind: number): number => tally.atNode(index, kind);
  const received = of(EventKind.receive);
  return {
    sent: of(EventKind.send),
    received,
    timeouts: of(EventKind.timeout),
    missed: of(EventKind.miss),
    unrouted: of(EventKind.noRoute),
    expired: of(EventKind.timeExceeded),
    busy: share(busy, endTime),
    inbox: share(area, endTime),
    longestInbox: most,
    wait: share(waited, received),
    longestWait: longest,
    overflowed: of(EventKind.overflow),
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** An object with these keys. fromEntries defines its keys, so that `__proto__` is one too. */
function byName<Value>(names: readonly string[], values: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}
