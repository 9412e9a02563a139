/**
 * Sequence numbers: 32 bits that come round (RFC 9293 §3.4). On the wire they are these; inside,
 * an endpoint counts the places of its stream from 0 (the SYN) without end, which can be compared
 * with < and >, and turns them into numbers at its door.
 */

const SPACE = 4_294_967_296;

/** A count as a sequence number: modulo 2³². */
export function wrap(count: number): number {
  return ((count % SPACE) + SPACE) % SPACE;
}

/**
 * How far the number `number` lies ahead of `from`, −2³¹…2³¹−1: negative if it is older. Right as
 * long as the two are less than half the space apart, which windows of at most 2³⁰ ensure
 * (RFC 7323 §2.3).
 */
export function distance(number: number, from: number): number {
  return (number - from) | 0;
}

/** The place of a sequence number in its stream, by one that is known to be near. */
export function placeOf(number: number, first: number, near: number): number {
  return near + distance(number, wrap(first + near));
}
