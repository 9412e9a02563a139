/**
 * Leaves a worker's realm with the language itself and nothing else, and that unchangeable. What a
 * browser adds tomorrow is gone too, since the list says what stays, not what goes; a test keeps
 * the list of what could not be taken away.
 */

const language = [
  "Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol",
  "Promise RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError",
  "URIError JSON Math ArrayBuffer Uint8Array Int8Array Uint16Array Int16Array Uint32Array",
  "Int32Array Float16Array Float32Array Float64Array Uint8ClampedArray BigUint64Array",
  "BigInt64Array DataView Map BigInt Set Iterator WeakMap WeakSet Proxy Reflect",
  "decodeURI decodeURIComponent encodeURI encodeURIComponent isFinite isNaN globalThis",
  "structuredClone TextEncoder TextDecoder SuppressedError DisposableStack AsyncDisposableStack",
];

/** The names that stay. */
export const KEPT: ReadonlySet<string> = new Set(language.flatMap((line) => line.split(" ")));

/** Deletes every name that is not in `KEPT` from `scope` and its prototypes, and chance. */
export function lockDown(scope: object): void {
  for (let at: object | null = scope; at && at !== Object.prototype; at = Object.getPrototypeOf(at))
    for (const name of Object.getOwnPropertyNames(at)) if (!KEPT.has(name)) remove(at, name);
  remove(Math, "random");
}

function remove(from: object, name: string): void {
  const property = Object.getOwnPropertyDescriptor(from, name);
  if (property?.configurable === true) {
    Reflect.deleteProperty(from, name);
  } else if (property?.writable === true) {
    (from as Record<string, unknown>)[name] = undefined;
  }
}

/**
 * Makes what all code of this realm shares unchangeable: the language's own objects and those in
 * `shared`. Otherwise a reader's code could put its own functions in the place of those that the
 * notebook calls, listen to them, and go on doing so after its cell has been reset.
 */
export function freeze(scope: object, shared: readonly unknown[]): void {
  const names = Object.getOwnPropertyNames(scope);
  for (const name of names) pin(scope, name);
  const roots = names.map((name) => Reflect.get(scope, name) as unknown);
  freezeAll([Object.getPrototypeOf(scope), ...roots, ...unnamed(), ...shared], scope);
}

function pin(scope: object, name: string): void {
  const property = Object.getOwnPropertyDescriptor(scope, name);
  if (property !== undefined && "value" in property)
    Reflect.defineProperty(scope, name, { writable: false, configurable: false });
}

/** Those of the language's objects that no global name leads to. */
function unnamed(): unknown[] {
  const iterator = [0].values() as unknown as Partial<IteratorHelpers>;
  const own = { next: () => ({ done: true, value: undefined }) };
  return [
    function* () {},
    async function () {},
    async function* () {},
    iterator,
    iterator.map?.((each) => each),
    iterator.constructor?.from?.(own),
    new Map().values(),
    new Set().values(),
    ""[Symbol.iterator](),
    "".matchAll(/./g),
  ];
}

/** What a young browser's iterators have besides. */
type IteratorHelpers = {
  map(change: (each: unknown) => unknown): unknown;
  constructor: { from?(iterator: unknown): unknown };
};

/** Freezes everything that can be reached from `roots`, but not `except`. */
function freezeAll(roots: readonly unknown[], except: object): void {
  const seen = new Set<unknown>([except]);
  const reached = [...roots];
  // The list grows while it is read.
  for (const value of reached) {
    if (!isObject(value) || seen.has(value)) continue;
    seen.add(value);
    if (isPrototypeOfMany(value)) permitOverrides(value);
    for (const key of Reflect.ownKeys(value)) {
      const property = Object.getOwnPropertyDescriptor(value, key);
      reached.push(property?.value, property?.get, property?.set);
    }
    reached.push(Object.getPrototypeOf(value));
    // The elements of a typed array cannot be frozen.
    if (!ArrayBuffer.isView(value)) Object.freeze(value);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}

/** Prototypes whose fields a program gives to its own objects by assignment: `this.name = …`. */
function isPrototypeOfMany(value: object): boolean {
  const parent: unknown = Object.getPrototypeOf(value);
  return value === Object.prototype || value === Error.prototype || parent === Error.prototype;
}

/**
 * A frozen field of a prototype would forbid the assignment to every object below it. A getter
 * and a setter instead let an object have its own.
 */
function permitOverrides(holder: object): void {
  for (const key of Object.getOwnPropertyNames(holder)) {
    const { value, enumerable, configurable } = Object.getOwnPropertyDescriptor(
      holder,
      key,
    ) as PropertyDescriptor;
    if (value === undefined || configurable !== true) continue;
    const get = (): unknown => value as unknown;
    const set = function (this: unknown, own: unknown): void {
      const field = { value: own, writable: true, enumerable: true, configurable: true };
      if (this === holder || !isObject(this) || !Reflect.defineProperty(this, key, field))
        throw new TypeError(`Cannot change ${key} here: it belongs to every program of this page.`);
    };
    Object.defineProperty(holder, key, { get, set, enumerable: enumerable === true });
  }
}
