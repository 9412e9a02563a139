/** The rows that tell what happens to a packet. */
import type { EventCode } from "../trace/event.ts";
import type { Flights } from "./flights.ts";
import type { Message } from "./packet.ts";
import type { World } from "./world.ts";

/** Records an event of the packet in `slot`, whose last event is the cause; returns the row. */
export function recordPacket(
  world: World,
  flights: Flights,
  slot: number,
  kind: EventCode,
  node: number,
  place: number,
  detail: number,
): number {
  const { number } = flights.message[slot] as Message;
  const [packet, cause] = [flights.packet[slot], flights.row[slot]];
  return world.trace.append(world.now, kind, node, place, packet, number, cause, detail);
}
