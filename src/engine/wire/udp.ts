/** The User Datagram Protocol (RFC 768): ports, a length, a checksum, and nothing promised. */
import { checkNumber } from "../kernel/check.ts";
import { checkBytes, checkField, MOST_BYTES, read16, write16 } from "./bytes.ts";
import { IPV4_HEADER, Protocol } from "./ipv4.ts";
import { type Ends, pseudoSum } from "./pseudo-header.ts";

/** Bytes before the payload. */
export const UDP_HEADER = 8;

/** The header of a datagram. */
export type UdpHeader = {
  /** 0…65,535: the sender's program, 0 if it wants no answer. */
  sourcePort: number;
  destinationPort: number;
};

/** A datagram that was read. */
export type UdpDatagram = {
  header: UdpHeader;
  payload: Uint8Array;
  /** Whether the checksum adds up, or was left out by the sender (a zero). */
  checksumHolds: boolean;
};

const WHERE = "UDP header";

/**
 * The bytes of a datagram, with its checksum.
 * @throws RangeError for a port or address out of range, or a payload of more than 65,507 bytes.
 */
export function encodeUdp(header: UdpHeader, payload: Uint8Array, ends: Ends): Uint8Array {
  const max = MOST_BYTES - IPV4_HEADER - UDP_HEADER;
  checkBytes("UDP datagram", "the payload", payload, { min: 0, max });
  const bytes = new Uint8Array(UDP_HEADER + payload.length);
  write16(bytes, 0, checkField(WHERE, "sourcePort", header.sourcePort, 16));
  write16(bytes, 2, checkField(WHERE, "destinationPort", header.destinationPort, 16));
  write16(bytes, 4, bytes.length);
  bytes.set(payload, UDP_HEADER);
  const checksum = ~pseudoSum(WHERE, ends, Protocol.udp, bytes) & 0xffff;
  // A zero would say that there is no checksum; all ones is the other zero of this arithmetic.
  write16(bytes, 6, checksum === 0 ? 0xffff : checksum);
  return bytes;
}

/**
 * Reads a datagram. Bytes behind its length are left out.
 * @throws RangeError if there are fewer than 8 bytes, or its length is less than 8 or more than
 * there are. A wrong checksum is no error: see `checksumHolds`.
 */
export function parseUdp(bytes: Uint8Array, ends: Ends): UdpDatagram {
  const remedy = "Part of it is missing.";
  checkBytes(WHERE, "", bytes, { min: UDP_HEADER, max: MOST_BYTES - IPV4_HEADER, remedy });
  const rule = { min: UDP_HEADER, max: bytes.length, unit: "bytes", whole: true, remedy };
  const length = checkNumber(WHERE, "length", read16(bytes, 4), rule);
  const segment = bytes.subarray(0, length);
  const isUnchecked = read16(bytes, 6) === 0;
  return {
    header: { sourcePort: read16(bytes, 0), destinationPort: read16(bytes, 2) },
    payload: bytes.slice(UDP_HEADER, length),
    checksumHolds: isUnchecked || pseudoSum(WHERE, ends, Protocol.udp, segment) === 0xffff,
  };
}
