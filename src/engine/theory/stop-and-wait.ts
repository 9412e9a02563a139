/**
 * Closed forms for stop-and-wait, to be compared with runs.
 *
 * Assumptions of both: item and acknowledgement are lost independently, each with the same
 * probability at every try; the round-trip time is constant and shorter than the timeout; copies
 * are recognised by their number. Sources: Bertsekas & Gallager, Data Networks, 2nd edition,
 * section 2.4.1; Kurose & Ross, Computer Networking, 8th edition, section 3.4.
 */
import { checkNumber, checkTime } from "../kernel/check.ts";

/**
 * How often a letter is put on the wire, on average: 1/(1−p)². A try succeeds if both letter and
 * answer come through, (1−p)², and the number of tries until then is geometric.
 * @param loss Probability p that a packet is lost, the same each way: 0 to below 1.
 * @throws RangeError outside that range.
 */
export function triesPerLetter(loss: number): number {
  const remedy = "At 1 nothing ever arrives.";
  checkNumber("triesPerLetter", "loss", loss, { min: 0, max: 1 - 2e-16, remedy });
  return 1 / ((1 - loss) * (1 - loss));
}

/**
 * How long a letter takes, on average, ns: RTT + T·(1/(1−p)² − 1). Each failed try costs one
 * timeout, the successful one a round trip.
 * @param loss As for `triesPerLetter`.
 * @param roundTrip Round-trip time RTT, ns, what it takes to send the packets included.
 * @param timeout T, ns; at least the round-trip time (below it, copies are under way at once and
 * the formula is too high).
 * @throws RangeError outside those ranges.
 */
export function timePerLetter(loss: number, roundTrip: number, timeout: number): number {
  const trip = checkTime("timePerLetter", "roundTrip", roundTrip);
  const patience = checkTime("timePerLetter", "timeout", timeout);
  return trip + patience * (triesPerLetter(loss) - 1);
}
