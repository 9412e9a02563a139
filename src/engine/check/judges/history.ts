/**
 * Histories: the operations of a run, each with its client, what it asked and what it was
 * answered. Herlihy & Wing, "Linearizability: a correctness condition for concurrent objects",
 * ACM TOPLAS 12(3), 1990, section 2.
 */
import { clip, grouped, show } from "../../kernel/check.ts";
import { EventKind } from "../../trace/event.ts";
import type { Trace } from "../../trace/trace.ts";

/** One operation of a client on a shared object. */
export type Operation = {
  /** Who asks. A client asks one thing after another. */
  client: string;
  /** What is asked: "read", "write", "enqueue"… */
  kind: string;
  /** Which of several objects: "x". Empty where there is only one. */
  key: string;
  /** What is handed in: the value to be written. */
  value: unknown;
  /** What came back; undefined as long as nothing did. */
  answer: unknown;
  /** When it began: a row of the trace, a time, or whatever orders beginnings and ends. */
  invoked: number;
  /** When it ended, on the same scale; Infinity if it never did: it is pending. */
  completed: number;
};

/** The operations of a run, or of a part of it. */
export type History = readonly Operation[];

/** Operations that a history may have. */
export const MOST_OPERATIONS = 100_000;

const SHAPE = 'it must be a text or an object with a kind, as in { kind: "read", key: "x" }';

/**
 * The operations that the processes of a run have recorded by `invoke` and `complete`, in the
 * order of their beginnings, which are rows of the trace as their ends are.
 *
 * What is invoked is `{ kind, key?, value?, client? }`, or only the kind as a text. What completes
 * it is the answer, or an object with the answer as its `value`. A client is a node, or one of
 * several on a node if it names itself. After a crash a node's clients are new ones, "alice#2":
 * what was open is pending for ever, as it may still take effect.
 * @throws RangeError for an operation of another shape, a completion without an invocation, and a
 * client that begins an operation while another one of its own is open, each with the row.
 */
export function historyOf(trace: Trace): Operation[] {
  const reader = new Reader(trace);
  for (let row = 0; row < trace.rows; row++) reader.take(row);
  return checkHistory(reader.operations, "historyOf(trace)");
}

