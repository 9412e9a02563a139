/** The options and the help of `search`. */
import type { Command } from "commander";
import type { SearchCommandOptions } from "../search/command.ts";
import { TROUBLES } from "../search/troubles.ts";
import type { Terminal } from "../terminal.ts";
import { collect, CONFINEMENT, type End, FILE } from "./end.ts";

const HELP = `
Examples:
  mostly-reliable search content/1-mostly-reliable/08-retransmission \\
    --invariant 'text.join("").startsWith(run.nodes.bob.read)' --knob repeats=on
  mostly-reliable search my-cells.ts --invariant delivers --knob loss=20 --calm loss=0
  mostly-reliable search my-cells.ts --invariant delivers --crash 1 || echo found one

An invariant is a name of FILE or an expression in its names, as in a cell: true where the promise
is kept; false, or a sentence that says what is broken. Or a function of the run that answers so:
(run, job) => boolean | string. A process that throws breaks every promise.

First the seeds are tried, then as many random schedules of faults. The first run that breaks the
promise is shrunk to the fewest faults and smallest numbers, and printed as a command that makes
that run again. With --calm (knobs at which links leave nothing to chance) the bad luck of a seed
becomes faults, too, and can be shrunk. A clean search says how many such runs may still fail: 0 in
n leaves up to 3/n, at 95 %. The same command gives the same answer, with any number of workers.

Ends with 0 if no run broke the promise, 1 if one did, 2 if the command cannot be carried out as it
is given, 3 if the code of FILE hung or used too much memory before the first run, 4 if no run
could be judged, 130 if it was interrupted before it found any.
${CONFINEMENT}`;

export function addSearch(program: Command, end: End, terminal: Terminal): void {
  const search = program
    .command("search")
    .argument("<FILE>", FILE)
    .description("looks for a seed or a schedule of faults that breaks a promise, and shrinks it")
    .requiredOption("-i, --invariant <name or expression>", "what every run should keep")
    .option("-e, --experiment <id>", "which experiment of a topic (default: its first)")
    .option("-k, --knob <name=value>", "turns a knob; may be given again", collect, [])
    .option("--calm <name=value>", "turns a knob so that chance is off, to shrink", collect, [])
    .option("-n, --seeds <N or list>", "how many seeds (1 to N), or which: 7,8 or 100..199", "1000")
    .option("--schedules <N>", "how many random schedules of faults", "1000")
    .option("-f, --faults <file or JSON>", "faults of every run, instead of the author's")
    .option("--json <OUT>", "writes what was found as JSON; - is standard output")
    .option("-w, --workers <N>", "processes that work at once (default: one a processor)")
    .option("--limit <seconds>", "how long one run may take", "20");
  for (const [trouble, most] of Object.entries(TROUBLES)) {
    const what = trouble === "crash" ? "crashes of nodes" : `packets to ${trouble}`;
    search.option(`--${trouble} <N>`, `${what} in one schedule, at most`, String(most));
  }
  search.addHelpText("after", HELP).action(async (file: string, options: SearchCommandOptions) => {
    const { searchCommand } = await import("../search/command.ts");
    end(await searchCommand(file, options, terminal));
  });
}
