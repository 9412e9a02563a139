/**
 * Stands for `node:test` in the process of the mutation runner: it keeps the tests instead of
 * running them, so that they can be run for every mutant without loading anything again.
 */

/** A test that a file has declared. */
export type Collected = { name: string; file: string; run: () => unknown };

/** All tests so far, in the order of their declaration. */
export const collected: Collected[] = [];

let file = "";

/** Says which file is being loaded. */
export function collectFrom(name: string): void {
  file = name;
}

/** `test(name, function)` of `node:test`. */
export function test(name: string, run: () => unknown): void {
  collected.push({ name, file, run });
}
