/** What the arguments of formulas must be: the kernel's checks, with the ranges of this room. */
import { checkNumber, LONGEST } from "../kernel/check.ts";

/** A duration, ns. Unlike in a run, fractions of a nanosecond are kept: formulas are smooth. */
export function checkDuration(where: string, field: string, value: number, min = 0): number {
  const rule = { min, max: LONGEST, unit: "nanoseconds" };
  return checkNumber(where, field, value, rule);
}

/** A probability of failure at which something still succeeds now and then: 0 to below 1. */
export function checkLoss(where: string, field: string, value: number): number {
  const remedy = "At 1 nothing ever arrives.";
  return checkNumber(where, field, value, { min: 0, max: 1 - 2e-16, remedy });
}

/** The load of a queue that can keep up: 0 to below 1. */
export function checkLoad(where: string, load: number): number {
  const remedy = "From 1 on the queue grows for ever.";
  return checkNumber(where, "load", load, { min: 0, max: 1 - 2e-16, remedy });
}

/** A whole number of things. */
export function checkCount(
  where: string,
  field: string,
  value: number,
  min = 1,
  max = 1e6,
): number {
  return checkNumber(where, field, value, { min, max, whole: true });
}
