/**
 * Sequential consistency: is there one order of all operations that keeps each client's own order
 * and explains all answers, whatever the clocks said? Lamport, "How to make a multiprocessor
 * computer that correctly executes multiprocess programs", IEEE Trans. Computers C-28(9), 1979.
 */
import { grouped } from "../../kernel/check.ts";
import {
  checkHistory,
  describe,
  describeOperation,
  type History,
  isPending,
  type Operation,
} from "./history.ts";
import { checkMost, gaveUp, type JudgeOptions, type Judgement } from "./linearizability.ts";
import { checkKinds, type Specification } from "./specifications.ts";

/**
 * Judges whether one order, in which each client's operations stand as it made them, explains all
 * answers. Unlike linearizability it is no matter of single objects, and the past may become
 * possible by what comes later: so no answer is named as the first impossible one, but those are
 * told at which the longest order ends.
 * @param specification What each object is.
 * @throws RangeError as `linearizable` does.
 */
export function sequentiallyConsistent(
  history: History,
  specification: Specification,
  options?: JudgeOptions,
): Judgement {
  const where = "sequentiallyConsistent";
  const most = checkMost(where, options);
  const operations = checkHistory(history, where);
  checkKinds(operations, specification, where);
  const search = new Search(operations, specification, most);
  const isFound = search.run();
  const covered = { operations: operations.length, visited: search.visited };
  if (isFound === undefined) return { verdict: "undecided", words: gaveUp(most), ...covered };
  if (!isFound) return { verdict: "broken", words: search.wordsAboutLongest(), ...covered };
  const count = `${grouped(operations.length)} operations`;
  const words = `One order explains what each client saw: ${count}.`;
  return { verdict: "holds", words, order: search.order, ...covered };
}

/** One choice: whose operation came next, and what there was before it. */
type Choice = { client: number; object: number; before: unknown };

class Search {
  visited = 0;
  readonly #operations: readonly Operation[];
  readonly #specification: Specification;
  readonly #most: number;
  /** Each client's operations, in its order. */
  readonly #programs: Operation[][];
  /** How many of each have been done. */
  readonly #done: number[];
  readonly #objects: string[];
  readonly #states: unknown[];
  readonly #seen = new Set<string>();
  readonly #choices: Choice[] = [];
  /** The most operations done at a time, how far each client was then, and the states. */
  #longest = { length: -1, done: [] as number[], states: [] as unknown[] };
  #left: number;

  constructor(operations: readonly Operation[], specification: Specification, most: number) {
    this.#operations = operations;
    this.#specification = specification;
    this.#most = most;
    this.#programs = [...Map.groupBy(operations, ({ client }) => client).values()];
    this.#done = this.#programs.map(() => 0);
    this.#objects = [...new Set(operations.map(({ key }) => key))];
    this.#states = this.#objects.map(() => specification.initial);
    this.#left = operations.filter((operation) => !isPending(operation)).length;
  }

  /** Whether there is an order; undefined if there was too much to try. */
  run(): boolean | undefined {
    let client = 0;
    for (;;) {
      if (this.#choices.length > this.#longest.length) this.#keepLongest();
      if (this.#left === 0) return true;
      while (client < this.#programs.length && !this.#try(client)) client++;
      if (this.visited > this.#most) return undefined;
      if (client < this.#programs.length) client = 0;
      else if (this.#choices.length === 0) return false;
      else client = this.#undo() + 1;
    }
  }

  /** The order that was found. */
  get order(): Operation[] {
    const places = this.#programs.map(() => 0);
    return this.#choices.map(({ client }) => this.#programs[client][places[client]++]);
  }

  wordsAboutLongest(): string {
    const { length, done, states } = this.#longest;
    const stuck = this.#programs
      .map((program, i) => program[done[i]])
      .filter((operation) => operation !== undefined && !isPending(operation))
      .slice(0, 3)
      .map((operation) => this.#wordsAbout(operation, states));
    const reach = `The longest order explains ${length} of ${this.#operations.length} operations`;
    return `No order explains what each client saw. ${reach}; then ${stuck.join(", and ")}.`;
  }

  #wordsAbout(operation: Operation, states: readonly unknown[]): string {
    const state = states[this.#objects.indexOf(operation.key)];
    const expected = this.#specification.expected(state, operation);
    const fact = `${operation.client}’s ${describeOperation(operation)}`;
    return `${fact} should answer ${expected}, not ${describe(operation.answer)}`;
  }

  /** Does this client's next operation, if there is one that can be next here. */
  #try(client: number): boolean {
    const operation = this.#programs[client][this.#done[client]];
    if (operation === undefined) return false;
    const object = this.#objects.indexOf(operation.key);
    const before = this.#states[object];
    const after = this.#specification.step(before, operation);
    if (after === undefined) return false;
    this.#states[object] = after;
    this.#done[client]++;
    if (this.#isNew()) {
      this.#choices.push({ client, object, before });
      if (!isPending(operation)) this.#left--;
      return true;
    }
    this.#states[object] = before;
    this.#done[client]--;
    return false;
  }

  #isNew(): boolean {
    const states = this.#states.map((state) => this.#specification.key(state));
    const key = `${this.#done.join()}|${JSON.stringify(states)}`;
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    this.visited++;
    return true;
  }

  #undo(): number {
    const { client, object, before } = this.#choices.pop() as Choice;
    const operation = this.#programs[client][--this.#done[client]];
    this.#states[object] = before;
    if (!isPending(operation)) this.#left++;
    return client;
  }

  #keepLongest(): void {
    const { length } = this.#choices;
    this.#longest = { length, done: [...this.#done], states: [...this.#states] };
  }
}
