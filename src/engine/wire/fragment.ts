/**
 * Fragmentation and reassembly of IPv4 datagrams (RFC 791 §3.2): a router cuts what is too long
 * for the next link, and only the destination puts the pieces together again.
 */
import { checkNumber } from "../kernel/check.ts";
import { MOST_BYTES } from "./bytes.ts";
import { headerSize, IPV4_HEADER, type Ipv4Header, type Ipv4Packet } from "./ipv4.ts";

/** Every link must carry packets of so many bytes whole (RFC 791 §3.2). */
export const SMALLEST_MTU = 68;

/** Whether a packet is a piece of a longer datagram. */
export function isFragment({ moreFragments, fragmentOffset }: Ipv4Header): boolean {
  return moreFragments || fragmentOffset > 0;
}

/**
 * A packet as pieces that fit: the packet itself if it does, else fragments of the largest
 * possible size. A fragment may be cut again.
 * @param mtu The longest packet that the link carries, header included, bytes: 68…65,535.
 * @throws RangeError if `mtu` is out of range, or the packet is too long and must not be cut:
 * its sender is then told so (`fragmentation needed`, RFC 1191 §4).
 */
export function fragment(packet: Ipv4Packet, mtu: number): Ipv4Packet[] {
  const rule = { min: SMALLEST_MTU, max: MOST_BYTES, unit: "bytes", whole: true };
  checkNumber("fragment", "mtu", mtu, rule);
  const { header, payload } = packet;
  const size = headerSize(header) + payload.length;
  if (size <= mtu) return [packet];
  if (header.dontFragment) {
    throw new RangeError(
      `fragment: the packet has ${size} bytes and must not be cut; ` +
        `it must have at most ${mtu} bytes to pass here.`,
    );
  }
  const pieces: Ipv4Packet[] = [];
  let options = header.options;
  for (let start = 0; start < payload.length;) {
    const room = mtu - IPV4_HEADER - options.length;
    const isLast = payload.length - start <= room;
    const end = isLast ? payload.length : start + (room & ~7);
    const moreFragments = !isLast || header.moreFragments;
    const fragmentOffset = header.fragmentOffset + start;
    pieces.push({
      header: { ...header, options, moreFragments, fragmentOffset },
      payload: payload.slice(start, end),
    });
    start = end;
    options = copiedOptions(header.options);
  }
  return pieces;
}

/** The options that every fragment carries: those whose first bit is set, filled up with zeros. */
function copiedOptions(options: Uint8Array): Uint8Array {
  const kept: number[] = [];
  for (let at = 0; at < options.length && options[at] !== 0;) {
    // Only "end" and "no operation" are a single byte; a length below 2 would never end.
    const length = options[at] === 1 ? 1 : Math.max(2, options[at + 1] ?? 2);
    if (options[at] >= 0x80) kept.push(...options.subarray(at, at + length));
    at += length;
  }
  while (kept.length % 4 !== 0) kept.push(0);
  return Uint8Array.from(kept);
}

/**
 * One datagram being put together. Pieces may come in any order, twice, and overlapping: where two
 * differ, the one that came later counts (RFC 791 §3.2).
 */
export class Reassembly {
  #first: Ipv4Packet | undefined;
  #payload = new Uint8Array(0);
  /** Stretches that have arrived, [start, end), apart and in order. */
  #arrived: [number, number][] = [];
  /** Bytes of the whole; known once the last piece has come. */
  #size: number | undefined;

  /** The piece at offset 0, if it has come: the datagram gets its header. */
  get first(): Ipv4Packet | undefined {
    return this.#first;
  }

  /** The pieces that are missing, [start, end) in bytes; an end of Infinity is not known yet. */
  get missing(): [number, number][] {
    const gaps: [number, number][] = [];
    let end = 0;
    for (const [start, stop] of this.#arrived) {
      if (start > end) gaps.push([end, start]);
      end = stop;
    }
    if (this.#size === undefined) gaps.push([end, Infinity]);
    else if (end < this.#size) gaps.push([end, this.#size]);
    return gaps;
  }

  /**
   * Adds a piece; the whole datagram once nothing is missing, else undefined.
   * @throws RangeError if the piece contradicts the others: it lies beyond the end that the last
   * one fixed, fixes another, or has a length that is no multiple of 8 though others follow.
   */
  add({ header, payload }: Ipv4Packet): Ipv4Packet | undefined {
    const start = header.fragmentOffset;
    const end = start + payload.length;
    this.#checkEnd(end, header.moreFragments);
    if (!header.moreFragments) this.#size = end;
    if (start === 0) this.#first = { header, payload };
    this.#store(start, payload);
    if (this.#first === undefined || this.missing.length > 0) return undefined;
    return {
      header: { ...this.#first.header, moreFragments: false, fragmentOffset: 0 },
      payload: this.#payload.slice(0, this.#size),
    };
  }

  #checkEnd(end: number, moreFragments: boolean): void {
    const furthest = this.#arrived.at(-1)?.[1] ?? 0;
    const max = this.#size ?? MOST_BYTES - IPV4_HEADER;
    const min = moreFragments ? 0 : (this.#size ?? furthest);
    const rule = { min, max, unit: "bytes", whole: true };
    checkNumber("Reassembly", "the end of the fragment", end, rule);
    if (!moreFragments || end % 8 === 0) return;
    throw new RangeError(
      `Reassembly: the end of the fragment is ${end}; since others follow, ` +
        `it must be a multiple of 8 bytes.`,
    );
  }

  #store(start: number, payload: Uint8Array): void {
    const end = start + payload.length;
    if (end > this.#payload.length) {
      // Twice the room each time, so that many small pieces are not copied over and over.
      const grown = new Uint8Array(Math.max(end, 2 * this.#payload.length));
      grown.set(this.#payload);
      this.#payload = grown;
    }
    this.#payload.set(payload, start);
    if (payload.length > 0) this.#arrived = merged([...this.#arrived, [start, end]]);
  }
}

/** Stretches in order, those that touch made one. */
function merged(stretches: [number, number][]): [number, number][] {
  const result: [number, number][] = [];
  for (const [start, end] of stretches.sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
