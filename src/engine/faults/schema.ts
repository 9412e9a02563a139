/**
 * How faults are checked: what each verb's fields must be, and the sentences about what is wrong.
 * Each family of faults brings a schema in these terms; none knows the others.
 */
import { listed, LONGEST, show } from "../kernel/check.ts";

/** What a field must be. */
export type FieldRule =
  { kind: "node" | "link" | "flag" } | { kind: "whole" | "time"; min: number; max: number };

/** A field of a verb. */
export type Field = { name: string; rule: FieldRule; optional?: boolean };

/** Each verb's fields, in their order. */
export type Schema = ReadonlyMap<string, readonly Field[]>;

/** What a fault may name. Where a list is missing, any name passes. */
export type KnownNames = { nodes?: readonly string[]; links?: readonly string[] };

/** A time, ns. */
export const TIME: FieldRule = { kind: "time", min: 0, max: LONGEST };
/** When a fault strikes, ns of simulated time. */
export const AT: Field = { name: "at", rule: TIME };

/** The sound fault, or a sentence about what is wrong with it. */
export function validateFault(
  value: unknown,
  where: string,
  schema: Schema,
  known: KnownNames,
): object | string {
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
  return fault;
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

/**
 * A fault made by its verb.
 * @throws RangeError in the form of a call: "crash(…): at is NaN; …".
 */
export function made<Made extends { verb: string }>(schema: Schema, fault: Made): Made {
  const checked = validateFault(fault, "", schema, {});
  if (typeof checked !== "string") return checked as Made;
  throw new RangeError(checked.replace(/^ \(([A-Za-z]+)\)/, "$1(…)"));
}
