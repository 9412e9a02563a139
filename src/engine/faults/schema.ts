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

/** What a fault of one form has besides its verb, in order. */
export type Form = readonly Field[];

/** Each verb's form, or its forms if it can be said in several ways. */
export type Schema = ReadonlyMap<string, Form | readonly Form[]>;

/** What a fault may name. Where a list is missing, any name passes. */
export type KnownNames = { nodes?: readonly string[]; links?: readonly string[] };

/** A time, ns. */
export const TIME: FieldRule = { kind: "time", min: 0, max: LONGEST };
/** A time that takes a while, ns. */
export const SPAN: FieldRule = { kind: "time", min: 1, max: LONGEST };
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
  const forms = typeof verb === "string" ? schema.get(verb) : undefined;
  if (forms === undefined) {
    return `${where}: verb is ${show(verb)}; it must be one of ${listed([...schema.keys()])}.`;
  }
  return validateForm(given, `${where} (${verb as string})`, formOf(given, forms), known);
}

/** Of several forms the one that is meant: the first that has all the given fields. */
function formOf(given: Record<string, unknown>, forms: Form | readonly Form[]): Form {
  if (isForm(forms)) return forms;
  const keys = Object.keys(given).filter((key) => key !== "verb");
  const has = (form: Form) => keys.every((key) => form.some(({ name }) => name === key));
  const isWhole = (form: Form) =>
    form.every(({ name, optional }) => optional === true || keys.includes(name));
  return forms.find((form) => has(form) && isWhole(form)) ?? forms.find(has) ?? forms[0];
}

function isForm(forms: Form | readonly Form[]): forms is Form {
  return !Array.isArray(forms[0]);
}

function validateForm(
  given: Record<string, unknown>,
  where: string,
  form: Form,
  known: KnownNames,
): object | string {
  const names = ["verb", ...form.map((field) => field.name)];
  for (const key of Object.keys(given)) {
    if (names.includes(key)) continue;
    return `${where}: there is no field ${show(key)}; it has ${listed(names)}.`;
  }
  const fault: Record<string, unknown> = { verb: given.verb };
  for (const { name, rule, optional } of form) {
    const field = Object.hasOwn(given, name) ? given[name] : undefined;
    if (field === undefined && optional === true) continue;
    const problem = fieldProblem(field, rule, known);
    if (problem !== null) return `${where}: ${name} is ${show(field)}; ${problem}.`;
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
  if (rule.kind === "time")
    return `it must be a time from ${rule.min} to ${rule.max} ns, as in seconds(2)`;
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
