/** Knobs as the terminal gives them: name=value. */
import { knobProblem, type Knob, type KnobValue } from "../notebook/knob.ts";
import { CommandFailure } from "./failure.ts";

/**
 * One `name=value`, read as the knob wants it.
 * @throws CommandFailure naming the knobs that there are, or the knob's range.
 */
export function readKnob(text: string, knobs: readonly Knob[]): [string, KnobValue] {
  const at = text.indexOf("=");
  if (at < 1) throw new CommandFailure(`--knob ${text}: write it as name=value.`);
  const [name, given] = [text.slice(0, at), text.slice(at + 1)];
  const knob = knobs.find((each) => each.name === name);
  if (knob === undefined) {
    const known = knobs.map((each) => each.name).join(", ");
    const has = known === "" ? "has none" : `has ${known}`;
    throw new CommandFailure(`--knob ${text}: there is no knob ${name}; the file ${has}.`);
  }
  const value = valueOf(given, knob);
  const problem = knobProblem(knob, value);
  if (problem !== "") throw new CommandFailure(`--knob ${text}: ${problem}`);
  return [name, value];
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
