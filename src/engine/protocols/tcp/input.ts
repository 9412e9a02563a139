/** What an arriving segment does, state by state: RFC 9293 §3.10.7. */
import { acknowledge, isFinAcknowledged } from "./acks.ts";
import { handOn, takeIn } from "./arrival.ts";
import { become, type Tcp, Timer } from "./connection.ts";
import { callArrives, callIsAnswered, isOpen } from "./handshake.ts";
import { end, listenAgain } from "./lifecycle.ts";
import { fill } from "./output.ts";
import { has, lengthOf, type Segment } from "./segment.ts";
import { distance, placeOf } from "./sequence.ts";
import { sendAck, sendReset } from "./transmit.ts";

/** Takes in a segment. */
export function segmentArrives(tcp: Tcp, segment: Segment, from: string): void {
  const isStranger = tcp.peer !== null && tcp.peer !== from && tcp.state !== "LISTEN";
  if (tcp.state === "CLOSED" || isStranger) refuse(tcp, segment, from);
  else if (tcp.state === "LISTEN") {
    if (has(segment, "ACK")) refuse(tcp, segment, from);
    else if (has(segment, "SYN") && !has(segment, "RST")) callArrives(tcp, segment, from);
  } else if (tcp.state === "SYN-SENT") {
    if (isBadAck(tcp, segment)) refuse(tcp, segment, from);
    else callIsAnswered(tcp, segment);
  } else synchronised(tcp, segment, from);
}

/** RFC 9293 §3.10.7.1: a reset, but never for a reset. */
function refuse(tcp: Tcp, segment: Segment, from: string): void {
  if (has(segment, "RST")) return;
  const flags = (has(segment, "SYN") ? 1 : 0) + (has(segment, "FIN") ? 1 : 0);
  sendReset(tcp, from, segment, lengthOf(segment) + flags);
}

function isBadAck({ sending }: Tcp, segment: Segment): boolean {
  if (!has(segment, "ACK")) return false;
  return placeOf(segment.ack, sending.first, 0) !== 1;
}

/** All states in which both SYNs have been seen: the eight steps of §3.10.7.4. */
function synchronised(tcp: Tcp, segment: Segment, from: string): void {
  const place = placeIn(tcp, segment);
  const isReset = has(segment, "RST");
  if (lacksStamp(tcp, segment)) return;
  if (isOldStamp(tcp, segment) || !isAcceptable(tcp, segment, place)) {
    if (!isReset) answerUnacceptable(tcp, segment);
    return;
  }
  if (isReset) return resetArrives(tcp, place);
  // A SYN in the middle: the other end may have begun anew, so it is asked (RFC 5961 §4).
  if (has(segment, "SYN") && !isAnswerToCall(tcp, segment)) return sendAck(tcp);
  if (!has(segment, "ACK")) return;
  if (tcp.state === "SYN-RECEIVED" && isBadAck(tcp, segment)) return refuse(tcp, segment, from);
  keepStamp(tcp, segment, place);
  if (!acknowledge(tcp, segment, place)) return;
  if (tcp.state === "SYN-RECEIVED") isOpen(tcp);
  if (tcp.state !== "CLOSED") takeContent(tcp, segment, place);
}

/** Sixth to eighth step: what the segment holds, and what can be sent now. */
function takeContent(tcp: Tcp, segment: Segment, place: number): void {
  const { receiving } = tcp;
  if (isFinAcknowledged(tcp) && !finIsHeard(tcp)) return;
  if (!receiving.hasEnded) takeIn(tcp, segment, place);
  finArrives(tcp);
  if (tcp.readsAtOnce || receiving.unreadBytes === 0) handOn(tcp, Infinity);
  fill(tcp);
}

/** Where the segment begins in the other end's stream, its SYN cut off if it answers a call. */
function placeIn(tcp: Tcp, segment: Segment): number {
  const { first, next } = tcp.receiving;
  return isAnswerToCall(tcp, segment) ? next : placeOf(segment.seq, first, next);
}

