/**
 * What a page gives to all its experiments alike: the values of its knobs, and the answers to its
 * questions. Each is a variable of the runtime that looks here for its value.
 */
import type { CompiledCell } from "../cells.ts";
import type { KnobValue } from "../knob.ts";
import { answerOfText } from "../questions/answer-text.ts";
import { answerName, knobName } from "./shape.ts";

type Variable = readonly [name: string, definition: () => unknown];

export class Givens {
  readonly #knobs = new Map<string, KnobValue>();
  /** Answers as JSON, by the names of their questions. */
  #answers = new Map<string, string>();

  /** The value of a knob; undefined: its author's. */
  readonly knob = (name: string): KnobValue | undefined => this.#knobs.get(name);

  /** Takes values of knobs; the variables that have become other ones. */
  setKnobs(values: Readonly<Record<string, KnobValue>>): Variable[] {
    const changed = Object.entries(values).filter(([name, value]) => this.knob(name) !== value);
    for (const [name, value] of changed) this.#knobs.set(name, value);
    return changed.map(([name]) => this.#knobVariable(name));
  }

  /** Takes all answers that are known; the variables that have become other ones. */
  setAnswers(answers: Readonly<Record<string, string>>): Variable[] {
    const before = this.#answers;
    this.#answers = new Map(Object.entries(answers));
    const names = new Set([...before.keys(), ...this.#answers.keys()]);
    const changed = [...names].filter((name) => before.get(name) !== this.#answers.get(name));
    return changed.map((name) => this.#answerVariable(name));
  }

  /** The variables that these cells need. */
  variables(cells: readonly CompiledCell[]): Variable[] {
    return cells.flatMap(({ knobs, questions }) => [
      ...knobs.map((name) => this.#knobVariable(name)),
      ...questions.map(({ name }) => this.#answerVariable(name)),
    ]);
  }

  #knobVariable(name: string): Variable {
    return [knobName(name), () => this.knob(name)];
  }

  /** Whatever uses a question without an answer has to wait. */
  #answerVariable(name: string): Variable {
    const answer = (): { value: unknown } => {
      const text = this.#answers.get(name);
      if (text === undefined) throw new Error(`${name} has not been answered yet.`);
      return { value: answerOfText(text) };
    };
    return [answerName(name), answer];
  }
}
