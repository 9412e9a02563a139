/** Putting segments on the wire. */
import { dataOf, slice } from "./chunk.ts";
import { type Tcp, Timer } from "./connection.ts";
import { offeredWindow } from "./window.ts";
import { type Segment, segmentBytes, TIMESTAMP_BYTES } from "./segment.ts";
import { wrap } from "./sequence.ts";
import { startTimer } from "./timer.ts";

const MS = 1_000_000;
/** Blocks for which there is room beside timestamps, and without (RFC 2018 §3). */
const MOST_BLOCKS = { withTimestamps: 3, without: 4 };

/** This end's clock as timestamps show it, ms. */
export function stampOf(now: number): number {
  return wrap(Math.floor(now / MS));
}

/** What a segment of this connection says besides its data: `place` in words of the wire. */
function segmentAt(tcp: Tcp, place: number, flags: string): Segment {
  const { sending, receiving, agreed } = tcp;
  const segment: Segment = {
    seq: wrap(sending.first + place),
    ack: wrap(receiving.first + receiving.next),
    flags,
    window: offeredWindow(receiving, tcp.settings),
    data: "",
  };
  if (agreed.timestamps) {
    segment.timestamp = { value: stampOf(tcp.now), echo: receiving.stamp ?? 0 };
  }
  if (agreed.sack && receiving.blocks.length > 0) {
    const most = agreed.timestamps ? MOST_BLOCKS.withTimestamps : MOST_BLOCKS.without;
    const number = (at: number) => wrap(receiving.first + at);
    const blocks = receiving.blocks.slice(0, most);
    segment.sack = blocks.map(([from, to]) => [number(from), number(to)]);
  }
  return segment;
}

function put(tcp: Tcp, segment: Segment): void {
  if (tcp.peer === null) return;
  tcp.receiving.acked = tcp.receiving.next;
  if (tcp.receiving.owed > 0) {
    tcp.receiving.owed = 0;
    tcp.cancelTimer(Timer.delayedAck);
  }
  tcp.send(tcp.peer, segment, { bytes: segmentBytes(segment) });
}

/** An acknowledgement without data. */
export function sendAck(tcp: Tcp): void {
  put(tcp, segmentAt(tcp, placeOfEmpty(tcp), "ACK"));
}

/**
 * Where a segment without data stands: behind all that was ever sent, since a timeout's `next`
 * lies before what the other end expects, which would answer that instead of hearing it. Where
 * the window is shut, at its edge, not behind the byte that a probe has sent beyond.
 */
function placeOfEmpty({ sending }: Tcp): number {
  return sending.persist > 0 ? sending.next : sending.highest;
}

/** The SYN, with what this end offers; as an answer it offers only what the other end did. */
export function sendSyn(tcp: Tcp): void {
  const { sending, settings, agreed } = tcp;
  const isAnswer = tcp.state === "SYN-RECEIVED";
  const segment = segmentAt(tcp, 0, isAnswer ? "SYN ACK" : "SYN");
  if (!isAnswer) segment.ack = 0;
  segment.mss = settings.mss;
  // Even a scale of 0 permits the other end to scale its own windows (RFC 7323 §2.2).
  if (!isAnswer || agreed.scale) segment.windowScale = tcp.receiving.scale;
  // The window of a SYN is never scaled (RFC 7323 §2.2).
  segment.window = Math.min(65_535, settings.receiveBuffer);
  tcp.receiving.edge = Math.max(tcp.receiving.edge, tcp.receiving.next + segment.window);
  if (agreed.sack) segment.sackPermitted = true;
  // An answer to a call that crosses ours is no repetition.
  if (sending.highest === 0) sending.sample = { end: 1, at: tcp.now };
  else if (sending.timeouts > 0) countAgain(tcp, 0);
  sending.next = 1;
  sending.highest = Math.max(sending.highest, 1);
  put(tcp, segment);
  startTimer(tcp);
}

/**
 * Sends up to `size` bytes from `place` on, less where known bytes and counted ones meet; with
 * the FIN, if this reaches the end of what will be written and `withFin`.
 * @returns the place behind what was sent.
 */
export function sendData(tcp: Tcp, place: number, size: number, withFin: boolean): number {
  const { sending } = tcp;
  const room = Math.min(size, sending.mss - blockBytes(tcp));
  const chunk = slice(sending.chunks, place, Math.min(place + room, sending.end));
  const hasFin = withFin && sending.isClosing && place + chunk.length === sending.end;
  const end = place + chunk.length + (hasFin ? 1 : 0);
  if (end === place) return place;
  const segment = segmentAt(tcp, place, hasFin ? "FIN ACK" : "ACK");
  segment.data = dataOf(chunk);
  // Karn's rule: what went twice measures nothing, since its acknowledgement may be of either.
  if (place < sending.highest) countAgain(tcp, place);
  else sending.sample ??= { end, at: tcp.now };
  sending.highest = Math.max(sending.highest, end);
  sending.lastSent = tcp.now;
  put(tcp, segment);
  return end;
}

function blockBytes({ agreed, receiving }: Tcp): number {
  if (!agreed.sack || receiving.blocks.length === 0) return 0;
  const most = agreed.timestamps ? MOST_BLOCKS.withTimestamps : MOST_BLOCKS.without;
  return 4 + 8 * Math.min(most, receiving.blocks.length);
}

function countAgain({ sending }: Tcp, place: number): void {
  sending.retransmissions += 1;
  if (sending.sample !== null && place < sending.sample.end) sending.sample = null;
}

/** What a full segment holds, after the options that every one carries (RFC 6691 §2). */
export function payloadOf(mss: number, timestamps: boolean): number {
  return mss - (timestamps ? TIMESTAMP_BYTES : 0);
}

/** RFC 9293 §3.10.7.1: the answer to what belongs to no connection. */
export function sendReset(tcp: Tcp, to: string, cause: Segment, length: number): void {
  const empty = { window: 0, data: "" };
  const reset: Segment = cause.flags.includes("ACK")
    ? { seq: cause.ack, ack: 0, flags: "RST", ...empty }
    : { seq: 0, ack: wrap(cause.seq + length), flags: "RST ACK", ...empty };
  tcp.send(to, reset, { bytes: segmentBytes(reset) });
}

/** This end breaks off. */
export function sendAbort(tcp: Tcp): void {
  put(tcp, segmentAt(tcp, placeOfEmpty(tcp), "RST ACK"));
}
