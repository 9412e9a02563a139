/** What is sent and when: windows, Nagle, silly windows, zero-window probes (RFC 9293 §3.8.6). */
import { type Tcp, Timer } from "./connection.ts";
import { held, rangeFrom } from "./ranges.ts";
import { nextGap, nextHole, pipe, tailToRescue } from "./scoreboard.ts";
import { initialWindow } from "./congestion.ts";
import { startTimer } from "./timer.ts";
import { sendData } from "./transmit.ts";

/** Sends all that may be sent now. */
export function fill(tcp: Tcp): void {
  if (!canSend(tcp)) return;
  if (tcp.sending.next === tcp.sending.unacknowledged) restartAfterIdle(tcp);
  while (isRepairing(tcp) ? sendRepair(tcp) : sendNew(tcp)) startTimer(tcp);
  armPersist(tcp);
}

function canSend({ state, sending }: Tcp): boolean {
  if (state === "ESTABLISHED" || state === "CLOSE-WAIT") return true;
  const isEnding = state === "FIN-WAIT-1" || state === "CLOSING" || state === "LAST-ACK";
  return isEnding && sending.unacknowledged <= sending.end;
}

/** RFC 5681 §4.1: after an idle RTO nothing is known of the path any more. */
function restartAfterIdle(tcp: Tcp): void {
  const { sending, congestion, roundTrip } = tcp;
  if (sending.highest > sending.next || sending.end === sending.next) return;
  if (tcp.now - sending.lastSent <= roundTrip.timeout) return;
  congestion.window = Math.min(congestion.window, startWindow(tcp));
  tcp.observe();
}

/** The window that a connection begins with, bytes. */
export function startWindow({ settings, sending }: Tcp): number {
  if (settings.initialWindow === null) return initialWindow(sending.mss);
  return settings.initialWindow * sending.mss;
}

function isRepairing({ agreed, sending }: Tcp): boolean {
  return agreed.sack && sending.isRecovering;
}

/** RFC 6675 §5 (C): in recovery, what `pipe` leaves room for, by NextSeg's four rules. */
function sendRepair(tcp: Tcp): boolean {
  const { sending, congestion } = tcp;
  if (congestion.window - pipe(sending) < sending.mss) return false;
  let hole = nextHole(sending);
  if (hole === null && sendNew(tcp)) return true;
  hole ??= nextGap(sending);
  if (hole !== null) {
    sending.repaired = resend(tcp, hole);
    return true;
  }
  const tail = tailToRescue(sending);
  if (tail === null) return false;
  sending.hasRescued = true;
  resend(tcp, tail);
  return true;
}

/** Sends the segment at a place again, as far as the other end does not have it. */
export function resend(tcp: Tcp, place: number): number {
  const { sending } = tcp;
  const stop = rangeFrom(sending.sacked, place)?.[0] ?? Infinity;
  const size = Math.min(sending.mss, sending.end - place, stop - place, sending.highest - place);
  const end = sendData(tcp, place, Math.max(0, size), sending.highest > sending.end);
  startTimer(tcp);
  return end;
}

/** Sends one segment at `next`, if the windows and good manners permit. */
function sendNew(tcp: Tcp): boolean {
  const { sending } = tcp;
  skipSacked(tcp);
  const place = sending.next;
  if (place > sending.end) return false;
  const stop = rangeFrom(sending.sacked, place)?.[0] ?? Infinity;
  const available = Math.min(sending.end, stop) - place;
  const edge = sending.unacknowledged + sending.window - place;
  const usable = Math.max(0, Math.min(edge, budget(tcp)));
  const size = Math.min(available, usable, sending.mss);
  const isEnd = sending.isClosing && place + size === sending.end && edge > size;
  if (!isEnd && !isWorthSending(tcp, size)) return false;
  const end = sendData(tcp, place, size, isEnd);
  sending.next = end;
  return end > place;
}

/** After a timeout: what the other end has meanwhile said to have is not sent again. */
function skipSacked({ sending }: Tcp): void {
  if (sending.next >= sending.highest) return;
  const range = rangeFrom(sending.sacked, sending.next);
  if (range !== undefined && range[0] <= sending.next) sending.next = range[1];
}

/** What the congestion window leaves room for, bytes. */
function budget({ sending, congestion, agreed }: Tcp): number {
  if (agreed.sack && sending.isRecovering) return congestion.window - pipe(sending);
  const { unacknowledged, next, highest, sacked, duplicates, isRecovering } = sending;
  const flight = next - unacknowledged - held(sacked, unacknowledged, next);
  // Limited transmit (RFC 3042): a new segment for each of the first two duplicates.
  const extra = isRecovering || next < highest ? 0 : Math.min(duplicates, 2) * sending.mss;
  const saved = agreed.sack ? held(sacked, unacknowledged, next) : 0;
  return congestion.window + Math.max(0, extra - saved) - flight;
}

/** RFC 9293 §3.8.6.2.1: a full segment, or the rest of what was written, or half a window. */
function isWorthSending({ sending, settings }: Tcp, size: number): boolean {
  if (size <= 0) return false;
  const { next, end, unacknowledged, highest } = sending;
  if (size >= sending.mss || next < highest) return true;
  const isRest = next + size === end;
  if (isRest && sending.isClosing) return true;
  // Nagle (RFC 896): small segments wait while anything is on the way.
  if (settings.nagle && next !== unacknowledged) return false;
  return isRest || size >= sending.largestWindow / 2;
}

/** §3.8.6.1: where nothing is on the way and nothing may be sent, one has to ask. */
function armPersist(tcp: Tcp): void {
  const { sending, roundTrip } = tcp;
  const limit = sending.end + (sending.isClosing ? 1 : 0);
  const mustAsk = !sending.isTimed && sending.unacknowledged < limit;
  if (!mustAsk) return stopPersist(tcp);
  if (sending.persist > 0) return;
  sending.persist = roundTrip.timeout;
  tcp.setTimer(Timer.persist, sending.persist);
}

/** The window is open, or there is nothing to ask about. */
export function stopPersist(tcp: Tcp): void {
  if (tcp.sending.persist === 0) return;
  tcp.sending.persist = 0;
  tcp.cancelTimer(Timer.persist);
}

/** Asks with one byte, or with what a small window has room for; then waits twice as long. */
export function onPersist(tcp: Tcp): void {
  const { sending, settings } = tcp;
  if (sending.persist === 0) return;
  sending.probes += 1;
  const size = Math.max(1, Math.min(sending.window, sending.end - sending.unacknowledged));
  tcp.note("zero-window probe");
  sendData(tcp, sending.unacknowledged, size, true);
  sending.persist = Math.min(2 * sending.persist, settings.maxTimeout);
  tcp.setTimer(Timer.persist, sending.persist);
}
