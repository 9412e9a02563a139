/**
 * Copying processes: what makes `simulate` pure, restarts honest and moments visible.
 */
import { aOrAn, className, clip } from "../kernel/check.ts";
import { isPlain } from "../wire/body.ts";
import { Process } from "./process.ts";
import { isOfPrimitives, type Lists, Prefix, type UsedLists } from "./shelf.ts";

const ACTIONS = [
  "send",
  "setTimer",
  "cancelTimer",
  "work",
  "invoke",
  "complete",
  "note",
  "now",
  "random",
  "address",
];
const HANDLERS = ["start", "receive", "timeout"];

/** The fields of a process as plain data (Map, Set and typed arrays stay what they are). */
export type State = Record<string, unknown>;

/** What a copy of a process shares with others of it, and what it may use up. */
export type Sharing = { lists?: Lists; used?: UsedLists };

/**
 * A process of the same class with copies of the same fields.
 * @param sharing With `lists` that are a `Shelf` the copy is only for being copied again.
 * @throws TypeError if a field has a reserved name or holds what cannot be copied; it names the
 * node and the field.
 */
export function copyProcess<P extends Process>(node: string, process: P, sharing?: Sharing): P {
  checkMethods(node, process);
  const copy = Object.create(Object.getPrototypeOf(process) as object) as P;
  copyFields(node, process, copy, sharing);
  return copy;
}

/**
 * The fields of a process, copied.
 * @throws TypeError as `copyProcess` does.
 */
export function stateOf(node: string, process: Process, sharing?: Sharing): State {
  const state: State = {};
  copyFields(node, process, state, sharing);
  return state;
}

/**
 * An object of the same class with copies of the same fields.
 * @param place Whose fields they are, for the refusal.
 * @throws TypeError if a field holds what cannot be copied; it names the field.
 */
export function copyObject<T extends object>(place: string, object: T): T {
  const copy = Object.create(Object.getPrototypeOf(object) as object) as T;
  const copier = new Copier(`${place} (${className(object)}): the field `);
  for (const [field, value] of Object.entries(object)) {
    put(copy, field, copier.copyAt(field, value));
  }
  return copy;
}

/**
 * A copy of one field's value.
 * @throws TypeError as `copyProcess` does, naming the node and the field.
 */
export function copyField(node: string, field: string, value: unknown): unknown {
  return new Copier(`${node}: the field `).copyAt(field, value);
}

function copyFields(node: string, process: Process, target: object, sharing?: Sharing): void {
  const copier = new Copier(`${node} (${className(process)}): the field `, sharing);
  for (const [field, value] of fieldsOf(node, process)) {
    put(target, field, copier.copyAt(field, value));
  }
}

function placeOf(node: string, process: Process, field: string): string {
  return `${node} (${className(process)}): the field ${field}`;
}

function fieldsOf(node: string, process: Process): [string, unknown][] {
  const fields: [string, unknown][] = [];
  for (const key of Reflect.ownKeys(process)) {
    const name = clip(String(key), 40);
    const field = Object.getOwnPropertyDescriptor(process, key) as PropertyDescriptor;
    const place = placeOf(node, process, name);
    if (typeof key === "symbol") throw new TypeError(`${place} has a symbol for a name.`);
    if (ACTIONS.includes(key) || HANDLERS.includes(key)) throw new TypeError(reserved(place, key));
    if (!("value" in field)) {
      throw new TypeError(`${place} is computed by a getter. Make that a method or plain data.`);
    }
    fields.push([key, field.value]);
  }
  return fields;
}

function reserved(place: string, name: string): string {
  const owner = HANDLERS.includes(name) ? "is a handler of every process" : OWNER;
  return `${place} has a reserved name: ${name} ${owner}. Give the field another name.`;
}

const OWNER = "belongs to every process";

/** A class that redefines what the base class gives would no longer act through its host. */
function checkMethods(node: string, process: Process): void {
  let prototype = Object.getPrototypeOf(process) as object;
  while (prototype !== Process.prototype) {
    for (const name of ACTIONS) {
      if (!Object.hasOwn(prototype, name)) continue;
      const place = `${node} (${className(process)}): the method ${name}`;
      throw new TypeError(
        `${place} has a reserved name: ${name} ${OWNER}. Give the method another name.`,
      );
    }
    prototype = Object.getPrototypeOf(prototype) as object;
  }
}

/** How deeply state may be nested: a list of links would else end in a stack overflow. */
const DEEPEST = 500;

