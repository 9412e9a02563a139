/** A page as the tests of its state need it: two cells, three knobs, two experiments. */
import { knobProblem, readKnob } from "../../../src/notebook/knob.ts";
import type { PageShape } from "../../../src/experiment/read-state.ts";
import { freshState, type ExperimentState, type PageState } from "../../../src/experiment/state.ts";

const knobs = new Map(
  [
    readKnob("loss", "Letters lost", { max: 60, unit: "%", value: 0 }),
    readKnob("repeats", "Alice repeats", { value: false }),
    readKnob("way", "Way", { options: ["there", "back"], value: "back" }),
  ].map((knob) => [knob.name, knob]),
);

const start: ExperimentState = {
  seed: "7",
  faults: [{ verb: "drop", link: "alice→bob", packet: 3 }],
  playhead: 738e6,
  guesses: {},
};

const names = { nodes: ["alice", "bob"], links: ["alice→bob", "bob→alice"] };

export const page: PageShape = {
  cells: { alice: "class Alice {}", bob: "class Bob {}" },
  knobProblem: (name, value) => {
    const knob = knobs.get(name);
    return knob && knobProblem(knob, value);
  },
  experiments: {
    letters: { ...start, ...names },
    road: { ...start, seed: "9", faults: [], ...names },
  },
};

/** The page as nobody has touched it. */
export function untouched(): PageState {
  return freshState({ letters: start, road: { ...start, seed: "9", faults: [] } });
}
