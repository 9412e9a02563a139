/** Seeds as the terminal gives them: how many, or which. */
import { MOST_JOBS } from "../engine/check/sweep.ts";
import { grouped } from "../engine/kernel/check.ts";
import { CommandFailure } from "./failure.ts";

/**
 * `200`: the first two hundred, 1, 2, 3…; `4711,32,luck`: these; `100..199`: from, to.
 * @throws CommandFailure for what is neither.
 */
export function readSeeds(text: string): string[] {
  if (/^\d+$/.test(text)) return run(text, 1, Number(text));
  const range = /^(\d+)\.\.(\d+)$/.exec(text);
  if (range !== null) return run(text, Number(range[1]), Number(range[2]));
  const seeds = text.split(",").filter((seed) => seed !== "");
  if (text.includes(",") && seeds.length > 0) return [...new Set(seeds)];
  const forms = "a number of seeds, a list with commas (7,8 or 7,), or a range (100..199)";
  throw new CommandFailure(`--seeds ${text}: give it ${forms}.`);
}

function run(text: string, from: number, to: number): string[] {
  const count = to - from + 1;
  if (count >= 1 && count <= MOST_JOBS && Number.isSafeInteger(to)) {
    return Array.from({ length: count }, (_, i) => String(from + i));
  }
  throw new CommandFailure(`--seeds ${text}: there must be 1 to ${grouped(MOST_JOBS)} of them.`);
}
