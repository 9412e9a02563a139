/**
 * Segments: what two ends of a connection say to each other (RFC 9293 §3.1), as a message that a
 * person can read. Its size on the wire is stated as that of the real thing.
 */

/** The flags that are set, with spaces between: "SYN", "SYN ACK", "FIN ACK", "RST"… */
export type Flags = string;

/** A segment. Numbers are sequence numbers, 0…2³² − 1. */
export type Segment = {
  /** The number of the first byte of `data`; with SYN, of the SYN itself. */
  seq: number;
  /** The number of the byte that is expected next; counts with ACK only. */
  ack: number;
  flags: Flags;
  /** What may be sent beyond `ack`, in units of 2^scale bytes, 0…65,535. */
  window: number;
  /** With SYN: the longest payload that is welcome, bytes. */
  mss?: number;
  /** With SYN: by how many bits `window` is to be shifted from now on (RFC 7323 §2). */
  windowScale?: number;
  /** With SYN: selective acknowledgements are understood (RFC 2018 §2). */
  sackPermitted?: true;
  /** Stretches that have arrived beyond a gap, [from, to), the newest first (RFC 2018 §3). */
  sack?: [number, number][];
  /** This end's clock and the other's that is returned, ms (RFC 7323 §3). */
  timestamp?: { value: number; echo: number };
  /** The bytes, one a character; or only their number, where nobody reads them. */
  data: string | number;
};

/** Bytes of a header without options. */
export const HEADER = 20;
/** What a timestamp takes from every segment, filling included, bytes. */
export const TIMESTAMP_BYTES = 12;

/** How many bytes of data a segment carries. */
export function lengthOf({ data }: Segment): number {
  return typeof data === "number" ? data : data.length;
}

/** Whether a flag is set. */
export function has({ flags }: Segment, flag: "SYN" | "ACK" | "FIN" | "RST"): boolean {
  return flags.includes(flag);
}

/** What options take, bytes: each with its filling to a multiple of four, as usually laid out. */
export function optionBytes(segment: Omit<Segment, "data">): number {
  let bytes = 0;
  if (segment.mss !== undefined) bytes += 4;
  if (segment.windowScale !== undefined) bytes += 4;
  if (segment.timestamp !== undefined) bytes += TIMESTAMP_BYTES;
  // Beside a timestamp its two bytes take the place of filling.
  if (segment.sackPermitted && segment.timestamp === undefined) bytes += 4;
  if (segment.sack !== undefined) bytes += 4 + 8 * segment.sack.length;
  return bytes;
}

/** The size of a segment on the wire: header, options and data, bytes. */
export function segmentBytes(segment: Segment): number {
  return HEADER + optionBytes(segment) + lengthOf(segment);
}

/** Whether a message can be a segment: a damaged one that got through need not be. */
export function isSegment(message: unknown): message is Segment {
  if (typeof message !== "object" || message === null) return false;
  const { seq, ack, flags, window, data } = message as Record<string, unknown>;
  const hasData = typeof data === "string" || (typeof data === "number" && data >= 0);
  const hasNumbers = [seq, ack, window].every((value) => typeof value === "number");
  return hasData && hasNumbers && typeof flags === "string";
}
