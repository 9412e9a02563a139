/**
 * A message in a few characters, made from the JSON text that the trace keeps of its body. A rule
 * for any body: a text is quoted; of an object the first few scalar values stand in order, numbers
 * as they are and texts in quotes; a value that says what sort of message it is (`kind`, `type`,
 * `verb`) stands first and bare; a yes or no is told by its field's name.
 */
import { number, quote, visible } from "./format.ts";

const SCALARS = 3;
const sorts = new Set(["kind", "type", "verb"]);

/** `{"number":4,"letter":"R"}` → `4 “R”`. `limit` is in characters. */
export function preview(body: string, limit = 28): string {
  const short = body.length > 2_000 ? undefined : parse(body);
  const words = short === undefined ? visible(body, limit) : describe(short.value);
  return visible(words === "" ? "nothing" : words, limit);
}

function parse(body: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) };
  } catch {
    return body.endsWith("…") ? salvage(body) : undefined; // not JSON: shown as it stands
  }
}

const field = /^[{,]("(?:[^"\\]|\\.)*"):("(?:[^"\\]|\\.)*"|-?[\d.eE+-]+|true|false|null)(?=,)/;

/** What can be read of JSON that was cut short: a text's beginning, an object's first fields. */
function salvage(body: string): { value: unknown } | undefined {
  if (body.startsWith('"')) return { value: `${body.slice(1, 40)}…` };
  const object: Record<string, unknown> = {};
  let rest = body;
  for (let found = field.exec(rest); found !== null; found = field.exec(rest)) {
    object[`${JSON.parse(found[1])}`] = JSON.parse(found[2]);
    rest = rest.slice(found[0].length);
  }
  return Object.keys(object).length > 0 ? { value: object } : undefined;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return describeList(value);
  if (value !== null && typeof value === "object") return describeObject(value);
  return scalar(value);
}

function describeList(list: unknown[]): string {
  if (list.length > SCALARS || list.some(isStructure)) return `${list.length} values`;
  return `[${list.map(scalar).join(", ")}]`;
}

function describeObject(object: object): string {
  const entries = Object.entries(object);
  const first = entries.filter(([name, value]) => sorts.has(name) && !isStructure(value));
  const others = entries.filter(([name, value]) => !sorts.has(name) && !isStructure(value));
  const words = [
    ...first.map(([, value]) => visible(String(value), 16)),
    ...others.map(([name, value]) => fieldWords(name, value)),
  ];
  if (words.length === 0) return entries.length === 0 ? "{}" : `{${visible(entries[0][0], 16)} …}`;
  const rest = words.length > SCALARS ? " …" : "";
  return words.slice(0, SCALARS).join(" ") + rest;
}

function fieldWords(name: string, value: unknown): string {
  if (typeof value === "boolean") return value ? visible(name, 16) : `not ${visible(name, 16)}`;
  if (value === null) return `no ${visible(name, 16)}`;
  return scalar(value);
}

function scalar(value: unknown): string {
  if (typeof value === "number") return number(value);
  if (typeof value === "string") return quote(value, 16);
  return value === null ? "nothing" : value === true ? "yes" : value === false ? "no" : "…";
}

function isStructure(value: unknown): boolean {
  return value !== null && typeof value === "object";
}
