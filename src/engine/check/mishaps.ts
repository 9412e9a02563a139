/** A run's bad luck as a list of faults, so that another run can have the very same. */
import { type Fault, MOST_FAULTS } from "../faults.ts";
import { EventKind } from "../trace/event.ts";
import { type Flight, flightsOf } from "../trace/flights.ts";
import type { Trace } from "../trace/trace.ts";

/**
 * What befell single packets in a run, as faults: each loss is a `drop` at its moment, each bit
 * that flipped a `corrupt`, each copy that a link made a `duplicate`. On links without chance of
 * their own, but with the same delays, the same processes with these faults and the same seed
 * receive the same messages at the same times. (A fault cannot take a packet and spare its copy:
 * a packet that was lost but not its copy is left alone, and so is a copy that was lost alone.)
 * @returns at most 10,000 faults, in the order of the packets' starts.
 */
export function mishapsOf(trace: Trace): Fault[] {
  const flights = flightsOf(trace);
  const copied = copiedPackets(trace, flights);
  const faults: Fault[] = [];
  for (const flight of flights) {
    if (faults.length >= MOST_FAULTS) break;
    if (!flight.copy) faults.push(...mishapsOfFlight(trace, flight, copied.get(flight.packet)));
  }
  return faults.slice(0, MOST_FAULTS);
}

/** The copies that links made, by the number of the packet that they copied. */
function copiedPackets(trace: Trace, flights: readonly Flight[]): Map<number, Flight> {
  const copies = new Map<number, Flight>();
  for (const flight of flights) {
    if (flight.copy) copies.set(trace.detail(flight.started), flight);
  }
  return copies;
}

function mishapsOfFlight(trace: Trace, flight: Flight, copy: Flight | undefined): Fault[] {
  const packet = { link: trace.links[flight.link].id, packet: flight.ordinal };
  const faults: Fault[] = flight.corrupted
    .filter((row) => trace.kind(row) === EventKind.corrupt)
    .map((row) => ({ verb: "corrupt", ...packet, bit: trace.detail(row) }));
  if (copy !== undefined) faults.push({ verb: "duplicate", ...packet });
  else if (flight.fate === "lost") {
    faults.push({ verb: "drop", ...packet, at: trace.time(flight.ended) });
  }
  return faults;
}
