/** `mostly-reliable`: the course's experiments from the terminal. */
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { TopicError } from "../notebook/build/topic-source.ts";
import { CommandFailure, ExitCode } from "./failure.ts";
import { FORMATS } from "./output.ts";
import { runCommand, type RunCommandOptions } from "./run-command.ts";

const { version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { version: string };

const collect = (value: string, before: string[]): string[] => [...before, value];

const EXAMPLES = `
Examples:
  mostly-reliable run content/1-mostly-reliable/08-retransmission
  mostly-reliable run content/1-mostly-reliable/08-retransmission --knob loss=30 --seed 4711
  mostly-reliable run my-cells.ts --json - | jq .
  mostly-reliable run my-cells.ts --faults '[{"verb":"drop","link":"a→b","packet":2}]' --log

Ends with 0 if the run came to its end, 1 if a process threw or the run reached a limit, 2 if the
command cannot be carried out as it is given, 3 if the code hung or used too much memory.

The code of FILE runs in a process of its own that may neither write files nor use the network nor
start anything (node --permission). That is a seat belt, not a wall: run what you have read.`;

/**
 * The program, for the arguments of a command line.
 * @param complain Where complaints go.
 * @returns the code to end with.
 */
export async function main(
  args: readonly string[],
  complain: (words: string) => void = (words) => void process.stderr.write(words),
): Promise<number> {
  let code = 0;
  const program = new Command("mostly-reliable")
    .description("Runs the experiments of Mostly Reliable without a browser.")
    .version(version)
    .exitOverride()
    .configureOutput({ writeErr: complain })
    .showHelpAfterError("(--help shows what there is)");
  const run = program
    .command("run")
    .argument("<FILE>", "a topic's folder, its index.mdx, or a .ts file of cells that defines run")
    .description("makes one run of an experiment and says how it ended")
    .option("-e, --experiment <id>", "which experiment of a topic (default: its first)")
    .option("-s, --seed <seed>", "another seed than the author's")
    .option("-k, --knob <name=value>", "turns a knob; may be given again", collect, [])
    .option("-f, --faults <file or JSON>", "other faults than the author's")
    .option("--log", "prints every event as a sentence")
    .option("--limit <seconds>", "how long the code may run", "20")
    .addHelpText("after", EXAMPLES);
  for (const [format, words] of Object.entries(FORMATS)) {
    run.option(`--${format} <OUT>`, `writes ${words}; - is standard output`);
  }
  run.action(async (file: string, options: RunCommandOptions) => {
    code = await runCommand(file, options);
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : ExitCode.usage;
    if (!(error instanceof CommandFailure) && !(error instanceof TopicError)) throw error;
    complain(`mostly-reliable: ${error.message}\n`);
    return error instanceof CommandFailure ? error.code : ExitCode.usage;
  }
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
