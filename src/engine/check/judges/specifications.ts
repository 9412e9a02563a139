/**
 * Sequential specifications: what a single process would answer that is asked one thing after
 * another. Herlihy & Wing 1990, section 2.2.
 */
import { listed, show } from "../../kernel/check.ts";
import { describe, isPending, isSame, type Operation } from "./history.ts";

/** What one object does, alone, for one client at a time. Its functions change no state. */
export type Specification<State = unknown> = {
  /** What it is, with its article: "a register". */
  name: string;
  /** The operations that it knows; others are refused before anything is judged. */
  kinds: readonly string[];
  /** As it begins. */
  initial: State;
  /**
   * The state after an operation; undefined if the object would not have answered so. What is
   * pending may have any answer.
   */
  step(state: State, operation: Operation): State | undefined;
  /** What it would have answered, in words. */
  expected(state: State, operation: Operation): string;
  /** A text that is the same for equal states only. */
  key(state: State): string;
};

const json = (state: unknown): string => JSON.stringify(state) ?? "undefined";

/** An object whose answer is always certain, from a table of what its operations do. */
function certain<State>(
  name: string,
  initial: State,
  table: Record<string, (state: State, value: unknown) => { state: State; answer: unknown }>,
  ignored: readonly string[],
): Specification<State> {
  return {
    name,
    kinds: Object.keys(table),
    initial,
    step(state, operation) {
      const done = table[operation.kind](state, operation.value);
      if (isPending(operation) || ignored.includes(operation.kind)) return done.state;
      return isSame(done.answer, operation.answer) ? done.state : undefined;
    },
    expected: (state, { kind, value }) => describe(table[kind](state, value).answer),
    key: json,
  };
}

/**
 * A register: `write` (its answer says nothing), `read`, and `compareAndSet` with
 * `{ expected, next }` for a value, which answers whether it has set.
 * @param initial What it holds before the first write.
 */
export function register(initial: unknown = null): Specification {
  const kept = (state: unknown, answer: unknown) => ({ state, answer });
  const table = {
    read: (state: unknown) => kept(state, state),
    write: (_: unknown, value: unknown) => kept(value, null),
    compareAndSet: (state: unknown, value: unknown) => {
      const { expected, next } = (value ?? {}) as { expected?: unknown; next?: unknown };
      return isSame(state, expected) ? kept(next, true) : kept(state, false);
    },
  };
  return certain<unknown>("a register", initial, table, ["write"]);
}

/**
 * A counter: `add` (a value, 1 if left out; its answer says nothing), `read`, and `addAndGet`,
 * which answers the new count.
 * @param initial Where it begins.
 */
export function counter(initial = 0): Specification<number> {
  const sum = (state: number, value: unknown) =>
    value === undefined ? state + 1 : state + Number(value);
  const table = {
    read: (state: number) => ({ state, answer: state }),
    add: (state: number, value: unknown) => ({ state: sum(state, value), answer: null }),
    addAndGet: (state: number, value: unknown) => {
      const total = sum(state, value);
      return { state: total, answer: total };
    },
  };
  return certain("a counter", initial, table, ["add"]);
}

/** A first-in-first-out queue: `enqueue` (its answer says nothing), `dequeue`: null if empty. */
export function fifoQueue(): Specification<readonly unknown[]> {
  const table = {
    enqueue: (state: readonly unknown[], value: unknown) => ({
      state: [...state, value],
      answer: null,
    }),
    dequeue: (state: readonly unknown[]) => ({
      state: state.slice(1),
      answer: state.length === 0 ? null : state[0],
    }),
  };
  return certain<readonly unknown[]>("a queue", [], table, ["enqueue"]);
}

/**
 * A dispenser of numbered tickets: `take` answers a number larger than all before it, and may skip
 * some.
 * @param initial All tickets are above this one.
 */
export function tickets(initial = 0): Specification<number> {
  return {
    name: "a dispenser of tickets",
    kinds: ["take"],
    initial,
    step(state, operation) {
      // Nobody can tell which number a lost answer held; none at all forbids least.
      if (isPending(operation)) return state;
      const { answer } = operation;
      return typeof answer === "number" && answer > state ? answer : undefined;
    },
    expected: (state) => `a number above ${state}`,
    key: json,
  };
}

/**
 * Refuses operations that an object does not know.
 * @throws RangeError naming the operation and the kinds that there are.
 */
export function checkKinds(
  history: readonly Operation[],
  { name, kinds }: Specification,
  where: string,
): void {
  for (const { kind, client, invoked } of history) {
    if (kinds.includes(kind)) continue;
    const fact = `${client}’s operation at ${invoked} is of the kind ${show(kind)}`;
    throw new RangeError(`${where}: ${fact}; ${name} knows ${listed(kinds)}.`);
  }
}
