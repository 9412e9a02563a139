/** Segments of the Transmission Control Protocol (RFC 9293 §3.1; two flags: RFC 3168 §6.1). */
import { checkNames, checkNumber } from "../kernel/check.ts";
import {
  checkBytes,
  checkField,
  joined,
  MOST_BYTES,
  read16,
  read32,
  write16,
  write32,
} from "./bytes.ts";
import { IPV4_HEADER, Protocol } from "./ipv4.ts";
import { type Ends, pseudoSum } from "./pseudo-header.ts";
import { encodeTcpOptions, parseTcpOptions, type TcpOptions } from "./tcp-options.ts";

/** Bytes of a header without options. */
export const TCP_HEADER = 20;

/** The flags, from the highest bit to the lowest. */
export const TCP_FLAGS = ["cwr", "ece", "urg", "ack", "psh", "rst", "syn", "fin"] as const;
/**
 * Flags: congestion window reduced, congestion echo, urgent pointer counts, acknowledgement
 * counts, push, reset, synchronise (open), finish (close).
 */
export type TcpFlag = (typeof TCP_FLAGS)[number];

/** The header of a segment. */
export type TcpHeader = {
  /** 0…65,535. */
  sourcePort: number;
  destinationPort: number;
  /** The number of the payload's first byte (with SYN: of that itself), 0…2³²−1. */
  sequence: number;
  /** The number of the byte that its sender expects next, 0…2³²−1; counts with `ack` only. */
  acknowledgement: number;
  /** Those that are set. */
  flags: Readonly<Record<TcpFlag, boolean>>;
  /** How many bytes beyond that it takes, 0…65,535; to be scaled as agreed on. */
  window: number;
  /** Where urgent data ends, bytes behind `sequence`, 0…65,535; counts with `urg` only. */
  urgent: number;
  options: TcpOptions;
};

/** A header to be written: what is left out is 0, false or empty. */
export type TcpFields = Pick<TcpHeader, "sourcePort" | "destinationPort"> &
  Partial<Omit<TcpHeader, "flags">> & { flags?: Partial<Record<TcpFlag, boolean>> };

/** A segment that was read. */
export type TcpSegment = {
  header: TcpHeader;
  payload: Uint8Array;
  /** Whether the checksum adds up. A segment where it does not is dropped. */
  checksumHolds: boolean;
};

const WHERE = "TCP header";

/**
 * The bytes of a segment, checksum included.
 * @throws RangeError naming a field out of range, an unknown flag, or the length if header and
 * payload have more than 65,515 bytes.
 */
export function encodeTcp(fields: TcpFields, payload: Uint8Array, ends: Ends): Uint8Array {
  const options = encodeTcpOptions(fields.options ?? {});
  const size = TCP_HEADER + options.length;
  checkBytes("TCP segment", "the payload", payload, {
    min: 0,
    max: MOST_BYTES - IPV4_HEADER - size,
  });
  const bytes = joined(new Uint8Array(TCP_HEADER), options, payload);
  write16(bytes, 0, checkField(WHERE, "sourcePort", fields.sourcePort, 16));
  write16(bytes, 2, checkField(WHERE, "destinationPort", fields.destinationPort, 16));
  write32(bytes, 4, checkField(WHERE, "sequence", fields.sequence ?? 0, 32));
  write32(bytes, 8, checkField(WHERE, "acknowledgement", fields.acknowledgement ?? 0, 32));
  bytes[12] = (size / 4) << 4;
  bytes[13] = flagBits(fields.flags ?? {});
  write16(bytes, 14, checkField(WHERE, "window", fields.window ?? 0, 16));
  write16(bytes, 18, checkField(WHERE, "urgent", fields.urgent ?? 0, 16));
  write16(bytes, 16, ~pseudoSum(WHERE, ends, Protocol.tcp, bytes));
  return bytes;
}

function flagBits(flags: Partial<Record<TcpFlag, boolean>>): number {
  checkNames("TCP flags", flags, TCP_FLAGS);
  return TCP_FLAGS.reduce((bits, flag) => bits * 2 + (flags[flag] === true ? 1 : 0), 0);
}

/**
 * Reads a segment.
 * @throws RangeError if there are fewer than 20 bytes, or the header's length is out of range or
 * more than there are, or an option is wrong. A wrong checksum is no error: see `checksumHolds`.
 */
export function parseTcp(bytes: Uint8Array, ends: Ends): TcpSegment {
  const remedy = "Part of it is missing.";
  checkBytes(WHERE, "", bytes, { min: TCP_HEADER, max: MOST_BYTES - IPV4_HEADER, remedy });
  const most = Math.min(15, bytes.length >>> 2);
  const words = { min: 5, max: most, unit: "32-bit words", whole: true, remedy };
  const size = 4 * checkNumber(WHERE, "data offset", bytes[12] >>> 4, words);
  return {
    header: {
      sourcePort: read16(bytes, 0),
      destinationPort: read16(bytes, 2),
      sequence: read32(bytes, 4),
      acknowledgement: read32(bytes, 8),
      flags: readFlags(bytes[13]),
      window: read16(bytes, 14),
      urgent: read16(bytes, 18),
      options: parseTcpOptions(bytes.subarray(TCP_HEADER, size)),
    },
    payload: bytes.slice(size),
    checksumHolds: pseudoSum(WHERE, ends, Protocol.tcp, bytes) === 0xffff,
  };
}

function readFlags(bits: number): Record<TcpFlag, boolean> {
  const flags = {} as Record<TcpFlag, boolean>;
  TCP_FLAGS.forEach((flag, place) => (flags[flag] = (bits & (0x80 >>> place)) !== 0));
  return flags;
}
