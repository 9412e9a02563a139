/** Counting: everything in a run's metrics follows from its trace. */
import { EventKind, isLinkEvent } from "../trace/event.ts";
import { CHUNK_ROWS, NOWHERE, type Trace } from "../trace/trace.ts";
import type { LinkMetrics, Metrics, NodeMetrics } from "./run.ts";

/** Kinds are numbers below this one. */
const KINDS = 32;

/** How many rows of each kind there are: `counts[place * KINDS + kind]`. */
type Counts = { links: Uint32Array; nodes: Uint32Array; bytes: Float64Array };

/** The metrics of a trace. `endTime` is when its run ended, ns. */
export function metricsOf(trace: Trace, endTime: number): Metrics {
  const counts = count(trace);
  const links = trace.links.map((_, i) => linkMetrics(counts, i));
  const nodes = trace.nodes.map((_, i) => nodeMetrics(counts, i));
  const ids = trace.links.map((link) => link.id);
  return {
    endTime,
    events: trace.rows,
    sent: nodes.reduce((sum, node) => sum + node.sent, 0),
    received: nodes.reduce((sum, node) => sum + node.received, 0),
    links: byName(ids, links),
    nodes: byName(trace.nodes, nodes),
  };
}

function count(trace: Trace): Counts {
  const links = new Uint32Array(trace.links.length * KINDS);
  const nodes = new Uint32Array(trace.nodes.length * KINDS);
  const bytes = new Float64Array(trace.links.length);
  const isOfLink = Uint8Array.from({ length: KINDS }, (_, kind) => (isLinkEvent(kind) ? 1 : 0));
  trace.data.chunks.forEach((chunk, index) => {
    const rows = Math.min(CHUNK_ROWS, trace.rows - index * CHUNK_ROWS);
    const { kind, node, place, detail } = chunk;
    for (let i = 0; i < rows; i++) {
      if (isOfLink[kind[i]] === 1) {
        links[place[i] * KINDS + kind[i]]++;
        if (kind[i] === EventKind.transmit) bytes[place[i]] += detail[i];
      } else if (node[i] !== NOWHERE) nodes[node[i] * KINDS + kind[i]]++;
    }
  });
  return { links, nodes, bytes };
}

function linkMetrics({ links, bytes }: Counts, index: number): LinkMetrics {
  const of = (kind: number): number => links[index * KINDS + kind];
  return {
    transmitted: of(EventKind.transmit),
    bytes: bytes[index],
    arrived: of(EventKind.arrive),
    lost: of(EventKind.lose),
    dropped: of(EventKind.drop),
    severed: of(EventKind.sever),
    corrupted: of(EventKind.corrupt),
    duplicated: of(EventKind.duplicate),
    discarded: of(EventKind.discard),
  };
}

function nodeMetrics({ nodes }: Counts, index: number): NodeMetrics {
  const of = (kind: number): number => nodes[index * KINDS + kind];
  return {
    sent: of(EventKind.send),
    received: of(EventKind.receive),
    timeouts: of(EventKind.timeout),
  };
}

/** An object with these keys. fromEntries defines its keys, so that `__proto__` is one too. */
function byName<Value>(names: readonly string[], values: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}
