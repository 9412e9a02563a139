/**
 * Questions about many runs, as a cell asks them: it declares one as it declares a knob, and the
 * page (or the build, or the terminal) has it answered. What a cell says of a question is plain
 * data; its runs and functions stay in the cells, and every worker makes them for itself.
 */
import type { EveryOptions } from "../../engine/check/strip.ts";
import type { CompareOptions } from "../../engine/check/compare.ts";
import type { ExploreOptions } from "../../engine/check/explore.ts";
import type { SearchOptions } from "../../engine/check/search.ts";
import type { SweepOptions } from "../../engine/check/sweep.ts";

/** The questions, by the names that cells call. */
export const QUESTIONS = [
  "sweep",
  "search",
  "explore",
  "everyInstant",
  "everyPacket",
  "everyPair",
  "compare",
] as const;
export type QuestionKind = (typeof QUESTIONS)[number];

/** A question that a cell holds: the variable that will have its answer, and its kind. */
export type CellQuestion = { name: string; kind: QuestionKind };

/** A question as its cell has asked it: whatever is no run and no function, as JSON. */
export type Question = CellQuestion & { asked: string };

/** What only the page can give: whom to tell, and when to stop. */
type FromPage = "signal" | "onPartial" | "onProgress" | "breathe";
export type SweepAsked = Omit<SweepOptions, FromPage>;
export type SearchAsked = Omit<SearchOptions, FromPage>;
export type ExploreAsked = Omit<ExploreOptions, FromPage>;
export type EveryAsked = Omit<EveryOptions, FromPage>;
export type CompareAsked = Omit<CompareOptions, FromPage>;

/** Where in a call its plain arguments stand, by kind. */
const PLAIN: Record<QuestionKind, Record<string, number>> = {
  sweep: { grid: 1, seeds: 2, options: 4 },
  search: { options: 2 },
  explore: { options: 2 },
  everyInstant: { strike: 1, options: 3 },
  everyPacket: { strike: 1, options: 3 },
  everyPair: { strike: 1, options: 3 },
  compare: { seeds: 3, options: 4 },
};

/** The longest question, in characters. */
export const LONGEST_QUESTION = 20_000;

/**
 * What a call says as plain data.
 * @throws TypeError if it holds what cannot leave the worker, RangeError if it is too long.
 */
export function askedOf({ name, kind }: CellQuestion, args: readonly unknown[]): string {
  const places = Object.entries(PLAIN[kind]);
  const plain = Object.fromEntries(places.map(([field, place]) => [field, args[place]]));
  const text = JSON.stringify(plain, (field, value: unknown) => {
    if (typeof value !== "function") return value;
    const remedy = "Runs of a question are made elsewhere, so it is asked with plain data";
    throw new TypeError(`${name}: ${field} of ${kind} is a function. ${remedy}.`);
  });
  if (text.length <= LONGEST_QUESTION) return text;
  const most = `at most ${LONGEST_QUESTION} characters of options`;
  throw new RangeError(`${name}: ${kind} was asked with ${text.length} characters; ${most}.`);
}
