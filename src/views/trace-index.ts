/**
 * What every view asks of a trace, found once: flights, messages and their copies, spans of timers,
 * crashes and cuts, rows worth jumping to. Views take it instead of the trace; it never changes.
 */
import { flightsByRow, type Flight } from "../engine/trace/flights.ts";
import { EventKind } from "../engine/trace/event.ts";
import { NONE, type Trace } from "../engine/trace/trace.ts";
import { messagesOf, type Message } from "./messages.ts";
import { firstAfter, spansOf, type Spans } from "./overlap.ts";
import { cutsOf, crashesOf, mutesOf, pausesOf, timersOf, worksOf } from "./spans.ts";
import type { Span, TimerSpan } from "./spans.ts";

/** Whose words a run is told in: letters and roads, or messages and links. */
export type Idiom = "post" | "network";

export type TraceIndex = {
  trace: Trace;
  flights: readonly Flight[];
  /** The same flights, ready for the question which of them touch a stretch of time. */
  flightSpans: Spans<Flight>;
  /** By row: the index of the flight that the row belongs to, or −1. */
  flightOfRow: Int32Array;
  /** By the message's number. */
  messages: ReadonlyMap<number, Message>;
  /** All messages from one node to another, in order; by "from to". */
  conversations: ReadonlyMap<string, Message[]>;
  /** By node: rows at which a message was handed to it. */
  receives: readonly number[][];
  timers: Spans<TimerSpan>;
  /** By node; `of` in each is the node. */
  crashes: readonly Span[];
  /** By link; `of` in each is the link. */
  cuts: readonly Span[];
  /** By link, and by node. */
  pauses: readonly Span[];
  mutes: readonly Span[];
  works: Spans<Span>;
  /** Rows that a reader would jump to: losses, timeouts, faults, errors. */
  notable: readonly number[];
  idiom: Idiom;
};

/** One pass for each list; `idiom` defaults to letters and roads where there are two nodes. */
export function indexTrace(trace: Trace, idiom?: Idiom): TraceIndex {
  const { flights, ofRow: flightOfRow } = flightsByRow(trace);
  const messages = messagesOf(trace, flights);
  return {
    trace,
    flights,
    flightSpans: spansOf(flights),
    flightOfRow,
    messages,
    conversations: conversationsOf(messages),
    receives: receivesOf(trace),
    timers: spansOf(timersOf(trace)),
    crashes: crashesOf(trace),
    cuts: cutsOf(trace),
    pauses: pausesOf(trace),
    mutes: mutesOf(trace),
    works: spansOf(worksOf(trace)),
    notable: notableRows(trace),
    idiom: idiom ?? (trace.nodes.length === 2 ? "post" : "network"),
  };
}

const { lose, drop, sever, corrupt, duplicate, discard, delay } = EventKind;

function conversationsOf(messages: ReadonlyMap<number, Message>): Map<string, Message[]> {
  const conversations = new Map<string, Message[]>();
  const byPair = new Map<number, Message[]>();
  for (const message of messages.values()) {
    const pair = message.from * 65_536 + message.to;
    let list = byPair.get(pair);
    if (list === undefined) {
      list = [];
      byPair.set(pair, list);
      conversations.set(`${message.from} ${message.to}`, list);
    }
    list.push(message);
  }
  return conversations;
}

function receivesOf(trace: Trace): number[][] {
  const receives: number[][] = trace.nodes.map(() => []);
  for (let row = 0; row < trace.rows; row++) {
    if (trace.kind(row) === EventKind.receive) receives[trace.node(row)]?.push(row);
  }
  return receives;
}

/** By kind: 1 where a reader would jump to its rows. */
const worthAJump = new Uint8Array(256);
for (const kind of [
  lose,
  drop,
  sever,
  corrupt,
  duplicate,
  discard,
  delay,
  EventKind.miss,
  EventKind.noRoute,
  EventKind.queueDrop,
  EventKind.timeExceeded,
  EventKind.tooBig,
  EventKind.reassemblyTimeout,
  EventKind.pause,
  EventKind.resume,
  EventKind.overload,
  EventKind.unload,
  EventKind.spoil,
  EventKind.hold,
  EventKind.degrade,
  EventKind.timeout,
  EventKind.crash,
  EventKind.restart,
  EventKind.cut,
  EventKind.heal,
  EventKind.error,
  EventKind.skew,
  EventKind.slow,
  EventKind.restore,
  EventKind.mute,
  EventKind.unmute,
  EventKind.muffle,
  EventKind.edit,
  EventKind.upgrade,
  EventKind.overflow,
]) {
  worthAJump[kind] = 1;
}

function notableRows(trace: Trace): number[] {
  const rows: number[] = [];
  for (let row = 0; row < trace.rows; row++) if (worthAJump[trace.kind(row)] === 1) rows.push(row);
  return rows;
}

/** The next notable row after (or, with −1, before) `row`; −1 if there is none. */
export function nextNotable(index: TraceIndex, row: number, direction: 1 | -1): number {
  const { notable } = index;
  if (direction === 1) return notable[firstAfter(notable, row)] ?? NONE;
  return notable[firstAfter(notable, row - 1) - 1] ?? NONE;
}

/** The rows that brought `row` about, nearest first; at most `limit` of them. */
export function causesOf(trace: Trace, row: number, limit = 1_000): number[] {
  const chain: number[] = [];
  let cause = trace.cause(row);
  while (cause >= 0 && cause < row && chain.length < limit) {
    chain.push(cause);
    row = cause;
    cause = trace.cause(row);
  }
  return chain;
}

/** The index of a node by name, or −1. */
export function nodeNamed(trace: Trace, name: string): number {
  return trace.nodes.indexOf(name);
}

/** Whether a node (or link) is down at a time: the span that says so, if any. */
export function downAt(spans: readonly Span[], of: number, time: number): Span | undefined {
  return spans.find((span) => span.of === of && span.from <= time && time < span.to);
}
