/**
 * Faults of packets, each named by its link and its ordinal there, or by its message and fragment.
 */
import { show } from "../kernel/check.ts";
import { AT, type Field, type FieldRule, type Form, made, NODE, TIME } from "./schema.ts";

/** The `packet`-th packet that starts onto the link, from 1. */
export type PacketOnLink = { link: string; packet: number };

/**
 * The packet that carries a fragment of a message: the `fragment`-th (from 1) of the `message`-th
 * that `sender` sends (from 1), as it leaves its sender; or, where a link is named, as it first
 * starts onto that.
 */
export type FragmentOfMessage = {
  sender: string;
  message: number;
  fragment: number;
  link?: string;
};

/** What a fault does to a packet. */
type Deed =
  | { verb: "drop"; at?: number }
  | { verb: "corrupt"; bit?: number }
  | { verb: "delay"; by: number }
  | { verb: "duplicate" }
  | { verb: "hold" }
  | { verb: "release"; at: number };

/** A fault that strikes one packet. */
export type PacketFault = Deed & (PacketOnLink | FragmentOfMessage);

const LARGEST_BIT = 65_535 * 8 - 1;
const COUNT: FieldRule = { kind: "whole", min: 1, max: 2_147_483_647 };
const LINK: Field = { name: "link", rule: { kind: "link" } };
const BIT: FieldRule = { kind: "whole", min: 0, max: LARGEST_BIT };

const onLink: Form = [LINK, { name: "packet", rule: COUNT }];
const ofMessage: Form = [
  { ...NODE, name: "sender" },
  { name: "message", rule: COUNT },
  { name: "fragment", rule: COUNT },
  { ...LINK, optional: true },
];

/** Either way to name the packet, and what else the verb has. */
const named = (...fields: Field[]): readonly Form[] => [
  [...onLink, ...fields],
  [...ofMessage, ...fields],
];

/** Each verb's fields. */
export const packetSchema: ReadonlyMap<PacketFault["verb"], readonly Form[]> = new Map<
  PacketFault["verb"],
  readonly Form[]
>([
  ["drop", named({ ...AT, optional: true })],
  ["corrupt", named({ name: "bit", rule: BIT, optional: true })],
  ["delay", named({ name: "by", rule: TIME })],
  ["duplicate", named()],
  ["hold", named()],
  ["release", named(AT)],
]);

/** The arguments of a verb: a link and an ordinal, or a fragment; then what else it has. */
type Arguments<More extends unknown[]> =
  [link: string, packet: number, ...more: More] | [packet: FragmentOfMessage, ...more: More];

function act<More extends unknown[]>(
  verb: PacketFault["verb"],
  field: string | null,
  [name, ...rest]: Arguments<More>,
): PacketFault {
  const isOnLink = typeof name === "string";
  const packet = isOnLink ? { link: name, packet: rest[0] } : nameOf(verb, name);
  const more: unknown = rest[isOnLink ? 1 : 0];
  const deed = field === null ? { verb } : { verb, [field]: more };
  return made(packetSchema, { ...deed, ...packet } as PacketFault);
}

function nameOf(verb: string, given: unknown): object {
  if (typeof given === "object" && given !== null && !Array.isArray(given)) return given;
  const rule = "it must be the name of a link, or { sender, message, fragment }";
  throw new RangeError(`${verb}(…): the packet is ${show(given)}; ${rule}.`);
}

/**
 * Takes a packet off a link, at time `at` (ns) if it is on its way then, else as it starts. With
 * it goes the copy that the link may have made. Which packet: `drop("a→b", 4)`, the fourth that
 * starts onto the link; or `drop({ sender: "a", message: 2, fragment: 7 })`.
 */
export function drop(link: string, packet: number, at?: number): PacketFault;
export function drop(packet: FragmentOfMessage, at?: number): PacketFault;
export function drop(...packet: Arguments<[at?: number]>): PacketFault {
  return act("drop", "at", packet);
}

/**
 * Flips a bit of a packet as it starts onto a link. Bits count from 0, the header's first, and go
 * round beyond the packet's end; left out, it is the one that chance would choose.
 */
export function corrupt(link: string, packet: number, bit?: number): PacketFault;
export function corrupt(packet: FragmentOfMessage, bit?: number): PacketFault;
export function corrupt(...packet: Arguments<[bit?: number]>): PacketFault {
  return act("corrupt", "bit", packet);
}

/** Holds a packet up for `by` ns more. */
export function delay(link: string, packet: number, by: number): PacketFault;
export function delay(packet: FragmentOfMessage, by: number): PacketFault;
export function delay(...packet: Arguments<[by: number]>): PacketFault {
  return act("delay", "by", packet);
}

/** Makes the link deliver a packet and a copy of it. */
export function duplicate(link: string, packet: number): PacketFault;
export function duplicate(packet: FragmentOfMessage): PacketFault;
export function duplicate(...packet: Arguments<[]>): PacketFault {
  return act("duplicate", null, packet);
}

/** Keeps a packet on its link, until it is released: for ever if it never is. */
export function hold(link: string, packet: number): PacketFault;
export function hold(packet: FragmentOfMessage): PacketFault;
export function hold(...packet: Arguments<[]>): PacketFault {
  return act("hold", null, packet);
}

/** Lets a packet that is held arrive at time `at` (ns), or when it would have, if that is later. */
export function release(link: string, packet: number, at: number): PacketFault;
export function release(packet: FragmentOfMessage, at: number): PacketFault;
export function release(...packet: Arguments<[at: number]>): PacketFault {
  return act("release", "at", packet);
}
