/**
 * Loss recovery: fast retransmit after duplicate acknowledgements, fast recovery (RFC 5681 §3.2,
 * RFC 6582, RFC 6675 §5), and what a timeout does (RFC 5681 §3.1, RFC 6298 §5).
 */
import type { CongestionEvent } from "./congestion.ts";
import type { Tcp } from "./connection.ts";
import { fill, resend } from "./output.ts";
import { DUPLICATES, lostBelow } from "./scoreboard.ts";
import { restartTimer } from "./timer.ts";

function eventOf(tcp: Tcp, flight: number, acked: number): CongestionEvent {
  const { now, sending, roundTrip } = tcp;
  return { now, mss: sending.mss, flight, acked, smoothed: roundTrip.smoothed };
}

/** New data has been acknowledged; whether the retransmission timer starts afresh for it. */
export function onNewAck(tcp: Tcp, acked: number, flight: number): boolean {
  const { sending, congestion } = tcp;
  sending.duplicates = 0;
  let restarts = true;
  if (!sending.isRecovering) {
    // A window that was not used says nothing about the path (RFC 9438 §5.8, RFC 7661).
    const wasUsed = flight + 2 * sending.mss > congestion.window;
    const control = tcp.control();
    if (wasUsed) control.onAck(congestion, eventOf(tcp, flight, acked));
    else control.onLimited?.(congestion, eventOf(tcp, flight, acked));
  } else if (tcp.agreed.sack) {
    if (sending.unacknowledged >= sending.recover) leave(tcp, congestion.threshold);
  } else if (tcp.control().recovery === "first ack") {
    leave(tcp, congestion.threshold);
  } else if (sending.unacknowledged >= sending.recover) {
    // RFC 6582 §3.2 step 3, full acknowledgement, (1): no burst.
    const left = sending.next - sending.unacknowledged;
    leave(tcp, Math.min(congestion.threshold, Math.max(left, sending.mss) + sending.mss));
  } else {
    restarts = onPartialAck(tcp, acked);
  }
  tcp.observe();
  return restarts;
}

/** RFC 6582 §3.2 step 3, partial acknowledgement: the next hole is known without waiting. */
function onPartialAck(tcp: Tcp, acked: number): boolean {
  const { sending, congestion } = tcp;
  resend(tcp, sending.unacknowledged);
  congestion.window -= acked;
  if (acked >= sending.mss) congestion.window += sending.mss;
  congestion.window = Math.max(congestion.window, sending.mss);
  const isFirst = !sending.hadPartial;
  sending.hadPartial = true;
  return isFirst;
}

function leave(tcp: Tcp, window: number): void {
  tcp.congestion.window = window;
  tcp.sending.isRecovering = false;
}

/** The same acknowledgement once more: something arrived, but not what was missing. */
export function onDuplicateAck(tcp: Tcp): void {
  const { sending, congestion, agreed } = tcp;
  sending.duplicates += 1;
  if (sending.duplicates === 1) sending.beforeDuplicates = sending.next;
  if (sending.isRecovering) {
    // Whatever arrived has left the network: one more may enter it.
    if (!agreed.sack) congestion.window += sending.mss;
    tcp.observe();
  } else if (isLoss(tcp)) {
    fastRetransmit(tcp);
  }
  fill(tcp);
}

function isLoss({ sending, agreed }: Tcp): boolean {
  const isMany = sending.duplicates >= DUPLICATES;
  if (agreed.sack) {
    // RFC 6675 §5 step (2): IsLost need not wait for the third.
    const isLost = lostBelow(sending) > sending.unacknowledged;
    return (isMany || isLost) && sending.unacknowledged >= sending.recover;
  }
  // RFC 6582 §3.2 step 2: duplicates of what a timeout sent again are no sign of a loss.
  return sending.duplicates === DUPLICATES && sending.unacknowledged > sending.recover;
}

function fastRetransmit(tcp: Tcp): void {
  const { sending, congestion, agreed } = tcp;
  const control = tcp.control();
  // RFC 5681 §3.2, step 2: what limited transmit has sent does not count.
  const flight = Math.min(sending.next, sending.beforeDuplicates) - sending.unacknowledged;
  tcp.note("fast retransmit");
  control.onLoss(congestion, eventOf(tcp, flight, 0));
  if (control.recovery === "slow start") {
    sending.recover = sending.highest;
    sending.next = sending.unacknowledged;
    sending.duplicates = 0;
    sending.sample = null;
  } else {
    sending.isRecovering = true;
    sending.hadPartial = false;
    sending.hasRescued = false;
    if (agreed.sack || control.recovery === "full ack") sending.recover = sending.highest;
    if (!agreed.sack) congestion.window += DUPLICATES * sending.mss;
    sending.repaired = resend(tcp, sending.unacknowledged);
  }
  restartTimer(tcp);
  tcp.observe();
}

/** Nobody answered: back to one segment, and on from the oldest that is not acknowledged. */
export function onDataTimeout(tcp: Tcp): void {
  const { sending, congestion } = tcp;
  const flight = sending.next - sending.unacknowledged;
  const event = eventOf(tcp, flight, 0);
  // RFC 5681 §3.1: the threshold is halved once, however often the same segment times out.
  if (sending.timeouts === 1) tcp.control().onTimeout(congestion, event);
  else congestion.window = sending.mss;
  sending.isRecovering = false;
  sending.duplicates = 0;
  sending.recover = sending.highest;
  // RFC 2018 §8: the other end may have dropped what it said to have.
  sending.sacked = [];
  sending.repaired = 0;
  sending.sample = null;
  sending.next = sending.unacknowledged;
  tcp.observe();
  fill(tcp);
}
