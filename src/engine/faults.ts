/**
 * Faults are data: whatever is done to a run, by its author or by a person at the stage, is a
 * list of these, so that it can be kept, shared, removed and played again.
 */
import { checkOptions, listed, LONGEST, show } from "./kernel/check.ts";

/** A fault. Times are ns of simulated time; `packet` is its ordinal on the link, from 1. */
export type Fault =
  | { verb: "drop"; link: string; packet: number; at?: number }
  | { verb: "corrupt"; link: string; packet: number; bit?: number }
  | { verb: "delay"; link: string; packet: number; by: number }
  | { verb: "duplicate"; link: string; packet: number }
  | { verb: "cut"; from: string; to: string; at: number; oneWay?: boolean }
  | { verb: "heal"; from: string; to: string; at: number; oneWay?: boolean }
  | { verb: "crash"; node: string; at: number }
  | { verb: "restart"; node: string; at: number };

/** What a fault does: "drop", "crash"… */
export type Verb = Fault["verb"];

/** Faults that one run may have. */
export const MOST_FAULTS = 10_000;

/** What a field must be. */
type FieldRule =
  { kind: "node" | "link" | "flag" } | { kind: "whole" | "time"; min: number; max: number };

type Field = { name: string; rule: FieldRule; optional?: boolean };

const TIME: FieldRule = { kind: "time", min: 0, max: LONGEST };
const LARGEST_BIT = 65_535 * 8 - 1;
const LINK: Field = { name: "link", rule: { kind: "link" } };
const PACKET: Field = { name: "packet", rule: { kind: "whole", min: 1, max: 2_147_483_647 } };
const AT: Field = { name: "at", rule: TIME };
const FROM: Field = { name: "from", rule: { kind: "node" } };
const TO: Field = { name: "to", rule: { kind: "node" } };
const NODE: Field = { name: "node", rule: { kind: "node" } };
const ONE_WAY: Field = { name: "oneWay", rule: { kind: "flag" }, optional: true };
const BIT: FieldRule = { kind: "whole", min: 0, max: LARGEST_BIT };

/** The one schema: each verb's fields, in their order. */
const schema: ReadonlyMap<string, readonly Field[]> = new Map<Verb, Field[]>([
  ["drop", [LINK, PACKET, { ...AT, optional: true }]],
  ["corrupt", [LINK, PACKET, { name: "bit", rule: BIT, optional: true }]],
  ["delay", [LINK, PACKET, { name: "by", rule: TIME }]],
  ["duplicate", [LINK, PACKET]],
  ["cut", [FROM, TO, AT, ONE_WAY]],
  ["heal", [FROM, TO, AT, ONE_WAY]],
  ["crash", [NODE, AT]],
  ["restart", [NODE, AT]],
]);

/** What a fault may name. Where a list is missing, any name passes. */
export type KnownNames = { nodes?: readonly string[]; links?: readonly string[] };

/** The sound faults of a list, and a sentence about each that is not. */
export type CheckedFaults = { faults: Fault[]; problems: string[] };

/**
 * Checks a list of faults from wherever it comes: a cell, a link, a file. Never throws. The
 * faults that it returns are fresh objects with the known fields only.
 */
export function validateFaults(value: unknown, known: KnownNames = {}): CheckedFaults {
  try {
    return validateList(value, known);
  } catch {
    return { faults: [], problems: ["faults: the list cannot be read."] };
  }
}

function validateList(value: unknown, known: KnownNames): CheckedFaults {
  if (!Array.isArray(value)) {
    return { faults: [], problems: [`faults is ${show(value)}; it must be an array of faults.`] };
  }
  const faults: Fault[] = [];
  const problems: string[] = [];
  for (let i = 0; i < Math.min(value.length, MOST_FAULTS); i++) {
    const checked = validateFault((value as unknown[])[i], `faults[${i}]`, known);
    if (typeof checked === "string") problems.push(checked);
    else faults.push(checked);
  }
  if (value.length > MOST_FAULTS) {
    const most = "10,000 is the most that one run may have";
    problems.push(`faults holds ${value.length} faults; ${most}. The others were left out.`);
  }
  return { faults, problems };
}

