/** Answers as text: how they cross between worker and page, and how cells come to read them. */

/** What stands for ∞ in an answer's JSON, which has no number for it. */
const INFINITY = "∞ (the number)";

/** An answer, plain data, as text. */
export function answerText(answer: unknown): string {
  return JSON.stringify(answer, (_, value: unknown) => (value === Infinity ? INFINITY : value));
}

/**
 * The answer in a text.
 * @throws SyntaxError if it is not one.
 */
export function answerOfText(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => (value === INFINITY ? Infinity : value));
}
