/**
 * The header of the Internet Protocol, version 4 (RFC 791 §3.1; its second byte as RFC 2474 and
 * RFC 3168 divide it).
 */
import { checkNumber } from "../kernel/check.ts";
import { checkBytes, checkField, MOST_BYTES, read16, read32, write16, write32 } from "./bytes.ts";
import { checksumHolds, internetChecksum } from "./checksum.ts";

/** Bytes of a header without options. */
export const IPV4_HEADER = 20;
/** The most bytes that options may take. */
export const MOST_OPTIONS = 40;
/** What stands in `protocol`: whose message the payload is (IANA, Protocol Numbers). */
export const Protocol = { icmp: 1, tcp: 6, udp: 17 } as const;

/** Everything that a header says and its sender chooses. */
export type Ipv4Header = {
  /** Which treatment the packet asks for, 0…63 (RFC 2474). */
  dscp: number;
  /** Congestion notification, 0…3: not capable, capable (1 or 2), experienced (RFC 3168 §5). */
  ecn: number;
  /** Which fragments belong together, 0…65,535. */
  identification: number;
  dontFragment: boolean;
  /** Whether this is a fragment, and not the last. */
  moreFragments: boolean;
  /** Where in the datagram the payload begins, bytes: a multiple of 8, 0…65,528. */
  fragmentOffset: number;
  /** How many routers may still forward it, 0…255. */
  timeToLive: number;
  /** 0…255; see `Protocol`. */
  protocol: number;
  /** 0…2³²−1; see `ipv4Address`. */
  source: number;
  destination: number;
  /** As they stand in the header: 0…40 bytes, a multiple of 4. */
  options: Uint8Array;
};

/** A header to be written: what is left out is 0, false or empty, and `timeToLive` 64. */
export type Ipv4Fields = Pick<Ipv4Header, "protocol" | "source" | "destination"> &
  Partial<Ipv4Header>;

/** A whole datagram or a fragment of one. */
export type Ipv4Packet = { header: Ipv4Header; payload: Uint8Array };

const WHERE = "IPv4 header";

/** Fills in what was left out. */
export function ipv4Header(fields: Ipv4Fields): Ipv4Header {
  return {
    dscp: 0,
    ecn: 0,
    identification: 0,
    dontFragment: false,
    moreFragments: false,
    fragmentOffset: 0,
    timeToLive: 64,
    options: new Uint8Array(0),
    ...fields,
  };
}

/** Bytes of a header, options included: 20…60. */
export function headerSize({ options }: Ipv4Header): number {
  return IPV4_HEADER + options.length;
}

/**
 * The bytes of a packet, header checksum included.
 * @throws RangeError naming a field out of range, or the length if it is more than 65,535 bytes.
 */
export function encodeIpv4(fields: Ipv4Fields, payload: Uint8Array): Uint8Array {
  const header = ipv4Header(fields);
  checkOptions(header.options);
  const size = headerSize(header);
  checkBytes("IPv4 packet", "the payload", payload, { min: 0, max: MOST_BYTES - size });
  const bytes = new Uint8Array(size + payload.length);
  bytes[0] = 0x40 | (size >>> 2);
  bytes[1] = (checkField(WHERE, "dscp", header.dscp, 6) << 2) | field(header, "ecn", 2);
  write16(bytes, 2, bytes.length);
  write16(bytes, 4, field(header, "identification", 16));
  write16(bytes, 6, fragmentWord(header, payload.length));
  bytes[8] = field(header, "timeToLive", 8);
  bytes[9] = field(header, "protocol", 8);
  write32(bytes, 12, field(header, "source", 32));
  write32(bytes, 16, field(header, "destination", 32));
  bytes.set(header.options, IPV4_HEADER);
  write16(bytes, 10, internetChecksum(bytes.subarray(0, size)));
  bytes.set(payload, size);
  return bytes;
}

type NumberField = "ecn" | "identification" | "timeToLive" | "protocol" | "source" | "destination";

function field(header: Ipv4Header, name: NumberField, bits: number): number {
  return checkField(WHERE, name, header[name], bits);
}

