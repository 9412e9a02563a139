/** Beginning and end of a connection, and its timers. */
import { become, type Reason, type State, type Tcp, Timer } from "./connection.ts";
import { sendAck, sendSyn, startTimer, stopTimer } from "./transmit.ts";
import { backOff } from "./rtt.ts";
import { onDataTimeout } from "./recovery.ts";
import { onPersist, stopPersist } from "./output.ts";

const SECOND = 1_000_000_000;

/** What becomes of a state when this end has nothing more to say (RFC 9293 §3.10.4). */
export const AFTER_CLOSE: Partial<Record<State, State>> = {
  "SYN-RECEIVED": "FIN-WAIT-1",
  ESTABLISHED: "FIN-WAIT-1",
  "CLOSE-WAIT": "LAST-ACK",
};

/** The connection is no more. */
export function end(tcp: Tcp, reason: Reason): void {
  stopTimer(tcp);
  stopPersist(tcp);
  tcp.cancelTimer(Timer.delayedAck);
  tcp.cancelTimer(Timer.timeWait);
  become(tcp, "CLOSED");
  tcp.closed(reason);
}

/** One of the connection's timers has run out. */
export function timerExpires(tcp: Tcp, timer: string): void {
  if (timer === Timer.retransmit) onRetransmit(tcp);
  else if (timer === Timer.persist) onPersist(tcp);
  else if (timer === Timer.delayedAck && tcp.receiving.owed > 0) sendAck(tcp);
  else if (timer === Timer.timeWait && tcp.state === "TIME-WAIT") end(tcp, "closed");
}

/** RFC 6298 §5.4 to §5.7. */
function onRetransmit(tcp: Tcp): void {
  const { sending, roundTrip, settings } = tcp;
  sending.isTimed = false;
  sending.timeouts += 1;
  if (sending.timeouts > settings.retries) return end(tcp, "timed out");
  tcp.note("timeout");
  backOff(roundTrip, settings);
  if (sending.unacknowledged > 0) onDataTimeout(tcp);
  else sendSyn(tcp);
  if (sending.unacknowledged < sending.highest && sending.persist === 0) startTimer(tcp);
}

/** RFC 6298 §5.7: a SYN that had to be repeated makes the data begin with 3 s. */
export function afterHandshake({ roundTrip, settings }: Tcp, timeouts: number): void {
  if (timeouts === 0 || roundTrip.smoothed !== null) return;
  roundTrip.timeout = Math.min(settings.maxTimeout, Math.max(roundTrip.timeout, 3 * SECOND));
}
