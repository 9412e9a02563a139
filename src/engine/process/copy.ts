/**
 * Copying processes: what makes `simulate` pure, restarts honest and moments visible.
 */
import { aOrAn, className, clip } from "../kernel/check.ts";
import { isPlain } from "../wire/body.ts";
import { Process } from "./process.ts";

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

/**
 * A process of the same class with copies of the same fields.
 * @throws TypeError if a field has a reserved name or holds what cannot be copied; it names the
 * node and the field.
 */
export function copyProcess<P extends Process>(node: string, process: P): P {
  checkMethods(node, process);
  const copy = Object.create(Object.getPrototypeOf(process) as object) as P;
  const copied = new Map<object, object>();
  for (const [field, value] of fieldsOf(node, process)) {
    put(copy, field, copyValue(placeOf(node, process, field), value, copied));
  }
  return copy;
}

/**
 * The fields of a process, copied.
 * @throws TypeError as `copyProcess` does.
 */
export function stateOf(node: string, process: Process): State {
  const state: State = {};
  const copied = new Map<object, object>();
  for (const [field, value] of fieldsOf(node, process)) {
    put(state, field, copyValue(placeOf(node, process, field), value, copied));
  }
  return state;
}

/** A copy of any state. `place` names it in a refusal. */
export function copyData(place: string, value: unknown): unknown {
  return copyValue(place, value, new Map());
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

function copyValue(place: string, value: unknown, copied: Map<object, object>): unknown {
  if (typeof value === "function" || typeof value === "symbol") {
    throw new TypeError(refusal(place, `holds a ${typeof value}`));
  }
  if (typeof value !== "object" || value === null) return value;
  const known = copied.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) return copyArray(place, value as unknown[], copied);
  if (value instanceof Map) return copyMap(place, value, copied);
  if (value instanceof Set) return copySet(place, value, copied);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return copyBytes(value, copied);
  if (isPlain(value)) return copyObject(place, value as State, copied);
  throw new TypeError(refusal(place, `holds ${aOrAn(className(value))}`));
}

function refusal(place: string, what: string): string {
  return (
    `${place} ${what}, which cannot be copied or shown. ` +
    "The fields of a process hold plain data, Map, Set and typed arrays."
  );
}

function copyArray(place: string, array: unknown[], copied: Map<object, object>): unknown[] {
  const copy: unknown[] = [];
  copied.set(array, copy);
  copy.length = array.length;
  for (let i = 0; i < array.length; i++) {
    if (i in array) copy[i] = copyValue(`${place}[${i}]`, array[i], copied);
  }
  return copy;
}

function copyMap(place: string, map: Map<unknown, unknown>, copied: Map<object, object>): object {
  const copy = new Map<unknown, unknown>();
  copied.set(map, copy);
  for (const [key, value] of map) {
    copy.set(copyValue(place, key, copied), copyValue(place, value, copied));
  }
  return copy;
}

function copySet(place: string, set: Set<unknown>, copied: Map<object, object>): object {
  const copy = new Set<unknown>();
  copied.set(set, copy);
  for (const value of set) copy.add(copyValue(place, value, copied));
  return copy;
}

function copyObject(place: string, object: State, copied: Map<object, object>): State {
  const copy: State = {};
  copied.set(object, copy);
  for (const key of Object.keys(object)) {
    put(copy, key, copyValue(`${place}.${key}`, object[key], copied));
  }
  return copy;
}

function copyBytes(value: ArrayBufferView | ArrayBuffer, copied: Map<object, object>): object {
  const copy: object = structuredCopy(value);
  copied.set(value, copy);
  return copy;
}

type TypedArrayMaker = new (buffer: ArrayBuffer, offset?: number, length?: number) => object;

function structuredCopy(value: ArrayBufferView | ArrayBuffer): object {
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
