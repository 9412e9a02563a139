/** Flow control, the receiver's side: what it offers (RFC 9293 §3.8.6.2.2, RFC 7323 §2). */
import type { Receiving } from "./halves.ts";
import type { TcpSettings } from "./settings.ts";

/** Window fields have 16 bits. */
const WIDEST = 65_535;

/** The smallest scale by which a buffer can be offered (RFC 7323 §2.3: at most 14). */
export function scaleFor(buffer: number): number {
  let scale = 0;
  while (scale < 14 && WIDEST * (1 << scale) < buffer) scale++;
  return scale;
}

/** How far the right edge could move, bytes. */
function gain(receiving: Receiving, buffer: number): number {
  return receiving.next + buffer - receiving.unreadBytes - receiving.edge;
}

/**
 * Whether the edge may move: by no less than a full segment or half the buffer, since small steps
 * make the other end send small segments, the silly window syndrome (Clark, RFC 813).
 */
export function isWorthTelling(receiving: Receiving, { receiveBuffer, mss }: TcpSettings): boolean {
  return gain(receiving, receiveBuffer) >= Math.min(mss, Math.ceil(receiveBuffer / 2));
}

/** Moves the edge if that is worth while, and gives the window field that says where it is. */
export function offeredWindow(receiving: Receiving, settings: TcpSettings): number {
  const { scale } = receiving;
  if (isWorthTelling(receiving, settings)) {
    const free = settings.receiveBuffer - receiving.unreadBytes;
    receiving.edge = receiving.next + Math.min(free, WIDEST * (1 << scale));
  }
  return Math.max(0, Math.min(WIDEST, (receiving.edge - receiving.next) >>> scale));
}
