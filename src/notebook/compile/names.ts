/** Which names a cell may use without defining them, besides those of other cells. */
import { GIVEN } from "../cells.ts";
import { QUESTIONS } from "../questions/question.ts";

/** The names that are in force on a page: the engine's public ones, and those that cells define. */
export type Known = { api: ReadonlySet<string>; cells: ReadonlySet<string> };

/** Names of the language that a cell has; those of the shim are replaced (`shim.ts`). */
const language: ReadonlySet<string> = new Set(
  [
    "Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Error EvalError",
    "Float32Array Float64Array Int16Array Int32Array Int8Array JSON Map Number Object Promise",
    "RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError",
    "TextDecoder TextEncoder",
    "TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet",
    "Infinity NaN undefined isFinite isNaN parseFloat parseInt structuredClone",
    "decodeURIComponent encodeURIComponent arguments",
  ].flatMap((line) => line.split(" ")),
);

/** Names that the shim gives to a cell in place of the browser's. */
export const shimNames: ReadonlySet<string> = new Set([
  "Math",
  "Date",
  "Intl",
  "console",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "requestAnimationFrame",
  "queueMicrotask",
  "performance",
]);

/** How a free name of a cell is met. */
export type Origin =
  "cell" | "given" | "api" | "language" | "shim" | "knob" | "question" | "unknown";

/** Where a cell's free name comes from. A cell's own name comes before the engine's. */
export function originOf(name: string, known: Known): Origin {
  if (known.cells.has(name)) return "cell";
  if ((GIVEN as readonly string[]).includes(name)) return "given";
  if (name === "knob") return "knob";
  if ((QUESTIONS as readonly string[]).includes(name)) return "question";
  if (known.api.has(name)) return "api";
  if (shimNames.has(name)) return "shim";
  return language.has(name) ? "language" : "unknown";
}

/** A sentence about a name that nobody defines. */
export function unknownName(name: string, known: Known): string {
  const near = nearest(name, [...known.cells, ...known.api, ...QUESTIONS]);
  if (near !== undefined) return `${name} is not defined. Did you mean ${near}?`;
  if (outside.has(name)) return `${name} is the browser's. A cell sees only the engine.`;
  return `${name} is not defined in any cell of this page, nor by the engine.`;
}

/** A sentence about a value given to a name that the cell does not define. */
export function cannotAssign(name: string, known: Known): string {
  const origin = originOf(name, known);
  if (origin === "cell") return `${name} belongs to another cell, which alone gives it a value.`;
  if (origin === "unknown") return `${name} is not defined. Write const ${name} = … to define it.`;
  return `${name} is given to every cell and stays what it is. Choose another name.`;
}

const outside: ReadonlySet<string> = new Set(
  [
    "window document self globalThis fetch XMLHttpRequest WebSocket Worker localStorage",
    "navigator eval Function process require location",
  ].flatMap((line) => line.split(" ")),
);

/** The candidate at most two letters away, if any: added, lost, changed, or two swapped. */
function nearest(name: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.min(3, Math.ceil(name.length / 2));
  for (const candidate of candidates) {
    const distance = editDistance(name, candidate, least);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Damerau's distance, capitals and small letters alike. */
function editDistance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) >= limit) return limit;
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const [before, row] = [rows[i - 1], [i]];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + change);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwapped) row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1);
    }
    rows.push(row);
  }
  return rows[a.length][b.length];
}
