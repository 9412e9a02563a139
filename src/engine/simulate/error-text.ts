/** The words of an error that a process has thrown, whatever it has thrown. */
import { className, clip, show } from "../kernel/check.ts";

const LONGEST_MESSAGE = 2000;
const LONGEST_STACK = 20_000;

/** Browsers word it differently, but all of them speak of something private. */
function hint(error: Error): string {
  if (!(error instanceof TypeError) || !/\bprivate\b/.test(error.message)) return "";
  return (
    " (The fields of a process cannot be #private: they must be shown and copied. " +
    "Leave out the #.)"
  );
}

/** What it says. Never throws. */
export function errorMessage(error: unknown): string {
  try {
    if (error instanceof Error) {
      const name = typeof error.name === "string" ? error.name : className(error);
      return clip(`${name}: ${error.message}${hint(error)}`, LONGEST_MESSAGE);
    }
    return clip(`thrown: ${show(error)}`, LONGEST_MESSAGE);
  } catch {
    return "an error that cannot be read";
  }
}

/** Where it came from; empty if it does not say. Never throws. */
export function errorStack(error: unknown): string {
  try {
    const stack = error instanceof Error ? error.stack : undefined;
    return typeof stack === "string" ? clip(stack, LONGEST_STACK) : "";
  } catch {
    return "";
  }
}
