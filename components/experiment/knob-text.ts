/** A knob's value as it stands beside its label. */
import type { Knob, KnobValue } from "../../src/notebook/knob.ts";
import { quantity } from "../../src/views/words/format.ts";

export function knobText(knob: Knob, value: KnobValue): string {
  if (knob.kind === "switch") return value === true ? "on" : "off";
  if (typeof value !== "number") return String(value);
  return quantity(value, knob.kind === "number" ? knob.unit : "");
}
