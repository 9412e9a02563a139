/**
 * How much of a link protocols with windows use: the share of time in which it carries packets
 * that arrive and had not arrived before.
 *
 * One sender with always more to send; packets of equal length T; a constant round trip from the
 * end of a packet to the end of its acknowledgement; independent losses. Sources: Stallings, Data
 * and Computer Communications, 10th edition, §7.2 and its appendix; Bertsekas & Gallager, Data
 * Networks, 2nd edition, §2.4; Kurose & Ross, Computer Networking, 8th edition, §3.4.
 */
import { checkNumber } from "../kernel/check.ts";
import { expm1, log1p } from "../kernel/logarithm.ts";
import { checkCount, checkDuration, checkLoss } from "./rules.ts";
import { expectedTries } from "./retransmission.ts";

/** What a connection is like. Times in ns. */
export type Connection = {
  /** T, how long a packet takes to be sent, ns; above 0. */
  packet: number;
  /** RTT, from the end of a packet to the end of its acknowledgement, ns. */
  roundTrip: number;
  /** p, the probability that a packet is lost, 0 to below 1. Default 0. */
  loss?: number;
  /** q, the same for an acknowledgement. Default 0. */
  ackLoss?: number;
};

/** Checks a connection, and fills in what was left out. */
function checked(where: string, connection: Connection): Required<Connection> {
  const { packet, roundTrip, loss = 0, ackLoss = 0 } = connection;
  return {
    packet: checkDuration(where, "packet", packet, 1e-3),
    roundTrip: checkDuration(where, "roundTrip", roundTrip),
    loss: checkLoss(where, "loss", loss),
    ackLoss: checkLoss(where, "ackLoss", ackLoss),
  };
}

/**
 * The window from which on a link without loss is never idle, packets: 1 + RTT/T. It need not be
 * whole; a window is the next whole number.
 * @throws RangeError naming what is out of range.
 */
export function windowKnee(packet: number, roundTrip: number): number {
  const connection = checked("windowKnee", { packet, roundTrip });
  return 1 + connection.roundTrip / connection.packet;
}

/**
 * The share of a link without loss that a window of W packets uses: min(1, W·T/(RTT + T)).
 * *Exact*, if acknowledgements take no time from packets.
 * @param window W, 1…10⁹.
 * @throws RangeError naming what is out of range.
 */
export function windowUtilisation(window: number, packet: number, roundTrip: number): number {
  const w = checkCount("windowUtilisation", "window", window, 1, 1e9);
  return Math.min(1, w / windowKnee(packet, roundTrip));
}

/**
 * The share that stop-and-wait uses: T/(T + RTT + timeouts), where of the 1/((1−p)(1−q)) tries all
 * but the last cost T and a timeout. *Exact*, if the timeout is at least the round trip.
 * @param timeout From the end of a packet, ns; at least the round trip, which is the default.
 * @throws RangeError naming what is out of range.
 */
export function stopAndWaitEfficiency(connection: Connection, timeout?: number): number {
  const where = "stopAndWaitEfficiency";
  const { packet, roundTrip, loss, ackLoss } = checked(where, connection);
  const patience = checkDuration(where, "timeout", timeout ?? roundTrip, roundTrip);
  const failed = expectedTries(loss, ackLoss) - 1;
  return packet / (packet + roundTrip + failed * (packet + patience));
}

/**
 * The share that Go-Back-N uses. With a window up to the knee K, a cycle begins with W packets in
 * a row. All arrive, with probability (1−p)^W, and the next cycle begins a time of K packets after
 * the first; or the one after j is lost, which is noticed c·K after it was begun, and the next
 * cycle begins with it. From the knee on this is (1−p)/(1 − p + p·c·K), whatever the window.
 *
 * *Exact* for c = 1, if no acknowledgement is lost: the next one says as much, so those that are
 * do little harm while the window has room for some packets beyond the knee. For c = 2
 * *approximate*, within 2 or 3 % while p is at most 5 %; with more loss it is too low, since a
 * packet that is lost just after a timeout is noticed as quickly as with c = 1. (Stallings counts
 * K for every loss in a small window too, though the window starts anew: a few per cent less.)
 * @param window W, packets, 1…10⁹.
 * @param restarts c: 1 if every packet has its timer, so that a loss is noticed one round trip
 * after it; 2 if one timer is restarted by every acknowledgement (as RFC 6298 §5.3 has it), so
 * that those of the packets before the loss put it off by another round trip. The timeout is the
 * round trip.
 * @throws RangeError naming what is out of range.
 */
export function goBackNEfficiency(
  connection: Connection,
  window: number,
  restarts: 1 | 2 = 1,
): number {
  const where = "goBackNEfficiency";
  const { packet, roundTrip, loss } = checked(where, connection);
  const knee = windowKnee(packet, roundTrip);
  const w = Math.min(knee, checkCount(where, "window", window, 1, 1e9));
  checkNumber(where, "restarts", restarts, { min: 1, max: 2, whole: true });
  const someLost = -expm1(w * log1p(-loss));
  // Mean number of packets before the first that is lost, at most W.
  const arrived = loss === 0 ? w : ((1 - loss) * someLost) / loss;
  const beforeLoss = arrived - w * (1 - someLost);
  return arrived / (knee * (1 - someLost + restarts * someLost) + beforeLoss);
}

/**
 * The share that Selective Repeat uses: only what was lost is sent again, so (1−p)(1−q) of the
 * packets are new, as long as the window never fills up: min(1, W/K)·(1−p)(1−q).
 *
 * *An upper bound*, reached from windows of about twice the knee K on: a window that just fills
 * the pipe stands still while its oldest packet is sent a second time.
 * @param window W, packets, 1…10⁹.
 * @throws RangeError naming what is out of range.
 */
export function selectiveRepeatEfficiency(connection: Connection, window: number): number {
  const where = "selectiveRepeatEfficiency";
  const { packet, roundTrip, loss, ackLoss } = checked(where, connection);
  const w = checkCount(where, "window", window, 1, 1e9);
  const full = Math.min(1, w / windowKnee(packet, roundTrip));
  return full / expectedTries(loss, ackLoss);
}
