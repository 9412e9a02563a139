/** Resources: what customers need for a while, and wait for in one queue. */
import { checkNumber, show } from "../../kernel/check.ts";

const MOST = 1_000_000;

/** What stands for "nobody". */
export const NOBODY = -1;

/** Servers, tills, tables: plain data, so it can be a field of a process. */
export type Resource = {
  /** How much of it there is. */
  capacity: number;
  /** How much of it is taken. */
  busy: number;
  /** How many wait for it. */
  waiting: number;
  /** The places of the first and the last who wait. */
  first: number;
  last: number;
};

/**
 * A resource, all of it free: `till = resource(2)`.
 * @param capacity How much of it there is, 1 to 1,000,000.
 * @throws RangeError outside that range.
 */
export function resource(capacity = 1): Resource {
  checkNumber("resource(capacity)", "capacity", capacity, { min: 1, max: MOST, whole: true });
  return { capacity, busy: 0, waiting: 0, first: NOBODY, last: NOBODY };
}

/**
 * Refuses what is no resource.
 * @throws TypeError naming the action.
 */
export function checkResource(action: string, given: Resource): void {
  if (typeof (given as Partial<Resource> | null | undefined)?.busy === "number") return;
  const rule = "it must be a field that resource(capacity) has made";
  throw new TypeError(`${action}: the resource is ${show(given)}; ${rule}.`);
}
