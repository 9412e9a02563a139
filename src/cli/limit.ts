/** Numbers as the terminal gives them. */
import { availableParallelism } from "node:os";
import { grouped } from "../engine/kernel/check.ts";
import { CommandFailure } from "./failure.ts";

/**
 * Seconds that code may run.
 * @throws CommandFailure for what is no such number.
 */
export function readLimit(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== "" && seconds > 0 && seconds <= 86_400) return seconds;
  throw new CommandFailure(`--limit ${text}: give it seconds, more than 0 and at most 86,400.`);
}

/**
 * A whole number from `min` to `max`.
 * @throws CommandFailure naming option and range.
 */
export function readCount(option: string, text: string, min: number, max: number): number {
  const count = Number(text);
  if (text.trim() !== "" && Number.isInteger(count) && count >= min && count <= max) return count;
  const range = `from ${grouped(min)} to ${grouped(max)}`;
  throw new CommandFailure(`${option} ${text}: give it a whole number ${range}.`);
}

/** How many processes are to work at once: as many as there are processors, if nobody says. */
export function readWorkers(text: string | undefined): number {
  return text === undefined ? availableParallelism() : readCount("--workers", text, 1, 256);
}
