/**
 * Linearizability: could one process have answered so, each answer given at some instant between
 * its question and its arrival? Herlihy & Wing 1990. Objects are judged one by one, as the
 * property is local (their theorem 1).
 */
import { checkNumber, checkOptions, grouped } from "../../kernel/check.ts";
import {
  checkHistory,
  describe,
  describeOperation,
  type History,
  isPending,
  type Operation,
} from "./history.ts";
import { findOrder } from "./order-search.ts";
import { checkKinds, type Specification } from "./specifications.ts";

/** What a judge finds. */
export type Judgement = {
  /** Whether the history is as it should be; undecided where the search was given up. */
  verdict: "holds" | "broken" | "undecided";
  /** The same in a sentence, with the reason. */
  words: string;
  /** The first answer that no order explains, where there is one. */
  impossible?: Operation;
  /** An order that explains all answers: of each object, if there are several, one by one. */
  order?: Operation[];
  /** What it covered: operations judged, and how many sets of them were looked at. */
  operations: number;
  visited: number;
};

/** Options of a judge. */
export type JudgeOptions = {
  /** Sets of operations that may be looked at for one object. Default 500,000. */
  most?: number;
};

const MOST = 500_000;
const LARGEST = 10_000_000;

/** The option `most`, checked. */
export function checkMost(where: string, options: JudgeOptions | undefined): number {
  const { most = MOST } = checkOptions(where, options, ["most"]) as JudgeOptions;
  return checkNumber(where, "most", most, { min: 1, max: LARGEST, whole: true });
}

/**
 * Judges whether one process could have answered so. An operation without an answer may have taken
 * effect at any time after its beginning, or never.
 * @param specification What each object is, for instance `register()`.
 * @throws RangeError for a history that is none (as `checkHistory` says) and for operations that
 * the object does not know.
 */
export function linearizable(
  history: History,
  specification: Specification,
  options?: JudgeOptions,
): Judgement {
  const most = checkMost("linearizable", options);
  const operations = checkHistory(history, "linearizable");
  checkKinds(operations, specification, "linearizable");
  const parts = Map.groupBy(operations, ({ key }) => key);
  const judged = [...parts.values()].map((part) => judgeObject(part, specification, most));
  const visited = judged.reduce((sum, each) => sum + each.visited, 0);
  const covered = { operations: operations.length, visited };
  const broken = judged.filter(({ verdict }) => verdict === "broken").sort(byImpossible);
  if (broken.length > 0) return { ...broken[0], ...covered };
  const undecided = judged.find(({ verdict }) => verdict === "undecided");
  if (undecided !== undefined) return { ...undecided, ...covered };
  const order = judged.flatMap((each) => each.order ?? []);
  const count = `${grouped(operations.length)} operations`;
  const words = `One process could have answered so: ${specification.name}, ${count}.`;
  return { verdict: "holds", words, order, ...covered };
}

function byImpossible(a: Judgement, b: Judgement): number {
  return (a.impossible?.completed ?? Infinity) - (b.impossible?.completed ?? Infinity);
}

function judgeObject(
  operations: readonly Operation[],
  specification: Specification,
  most: number,
): Judgement {
  const { isFound, order, visited } = findOrder(operations, specification, most);
  const covered = { operations: operations.length, visited };
  if (isFound === true) {
    return { verdict: "holds", words: "", order: order.map((i) => operations[i]), ...covered };
  }
  if (isFound === undefined) return { verdict: "undecided", words: gaveUp(most), ...covered };
  const impossible = firstImpossible(operations, specification, most);
  const words =
    impossible === undefined
      ? "No order of the operations explains the answers; which is the first, was not found."
      : wordsAbout(operations, impossible, specification, most);
  return { verdict: "broken", words, impossible, ...covered };
}

/** The sentence of a search that was given up. */
export function gaveUp(most: number): string {
  const remedy = "Judge a shorter run, fewer clients at a time, or allow more";
  return `Undecided: more than ${grouped(most)} sets of operations had to be tried. ${remedy}.`;
}

/** The history as it was at `time`: what had not ended by then is pending. */
function prefix(operations: readonly Operation[], time: number): Operation[] {
  return operations
    .filter(({ invoked }) => invoked <= time)
    .map((each) =>
      each.completed > time ? { ...each, completed: Infinity, answer: undefined } : each,
    );
}

/**
 * The answer with which the history stopped being possible. A part of a possible history up to a
 * moment is possible, so a binary search over the answers finds it.
 */
function firstImpossible(
  operations: readonly Operation[],
  specification: Specification,
  most: number,
): Operation | undefined {
  const ended = operations
    .filter((operation) => !isPending(operation))
    .sort((a, b) => a.completed - b.completed);
  let low = 0;
  let high = ended.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const part = prefix(operations, ended[middle].completed);
    const { isFound } = findOrder(part, specification, most);
    if (isFound === undefined) return undefined;
    if (isFound) low = middle + 1;
    else high = middle;
  }
  return ended[low];
}

/** Different answers that a sentence names. */
const MOST_EXPECTED = 4;

function wordsAbout(
  operations: readonly Operation[],
  impossible: Operation,
  specification: Specification,
  most: number,
): string {
  const { client, answer, completed } = impossible;
  const fact = `${client}’s ${describeOperation(impossible)} answers ${describe(answer)}`;
  const part = prefix(operations, completed);
  const expected = expectedAnswers(part, part.indexOf(impossible), specification, most);
  const right =
    expected.length === 0
      ? "no order of the operations explains that"
      : `one process would have answered ${alternatives(expected)}`;
  return `${fact}, but ${right}.`;
}

function alternatives(words: readonly string[]): string {
  if (words.length > MOST_EXPECTED) {
    return `${words.slice(0, MOST_EXPECTED).join(", ")} or something else`;
  }
  return words.length === 1 ? words[0] : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** Whatever the operation in question could have answered, in words. */
function expectedAnswers(
  operations: readonly Operation[],
  asked: number,
  specification: Specification,
  most: number,
): string[] {
  type Told = { state: unknown; expected: string };
  const question = operations[asked];
  const free: Operation = { ...question, answer: undefined, completed: Infinity };
  const told: Specification<Told> = {
    ...specification,
    initial: { state: specification.initial, expected: "" },
    step({ state, expected }, operation) {
      const isAsked = operation === question;
      const after = specification.step(state, isAsked ? free : operation);
      if (after === undefined) return undefined;
      return { state: after, expected: isAsked ? specification.expected(state, free) : expected };
    },
    expected: () => "",
    key: ({ state, expected }) => `${specification.key(state)}|${expected}`,
  };
  const answers = new Set<string>();
  findOrder(operations, told, most, ({ expected }) => {
    answers.add(expected);
    return answers.size > MOST_EXPECTED;
  });
  return [...answers].sort();
}
