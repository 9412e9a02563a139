/** What `simulate` returns. */
import type { Trace } from "../trace/trace.ts";
import type { Limits, Nodes } from "./spec.ts";

/** A run: everything that happened, and how it ended. */
export type Run<N extends Nodes = Nodes> = {
  /** The version of the engine that made it. */
  engine: string;
  seed: string;
  /** Without rows where the spec asks for none. */
  trace: Trace;
  metrics: Metrics;
  outcome: Outcome;
  /** 16 hexadecimal digits: same fingerprint, same run. Empty where no trace was kept. */
  fingerprint: string;
  /** The processes as they ended. */
  nodes: N;
};

/** How a run ended. */
export type Outcome =
  /** Nothing more could happen. */
  | { kind: "finished" }
  /** It reached the time that the spec names. */
  | { kind: "until" }
  /** It was stopped; `words` say why and what to do. */
  | { kind: "limit"; limit: keyof Limits; words: string }
  /** A process threw. `time` in ns. */
  | { kind: "error"; node: string; time: number; message: string; stack: string };

/** What is counted of every run. */
export type Metrics = {
  /** When the run ended, ns. */
  endTime: number;
  /** Rows of the trace. */
  events: number;
  /** Messages sent, and messages handed to a process. */
  sent: number;
  received: number;
  links: Record<string, LinkMetrics>;
  nodes: Record<string, NodeMetrics>;
};

/** Packets of one link. transmitted + duplicated = arrived + lost + dropped + severed + flying. */
export type LinkMetrics = {
  transmitted: number;
  /** Bytes transmitted, headers included. */
  bytes: number;
  arrived: number;
  lost: number;
  dropped: number;
  severed: number;
  /** Bits flipped. */
  corrupted: number;
  duplicated: number;
  discarded: number;
  /** Packets that came to the link's queue: transmitted, dropped by it, or still waiting there. */
  offered: number;
  /** Packets that the queue threw away. */
  queueDropped: number;
  /** Packets that waited, on average over the run's time, without the one that is leaving. */
  meanQueue: number;
  /** The most packets that waited at the same time. */
  longestQueue: number;
  /** Which part of the time the link was taking packets, 0…1. */
  utilisation: number;
};

/** What one node did. */
export type NodeMetrics = {
  /** Messages. */
  sent: number;
  received: number;
  timeouts: number;
  /** Packets that came while the node was down. */
  missed: number;
  /** Packets (or, at their sender, messages) for which there was no route. */
  unrouted: number;
  /** Packets whose time to live ended here. */
  expired: number;
  /** Share of the run's time in which its process was busy: its utilisation, 0 to 1. */
  busy: number;
  /** Messages in its inbox, on average over time; the one being handled does not count. */
  inbox: number;
  /** The most messages that ever waited there. */
  longestInbox: number;
  /** How long a message waited before it was handled, on average and at most, ns. */
  wait: number;
  longestWait: number;
  /** Messages that were thrown away because the inbox was full. */
  overflowed: number;
};
