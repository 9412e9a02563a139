/**
 * The Internet Control Message Protocol (RFC 792): what hosts and routers tell each other about
 * packets. Its checksum covers the message only.
 */
import { checkChoice } from "../kernel/check.ts";
import { checkBytes, checkField, MOST_BYTES, read16, write16 } from "./bytes.ts";
import { checksumHolds, internetChecksum } from "./checksum.ts";
import { encodeIpv4, headerSize, IPV4_HEADER, type Ipv4Packet } from "./ipv4.ts";

/** Bytes before the data of an echo, or before the quoted packet. */
export const ICMP_HEADER = 8;

/** "Are you there?", and its answer, which returns identifier, sequence number and data. */
export type IcmpEcho = {
  kind: "echo request" | "echo reply";
  /** 0…65,535: which program asked. */
  identifier: number;
  /** 0…65,535: its how-manieth question. */
  sequence: number;
  data: Uint8Array;
};

/** What became of a packet, told to its sender. `quoted` is what `quote` makes of it. */
export type IcmpProblem =
  | { kind: "time exceeded"; code: number; quoted: Uint8Array }
  | {
      kind: "destination unreachable";
      code: number;
      /** With code 4: what the next link carries, bytes (RFC 1191 §4); 0 if not known. */
      nextHopMtu: number;
      quoted: Uint8Array;
    };

/** A message. */
export type IcmpMessage = IcmpEcho | IcmpProblem;

/** Why time was exceeded: on the way, or while fragments were put together. */
export const TimeExceeded = { timeToLive: 0, reassembly: 1 } as const;
/** Why a destination cannot be reached (RFC 792, RFC 1122 §3.2.2.1). */
export const Unreachable = {
  network: 0,
  host: 1,
  protocol: 2,
  port: 3,
  fragmentationNeeded: 4,
  sourceRouteFailed: 5,
} as const;

const WHERE = "ICMP message";
const TYPES = {
  "echo reply": 0,
  "destination unreachable": 3,
  "echo request": 8,
  "time exceeded": 11,
} as const;
const KINDS = Object.keys(TYPES) as IcmpMessage["kind"][];
/** Bytes of a packet's payload that a message about it must return: enough for the ports. */
const QUOTED_PAYLOAD = 8;

/** What a message about a packet returns of it: its header and 8 bytes (RFC 792). */
export function quote({ header, payload }: Ipv4Packet): Uint8Array {
  return encodeIpv4(header, payload).slice(0, headerSize(header) + QUOTED_PAYLOAD);
}

/**
 * The bytes of a message, checksum included.
 * @throws RangeError for a kind that is none of the four, or a field out of range.
 */
export function encodeIcmp(message: IcmpMessage): Uint8Array {
  const kind = checkChoice(WHERE, "kind", message.kind, KINDS);
  const rest = "data" in message ? message.data : message.quoted;
  const field = "data" in message ? "data" : "quoted";
  const max = MOST_BYTES - IPV4_HEADER - ICMP_HEADER;
  checkBytes(WHERE, field, rest, { min: 0, max });
  const bytes = new Uint8Array(ICMP_HEADER + rest.length);
  bytes[0] = TYPES[kind];
  if ("code" in message) bytes[1] = checkField(WHERE, "code", message.code, 8);
  if ("data" in message) {
    write16(bytes, 4, checkField(WHERE, "identifier", message.identifier, 16));
    write16(bytes, 6, checkField(WHERE, "sequence", message.sequence, 16));
  } else if (message.kind === "destination unreachable") {
    write16(bytes, 6, checkField(WHERE, "nextHopMtu", message.nextHopMtu, 16));
  }
  bytes.set(rest, ICMP_HEADER);
  write16(bytes, 2, internetChecksum(bytes));
  return bytes;
}

/**
 * Reads a message.
 * @throws RangeError if it has fewer than 8 bytes, or a type that we do not know; it names the
 * type and those we know. A wrong checksum is no error: see `checksumHolds`.
 */
export function parseIcmp(bytes: Uint8Array): { message: IcmpMessage; checksumHolds: boolean } {
  const remedy = "Part of it is missing.";
  checkBytes(WHERE, "", bytes, { min: ICMP_HEADER, max: MOST_BYTES, remedy });
  return { message: readMessage(bytes), checksumHolds: checksumHolds(bytes) };
}

function readMessage(bytes: Uint8Array): IcmpMessage {
  const kind = KINDS.find((name) => TYPES[name] === bytes[0]);
  const rest = bytes.slice(ICMP_HEADER);
  switch (kind) {
    case "echo request":
    case "echo reply":
      return { kind, identifier: read16(bytes, 4), sequence: read16(bytes, 6), data: rest };
    case "time exceeded":
      return { kind, code: bytes[1], quoted: rest };
    case "destination unreachable":
      return { kind, code: bytes[1], nextHopMtu: read16(bytes, 6), quoted: rest };
    default: {
      const known = KINDS.map((name) => `${TYPES[name]} (${name})`).join(", ");
      throw new RangeError(`${WHERE}: type is ${bytes[0]}; it must be one of ${known}.`);
    }
  }
}
