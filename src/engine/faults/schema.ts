/**
 * How faults are checked: what each verb's fields must be, and the sentences about what is wrong.
 * Each family of faults brings a schema in these terms; none knows the others.
 */
import { grouped, listed, LONGEST, show } from "../kernel/check.ts";

/** What a field must be. */
export type FieldRule =
  /** The name of a node, of several, of groups, of a link, of a class; any name; a switch; data. */
  | { kind: "node" | "nodes" | "groups" | "link" | "class" | "name" | "flag" | "plain" }
  | { kind: "whole" | "time" | "number"; min: number; max: number };

/** A field of a verb. */
export type Field = { name: string; rule: FieldRule; optional?: boolean };

/** What a fault of one form has besides its verb, in order. */
export type Form = readonly Field[];

/** Each verb's form, or its forms if it can be said in several ways. */
export type Schema = ReadonlyMap<string, Form | readonly Form[]>;

/** What a fault may name. Where a list is missing, any name passes. */
export type KnownNames = {
  nodes?: readonly string[];
  links?: readonly string[];
  classes?: readonly string[];
};

/** Nodes that one fault may strike. */
const MOST_NODES = 10_000;
/** How deeply a value may be nested, and how long it may be as JSON text. */
const DEEPEST = 16;
const LONGEST_VALUE = 10_000;

/** A time, ns. */
export const TIME: FieldRule = { kind: "time", min: 0, max: LONGEST };
/** A time that takes a while, ns. */
export const SPAN: FieldRule = { kind: "time", min: 1, max: LONGEST };
/** When a fault strikes, ns of simulated time. */
export const AT: Field = { name: "at", rule: TIME };
/** When what it does ends, ns of simulated time. */
export const UNTIL: Field = { name: "until", rule: TIME, optional: true };
/** The node that it strikes. */
export const NODE: Field = { name: "node", rule: { kind: "node" } };

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
    fault[name] = fresh(field, rule);
  }
  const { at = 0, until = Infinity } = fault as { at?: number; until?: number };
  if (until > at) return fault;
  return `${where}: until is ${show(until)}; it must be later than at, which is ${show(at)}.`;
}

/** A field that shares nothing with what was given. */
function fresh(field: unknown, rule: FieldRule): unknown {
  if (rule.kind === "time") return Math.round(field as number);
  if (rule.kind === "nodes") return [...(field as string[])];
  if (rule.kind === "groups") return (field as string[][]).map((group) => [...group]);
  return rule.kind === "plain" ? (JSON.parse(JSON.stringify(field)) as unknown) : field;
}

function fieldProblem(value: unknown, rule: FieldRule, known: KnownNames): string | null {
  switch (rule.kind) {
    case "flag":
      return typeof value === "boolean" ? null : "it must be true or false";
    case "node":
      return nameProblem(value, "a node", known.nodes);
    case "nodes":
      return namesProblem(value, known.nodes);
    case "link":
      return nameProblem(value, "a link", known.links);
    case "class":
      return nameProblem(value, "one of the spec's classes", known.classes);
    case "name":
      return nameProblem(value, "something", undefined);
    case "plain":
      return plainProblem(value);
    case "groups":
      return groupsProblem(value, known.nodes);
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

function namesProblem(value: unknown, names: readonly string[] | undefined): string | null {
  const rule = `it must be a list of 1 to ${grouped(MOST_NODES)} nodes, each once`;
  if (!Array.isArray(value) || value.length < 1 || value.length > MOST_NODES) return rule;
  const list = Array.from(value as unknown[]);
  if (new Set(list).size < list.length) return rule;
  for (const [i, name] of list.entries()) {
    const problem = nameProblem(name, "a node", names);
    if (problem !== null) return `its [${i}] is ${show(name)}; ${problem}`;
  }
  return null;
}

/** Groups that one partition may make, and nodes in all of them. */
const MOST_GROUPED = 10_000;

function groupsProblem(value: unknown, nodes: readonly string[] | undefined): string | null {
  const rule = `it must be a list of groups, each a list of nodes, each node once`;
  if (!Array.isArray(value) || value.length < 1 || value.length > MOST_GROUPED) return rule;
  const groups = Array.from(value as unknown[]);
  if (!groups.every((group) => Array.isArray(group) && group.length > 0)) return rule;
  const names = (groups as unknown[][]).flat();
  if (names.length > MOST_GROUPED || new Set(names).size < names.length) return rule;
  for (const name of names) {
    const problem = nameProblem(name, "a node", nodes);
    if (problem !== null) return `it names ${show(name)}; ${problem}`;
  }
  return null;
}

/** Data that a JSON text can hold: what a field may be set to. */
function plainProblem(value: unknown): string | null {
  const rule = "it must be null, true, false, a number, a text, or a list or object of these";
  if (!isPlainData(value, DEEPEST)) return rule;
  if (JSON.stringify(value).length <= LONGEST_VALUE) return null;
  return `it must not be longer than ${grouped(LONGEST_VALUE)} characters of JSON`;
}

function isPlainData(value: unknown, depth: number): boolean {
  if (value === null || typeof value === "boolean" || typeof value === "string") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || depth === 0) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain =
    Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain && Object.values(value).every((each) => isPlainData(each, depth - 1));
}

type NumberRule = Extract<FieldRule, { min: number }>;

function numberProblem(value: unknown, rule: NumberRule) {
  const isInside = typeof value === "number" && value >= rule.min && value <= rule.max;
  if (isInside && (rule.kind !== "whole" || Number.isInteger(value))) return null;
  if (rule.kind === "number") {
    return `it must be a number from ${grouped(rule.min)} to ${grouped(rule.max)}`;
  }
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
