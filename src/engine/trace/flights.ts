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
  corrupted: readonly number[];
  /** Whether the far end noticed the damage and threw the packet away. */
  discarded: boolean;
  /** Whether this is a copy that the link made. */
  copy: boolean;
};

/** All flights of a trace, in the order in which they started. One pass over the rows. */
export function flightsOf(trace: Trace): Flight[] {
  return flightsByRow(trace).flights;
}

/** All flights of a trace; and by row the index of the one that the row belongs to, or −1. */
export function flightsByRow(trace: Trace): { flights: Flight[]; ofRow: Int32Array } {
  const book = new FlightBook(trace);
  const ofRow = new Int32Array(trace.rows).fill(NONE);
  for (let row = 0; row < trace.rows; row++) {
    const kind = trace.kind(row);
    if (isOfFlight[kind] === 1) ofRow[row] = book.step(row, kind);
  }
  return { flights: book.flights, ofRow };
}

/** By kind: 1 where its rows are about a packet on a link. */
const isOfFlight = new Uint8Array(256);
for (const name of ["transmit", "duplicate", "arrive", "lose", "drop", "sever"] as const)
  isOfFlight[EventKind[name]] = 1;
for (const name of ["corrupt", "delay", "discard"] as const) isOfFlight[EventKind[name]] = 1;

const NO_BITS: readonly number[] = [];

/** The flights found so far, and where the latest of each packet stands. */
class FlightBook {
  readonly flights: Flight[] = [];
  readonly #trace: Trace;
  readonly #counts: number[];
  /** By packet: its latest flight. A packet's number is never above that of its first row. */
  readonly #latest: Int32Array;
  /** By flight: the one before it of the same packet, over another link. */
  readonly #before: number[] = [];

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#counts = new Array<number>(trace.links.length).fill(0);
    this.#latest = new Int32Array(trace.rows + 1).fill(NONE);
  }

  /** Takes up a row; the index of its flight, or −1. */
  step(row: number, kind: number): number {
    const packet = this.#trace.packet(row);
    if (kind === EventKind.transmit || kind === EventKind.duplicate) return this.#add(row, packet);
    const index = this.#find(this.#trace.place(row), packet);
    if (index === NONE) return NONE;
    const flight = this.flights[index];
    if (kind === EventKind.corrupt) flight.corrupted = [...flight.corrupted, row];
    else if (kind === EventKind.arrive) finish(this.#trace, row, flight, "arrived");
    else if (kind === EventKind.lose) finish(this.#trace, row, flight, "lost");
    else if (kind === EventKind.drop) finish(this.#trace, row, flight, "dropped");
    else if (kind === EventKind.sever) finish(this.#trace, row, flight, "severed");
    else if (kind === EventKind.discard) flight.discarded = true;
    return index;
  }

  /** The latest flight of a packet over a link. */
  #find(link: number, packet: number): number {
    let index = this.#latest[packet] ?? NONE;
    while (index !== NONE && this.flights[index].link !== link) index = this.#before[index];
    return index;
  }

  #add(row: number, packet: number): number {
    const flight = this.#begin(row, packet);
    this.#before.push(this.#latest[packet] ?? NONE);
    const index = this.flights.push(flight) - 1;
    this.#latest[packet] = index;
    return index;
  }

  #begin(row: number, packet: number): Flight {
    const trace = this.#trace;
    const link = trace.place(row);
    const copy = trace.kind(row) === EventKind.duplicate;
    const original = copy ? this.flights[this.#find(link, trace.detail(row))] : undefined;
    const bytes = original?.bytes ?? trace.bytes(row);
    const { bandwidth, delay } = trace.links[link];
    return {
      link,
      // A copy has no number of its own: faults reach it through the packet it copies.
      ordinal: copy ? (original?.ordinal ?? 0) : ++this.#counts[link],
      packet,
      message: trace.message(row),
      bytes,
      started: row,
      ended: NONE,
      from: trace.time(row),
      to: trace.time(row) + delay + (bytes * 8e9) / bandwidth,
      fate: "flying",
      corrupted: NO_BITS,
      discarded: false,
      copy,
    };
  }
}

function finish(trace: Trace, row: number, flight: Flight, fate: Fate): void {
  flight.fate = fate;
  flight.ended = row;
  flight.to = trace.time(row);
}
