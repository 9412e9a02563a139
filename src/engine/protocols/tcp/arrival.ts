/** What is received: order is restored, acknowledgements are sent or saved, data is handed on. */
import { append, type Chunk, cut, endOf } from "./chunk.ts";
import { type Tcp, Timer } from "./connection.ts";
import { has, lengthOf, type Segment } from "./segment.ts";
import { sendAck } from "./transmit.ts";
import { isWorthTelling } from "./window.ts";

/** Takes in the data and the FIN of a segment that begins at `place` (RFC 9293, steps 7 and 8). */
export function takeIn(tcp: Tcp, segment: Segment, place: number): void {
  const { receiving } = tcp;
  const length = lengthOf(segment);
  const hasFin = has(segment, "FIN");
  if (length === 0 && !hasFin) return;
  const before = receiving.next;
  const wasGap = receiving.early.length > 0;
  const text = typeof segment.data === "string" ? segment.data : null;
  const chunk = cut({ start: place, length, text }, receiving.next, receiving.edge);
  if (hasFin) receiving.finAt = place + length;
  if (chunk.length > 0) {
    receiving.longest = Math.max(receiving.longest, length);
    keep(receiving.early, chunk);
    putInOrder(tcp);
    noteBlock(tcp, chunk);
  }
  const isEnd = receiving.finAt === receiving.next;
  if (isEnd) receiving.next += 1;
  receiving.owed += receiving.next - before;
  // At once about a gap, its end, a copy, a FIN (RFC 5681 §4.2); else it may wait.
  if (isEnd || wasGap || receiving.next === before || hasFin) sendAck(tcp);
  else acknowledgeSoon(tcp, receiving.next - before);
}

/** Puts a piece in its place among the early ones, without what is there already. */
function keep(early: Chunk[], chunk: Chunk): void {
  const i = placeAmong(early, chunk.start);
  const next = early[i];
  if (next === undefined) {
    early.push(chunk);
    return;
  }
  const head = cut(chunk, chunk.start, next.start);
  const tail = cut(chunk, endOf(next), endOf(chunk));
  if (head.length > 0) early.splice(i, 0, head);
  if (tail.length > 0) keep(early, tail);
}

/** The first piece that ends behind a place. There may be thousands, most before it. */
function placeAmong(early: readonly Chunk[], place: number): number {
  let low = 0;
  let high = early.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (endOf(early[middle]) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

function putInOrder({ receiving }: Tcp): void {
  const { early } = receiving;
  let count = 0;
  for (; count < early.length && early[count].start === receiving.next; count++) {
    const chunk = early[count];
    receiving.next = endOf(chunk);
    receiving.unreadBytes += chunk.length;
    append(receiving.unread, chunk);
  }
  early.splice(0, count);
}

/** RFC 2018 §4: the block with the latest arrival stands first, the others as they stood. */
function noteBlock({ receiving }: Tcp, chunk: Chunk): void {
  const { next } = receiving;
  let [start, end] = [chunk.start, endOf(chunk)];
  const others = receiving.blocks.filter(([from, to]) => {
    if (to <= next) return false;
    const isApart = from > end || to < start;
    if (!isApart) [start, end] = [Math.min(start, from), Math.max(end, to)];
    return isApart;
  });
  receiving.blocks = chunk.start < next ? others : [[start, end], ...others];
}

/** RFC 9293 §3.8.6.3: at least for every second full segment, and after a while. */
function acknowledgeSoon(tcp: Tcp, fresh: number): void {
  const { receiving, settings } = tcp;
  const isMuch = receiving.owed >= 2 * receiving.longest;
  if (settings.delayedAck === 0 || isMuch) sendAck(tcp);
  // The while is counted from the first byte that waits: a timer that runs runs on.
  else if (receiving.owed === fresh) tcp.setTimer(Timer.delayedAck, settings.delayedAck);
}

/**
 * Hands on up to `most` bytes that have arrived in order, and tells the other end if that has
 * made room that is worth while.
 */
export function handOn(tcp: Tcp, most: number): void {
  const { receiving } = tcp;
  // The program may break off while it is told, and even begin anew.
  const isOver = () => tcp.state === "CLOSED" || tcp.receiving !== receiving;
  let left = most;
  while (left > 0 && receiving.unread.length > 0 && !isOver()) {
    const first = receiving.unread.shift() as Chunk;
    const part = cut(first, first.start, first.start + left);
    const rest = cut(first, endOf(part), endOf(first));
    if (rest.length > 0) receiving.unread.unshift(rest);
    receiving.unreadBytes -= part.length;
    left -= part.length;
    tcp.data(part.text ?? "", part.length);
  }
  if (isOver()) return;
  const isStopped = receiving.edge - receiving.next < tcp.settings.mss;
  if (receiving.finAt === null && isStopped && isWorthTelling(receiving, tcp.settings))
    sendAck(tcp);
  sayEnded(tcp);
}

/** Once all has been read: the other end has said everything. */
function sayEnded(tcp: Tcp): void {
  const { receiving } = tcp;
  const isAll = receiving.finAt !== null && receiving.next > receiving.finAt;
  if (!isAll || receiving.unreadBytes > 0 || receiving.hasEnded) return;
  receiving.hasEnded = true;
  tcp.ended();
}
