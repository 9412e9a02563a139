/** The retransmission timer (RFC 6298 §5). */
import { type Tcp, Timer } from "./connection.ts";

/** §5.1: the timer runs whenever something is on the way. */
export function startTimer(tcp: Tcp): void {
  if (tcp.sending.isTimed) return;
  restartTimer(tcp);
}

/** §5.3. */
export function restartTimer(tcp: Tcp): void {
  tcp.sending.isTimed = true;
  tcp.setTimer(Timer.retransmit, tcp.roundTrip.timeout);
}

/** §5.2. */
export function stopTimer(tcp: Tcp): void {
  if (!tcp.sending.isTimed) return;
  tcp.sending.isTimed = false;
  tcp.cancelTimer(Timer.retransmit);
}
