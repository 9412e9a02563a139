/** The questions of a page: what its cells ask, what was answered, and whether that still holds. */
import type { CompiledCell } from "../../src/notebook/cells.ts";
import type { KnobValue } from "../../src/notebook/knob.ts";
import type { PageData } from "../../src/notebook/page-data.ts";
import type { Answers } from "../../src/notebook/protocol.ts";
import { questionKey } from "../../src/notebook/questions/key.ts";
import type { Question } from "../../src/notebook/questions/question.ts";

type Knobs = Readonly<Record<string, KnobValue>>;

/** The page as questions see it: the code that runs, and the knobs as they stand. */
export type Asked = { cells: readonly CompiledCell[]; knobs: Knobs };

export class PageQuestions {
  readonly #asked = new Map<string, Question>();
  /** Answers as JSON, each with the key of what was asked. */
  readonly #answers = new Map<string, { key: string; text: string }>();

  /** Begins with what was answered at build, with every knob as its author has set it. */
  constructor({ questions, compiled, knobs }: PageData) {
    const own = Object.fromEntries(knobs.map(({ name, value }) => [name, value]));
    for (const { answer, ...question } of questions) {
      this.#asked.set(question.name, question);
      this.take(question, answer, { cells: compiled, knobs: own });
    }
  }

  /** A cell asks, for the first time or otherwise than before. */
  hear(question: Question): void {
    this.#asked.set(question.name, question);
  }

  question(name: string): Question | undefined {
    return this.#asked.get(name);
  }

  /** Keeps the answer that was given to a question of this page. */
  take(question: Question, text: string, { cells, knobs }: Asked): void {
    this.#answers.set(question.name, { key: questionKey(cells, knobs, question), text });
  }

  /** The answers that still hold. */
  answers({ cells, knobs }: Asked): Answers {
    const holding = [...this.#answers].filter(([name, { key }]) => {
      const question = this.#asked.get(name);
      return question !== undefined && key === questionKey(cells, knobs, question);
    });
    return Object.fromEntries(holding.map(([name, { text }]) => [name, text]));
  }

  /** The last answer, whether it holds or not. */
  last(name: string): string | undefined {
    return this.#answers.get(name)?.text;
  }
}