function checkOptions(options: Uint8Array): void {
  checkBytes(WHERE, "options", options, { min: 0, max: MOST_OPTIONS });
  if (options.length % 4 === 0) return;
  throw new RangeError(
    `${WHERE}: the length of options is ${options.length}; it must be a multiple of 4 bytes ` +
      `from 0 to 40. Zeros at the end fill them up.`,
  );
}

/** Two flags and the offset, in units of 8 bytes. */
function fragmentWord(header: Ipv4Header, payload: number): number {
  const { fragmentOffset: offset, dontFragment, moreFragments } = header;
  checkNumber(WHERE, "fragmentOffset", offset, { min: 0, max: 65_528, whole: true });
  if (offset % 8 !== 0) {
    throw new RangeError(
      `${WHERE}: fragmentOffset is ${offset}; it must be a multiple of 8 bytes from 0 to 65,528.`,
    );
  }
  checkEnd(offset, payload);
  return (dontFragment ? 0x4000 : 0) | (moreFragments ? 0x2000 : 0) | (offset >>> 3);
}

/** A fragment that ends beyond the longest datagram has crashed hosts that put it together. */
function checkEnd(offset: number, payload: number): void {
  const remedy = "A datagram, put together, has at most 65,535 bytes.";
  const rule = { min: 0, max: MOST_BYTES - IPV4_HEADER, unit: "bytes", remedy };
  checkNumber("IPv4 packet", "the end of the fragment", offset + payload, rule);
}

/** A packet that was read. */
export type ReceivedIpv4 = Ipv4Packet & {
  /** Whether the header's checksum adds up. A packet where it does not is dropped. */
  checksumHolds: boolean;
};

/**
 * Reads a packet. Bytes behind its end, such as Ethernet's filling, are left out.
 * @throws RangeError naming version, header length, total length or end, the value and the
 * permitted range. A wrong checksum is no error: see `checksumHolds`.
 */
export function parseIpv4(bytes: Uint8Array): ReceivedIpv4 {
  const remedy = "Part of it is missing.";
  checkBytes(WHERE, "", bytes, { min: IPV4_HEADER, max: Infinity, remedy });
  checkNumber(WHERE, "version", bytes[0] >>> 4, { min: 4, max: 4, whole: true });
  const words = { min: 5, max: 15, unit: "32-bit words", whole: true };
  const size = 4 * checkNumber(WHERE, "header length", bytes[0] & 0xf, words);
  const total = read16(bytes, 2);
  const length = { min: size, max: Math.min(bytes.length, MOST_BYTES), unit: "bytes", remedy };
  checkNumber("IPv4 packet", "total length", total, length);
  const header = readHeader(bytes, size);
  checkEnd(header.fragmentOffset, total - size);
  return {
    header,
    payload: bytes.slice(size, total),
    checksumHolds: checksumHolds(bytes.subarray(0, size)),
  };
}

function readHeader(bytes: Uint8Array, size: number): Ipv4Header {
  const fragment = read16(bytes, 6);
  return {
    dscp: bytes[1] >>> 2,
    ecn: bytes[1] & 3,
    identification: read16(bytes, 4),
    dontFragment: (fragment & 0x4000) !== 0,
    moreFragments: (fragment & 0x2000) !== 0,
    fragmentOffset: (fragment & 0x1fff) * 8,
    timeToLive: bytes[8],
    protocol: bytes[9],
    source: read32(bytes, 12),
    destination: read32(bytes, 16),
    options: bytes.slice(IPV4_HEADER, size),
  };
}

/**
 * Takes one from the time to live of a packet's bytes, in place, and mends the checksum without
 * adding everything up again (RFC 1624 §3: HC' = ~(~HC + ~m + m')).
 * @returns what is left; at 0 the packet is to be dropped (RFC 791 §3.2).
 * @throws RangeError if there is nothing to take, or no whole header.
 */
export function decrementTimeToLive(bytes: Uint8Array): number {
  checkBytes(WHERE, "", bytes, { min: IPV4_HEADER, max: Infinity });
  const before = read16(bytes, 8);
  checkNumber(WHERE, "timeToLive", bytes[8], { min: 1, max: 255, whole: true });
  const after = before - 0x100;
  let sum = (~read16(bytes, 10) & 0xffff) + (~before & 0xffff) + after;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  write16(bytes, 8, after);
  write16(bytes, 10, ~sum);
  return bytes[8];
}
