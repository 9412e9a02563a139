/**
 * Takes everything out of a worker's global scope but the language itself. What a browser adds
 * tomorrow is gone too, since the list says what stays, not what goes; a test keeps the list of
 * what cannot be deleted.
 */

const language = [
  "Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol",
  "Promise RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError",
  "URIError JSON Math Intl ArrayBuffer Uint8Array Int8Array Uint16Array Int16Array Uint32Array",
  "Int32Array Float16Array Float32Array Float64Array Uint8ClampedArray BigUint64Array",
  "BigInt64Array DataView Map BigInt Set Iterator WeakMap WeakSet WeakRef FinalizationRegistry",
  "Proxy Reflect decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval",
  "isFinite isNaN globalThis structuredClone TextEncoder TextDecoder SuppressedError",
  "DisposableStack AsyncDisposableStack constructor",
];

/** The names that stay. */
export const KEPT: ReadonlySet<string> = new Set(language.flatMap((line) => line.split(" ")));

/** Deletes every name that is not in `KEPT` from `scope` and its prototypes. */
export function lockDown(scope: object): void {
  for (let at: object | null = scope; at && at !== Object.prototype; at = Object.getPrototypeOf(at))
    for (const name of Object.getOwnPropertyNames(at)) if (!KEPT.has(name)) remove(at, name);
}

function remove(from: object, name: string): void {
  const property = Object.getOwnPropertyDescriptor(from, name);
  if (property?.configurable === true) {
    Reflect.deleteProperty(from, name);
  } else if (property?.writable === true) {
    (from as Record<string, unknown>)[name] = undefined;
  }
}