/** Both ends have called at once: this SYN ACK is the other's answer (§3.5, figure 8). */
function isAnswerToCall({ state, receiving }: Tcp, segment: Segment): boolean {
  if (state !== "SYN-RECEIVED" || segment.seq !== receiving.first) return false;
  return has(segment, "SYN") && has(segment, "ACK");
}

/** RFC 7323 §3.2: where timestamps are in use, only a reset may come without. */
function lacksStamp({ agreed }: Tcp, segment: Segment): boolean {
  return agreed.timestamps && segment.timestamp === undefined && !has(segment, "RST");
}

/** PAWS (RFC 7323 §5): a segment with an old timestamp is an old segment; resets are exempt. */
function isOldStamp({ agreed, receiving }: Tcp, segment: Segment): boolean {
  const { timestamp } = segment;
  if (!agreed.timestamps || receiving.stamp === null || timestamp === undefined) return false;
  return distance(timestamp.value, receiving.stamp) < 0 && !has(segment, "RST");
}

/** First step: whether any of it lies in the window. */
function isAcceptable({ receiving }: Tcp, segment: Segment, place: number): boolean {
  const length = lengthOf(segment) + (has(segment, "FIN") ? 1 : 0);
  const { next, edge } = receiving;
  // Where the window is shut, the next byte's acknowledgement is still read; its data is not.
  if (place === next) return true;
  if (length === 0) return place > next && place < edge;
  return place < edge && place + length > next;
}

function answerUnacceptable(tcp: Tcp, segment: Segment): void {
  sendAck(tcp);
  // The other end's FIN once more: our last acknowledgement was lost.
  if (tcp.state === "TIME-WAIT" && has(segment, "FIN")) waitTwoLifetimes(tcp);
}

/** RFC 9293 §3.10.7.4, second step: only the exact number resets (RFC 5961 §3). */
function resetArrives(tcp: Tcp, place: number): void {
  if (place !== tcp.receiving.next) return sendAck(tcp);
  const wasCalled = tcp.state === "SYN-RECEIVED" && tcp.isPassive && !tcp.sending.isClosing;
  if (wasCalled) return listenAgain(tcp);
  const wasDone = ["CLOSING", "LAST-ACK", "TIME-WAIT"].includes(tcp.state);
  end(tcp, wasDone ? "closed" : "reset");
}

/** RFC 7323 §4.3: the stamp of the segment that the next acknowledgement will be for. */
function keepStamp({ agreed, receiving }: Tcp, { timestamp }: Segment, place: number): void {
  if (!agreed.timestamps || timestamp === undefined || place > receiving.acked) return;
  receiving.stamp = timestamp.value;
}

/** The other end has our FIN; false if that was the last thing to wait for. */
function finIsHeard(tcp: Tcp): boolean {
  if (tcp.state === "FIN-WAIT-1") become(tcp, "FIN-WAIT-2");
  else if (tcp.state === "CLOSING") waitTwoLifetimes(tcp);
  else if (tcp.state === "LAST-ACK") {
    end(tcp, "closed");
    return false;
  }
  return true;
}

/** Eighth step: the other end has nothing more to say, and all of it is here. */
function finArrives(tcp: Tcp): void {
  const { finAt, next } = tcp.receiving;
  if (finAt === null || next <= finAt) return;
  if (tcp.state === "ESTABLISHED" || tcp.state === "SYN-RECEIVED") become(tcp, "CLOSE-WAIT");
  else if (tcp.state === "FIN-WAIT-1") become(tcp, "CLOSING");
  else if (tcp.state === "FIN-WAIT-2") waitTwoLifetimes(tcp);
}

/** TIME-WAIT: long enough for a lost last acknowledgement to be asked for again. */
function waitTwoLifetimes(tcp: Tcp): void {
  become(tcp, "TIME-WAIT");
  tcp.setTimer(Timer.timeWait, 2 * tcp.settings.segmentLifetime);
}
