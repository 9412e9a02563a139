/**
 * The messages of a trace: who posted what to whom, the how-manieth copy it is, and whether it is
 * an answer.
 *
 * **Answers.** Of two nodes, the one that spoke first is asking. A message from the other one back
 * to it is an *answer* if its chain of causes leads, without a timer's running out in between, to
 * the receipt of a message from the node that it now goes to. So Bob's acknowledgements answer,
 * Alice's next letter does not (she asks), and a shop that consults its database first still
 * answers its visitor.
 *
 * **Copies.** Two messages between the same two nodes are copies if the trace shows the same body
 * for both. A body that the trace had to cut short (it ends in "…") is never called a copy.
 */
import { EventKind } from "../engine/trace/event.ts";
import type { Flight } from "../engine/trace/flights.ts";
import { NONE, type Trace } from "../engine/trace/trace.ts";
import { preview } from "./words/preview.ts";

export type Message = {
  number: number;
  /** The row of its `send`. */
  row: number;
  /** Nodes. */
  from: number;
  to: number;
  /** What the trace keeps of the body: JSON text, perhaps cut short. */
  body: string;
  /** 1 for the first message with this body from here to there, then 2, 3 … */
  attempt: number;
  /** The number of the copy before this one, or −1. */
  earlier: number;
  isAnswer: boolean;
  /** Indices of the flights that carried it. */
  flights: number[];
  /** The row at which it was first handed to its destination, or −1. */
  received: number;
  /** The row at which it, or a part of it, found no way, no room or nobody in a node; or −1. */
  stranded: number;
};

/** By kind: 1 where a packet ends in a node rather than on a link. */
const strands = new Uint8Array(256);
for (const name of [
  ...(["miss", "noRoute", "queueDrop", "timeExceeded", "tooBig"] as const),
  ...(["muffle", "overflow"] as const),
])
  strands[EventKind[name]] = 1;

const previews = new WeakMap<Message, string>();

/** The body in a few characters; kept, because pictures ask again every frame. */
export function previewOf(message: Message): string {
  const known = previews.get(message) ?? preview(message.body);
  previews.set(message, known);
  return known;
}

/** By number. */
export function messagesOf(trace: Trace, flights: readonly Flight[]): Map<number, Message> {
  const list: Message[] = [];
  // By number: its place in the list and 1. A message's number is never above that of its row.
  const places = new Int32Array(trace.rows + 1);
  const latest = new Map<number, Map<number, Message>>();
  const firstSpoken = new Map<number, number>();
  const named = (number: number): Message | undefined => list[(places[number] ?? 0) - 1];
  for (let row = 0; row < trace.rows; row++) {
    const kind = trace.kind(row);
    if (kind === EventKind.send) {
      const message = begin(trace, row, latest, firstSpoken);
      places[message.number] = list.push(message);
    } else if (kind === EventKind.receive) {
      const message = named(trace.message(row));
      if (message?.received === NONE) message.received = row;
    } else if (strands[kind] === 1) {
      const message = named(trace.message(row));
      if (message?.stranded === NONE) message.stranded = row;
    }
  }
  for (let i = 0; i < flights.length; i++) named(flights[i].message)?.flights.push(i);
  return new Map(list.map((message) => [message.number, message]));
}

function begin(
  trace: Trace,
  row: number,
  latest: Map<number, Map<number, Message>>,
  firstSpoken: Map<number, number>,
): Message {
  const [from, to] = [trace.node(row), trace.place(row)];
  const pair = Math.min(from, to) * 65_536 + Math.max(from, to);
  if (!firstSpoken.has(pair)) firstSpoken.set(pair, from);
  const body = trace.text(row);
  const way = from * 65_536 + to;
  let copies = latest.get(way);
  if (copies === undefined) latest.set(way, (copies = new Map<number, Message>()));
  const earlier = body.endsWith("…") ? undefined : copies.get(trace.detail(row));
  const message: Message = {
    number: trace.message(row),
    row,
    from,
    to,
    body,
    attempt: (earlier?.attempt ?? 0) + 1,
    earlier: earlier?.number ?? NONE,
    isAnswer: firstSpoken.get(pair) !== from && answers(trace, row, from, to),
    flights: [],
    received: NONE,
    stranded: NONE,
  };
  copies.set(trace.detail(row), message);
  return message;
}

/** Causes looked at before a message counts as spoken unasked. */
const CHAIN = 256;

function answers(trace: Trace, send: number, from: number, to: number): boolean {
  let row = trace.cause(send);
  for (let step = 0; step < CHAIN && row >= 0; step++) {
    const kind = trace.kind(row);
    if (kind === EventKind.timeout) return false;
    if (kind === EventKind.receive && trace.node(row) === from && trace.place(row) === to) {
      return true;
    }
    row = trace.cause(row);
  }
  return false;
}

/** What had become of a message by the time of a row: only what the trace shows up to there. */
export type MessageFate =
  "received" | "lost" | "dropped" | "severed" | "damaged" | "stranded" | "underway";

export function fateOf(flights: readonly Flight[], message: Message, row: number): MessageFate {
  if (message.received !== NONE && message.received <= row) return "received";
  if (message.stranded !== NONE && message.stranded <= row) return "stranded";
  for (const i of message.flights) {
    const { fate, ended, discarded, started } = flights[i];
    if (started > row || ended === NONE || ended > row) continue;
    if (fate === "lost" || fate === "dropped" || fate === "severed") return fate;
    if (discarded) return "damaged";
  }
  return "underway";
}
