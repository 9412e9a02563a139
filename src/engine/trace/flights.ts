/**
 * Flights: one packet crossing one link once. Views draw flights, and faults name them.
 */
import { EventKind } from "./event.ts";
import { NONE, type Trace } from "./trace.ts";

/** How a flight ended; `flying` if the run ended first. */
export type Fate = "arrived" | "lost" | "dropped" | "severed" | "flying";

/** One packet crossing one link once. */
export type Flight = {
  link: number;
  /** 1 for the first packet that ever started onto this link; what faults call it by. */
  ordinal: number;
  packet: number;
  message: number;
  /** Bytes on the wire, headers included. */
  bytes: number;
  /** The row of its `transmit` (or of its `duplicate`, for a copy that the link made). */
  started: number;
  /** The row at which it ended, or −1. */
  ended: number;
  /** ns; for a flight that never ended, the time at which it would have, as far as known. */
  from: number;
  to: number;
  fate: Fate;
  /** The rows at which bits flipped. */
  corrupted: number[];
  /** Whether the far end noticed the damage and threw the packet away. */
  discarded: boolean;
  /** Whether this is a copy that the link made. */
  copy: boolean;
};

/** All flights of a trace, in the order in which they started. One pass over the rows. */
export function flightsOf(trace: Trace): Flight[] {
  const flights: Flight[] = [];
  const counts = new Array<number>(trace.links.length).fill(0);
  const open = new Map<string, Flight>();
  for (let row = 0; row < trace.rows; row++) step(trace, row, flights, counts, open);
  return flights;
}

function step(
  trace: Trace,
  row: number,
  flights: Flight[],
  counts: number[],
  open: Map<string, Flight>,
): void {
  const kind = trace.kind(row);
  const key = `${trace.place(row)}/${trace.packet(row)}`;
  if (kind === EventKind.transmit || kind === EventKind.duplicate) {
    const flight = begin(trace, row, counts, open);
    flights.push(flight);
    open.set(key, flight);
    return;
  }
  const flight = open.get(key);
  if (flight === undefined) return;
  if (kind === EventKind.corrupt) flight.corrupted.push(row);
  else if (kind === EventKind.arrive) finish(trace, row, flight, "arrived");
  else if (kind === EventKind.lose) finish(trace, row, flight, "lost");
  else if (kind === EventKind.drop) finish(trace, row, flight, "dropped");
  else if (kind === EventKind.sever) finish(trace, row, flight, "severed");
  else if (kind === EventKind.discard) flight.discarded = true;
}

function begin(trace: Trace, row: number, counts: number[], open: Map<string, Flight>): Flight {
  const link = trace.place(row);
  const copy = trace.kind(row) === EventKind.duplicate;
  const original = copy ? open.get(`${link}/${trace.detail(row)}`) : undefined;
  const bytes = original?.bytes ?? trace.detail(row);
  const { bandwidth, delay } = trace.links[link];
  return {
    link,
    // A copy has no number of its own: faults reach it through the packet it copies.
    ordinal: copy ? (original?.ordinal ?? 0) : ++counts[link],
    packet: trace.packet(row),
    message: trace.message(row),
    bytes,
    started: row,
    ended: NONE,
    from: trace.time(row),
    to: trace.time(row) + delay + (bytes * 8e9) / bandwidth,
    fate: "flying",
    corrupted: [],
    discarded: false,
    copy,
  };
}

function finish(trace: Trace, row: number, flight: Flight, fate: Fate): void {
  flight.fate = fate;
  flight.ended = row;
  flight.to = trace.time(row);
}
