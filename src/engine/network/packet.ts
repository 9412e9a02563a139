/**
 * Messages on their way, and the packets that they are cut into: each carries a header and a
 * part of the message's bytes.
 */
import { checksumHolds, internetChecksum } from "../wire/checksum.ts";
import { bodyBytes, decodeBytes, type Encoded } from "../wire/body.ts";
import type { NamedLink } from "./topology.ts";

/** What the sender of a message asks of the network. */
export type Envelope = {
  /** Time to live: how many routers may pass each packet on, plus one. 1…255. */
  readonly ttl: number;
  /** Whether a router may not cut the packets further (RFC 791's "don't fragment"). */
  readonly dontFragment: boolean;
  /** Whether it takes a link to the receiver itself, whatever the routes say. */
  readonly direct: boolean;
  /** Whether a router that cannot pass a packet on tells the sender (as ICMP does). */
  readonly report: boolean;
  /** How urgent it is: 0…7. */
  readonly priority: number;
};

/** What a sender asks for that says nothing about it. RFC 1700 recommends a time to live of 64. */
export const PLAIN_ENVELOPE: Envelope = {
  ttl: 64,
  dontFragment: false,
  direct: false,
  report: false,
  priority: 0,
};

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
  readonly envelope: Envelope;
  /** When it was sent, ns. */
  readonly time: number;
  /** The body's bytes, encoded when first needed: only damage asks for them. */
  bytes: Uint8Array | null;
  /** What has arrived, for messages of several packets; null until the first of them. */
  parts: Parts | null;
};

/** A message that has just been sent. */
export function messageOf(
  number: number,
  from: number,
  to: number,
  encoded: Encoded,
  size: number,
  row: number,
  envelope: Envelope,
  time: number,
): Message {
  return { number, from, to, encoded, size, row, envelope, time, bytes: null, parts: null };
}

/** The packets of a message that wait at the receiver for the rest. */
export type Parts = {
  /** Which of the node's lives they wait in: a crash loses them. */
  life: number;
  /** When the wait for the rest ends, ns; Infinity if it has no end. */
  deadline: number;
  /**
   * The bytes that have not come, in order: from, to (exclusive), from, to… (the holes of
   * RFC 815).
   */
  holes: number[];
  /** Payloads that were damaged and not recognised, by where they begin. */
  damaged: Map<number, Uint8Array> | null;
};

/** A message that is put together apart from this one. */
export function copyMessage(message: Message): Message {
  const { parts } = message;
  if (parts === null) return { ...message };
  const damaged = parts.damaged === null ? null : new Map(parts.damaged);
  return { ...message, parts: { ...parts, holes: [...parts.holes], damaged } };
}

/** A packet, as far as its bytes are concerned. */
export type PacketShape = {
  /** Bytes of its header. */
  header: number;
  /** Which packet of its message it is, from 0. */
  fragment: number;
  /** Where its part of the message begins and how long it is, bytes. */
  offset: number;
  length: number;
};

/** How many packets a message becomes on this link. */
export function fragmentCount(link: NamedLink, size: number): number {
  return Math.max(1, Math.ceil(size / (link.mtu - link.header)));
}

/** Bytes of one packet at its sender, header included. */
export function packetBytes(link: NamedLink, size: number, fragment: number): number {
  const room = link.mtu - link.header;
  return link.header + Math.min(room, size - fragment * room);
}

/**
 * The real bytes of one packet: checksum, message, fragment, padding up to the header's size;
 * then its part of the body (zeros where the sender stated a larger size than the body has).
 */
export function packetContent(message: Message, shape: PacketShape): Uint8Array {
  const { header, fragment, offset, length } = shape;
  const bytes = new Uint8Array(header + length);
  const words = bigEndian([message.number, fragment, message.from, message.to]);
  bytes.subarray(0, header).set(words.subarray(0, header - 2), 2);
  bytes.set(bytesOf(message).subarray(offset, offset + length), header);
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

/** Damaged packets of more bytes are taken as noticed: their bytes would fill the memory. */
export const LONGEST_INSPECTED = 16_777_216;

/** Inspects a packet in which these bits have flipped: a reason to discard it, or its payload. */
export function inspect(
  check: NamedLink["check"],
  message: Message,
  shape: PacketShape,
  bits: readonly number[],
): Inspection {
  if (shape.header + shape.length > LONGEST_INSPECTED) return { reason: "checksum" };
  const bytes = packetContent(message, shape);
  flipBits(bytes, bits);
  if (check === "internet" && !checksumHolds(bytes)) return { reason: "checksum" };
  const sound = packetContent(message, shape);
  for (let i = 2; i < shape.header; i++) {
    if (bytes[i] !== sound[i]) return { reason: "header" };
  }
  return { payload: bytes.slice(shape.header) };
}

/**
 * The body that a receiver makes of a message of which some payloads are damaged.
 * @param damaged The payloads, by where they begin.
 * @throws SyntaxError if it can make nothing of it.
 */
export function damagedBody(message: Message, damaged: ReadonlyMap<number, Uint8Array>): unknown {
  const bytes = new Uint8Array(bytesOf(message));
  for (const [start, payload] of damaged) {
    if (start < bytes.length) bytes.set(payload.subarray(0, bytes.length - start), start);
  }
  return decodeBytes(message.encoded.form, bytes);
}
