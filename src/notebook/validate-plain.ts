/** The small checks that every reader of foreign data is made of. */
import { show } from "../engine/kernel/check.ts";

/** Says what is wrong with foreign data. */
export class Refusal extends Error {}

/** `value` as a record of fields: a plain object, nothing else. */
export function record(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Refusal(`${field} is not an object`);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new Refusal(`${field} is not a plain object`);
  return value as Record<string, unknown>;
}

export function list(value: unknown, field: string, most: number): unknown[] {
  if (!Array.isArray(value)) throw new Refusal(`${field} is not a list`);
  if (value.length > most)
    throw new Refusal(`${field} has ${value.length} entries; at most ${most}`);
  return Array.from(value as unknown[]); // gaps become entries, which then are looked at
}

export function text(value: unknown, field: string, longest: number): string {
  if (typeof value !== "string") throw new Refusal(`${field} is not a text`);
  if (value.length > longest)
    throw new Refusal(`${field} has ${value.length} characters; at most ${longest}`);
  return value;
}

export function number(value: unknown, field: string, min: number, max: number): number {
  if (typeof value !== "number" || !(value >= min && value <= max))
    throw new Refusal(`${field} is ${show(value)}, not from ${min} to ${max}`);
  return value;
}

export function integer(value: unknown, field: string, min: number, max: number): number {
  const found = number(value, field, min, max);
  if (!Number.isInteger(found)) throw new Refusal(`${field} is ${found}, not a whole number`);
  return found;
}
