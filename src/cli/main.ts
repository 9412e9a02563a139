/** `mostly-reliable`: the course's experiments from the terminal. */
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { TopicError } from "../notebook/build/topic-source.ts";
import { addRun } from "./commands/run.ts";
import { addSweep } from "./commands/sweep.ts";
import { addWorker } from "./commands/worker.ts";
import { addCheck } from "./commands/check.ts";
import { addSearch } from "./commands/search.ts";
import { CommandFailure, ExitCode } from "./failure.ts";
import { endWithReader, say, type Terminal, thisTerminal } from "./terminal.ts";

const { version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { version: string };

/**
 * The program, for the arguments of a command line.
 * @returns the code to end with.
 */
export async function main(
  args: readonly string[],
  terminal: Terminal = thisTerminal,
): Promise<number> {
  let code = 0;
  const end = (given: number): void => void (code = given);
  const program = new Command("mostly-reliable")
    .description("Runs the experiments of Mostly Reliable without a browser.")
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError("(--help shows what there is)");
  for (const add of [addRun, addSweep, addSearch, addCheck, addWorker]) add(program, end, terminal);
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : ExitCode.usage;
    if (!(error instanceof CommandFailure) && !(error instanceof TopicError)) throw error;
    say(terminal, error.message);
    return error instanceof CommandFailure ? error.code : ExitCode.usage;
  }
}

if (import.meta.main) {
  endWithReader();
  process.exitCode = await main(process.argv.slice(2));
}
