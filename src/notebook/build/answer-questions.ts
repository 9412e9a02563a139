/** The questions of a topic, answered at build: a page says what was found before a script runs. */
import { reasonOf } from "../../engine/kernel/check.ts";
import type { CompiledCell } from "../cells.ts";
import type { PageQuestion } from "../page-data.ts";
import type { Answers } from "../protocol.ts";
import { answerQuestion } from "../questions/answer.ts";
import { answerText } from "../questions/answer-text.ts";
import type { Question } from "../questions/question.ts";
import type { NodeSession } from "./node-session.ts";

/** Thrown for a question that cannot be answered, with its name. */
export class QuestionError extends Error {
  readonly question: string;

  constructor(question: string, error: unknown) {
    super(`${question} cannot be answered: ${reasonOf(error)}`, { cause: error });
    this.name = "QuestionError";
    this.question = question;
  }
}

/**
 * Answers all questions of a topic. A question may be asked with the answer of another: so the
 * page is loaded again with what is known, until nothing new is asked. `asked` gives what has
 * been asked so far.
 * @throws QuestionError naming the first that cannot be answered.
 */
export async function answerQuestions(
  session: NodeSession,
  cells: CompiledCell[],
  asked: () => ReadonlyMap<string, Question>,
): Promise<PageQuestion[]> {
  const found = new Map<string, PageQuestion>();
  for (;;) {
    const next = [...asked().values()].find(({ name }) => !found.has(name));
    if (next === undefined) return [...found.values()];
    const answers = answersIn([...found.values()]);
    try {
      const target = { cells, name: next.name, answers };
      const answer = await answerQuestion(next, { workers: [session], target, knobs: {} });
      found.set(next.name, { ...next, answer: answerText(answer) });
    } catch (error) {
      throw new QuestionError(next.name, error);
    }
    await session.ask({ kind: "update", answers: answersIn([...found.values()]) });
  }
}

/** The answers alone. */
export function answersIn(questions: readonly PageQuestion[]): Answers {
  return Object.fromEntries(questions.map(({ name, answer }) => [name, answer]));
}
