/** The knobs of one experiment. A knob belongs to the page: all its copies move together. */
import type { Knob, KnobValue } from "../../src/notebook/knob.ts";
import { withKnob } from "../../src/experiment/state.ts";
import type { PageSession } from "../page/session.ts";
import { knobText } from "./knob-text.ts";

type Control = HTMLInputElement | HTMLSelectElement;

/** Binds every knob below `host` to the page's state. */
export function bindKnobs(host: HTMLElement, page: PageSession): void {
  for (const element of host.querySelectorAll<HTMLElement>("[data-knob]")) {
    const name = element.dataset["knob"] ?? "";
    const control = element.querySelector<Control>("input, select");
    if (control === null) continue;
    control.disabled = false;
    control.addEventListener("input", () => {
      page.set(withKnob(page.state, name, readControl(control)));
    });
    const show = (): void => showKnob(element, control, page.knobs.get(name), page.knobValue(name));
    page.bell.on("state", show);
    page.bell.on("knob", (knob) => {
      if (knob.name === name) show();
    });
    show();
  }
}

function readControl(control: Control): KnobValue {
  if (control instanceof HTMLSelectElement) return control.value;
  return control.type === "checkbox" ? control.checked : control.valueAsNumber;
}

function showKnob(
  element: HTMLElement,
  control: Control,
  knob: Knob | undefined,
  value: KnobValue | undefined,
): void {
  if (knob === undefined || value === undefined) return;
  if (control instanceof HTMLInputElement && control.type === "checkbox") {
    control.checked = value === true;
    return;
  }
  if (knob.kind === "number" && control instanceof HTMLInputElement) showRange(control, knob);
  control.value = String(value);
  const words = knobText(knob, value);
  control.setAttribute("aria-valuetext", words);
  const output = element.querySelector("output");
  if (output !== null) output.textContent = words;
}

/** An edited cell may have given the knob another range. */
function showRange(control: HTMLInputElement, { min, max, step }: Knob & { kind: "number" }): void {
  control.min = String(min);
  control.max = String(max);
  control.step = String(step);
}
