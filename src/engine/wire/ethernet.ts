/**
 * Ethernet II frames (IEEE 802.3-2022 §3): destination, source, type, payload of 46 to 1,500
 * bytes, frame check sequence. Preamble and gap (20 bytes' worth of time) are not part of them.
 */
import { checkNumber } from "../kernel/check.ts";
import { BROADCAST_MAC } from "./address.ts";
import { checkBytes, read16, read32, write16, write32 } from "./bytes.ts";
import { crc32 } from "./checks/crc.ts";

/** Bytes before the payload, and of the check behind it. */
export const ETHERNET_HEADER = 14;
export const ETHERNET_TRAILER = 4;
/** A shorter payload is filled up: a station must still be sending when a collision is heard. */
export const SHORTEST_PAYLOAD = 46;
/** The longest payload, bytes: Ethernet's MTU. */
export const ETHERNET_MTU = 1500;
/** What stands in `type`: whose packet the payload is (IANA, IEEE 802 Numbers). */
export const EtherType = { ipv4: 0x0800, arp: 0x0806, ipv6: 0x86dd } as const;

/** The header of a frame. */
export type EthernetHeader = {
  /** 0…2⁴⁸−1; see `macAddress`. All ones: everybody. */
  destination: number;
  source: number;
  /** 0x0600…0xFFFF; smaller numbers are lengths, of another kind of frame. */
  type: number;
};

/** A frame that was read. */
export type EthernetFrame = {
  header: EthernetHeader;
  /** With what it was filled up with: only the payload itself knows its length. */
  payload: Uint8Array;
  /** Whether the frame check sequence agrees with the rest; else the frame is dropped. */
  checkHolds: boolean;
};

const WHERE = "Ethernet frame";
const OVERHEAD = ETHERNET_HEADER + ETHERNET_TRAILER;

/**
 * The bytes of a frame, check included: 64 to 1,518.
 * @throws RangeError for an address or type out of range or a payload of more than 1,500 bytes.
 */
export function encodeEthernet(header: EthernetHeader, payload: Uint8Array): Uint8Array {
  checkBytes(WHERE, "the payload", payload, { min: 0, max: ETHERNET_MTU });
  const size = Math.max(payload.length, SHORTEST_PAYLOAD);
  const bytes = new Uint8Array(ETHERNET_HEADER + size);
  writeMac(bytes, 0, "destination", header.destination);
  writeMac(bytes, 6, "source", header.source);
  write16(bytes, 12, checkType(header.type));
  bytes.set(payload, ETHERNET_HEADER);
  return crc32.seal(bytes);
}

/**
 * Reads a frame.
 * @throws RangeError if it has fewer than 64 or more than 1,518 bytes, or holds a length in place
 * of a type. A check that fails is no error: see `checkHolds`.
 */
export function parseEthernet(bytes: Uint8Array): EthernetFrame {
  const rule = { min: SHORTEST_PAYLOAD + OVERHEAD, max: ETHERNET_MTU + OVERHEAD };
  checkBytes(WHERE, "", bytes, { ...rule, remedy: "A shorter one is what a collision left." });
  const header = {
    destination: readMac(bytes, 0),
    source: readMac(bytes, 6),
    type: checkType(read16(bytes, 12)),
  };
  const payload = bytes.slice(ETHERNET_HEADER, bytes.length - ETHERNET_TRAILER);
  return { header, payload, checkHolds: crc32.check(bytes) };
}

function checkType(type: number): number {
  return checkNumber(WHERE, "type", type, { min: 0x0600, max: 0xffff, whole: true });
}

function writeMac(bytes: Uint8Array, at: number, field: string, address: number): void {
  checkNumber(WHERE, field, address, { min: 0, max: BROADCAST_MAC, whole: true });
  write16(bytes, at, Math.floor(address / 0x1_0000_0000));
  write32(bytes, at + 2, address % 0x1_0000_0000);
}

function readMac(bytes: Uint8Array, at: number): number {
  return read16(bytes, at) * 0x1_0000_0000 + read32(bytes, at + 2);
}
