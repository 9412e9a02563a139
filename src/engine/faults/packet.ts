/** Faults of packets, each named by its link and its ordinal there. */
import { AT, type Field, type FieldRule, made, type Schema, TIME } from "./schema.ts";

/** A fault that strikes one packet: the `packet`-th that starts onto the link, from 1. */
export type PacketFault =
  | { verb: "drop"; link: string; packet: number; at?: number }
  | { verb: "corrupt"; link: string; packet: number; bit?: number }
  | { verb: "delay"; link: string; packet: number; by: number }
  | { verb: "duplicate"; link: string; packet: number }
  | { verb: "hold"; link: string; packet: number }
  | { verb: "release"; link: string; packet: number; at: number };

const LARGEST_BIT = 65_535 * 8 - 1;
const LINK: Field = { name: "link", rule: { kind: "link" } };
const PACKET: Field = { name: "packet", rule: { kind: "whole", min: 1, max: 2_147_483_647 } };
const BIT: FieldRule = { kind: "whole", min: 0, max: LARGEST_BIT };

/** Each verb's fields. */
export const packetSchema: Schema = new Map<PacketFault["verb"], Field[]>([
  ["drop", [LINK, PACKET, { ...AT, optional: true }]],
  ["corrupt", [LINK, PACKET, { name: "bit", rule: BIT, optional: true }]],
  ["delay", [LINK, PACKET, { name: "by", rule: TIME }]],
  ["duplicate", [LINK, PACKET]],
  ["hold", [LINK, PACKET]],
  ["release", [LINK, PACKET, AT]],
]);

/**
 * Takes packet number `packet` (from 1) off a link, at time `at` (ns) if it is on its way then,
 * else as it starts. With it goes the copy that the link may have made.
 */
export function drop(link: string, packet: number, at?: number): PacketFault {
  return made(packetSchema, { verb: "drop", link, packet, at });
}

/**
 * Flips a bit of packet number `packet` as it starts onto a link. Bits count from 0, the header's
 * first, and go round beyond the packet's end; left out, it is the one that chance would choose.
 */
export function corrupt(link: string, packet: number, bit?: number): PacketFault {
  return made(packetSchema, { verb: "corrupt", link, packet, bit });
}

/** Holds packet number `packet` of a link up for `by` ns more. */
export function delay(link: string, packet: number, by: number): PacketFault {
  return made(packetSchema, { verb: "delay", link, packet, by });
}

/** Makes the link deliver packet number `packet` and a copy of it. */
export function duplicate(link: string, packet: number): PacketFault {
  return made(packetSchema, { verb: "duplicate", link, packet });
}

/** Keeps packet number `packet` on its link, until it is released: for ever if it never is. */
export function hold(link: string, packet: number): PacketFault {
  return made(packetSchema, { verb: "hold", link, packet });
}

/** Lets a packet that is held arrive at time `at` (ns), or when it would have, if that is later. */
export function release(link: string, packet: number, at: number): PacketFault {
  return made(packetSchema, { verb: "release", link, packet, at });
}