/** What has been read of a trace. */
class Reader {
  readonly operations: Operation[] = [];
  readonly #trace: Trace;
  /** By the operation's number: the open ones, and the node that began each. */
  readonly #open = new Map<number, { operation: Operation; node: number }>();
  readonly #lives: number[];

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#lives = trace.nodes.map(() => 1);
  }

  take(row: number): void {
    const kind = this.#trace.kind(row);
    if (kind === EventKind.invoke) this.#invoke(row);
    else if (kind === EventKind.complete) this.#complete(row);
    else if (kind === EventKind.crash) this.#crash(this.#trace.node(row));
  }

  #invoke(row: number): void {
    const node = this.#trace.node(row);
    const life = this.#lives[node] === 1 ? "" : `#${this.#lives[node]}`;
    const asked = askedOf(JSON.parse(this.#trace.text(row)), this.#trace.nodes[node], row);
    const operation = {
      ...{ ...asked, client: asked.client + life, answer: undefined },
      ...{ invoked: row, completed: Infinity },
    };
    this.operations.push(operation);
    this.#open.set(this.#trace.message(row), { operation, node });
  }

  #complete(row: number): void {
    const number = this.#trace.message(row);
    const node = this.#trace.node(row);
    const open = this.#open.get(number);
    if (open === undefined || open.node !== node) {
      const who = this.#trace.nodes[node];
      const fact = `completes operation ${number}, which it has not begun or has ended already`;
      throw new RangeError(`historyOf(trace): in row ${row} ${who} ${fact}.`);
    }
    this.#open.delete(number);
    open.operation.completed = row;
    open.operation.answer = answerOf(JSON.parse(this.#trace.text(row)));
  }

  #crash(node: number): void {
    this.#lives[node]++;
    for (const [number, open] of this.#open) if (open.node === node) this.#open.delete(number);
  }
}

type Asked = Pick<Operation, "client" | "kind" | "key" | "value">;

function askedOf(given: unknown, node: string, row: number): Asked {
  const asked: unknown = typeof given === "string" ? { kind: given } : given;
  const { kind, key, value, client } = (asked ?? {}) as Record<string, unknown>;
  if (typeof kind !== "string" || kind === "") {
    throw new RangeError(
      `historyOf(trace): in row ${row} ${node} begins ${show(given)}; ${SHAPE}.`,
    );
  }
  const name = client === undefined ? node : `${node}/${textOf(client)}`;
  return { client: name, kind, key: key === undefined ? "" : textOf(key), value };
}

function answerOf(given: unknown): unknown {
  const isWrapped = typeof given === "object" && given !== null && Object.hasOwn(given, "value");
  return isWrapped ? (given as { value: unknown }).value : given;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/**
 * The operations of a history, in the order of their beginnings.
 * @param where Who asks, for the refusal.
 * @throws RangeError if it is no list of operations, too long, or if a client begins one operation
 * before another of its own has ended.
 */
export function checkHistory(history: History, where: string): Operation[] {
  if (!Array.isArray(history)) {
    throw new RangeError(`${where}: the history is ${show(history)}; it must be an array.`);
  }
  if (history.length > MOST_OPERATIONS) {
    const most = `at most ${grouped(MOST_OPERATIONS)} can be judged. Judge a shorter run`;
    throw new RangeError(`${where}: there are ${grouped(history.length)} operations; ${most}.`);
  }
  history.forEach((operation: unknown, i) => checkOperation(operation, `${where}: operation ${i}`));
  const sorted = [...(history as History)].sort((a, b) => a.invoked - b.invoked);
  const latest = new Map<string, Operation>();
  for (const operation of sorted) {
    const before = latest.get(operation.client);
    if (before !== undefined && before.completed > operation.invoked) {
      refuseOverlap(where, before, operation);
    }
    latest.set(operation.client, operation);
  }
  return sorted;
}

function checkOperation(operation: unknown, where: string): void {
  if (typeof operation !== "object" || operation === null) {
    throw new RangeError(`${where} is ${show(operation)}; it must be an object.`);
  }
  const { client, kind, key, invoked, completed } = operation as Partial<Operation>;
  for (const [name, text] of Object.entries({ client, kind, key })) {
    if (typeof text === "string") continue;
    throw new RangeError(`${where}: ${name} is ${show(text)}; it must be a text.`);
  }
  if (typeof invoked !== "number" || !Number.isFinite(invoked)) {
    throw new RangeError(`${where}: invoked is ${show(invoked)}; it must be a finite number.`);
  }
  if (typeof completed === "number" && completed >= invoked) return;
  const rule = `it must be a number from ${invoked}, when it began, or Infinity`;
  throw new RangeError(`${where}: completed is ${show(completed)}; ${rule}.`);
}

function refuseOverlap(where: string, before: Operation, after: Operation): never {
  const open = `${describeOperation(before)}, begun at ${before.invoked}, is open`;
  const fact = `${after.client} begins ${describeOperation(after)} at ${after.invoked} while its`;
  const remedy = 'Name the clients of a node: { kind: "read", client: 7 }';
  throw new RangeError(`${where}: ${fact} ${open}; a client asks one thing at a time. ${remedy}.`);
}

/** Whether nothing came back, so that it may have taken effect or not. */
export function isPending(operation: Operation): boolean {
  return operation.completed === Infinity;
}

/** What an operation asks, in the form of a call: `write(x, 1)`. */
export function describeOperation({ kind, key, value }: Operation): string {
  const parts = [...(key === "" ? [] : [key]), ...(value === undefined ? [] : [describe(value)])];
  return `${clip(kind, 40)}(${clip(parts.join(", "), 60)})`;
}

/** A value in a sentence. */
export function describe(value: unknown): string {
  return value === undefined ? "nothing" : clip(JSON.stringify(value) ?? String(value), 60);
}

/** Whether two pieces of plain data are equal; the order of an object's fields does not matter. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]));
}
