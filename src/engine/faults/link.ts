/** Faults of links: what happens to the ways between nodes. */
import { checkOptions, FASTEST, show, SLOWEST } from "../kernel/check.ts";
import { AT, type Field, made, type Schema, TIME, UNTIL } from "./schema.ts";

/** A fault that strikes links. */
export type LinkFault =
  | { verb: "cut"; from: string; to: string; at: number; oneWay?: boolean }
  | { verb: "heal"; from: string; to: string; at: number; oneWay?: boolean }
  | { verb: "pause"; from: string; to: string; at: number; oneWay?: boolean }
  | { verb: "resume"; from: string; to: string; at: number; oneWay?: boolean }
  | { verb: "partition"; groups: string[][]; at: number; until?: number }
  | ({ verb: "degrade"; from: string; to: string; at: number } & LinkChange & Degradation);

/** What a link is like for a while. What is left out stays as it is. */
export type LinkChange = {
  /** Bits a second, 0.001 to 10¹⁸. */
  bandwidth?: number;
  /** How long every bit is on its way, ns; jitter comes on top of it as ever. */
  delay?: number;
  /** Probability that a packet is lost, 0…1. */
  loss?: number;
};

/** Until when, ns (left out: for ever), and which direction: both, unless `oneWay` is true. */
export type Degradation = { until?: number; oneWay?: boolean };

const FROM: Field = { name: "from", rule: { kind: "node" } };
const TO: Field = { name: "to", rule: { kind: "node" } };
const BANDWIDTH: Field = {
  name: "bandwidth",
  rule: { kind: "number", min: SLOWEST, max: FASTEST },
  optional: true,
};
const DELAY: Field = { name: "delay", rule: TIME, optional: true };
const LOSS: Field = { name: "loss", rule: { kind: "number", min: 0, max: 1 }, optional: true };
const ONE_WAY: Field = { name: "oneWay", rule: { kind: "flag" }, optional: true };

/** Each verb's fields. */
export const linkSchema: Schema = new Map<LinkFault["verb"], Field[]>([
  ["cut", [FROM, TO, AT, ONE_WAY]],
  ["heal", [FROM, TO, AT, ONE_WAY]],
  ["pause", [FROM, TO, AT, ONE_WAY]],
  ["resume", [FROM, TO, AT, ONE_WAY]],
  ["degrade", [FROM, TO, AT, BANDWIDTH, DELAY, LOSS, UNTIL, ONE_WAY]],
  ["partition", [{ name: "groups", rule: { kind: "groups" } }, AT, UNTIL]],
]);

/** Which direction of a link: both, unless `oneWay` is true. */
export type Direction = { oneWay?: boolean };

/** The links between two nodes go down at time `at` (ns); what is on them is gone. */
export function cut(from: string, to: string, at: number, direction?: Direction): LinkFault {
  return made(linkSchema, {
    verb: "cut",
    from,
    to,
    at,
    ...checkOptions("cut(…)", direction, ["oneWay"]),
  });
}

/** The links between two nodes come up again at time `at` (ns). */
export function heal(from: string, to: string, at: number, direction?: Direction): LinkFault {
  return made(linkSchema, {
    verb: "heal",
    from,
    to,
    at,
    ...checkOptions("heal(…)", direction, ["oneWay"]),
  });
}

/**
 * The links between two nodes take nothing more from time `at` (ns) on: packets wait, and those
 * that are on their way arrive.
 */
export function pause(from: string, to: string, at: number, direction?: Direction): LinkFault {
  const options = checkOptions("pause(…)", direction, ["oneWay"]);
  return made(linkSchema, { verb: "pause", from, to, at, ...options });
}

/** The links between two nodes take packets again from time `at` (ns) on. */
export function resume(from: string, to: string, at: number, direction?: Direction): LinkFault {
  const options = checkOptions("resume(…)", direction, ["oneWay"]);
  return made(linkSchema, { verb: "resume", from, to, at, ...options });
}

/**
 * From time `at` (ns) on the links between two nodes have another bandwidth, delay or loss, for
 * packets that start from then on: `degrade("a", "b", { loss: percent(20) }, seconds(3))`. Of
 * several such faults the one that strikes last counts. Routes by delay stay as they are.
 */
export function degrade(
  from: string,
  to: string,
  change: LinkChange,
  at: number,
  lasting?: Degradation,
): LinkFault {
  const given = checkOptions("degrade(…)", change, ["bandwidth", "delay", "loss"]);
  if (Object.values(given).every((value) => value === undefined)) {
    const rule = "it must have bandwidth, delay or loss";
    throw new RangeError(`degrade(…): the change is ${show(change)}; ${rule}.`);
  }
  const options = checkOptions("degrade(…)", lasting, ["until", "oneWay"]);
  return made(linkSchema, { verb: "degrade", from, to, at, ...given, ...options });
}

/**
 * Every link between nodes of different groups is cut at time `at` (ns); `until` heals those that
 * it has cut. Nodes in no group keep all their links.
 */
export function partition(
  groups: readonly (readonly string[])[],
  at: number,
  lasting?: { until?: number },
): LinkFault {
  const options = checkOptions("partition(…)", lasting, ["until"]);
  const lists = Array.isArray(groups) ? groups.map((group) => [...group]) : groups;
  return made(linkSchema, { verb: "partition", groups: lists as string[][], at, ...options });
}