/** Copies what may refer to itself: each object once, however often it is met. */
class Copier {
  readonly #place: string;
  readonly #sharing: Sharing;
  readonly #copies = new Map<object, object>();
  /** Where in the state the copier is, put into words only for a refusal. */
  readonly #path: (string | number)[] = [];

  constructor(place: string, sharing: Sharing = {}) {
    this.#place = place;
    this.#sharing = sharing;
  }

  copyAt(step: string | number, value: unknown): unknown {
    if ((typeof value !== "object" || value === null) && typeof value !== "function") {
      if (typeof value !== "symbol") return value;
    }
    this.#path.push(step);
    const copy = this.copy(value);
    this.#path.pop();
    return copy;
  }

  copy(value: unknown): unknown {
    if (typeof value === "function" || typeof value === "symbol") {
      return this.#refuse(`holds a ${typeof value}`);
    }
    if (typeof value !== "object" || value === null) return value;
    const known = this.#copies.get(value);
    if (known !== undefined) return known;
    const { lists } = this.#sharing;
    if (lists !== undefined) lists.bytes += bytesOf(value);
    if (this.#path.length > DEEPEST) this.#refuse(`is nested more than ${DEEPEST} deep`);
    if (Array.isArray(value)) return this.#copyArray(value as unknown[]);
    if (value instanceof Map) return this.#copyMap(value);
    if (value instanceof Set) return this.#copySet(value);
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return this.#copyBytes(value);
    if (isPlain(value)) return this.#copyObject(value as State);
    if (value instanceof Prefix) return this.#noted(value, value.list(this.#sharing.used));
    return this.#refuse(`holds ${aOrAn(className(value))}`);
  }

  #noted<Copy extends object>(original: object, copy: Copy): Copy {
    this.#copies.set(original, copy);
    return copy;
  }

  #copyArray(array: readonly unknown[]): object {
    const { lists } = this.#sharing;
    if (lists !== undefined) {
      const kept = lists.keep(this.#path.join("."), array);
      if (kept !== undefined) return this.#noted(array, kept);
    } else if (isOfPrimitives(array)) return this.#noted(array, array.slice());
    const copy: unknown[] = [];
    this.#copies.set(array, copy);
    copy.length = array.length;
    for (let i = 0; i < array.length; i++) if (i in array) copy[i] = this.copyAt(i, array[i]);
    return copy;
  }

  #copyMap(map: ReadonlyMap<unknown, unknown>): Map<unknown, unknown> {
    const copy = new Map<unknown, unknown>();
    this.#copies.set(map, copy);
    for (const [key, value] of map) copy.set(this.copyAt("key", key), this.copyAt("value", value));
    return copy;
  }

  #copySet(set: ReadonlySet<unknown>): Set<unknown> {
    const copy = new Set<unknown>();
    this.#copies.set(set, copy);
    for (const value of set) copy.add(this.copyAt("member", value));
    return copy;
  }

  #copyObject(object: State): State {
    const copy: State = {};
    this.#copies.set(object, copy);
    for (const key of Object.keys(object)) put(copy, key, this.copyAt(key, object[key]));
    return copy;
  }

  #copyBytes(value: ArrayBufferView | ArrayBuffer): object {
    const copy = bytesCopied(value);
    this.#copies.set(value, copy);
    return copy;
  }

  #refuse(what: string): never {
    const path = this.#path.map((step) => clip(String(step), 40)).slice(0, 8);
    throw new TypeError(
      `${this.#place}${path.join(".")} ${what}, which cannot be copied or shown. ` +
        "The fields of a process hold plain data, Map, Set and typed arrays.",
    );
  }
}

/** What the entries of an object take in memory, about, bytes, without what these hold. */
function bytesOf(value: object): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (value instanceof Map || value instanceof Set) return 64 * (value.size + 1);
  // Of lists of texts and numbers the shelf knows what they take.
  return 64;
}

type TypedArrayMaker = new (buffer: ArrayBuffer, offset?: number, length?: number) => object;

function bytesCopied(value: ArrayBufferView | ArrayBuffer): object {
  if (value instanceof ArrayBuffer) return value.slice(0);
  const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
  const maker = value.constructor as TypedArrayMaker;
  return new maker(bytes.buffer);
}

/** Sets a field, even one called `__proto__`, which an assignment would take for something else. */
function put(target: object, key: string, value: unknown): void {
  if (key !== "__proto__") {
    (target as State)[key] = value;
    return;
  }
  const enumerable = { enumerable: true, writable: true, configurable: true };
  Object.defineProperty(target, key, { value, ...enumerable });
}
