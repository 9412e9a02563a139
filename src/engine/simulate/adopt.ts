/** Processes that go on under other code, or as their constructors would make them now. */
import { copyField } from "../process/copy.ts";
import type { Process } from "../process/process.ts";
import { isPlain } from "../wire/body.ts";
import { isEqual } from "./equal.ts";

type Fields = Record<string, unknown>;

/** How a process was made, and how it would be made now. */
export type Makes = { before: Process; now: Process };

/**
 * A process goes on as an instance of the class that it would have now. Of its fields,
 *
 * - one that it would be made with just as before keeps what it holds;
 * - one that it would be made with otherwise takes that, if it still holds what it was made with:
 *   so a knob that went into a constructor takes effect. If the run has changed it, it stays;
 * - one that is new is added, and one that the new class does not make any more goes.
 *
 * Plain objects are looked into, field by field.
 */
export function adopt(node: string, process: Process, { before, now }: Makes): void {
  const prototype = Object.getPrototypeOf(now) as object;
  if (Object.getPrototypeOf(process) !== prototype) Object.setPrototypeOf(process, prototype);
  const copy = (value: unknown, field: string): unknown => copyField(node, field, value);
  merge(process as unknown as Fields, before as unknown as Fields, now as unknown as Fields, copy);
}

function merge(
  held: Fields,
  before: Fields,
  now: Fields,
  copy: (value: unknown, field: string) => unknown,
): void {
  for (const field of Object.keys(before)) if (!Object.hasOwn(now, field)) delete held[field];
  for (const field of Object.keys(now)) {
    const [was, is] = [before[field], now[field]];
    if (Object.hasOwn(before, field) && isEqual(was, is)) continue;
    if (!Object.hasOwn(held, field) || isEqual(held[field], was)) held[field] = copy(is, field);
    else if (isObject(held[field]) && isObject(was) && isObject(is)) {
      merge(held[field], was, is, copy);
    }
  }
}

function isObject(value: unknown): value is Fields {
  const isOne = typeof value === "object" && value !== null && !Array.isArray(value);
  return isOne && isPlain(value) && !(value instanceof Map) && !(value instanceof Set);
}
