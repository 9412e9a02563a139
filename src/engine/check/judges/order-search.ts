/**
 * The search for an order in which one process could have answered so: Wing & Gong, "Testing and
 * verifying concurrent objects", J. Parallel and Distributed Computing 17, 1993, with the memory
 * of Lowe, "Testing for linearizability", Concurrency and Computation 29(4), 2017: a set of
 * operations that has been done with the same state before need not be gone on from again.
 */
import { isPending, type Operation } from "./history.ts";
import type { Specification } from "./specifications.ts";

/** What became of a search. */
export type Found = {
  /** Whether there is an order; undefined if the search was given up. */
  isFound: boolean | undefined;
  /** The order, as indexes of operations. Pending ones may be missing. */
  order: number[];
  /** Sets of operations, each with a state, that were looked at. */
  visited: number;
};

/**
 * Looks for an order of operations that keeps the order of those that did not overlap, and in
 * which the object would have answered as it did.
 * @param operations In the order of their beginnings.
 * @param most Sets of operations that may be looked at.
 * @param isEnough Asked at each order that is found, with the state at its end: whether to stop.
 */
export function findOrder<State>(
  operations: readonly Operation[],
  specification: Specification<State>,
  most: number,
  isEnough: (state: State) => boolean = () => true,
): Found {
  const search = new Search(operations, specification, most, isEnough);
  const isFound = search.run();
  return { isFound, order: search.chosen, visited: search.visited };
}

class Search<State> {
  /** The operations done so far, in their order. */
  readonly chosen: number[] = [];
  visited = 0;
  readonly #operations: readonly Operation[];
  readonly #specification: Specification<State>;
  readonly #most: number;
  readonly #isEnough: (state: State) => boolean;
  /** A ring of the operations that are not done; the place after the last is its head. */
  readonly #next: Int32Array;
  readonly #before: Int32Array;
  readonly #head: number;
  readonly #seen = new Set<string>();
  readonly #states: State[] = [];
  /** Before each choice: when the earliest end was among the operations passed over. */
  readonly #bounds: number[] = [];
  /** After each choice: the latest operation that is done. */
  readonly #latest: number[] = [];
  /** Operations that ended and are not done. */
  #left: number;

  constructor(
    operations: readonly Operation[],
    specification: Specification<State>,
    most: number,
    isEnough: (state: State) => boolean,
  ) {
    this.#operations = operations;
    this.#specification = specification;
    this.#most = most;
    this.#isEnough = isEnough;
    const places = operations.length + 1;
    this.#head = operations.length;
    this.#next = Int32Array.from({ length: places }, (_, i) => (i + 1) % places);
    this.#before = Int32Array.from({ length: places }, (_, i) => (i + places - 1) % places);
    this.#left = operations.filter((operation) => !isPending(operation)).length;
  }

  run(): boolean | undefined {
    let state = this.#specification.initial;
    if (this.#left === 0 && this.#isEnough(state)) return true;
    let candidate = this.#next[this.#head];
    let bound = Infinity;
    for (;;) {
      const mayBeNext = candidate !== this.#head && this.#operations[candidate].invoked <= bound;
      if (mayBeNext) {
        const after = this.#try(candidate, state);
        if (after === undefined) {
          bound = Math.min(bound, this.#operations[candidate].completed);
          candidate = this.#next[candidate];
          continue;
        }
        if (this.visited > this.#most) return undefined;
        this.#choose(candidate, state, bound);
        state = after.state;
        if (this.#left === 0 && this.#isEnough(state)) return true;
        candidate = this.#next[this.#head];
        bound = Infinity;
        continue;
      }
      if (this.chosen.length === 0) return false;
      state = this.#states.at(-1) as State;
      bound = this.#bounds.at(-1) as number;
      const undone = this.#undo();
      bound = Math.min(bound, this.#operations[undone].completed);
      candidate = this.#next[undone];
    }
  }

  /** The state after one more operation, unless it is refused or leads to where one has been. */
  #try(candidate: number, state: State): { state: State } | undefined {
    const after = this.#specification.step(state, this.#operations[candidate]);
    if (after === undefined) return undefined;
    const key = `${this.#setWith(candidate)}|${this.#specification.key(after)}`;
    if (this.#seen.has(key)) return undefined;
    this.#seen.add(key);
    this.visited++;
    return { state: after };
  }

  /** The set done, one more included: its latest operation, and those before that are not in it. */
  #setWith(candidate: number): string {
    const latest = Math.max(this.#latest.at(-1) ?? -1, candidate);
    let text = String(latest);
    for (let i = this.#next[this.#head]; i < latest; i = this.#next[i]) {
      if (i !== candidate) text += `,${i}`;
    }
    return text;
  }

  #choose(candidate: number, state: State, bound: number): void {
    this.#next[this.#before[candidate]] = this.#next[candidate];
    this.#before[this.#next[candidate]] = this.#before[candidate];
    if (!isPending(this.#operations[candidate])) this.#left--;
    this.#latest.push(Math.max(this.#latest.at(-1) ?? -1, candidate));
    this.#states.push(state);
    this.#bounds.push(bound);
    this.chosen.push(candidate);
  }

  #undo(): number {
    const candidate = this.chosen.pop() as number;
    this.#next[this.#before[candidate]] = candidate;
    this.#before[this.#next[candidate]] = candidate;
    if (!isPending(this.#operations[candidate])) this.#left++;
    this.#latest.pop();
    this.#states.pop();
    this.#bounds.pop();
    return candidate;
  }
}