/** The fault, or a sentence about what is wrong with it. */
function validateFault(value: unknown, where: string, known: KnownNames): Fault | string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return `${where} is ${show(value)}; faults are made by ${listed([...schema.keys()])}.`;
  }
  const given = value as Record<string, unknown>;
  const verb = Object.hasOwn(given, "verb") ? given.verb : undefined;
  const fields = typeof verb === "string" ? schema.get(verb) : undefined;
  if (fields === undefined) {
    return `${where}: verb is ${show(verb)}; it must be one of ${listed([...schema.keys()])}.`;
  }
  const names = ["verb", ...fields.map((field) => field.name)];
  for (const key of Object.keys(given)) {
    if (names.includes(key)) continue;
    return `${where} (${verb}): there is no field ${show(key)}; it has ${listed(names)}.`;
  }
  const fault: Record<string, unknown> = { verb };
  for (const { name, rule, optional } of fields) {
    const field = Object.hasOwn(given, name) ? given[name] : undefined;
    if (field === undefined && optional === true) continue;
    const problem = fieldProblem(field, rule, known);
    if (problem !== null) return `${where} (${verb}): ${name} is ${show(field)}; ${problem}.`;
    fault[name] = rule.kind === "time" ? Math.round(field as number) : field;
  }
  return fault as Fault;
}

function fieldProblem(value: unknown, rule: FieldRule, known: KnownNames): string | null {
  switch (rule.kind) {
    case "flag":
      return typeof value === "boolean" ? null : "it must be true or false";
    case "node":
      return nameProblem(value, "a node", known.nodes);
    case "link":
      return nameProblem(value, "a link", known.links);
    default:
      return numberProblem(value, rule);
  }
}

function nameProblem(value: unknown, noun: string, names: readonly string[] | undefined) {
  if (typeof value !== "string" || value === "" || value.length > 200) {
    return `it must be the name of ${noun}`;
  }
  if (names === undefined || names.includes(value)) return null;
  return `it must be the name of ${noun}: ${listed(names)}`;
}

function numberProblem(value: unknown, rule: { kind: "whole" | "time"; min: number; max: number }) {
  const isInside = typeof value === "number" && value >= rule.min && value <= rule.max;
  if (isInside && (rule.kind === "time" || Number.isInteger(value))) return null;
  if (rule.kind === "time") return `it must be a time from 0 to ${rule.max} ns, as in seconds(2)`;
  return `it must be a whole number from ${rule.min} to ${rule.max}`;
}

function made(fault: object): Fault {
  const { faults, problems } = validateFaults([fault]);
  if (problems.length === 0) return faults[0];
  throw new RangeError(problems[0].replace("faults[0] ", "").replace(/^\(([a-z]+)\)/, "$1(…)"));
}

/** At time `at` (ns) the node forgets all but its `disk`, and hears and does nothing more. */
export function crash(node: string, at: number): Fault {
  return made({ verb: "crash", node, at });
}

/** A crashed node starts again at time `at` (ns): a fresh copy of its process, with its `disk`. */
export function restart(node: string, at: number): Fault {
  return made({ verb: "restart", node, at });
}

/** Which direction of a link: both, unless `oneWay` is true. */
export type Direction = { oneWay?: boolean };

/** The links between two nodes go down at time `at` (ns); what is on them is gone. */
export function cut(from: string, to: string, at: number, direction?: Direction): Fault {
  return made({ verb: "cut", from, to, at, ...checkOptions("cut(…)", direction, ["oneWay"]) });
}

/** The links between two nodes come up again at time `at` (ns). */
export function heal(from: string, to: string, at: number, direction?: Direction): Fault {
  return made({ verb: "heal", from, to, at, ...checkOptions("heal(…)", direction, ["oneWay"]) });
}

/**
 * Takes packet number `packet` (from 1) off a link, at time `at` (ns) if it is on its way then,
 * else as it starts. With it goes the copy that the link may have made.
 */
export function drop(link: string, packet: number, at?: number): Fault {
  return made({ verb: "drop", link, packet, at });
}

/**
 * Flips a bit of packet number `packet` as it starts onto a link. Bits count from 0, the header's
 * first, and go round beyond the packet's end; left out, it is the one that chance would choose.
 */
export function corrupt(link: string, packet: number, bit?: number): Fault {
  return made({ verb: "corrupt", link, packet, bit });
}

/** Holds packet number `packet` of a link up for `by` ns more. */
export function delay(link: string, packet: number, by: number): Fault {
  return made({ verb: "delay", link, packet, by });
}

/** Makes the link deliver packet number `packet` and a copy of it. */
export function duplicate(link: string, packet: number): Fault {
  return made({ verb: "duplicate", link, packet });
}
