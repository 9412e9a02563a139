/** Knobs: the values of a page that its reader turns. Declared in cells, drawn by the page. */
import { show } from "../engine/kernel/check.ts";

/** A knob on a scale. */
export type NumberKnob = {
  kind: "number";
  name: string;
  label: string;
  min: number;
  max: number;
  step: number;
  unit: string;
  value: number;
  note: string;
};
/** A knob that is on or off. */
export type SwitchKnob = {
  kind: "switch";
  name: string;
  label: string;
  value: boolean;
  note: string;
};
/** A knob with a few named positions. */
export type ChoiceKnob = {
  kind: "choice";
  name: string;
  label: string;
  options: string[];
  value: string;
  note: string;
};
export type Knob = NumberKnob | SwitchKnob | ChoiceKnob;
export type KnobValue = number | boolean | string;

export type NumberOptions = {
  min?: number;
  max: number;
  step?: number;
  unit?: string;
  value: number;
  note?: string;
};
export type SwitchOptions = { value: boolean; note?: string };
export type ChoiceOptions<T extends string> = { options: readonly T[]; value: T; note?: string };

/** The longest label, unit or option, in characters: a knob must fit beside the stage. */
const LONGEST = 80;

/**
 * Reads a knob's declaration. Throws a `RangeError` or `TypeError` that names the knob, the field,
 * the value and what is permitted.
 */
export function readKnob(name: string, label: unknown, options: unknown): Knob {
  const where = `knob ${name}`;
  const words = text(where, "label", label);
  if (typeof options !== "object" || options === null)
    throw new TypeError(`${where}: write knob("${words}", { value: …, … }).`);
  const given = options as Record<string, unknown>;
  const note = given["note"] === undefined ? "" : text(where, "note", given["note"]);
  if (typeof given["value"] === "boolean")
    return { kind: "switch", name, label: words, value: given["value"], note };
  if (given["options"] !== undefined) return readChoice(where, name, words, note, given);
  return readNumber(where, name, words, note, given);
}

function readChoice(
  where: string,
  name: string,
  label: string,
  note: string,
  given: Record<string, unknown>,
): ChoiceKnob {
  const list = given["options"];
  if (!Array.isArray(list) || list.length < 2 || list.length > 12)
    throw new RangeError(`${where}: options must be a list of 2 to 12 texts.`);
  const options = Array.from(list, (each) => text(where, "options", each)); // gaps are read too
  const value = text(where, "value", given["value"]);
  if (!options.includes(value))
    throw new RangeError(
      `${where}: value is "${value}", but must be one of ${options.join(", ")}.`,
    );
  return { kind: "choice", name, label, options, value, note };
}

function readNumber(
  where: string,
  name: string,
  label: string,
  note: string,
  given: Record<string, unknown>,
): NumberKnob {
  const number = (field: string, fallback?: number): number => {
    const value = given[field] ?? fallback;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw new RangeError(`${where}: ${field} is ${show(value)}, but must be a finite number.`);
  };
  const min = number("min", 0);
  const max = number("max");
  const step = number("step", 1);
  const value = number("value");
  if (min >= max) throw new RangeError(`${where}: min is ${min}, but must be below max, ${max}.`);
  if (step <= 0) throw new RangeError(`${where}: step is ${step}, but must be above 0.`);
  if (value < min || value > max)
    throw new RangeError(`${where}: value is ${value}, but must be from ${min} to ${max}.`);
  const unit = given["unit"] === undefined ? "" : text(where, "unit", given["unit"]);
  return { kind: "number", name, label, min, max, step, unit, value, note };
}

function text(where: string, field: string, value: unknown): string {
  if (typeof value !== "string" || value === "")
    throw new TypeError(`${where}: ${field} is ${show(value)}, but must be a text.`);
  if (value.length > LONGEST)
    throw new RangeError(`${where}: ${field} has ${value.length} characters; at most ${LONGEST}.`);
  return value;
}

/** What is wrong with `value` for `knob`, as a sentence; empty if it may take it. */
export function knobProblem(knob: Knob, value: unknown): string {
  if (knob.kind === "switch")
    return typeof value === "boolean" ? "" : `“${knob.label}” is on or off, not ${show(value)}.`;
  if (knob.kind === "choice")
    return typeof value === "string" && knob.options.includes(value)
      ? ""
      : `“${knob.label}” is one of ${knob.options.join(", ")}, not ${show(value)}.`;
  if (typeof value === "number" && value >= knob.min && value <= knob.max) return "";
  const unit = knob.unit && ` ${knob.unit}`;
  return `“${knob.label}” goes from ${knob.min} to ${knob.max}${unit}, not to ${show(value)}.`;
}
