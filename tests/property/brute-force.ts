/**
 * The judges' judges: the same questions answered by trying every order, one after another, with
 * objects that are changed in place. Slow, obvious, and sharing no line with what they check.
 */
import type { Operation } from "../../src/engine/check/judges/history.ts";

/** An object that is asked one thing after another and changes. */
export type Thing = { ask(kind: string, value: any): unknown };

export const makers: Record<string, () => Thing> = {
  register: () => {
    let held: unknown = null;
    return {
      ask(kind, value) {
        if (kind === "read") return held;
        if (kind === "write") return void (held = value);
        if (held !== value.expected) return false;
        held = value.next;
        return true;
      },
    };
  },
  counter: () => {
    let count = 0;
    return {
      ask(kind, value) {
        if (kind !== "read") count += value ?? 1;
        return kind === "add" ? undefined : count;
      },
    };
  },
  queue: () => {
    const items: unknown[] = [];
    return {
      ask: (kind, value) => (kind === "enqueue" ? void items.push(value) : (items.shift() ?? null)),
    };
  },
};

const isOpen = (operation: Operation) => operation.completed === Infinity;

/** All orders of all selections that leave out nothing but open operations. */
function* orders(operations: Operation[]): Generator<Operation[]> {
  if (operations.every(isOpen)) yield [];
  for (const [i, first] of operations.entries()) {
    for (const rest of orders(operations.toSpliced(i, 1))) yield [first, ...rest];
  }
}

function answersRight(order: Operation[], make: () => Thing): boolean {
  const things = new Map<string, Thing>();
  return order.every((operation) => {
    const thing = things.get(operation.key) ?? make();
    things.set(operation.key, thing);
    const answer = thing.ask(operation.kind, operation.value);
    return isOpen(operation) || answer === undefined || answer === operation.answer;
  });
}

/** Whether an order in which nothing stands before what had ended before it began answers so. */
export function bruteLinearizable(operations: Operation[], make: () => Thing): boolean {
  return [...orders(operations)].some(
    (order) =>
      order.every((later, i) =>
        order.slice(0, i).every((earlier) => !(later.completed < earlier.invoked)),
      ) && answersRight(order, make),
  );
}

/** Whether an order in which each client's operations keep their own order answers so. */
export function bruteSequential(operations: Operation[], make: () => Thing): boolean {
  return [...orders(operations)].some(
    (order) =>
      order.every((later, i) =>
        order
          .slice(0, i)
          .every((earlier) => earlier.client !== later.client || earlier.invoked < later.invoked),
      ) && answersRight(order, make),
  );
}

/** The first answer, by its time, with which the history up to then became impossible. */
export function bruteFirst(operations: Operation[], make: () => Thing): Operation | undefined {
  const ends = operations.filter((each) => !isOpen(each)).map(({ completed }) => completed);
  for (const end of ends.sort((a, b) => a - b)) {
    const known = operations
      .filter(({ invoked }) => invoked <= end)
      .map((each) => (each.completed > end ? { ...each, completed: Infinity } : each));
    if (!bruteLinearizable(known, make)) return operations.find((each) => each.completed === end);
  }
  return undefined;
}
