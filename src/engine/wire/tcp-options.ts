/**
 * Options of the Transmission Control Protocol (RFC 9293 §3.2; window scale and timestamps:
 * RFC 7323 §2.2 and §3.2; selective acknowledgement: RFC 2018 §2 and §3).
 */
import { checkNumber } from "../kernel/check.ts";
import { checkField, read16, read32, write32 } from "./bytes.ts";

/** A stretch of bytes that has arrived out of order: sequence numbers, [left, right). */
export type SackBlock = { left: number; right: number };

/** The options that a segment carries; what it does not have is left out. */
export type TcpOptions = {
  /** The longest payload that the sender of this wants to receive, bytes; only with SYN. */
  maximumSegmentSize?: number;
  /** By how many bits its `window` is to be shifted, 0…14; only with SYN. */
  windowScale?: number;
  /** Whether it understands selective acknowledgements; only with SYN. */
  sackPermitted?: boolean;
  /** What it has besides the bytes before `acknowledgement`: 1…4 stretches, newest first. */
  sack?: readonly SackBlock[];
  /** Its clock, and the value of the other's clock that it returns; 0…2³²−1 each. */
  timestamps?: { value: number; echo: number };
};

/** The most bytes that options may take, filling included. */
export const MOST_TCP_OPTIONS = 40;
/** The largest window scale: with it a window has 30 bits (RFC 7323 §2.3). */
export const LARGEST_WINDOW_SCALE = 14;

const WHERE = "TCP options";
const Kind = {
  end: 0,
  noOperation: 1,
  maximumSegmentSize: 2,
  windowScale: 3,
  sackPermitted: 4,
  sack: 5,
  timestamps: 8,
} as const;
const MOST_BLOCKS = 4;

/**
 * The options as bytes, a multiple of 4: "no operation" before what would not lie on a boundary
 * of four bytes (RFC 7323, appendix A).
 * @throws RangeError for a value out of range, or more than 40 bytes in all (with timestamps
 * there is room for three blocks).
 */
export function encodeTcpOptions(options: TcpOptions): Uint8Array {
  const bytes: number[] = [];
  const { maximumSegmentSize, windowScale, sackPermitted, sack, timestamps } = options;
  if (maximumSegmentSize !== undefined) {
    const size = checkField(WHERE, "maximumSegmentSize", maximumSegmentSize, 16);
    bytes.push(Kind.maximumSegmentSize, 4, size >>> 8, size & 0xff);
  }
  if (sackPermitted === true) {
    // Beside timestamps these two bytes take the place of their filling.
    if (timestamps === undefined) bytes.push(Kind.noOperation, Kind.noOperation);
    bytes.push(Kind.sackPermitted, 2);
  }
  if (timestamps !== undefined) {
    if (sackPermitted !== true) bytes.push(Kind.noOperation, Kind.noOperation);
    bytes.push(Kind.timestamps, 10, ...word("timestamps.value", timestamps.value));
    bytes.push(...word("timestamps.echo", timestamps.echo));
  }
  if (windowScale !== undefined) {
    const rule = { min: 0, max: LARGEST_WINDOW_SCALE, unit: "bits", whole: true };
    const shift = checkNumber(WHERE, "windowScale", windowScale, rule);
    bytes.push(Kind.noOperation, Kind.windowScale, 3, shift);
  }
  if (sack !== undefined) bytes.push(...sackBytes(sack));
  const remedy = "Leave out a block of sack.";
  const rule = { min: 0, max: MOST_TCP_OPTIONS, unit: "bytes", remedy };
  checkNumber(WHERE, "their length", bytes.length, rule);
  return Uint8Array.from(bytes);
}

function sackBytes(blocks: readonly SackBlock[]): number[] {
  const rule = { min: 1, max: MOST_BLOCKS, unit: "blocks" };
  checkNumber(WHERE, "the length of sack", blocks.length, rule);
  const bytes: number[] = [Kind.noOperation, Kind.noOperation, Kind.sack, 2 + 8 * blocks.length];
  blocks.forEach(({ left, right }, i) => {
    bytes.push(...word(`sack[${i}].left`, left), ...word(`sack[${i}].right`, right));
  });
  return bytes;
}

function word(field: string, value: number): number[] {
  const bytes = new Uint8Array(4);
  write32(bytes, 0, checkField(WHERE, field, value, 32));
  return [...bytes];
}

/**
 * Reads options. Unknown ones are passed over (RFC 9293 §3.1, MUST-6); of two of a kind the last
 * counts; a window scale above 14 counts as 14 (RFC 7323 §2.3).
 * @throws RangeError naming the option and its length if that is not one that it may have, or
 * reaches beyond the end.
 */
export function parseTcpOptions(bytes: Uint8Array): TcpOptions {
  const options: TcpOptions = {};
  for (let at = 0; at < bytes.length && bytes[at] !== Kind.end;) {
    if (bytes[at] === Kind.noOperation) {
      at += 1;
      continue;
    }
    const length = checkOption(bytes, at);
    readOption(bytes, at, length, options);
    at += length;
  }
  return options;
}

/** The lengths that a known option may have, bytes, and how they are said. */
const LENGTHS = new Map<number, { permitted: readonly number[]; words: string }>([
  [Kind.maximumSegmentSize, { permitted: [4], words: "4" }],
  [Kind.windowScale, { permitted: [3], words: "3" }],
  [Kind.sackPermitted, { permitted: [2], words: "2" }],
  [Kind.sack, { permitted: [10, 18, 26, 34], words: "10, 18, 26 or 34" }],
  [Kind.timestamps, { permitted: [10], words: "10" }],
]);

/** The length of the option at `at`, if it is one that it may have. */
function checkOption(bytes: Uint8Array, at: number): number {
  const room = bytes.length - at;
  if (room < 2) {
    throw new RangeError(
      `${WHERE}: option ${bytes[at]} is the last byte; its length must follow it.`,
    );
  }
  const field = `the length of option ${bytes[at]}`;
  const rule = { min: 2, max: room, unit: "bytes", whole: true };
  const length = checkNumber(WHERE, field, bytes[at + 1], rule);
  const known = LENGTHS.get(bytes[at]);
  if (known === undefined || known.permitted.includes(length)) return length;
  throw new RangeError(`${WHERE}: ${field} is ${length}; it must be ${known.words} bytes.`);
}

function readOption(bytes: Uint8Array, at: number, length: number, options: TcpOptions): void {
  switch (bytes[at]) {
    case Kind.maximumSegmentSize:
      options.maximumSegmentSize = read16(bytes, at + 2);
      return;
    case Kind.windowScale:
      options.windowScale = Math.min(bytes[at + 2], LARGEST_WINDOW_SCALE);
      return;
    case Kind.sackPermitted:
      options.sackPermitted = true;
      return;
    case Kind.sack:
      options.sack = Array.from({ length: (length - 2) / 8 }, (_, i) => ({
        left: read32(bytes, at + 2 + 8 * i),
        right: read32(bytes, at + 6 + 8 * i),
      }));
      return;
    case Kind.timestamps:
      options.timestamps = { value: read32(bytes, at + 2), echo: read32(bytes, at + 6) };
  }
}
