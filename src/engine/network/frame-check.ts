/** What the far end of a link makes of a frame that was damaged on its way. */
import type { Flights } from "./flights.ts";
import { type FrameCheck, seemsSound } from "./models/frame.ts";
import { flipBits, LONGEST_INSPECTED, type Message, packetContent } from "./packet.ts";

/**
 * Whether the link's own check finds nothing wrong with the damaged packet in `slot`. What hit
 * only the check is forgotten.
 */
export function isFrameSound(flights: Flights, slot: number, check: FrameCheck): boolean {
  if (check === "none") return true;
  const bits = flights.flipsOf(slot) ?? [];
  const carried = flights.carriedBy(slot);
  if (bits.length === carried) return true;
  const [length, bytes] = [flights.length[slot], flights.bytes[slot]];
  if (bytes > LONGEST_INSPECTED) return false;
  const shape = { offset: flights.offset[slot], length, fragment: flights.fragment[slot] };
  const message = flights.message[slot] as Message;
  const content = packetContent(message, { ...shape, header: bytes - length });
  flipBits(content, bits.slice(0, carried));
  if (!seemsSound(check, content, bits.slice(carried))) return false;
  flights.setFlips(
    slot,
    bits.filter((bit) => bit < bytes * 8),
  );
  return true;
}
