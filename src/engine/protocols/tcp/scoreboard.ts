/** What the other end has beyond a gap, and what follows from it (RFC 6675 §3 and §4). */
import type { Sending } from "./halves.ts";
import { held, rangeFrom } from "./ranges.ts";

/** Three duplicate acknowledgements, or as much beyond, are taken for a loss. */
export const DUPLICATES = 3;

/**
 * The place below which all that the other end does not have is taken for lost: IsLost of §4,
 * which holds below any place for which it holds.
 */
export function lostBelow({ sacked, mss, unacknowledged }: Sending): number {
  let bytes = 0;
  for (let i = sacked.length - 1; i >= 0; i--) {
    bytes += sacked[i][1] - sacked[i][0];
    const isMuch = bytes > (DUPLICATES - 1) * mss || sacked.length - i >= DUPLICATES;
    if (isMuch) return sacked[i][0];
  }
  return unacknowledged;
}

/** SetPipe of §4: bytes that are on the way, as far as one can tell. */
export function pipe(sending: Sending): number {
  const { unacknowledged, next, highest, sacked, repaired } = sending;
  const missing = (from: number, to: number) =>
    Math.max(0, to - from - held(sacked, from, Math.max(from, to)));
  const edge = lostBelow(sending);
  const top = Math.max(next, highest);
  return missing(edge, top) + missing(unacknowledged, Math.min(repaired, top));
}

/** NextSeg of §4, rule 1: the hole to be filled next, or null. */
export function nextHole(sending: Sending): number | null {
  const place = nextGap(sending);
  return place !== null && place < lostBelow(sending) ? place : null;
}

/** NextSeg of §4, rule 3: the next hole, though it need not be lost yet; or null. */
export function nextGap({ sacked, repaired, unacknowledged }: Sending): number | null {
  const top = sacked.at(-1);
  if (top === undefined) return null;
  let place = Math.max(repaired, unacknowledged);
  const range = rangeFrom(sacked, place);
  if (range !== undefined && range[0] <= place) place = range[1];
  return place < top[0] ? place : null;
}

/**
 * NextSeg of §4, rule 4: where the last segment begins, once in a recovery, if nothing of it has
 * been sent again; or null. (The RFC would also repeat what has just been repeated.)
 */
export function tailToRescue({ hasRescued, sacked, highest, mss }: Sending): number | null {
  const top = sacked.at(-1);
  if (hasRescued || top === undefined || top[1] >= highest) return null;
  return Math.max(top[1], highest - mss);
}
