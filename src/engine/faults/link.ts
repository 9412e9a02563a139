/** Faults of links: what happens to the ways between nodes. */
import { checkOptions } from "../kernel/check.ts";
import { AT, type Field, made, type Schema } from "./schema.ts";

/** A fault that strikes links. */
export type LinkFault =
  | { verb: "cut"; from: string; to: string; at: number; oneWay?: boolean }
  | { verb: "heal"; from: string; to: string; at: number; oneWay?: boolean };

const FROM: Field = { name: "from", rule: { kind: "node" } };
const TO: Field = { name: "to", rule: { kind: "node" } };
const ONE_WAY: Field = { name: "oneWay", rule: { kind: "flag" }, optional: true };

/** Each verb's fields. */
export const linkSchema: Schema = new Map<LinkFault["verb"], Field[]>([
  ["cut", [FROM, TO, AT, ONE_WAY]],
  ["heal", [FROM, TO, AT, ONE_WAY]],
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
