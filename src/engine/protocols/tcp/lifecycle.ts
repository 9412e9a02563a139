/** Beginning and end of a connection, and its timers. */
import { become, type Reason, type State, type Tcp, Timer } from "./connection.ts";
import { startTimer, stopTimer } from "./timer.ts";
import { sendAck, sendSyn } from "./transmit.ts";
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

/** States in which the other end still counts on this one: it is told of an abort (§3.10.5). */
export const TELLS_ABORT: readonly State[] = [
  "SYN-RECEIVED",
  "ESTABLISHED",
  "FIN-WAIT-1",
  "FIN-WAIT-2",
  "CLOSE-WAIT",
];

/** The connection is no more. */
export function end(tcp: Tcp, reason: Reason): void {
  stopTimers(tcp);
  become(tcp, "CLOSED");
  tcp.closed(reason);
}

/** A call that was none: who waited for calls waits on, and nobody is told (§3.10.7.4). */
export function listenAgain(tcp: Tcp): void {
  stopTimers(tcp);
  tcp.state = "CLOSED";
  tcp.listen();
}

function stopTimers(tcp: Tcp): void {
  stopTimer(tcp);
  stopPersist(tcp);
  tcp.cancelTimer(Timer.delayedAck);
  tcp.cancelTimer(Timer.timeWait);
}

/** One of the connection's timers has run out. */
export function timerExpires(tcp: Tcp, timer: string): void {
  if (timer === Timer.retransmit) onRetransmit(tcp);
  else if (timer === Timer.persist) onProbeDue(tcp);
  else if (timer === Timer.delayedAck && tcp.receiving.owed > 0) sendAck(tcp);
  else if (timer === Timer.timeWait && tcp.state === "TIME-WAIT") end(tcp, "closed");
}

/** A peer that answers probes may keep its window shut for ever; one that does not is gone. */
function onProbeDue(tcp: Tcp): void {
  const { sending, settings } = tcp;
  if (sending.probes >= settings.retries && sending.persist > 0) end(tcp, "timed out");
  else onPersist(tcp);
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
export function afterLostCall({ roundTrip, settings }: Tcp): void {
  if (roundTrip.smoothed !== null) return;
  const timeout = Math.max(settings.initialTimeout, 3 * SECOND);
  roundTrip.timeout = Math.min(settings.maxTimeout, timeout);
}
