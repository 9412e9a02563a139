/**
 * Messages on their way, and the packets that they are cut into: each carries a header and a
 * part of the message's bytes.
 */
import { checksumHolds, internetChecksum } from "../wire/checksum.ts";
import { bodyBytes, decodeBytes, type Encoded } from "../wire/body.ts";
import type { NamedLink } from "./topology.ts";

/** A message between `send` and `receive`. */
export type Message = {
  /** 1 for the first message of the run. */
  readonly number: number;
  /** Indexes of nodes. */
  readonly from: number;
  readonly to: number;
  readonly encoded: Encoded;
  /** Bytes of its body, or as many as the sender said it has. */
  readonly size: number;
  /** The row of its `send`. */
  readonly row: number;
  /** The body's bytes, encoded when first needed: only damage asks for them. */
  bytes: Uint8Array | null;
  /** What has arrived, for messages of several packets; null until the first of them. */
  parts: Parts | null;
};

/** The packets of a message that wait at the receiver for the rest. */
export type Parts = {
  /** Which of the node's lives they wait in: a crash loses them. */
  life: number;
  arrived: Uint8Array;
  missing: number;
  /** Payloads that were damaged and not recognised, by fragment. */
  damaged: Map<number, Uint8Array> | null;
};

/** How many packets a message becomes on this link. */
export function fragmentCount(link: NamedLink, size: number): number {
  return Math.max(1, Math.ceil(size / (link.mtu - link.header)));
}

/** Bytes of one packet, header included. */
export function packetBytes(link: NamedLink, size: number, fragment: number): number {
  const room = link.mtu - link.header;
  return link.header + Math.min(room, size - fragment * room);
}

/**
 * The real bytes of one packet: checksum, message, fragment, padding up to the header's size;
 * then its part of the body (zeros where the sender stated a larger size than the body has).
 */
export function packetContent(link: NamedLink, message: Message, fragment: number): Uint8Array {
  const bytes = new Uint8Array(packetBytes(link, message.size, fragment));
  const header = bytes.subarray(0, link.header);
  header.set(
    bigEndian([message.number, fragment, message.from, message.to]).subarray(0, link.header - 2),
    2,
  );
  const start = fragment * (link.mtu - link.header);
  const part = bytesOf(message).subarray(start, start + bytes.length - link.header);
  bytes.set(part, link.header);
  const sum = internetChecksum(bytes);
  bytes[0] = sum >> 8;
  bytes[1] = sum & 0xff;
  return bytes;
}

function bytesOf(message: Message): Uint8Array {
  return (message.bytes ??= bodyBytes(message.encoded));
}

function bigEndian(words: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(words.length * 4);
  words.forEach((word, i) => {
    for (let byte = 0; byte < 4; byte++) bytes[4 * i + byte] = (word >>> (24 - 8 * byte)) & 0xff;
  });
  return bytes;
}

/** Flips bits; bit 0 is the highest of the first byte, as on the wire. */
export function flipBits(bytes: Uint8Array, bits: readonly number[]): void {
  for (const bit of bits) bytes[bit >>> 3] ^= 0x80 >>> (bit & 7);
}

/** What the far end finds out about a packet that was damaged on the way. */
export type Inspection = { reason: string } | { payload: Uint8Array };

/** Inspects a packet in which these bits have flipped: a reason to discard it, or its payload. */
export function inspect(
  link: NamedLink,
  message: Message,
  fragment: number,
  bits: readonly number[],
): Inspection {
  const bytes = packetContent(link, message, fragment);
  flipBits(bytes, bits);
  if (link.check === "internet" && !checksumHolds(bytes)) return { reason: "checksum" };
  const sound = packetContent(link, message, fragment);
  for (let i = 2; i < link.header; i++) {
    if (bytes[i] !== sound[i]) return { reason: "header" };
  }
  return { payload: bytes.slice(link.header) };
}

/**
 * The body that a receiver makes of a message of which some payloads are damaged.
 * @throws SyntaxError if it can make nothing of it.
 */
export function damagedBody(
  link: NamedLink,
  message: Message,
  damaged: ReadonlyMap<number, Uint8Array>,
): unknown {
  const bytes = new Uint8Array(bytesOf(message));
  for (const [fragment, payload] of damaged) {
    const start = fragment * (link.mtu - link.header);
    if (start < bytes.length) bytes.set(payload.subarray(0, bytes.length - start), start);
  }
  return decodeBytes(message.encoded.form, bytes);
}
