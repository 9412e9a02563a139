/** Faults as the terminal gives them: a file of JSON, or that JSON itself. */
import { readFileSync } from "node:fs";
import { type Fault, type KnownNames, validateFaults } from "../engine/faults.ts";
import { CommandFailure } from "./failure.ts";

/**
 * The faults of the option, or the author's.
 * @param own The author's, as JSON.
 * @throws CommandFailure saying what is wrong with them.
 */
export function readFaults(option: string | undefined, own: string, known: KnownNames): Fault[] {
  const given = parsed(option === undefined ? own : textOf(option));
  const { faults, problems } = validateFaults(given, known);
  if (problems.length > 0) throw new CommandFailure(`--faults: ${problems[0]}`);
  return faults;
}

function textOf(option: string): string {
  if (option.trimStart().startsWith("[")) return option;
  try {
    return readFileSync(option, "utf8");
  } catch (error) {
    throw new CommandFailure(`--faults ${option}: ${(error as Error).message}`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const form = '[{ "verb": "drop", "link": "alice→bob", "packet": 2 }]';
    throw new CommandFailure(`--faults: that is no JSON. A list of faults looks like ${form}`);
  }
}
