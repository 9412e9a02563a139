/** Knobs as the terminal gives them: name=value, or name=several values. */
import type { Grid } from "../engine/check/sweep.ts";
import { grouped } from "../engine/kernel/check.ts";
import { knobProblem, type Knob, type KnobValue } from "../notebook/knob.ts";
import { CommandFailure } from "./failure.ts";

/**
 * One `name=value`, read as the knob wants it.
 * @throws CommandFailure naming the knobs that there are, or the knob's range.
 */
export function readKnob(
  text: string,
  knobs: readonly Knob[],
  option = "--knob",
): [string, KnobValue] {
  const { name, given, knob } = partsOf(text, knobs, option);
  return [name, checked(text, given, knob, option)];
}

/** Values that one knob of a sweep may have. */
const MOST_VALUES = 100_000;

/**
 * Several `name=values`: `5`, `0,10,20`, `0..60/10`, or a mixture with commas between.
 * @throws CommandFailure as `readKnob` does, and for a knob that is given twice.
 */
export function readGrid(texts: readonly string[], knobs: readonly Knob[]): Grid {
  const grid: Record<string, KnobValue[]> = {};
  for (const text of texts) {
    const { name, given, knob } = partsOf(text, knobs);
    if (Object.hasOwn(grid, name)) {
      throw new CommandFailure(`--knob ${text}: ${name} is given twice; put commas between.`);
    }
    // An option's text may hold a comma.
    const isOne = knobProblem(knob, valueOf(given, knob)) === "";
    const values = isOne ? [valueOf(given, knob)] : severalOf(text, given, knob);
    grid[name] = [...new Set(values)];
  }
  return grid;
}

function severalOf(text: string, given: string, knob: Knob): KnobValue[] {
  return given.split(",").flatMap((part) => {
    const range = /^(.+?)\.\.(.+?)(?:\/(.+))?$/.exec(part);
    if (range === null || knob.kind !== "number") return [checked(text, part, knob)];
    const [, from, to, step = String(knob.step)] = range;
    return rangeOf(text, [from, to, step].map(Number) as [number, number, number]).map((value) =>
      checked(text, String(value), knob),
    );
  });
}

/** From, to and step; `to` itself only where a whole number of steps leads there. */
function rangeOf(text: string, [from, to, step]: [number, number, number]): number[] {
  const steps = Math.floor((to - from) / step + 1e-9);
  if (!(step > 0) || !(steps >= 0)) {
    const form = "name=from..to/step, with to above from and step above 0";
    throw new CommandFailure(`--knob ${text}: write a range as ${form}.`);
  }
  if (steps >= MOST_VALUES) {
    throw new CommandFailure(`--knob ${text}: that is more than ${grouped(MOST_VALUES)} values.`);
  }
  // Twelve digits: 0.1 + 2 · 0.1 is meant as 0.3.
  return Array.from({ length: steps + 1 }, (_, i) => Number((from + i * step).toPrecision(12)));
}

function partsOf(text: string, knobs: readonly Knob[], option = "--knob") {
  const at = text.indexOf("=");
  if (at < 1) throw new CommandFailure(`${option} ${text}: write it as name=value.`);
  const [name, given] = [text.slice(0, at), text.slice(at + 1)];
  const knob = knobs.find((each) => each.name === name);
  if (knob !== undefined) return { name, given, knob };
  const known = knobs.map((each) => each.name).join(", ");
  const has = known === "" ? "has none" : `has ${known}`;
  throw new CommandFailure(`${option} ${text}: there is no knob ${name}; the file ${has}.`);
}

function checked(text: string, given: string, knob: Knob, option = "--knob"): KnobValue {
  const value = valueOf(given, knob);
  const problem = knobProblem(knob, value);
  if (problem !== "") throw new CommandFailure(`${option} ${text}: ${problem}`);
  return value;
}

function valueOf(text: string, { value }: Knob): KnobValue {
  if (typeof value === "boolean" && /^(true|on|false|off)$/.test(text)) {
    return text === "true" || text === "on";
  }
  if (typeof value === "number" && text.trim() !== "" && Number.isFinite(Number(text))) {
    return Number(text);
  }
  return text;
}
