/** The options and the help of `sweep`. */
import type { Command } from "commander";
import type { SweepCommandOptions } from "../sweep/command.ts";
import type { Terminal } from "../terminal.ts";
import { collect, CONFINEMENT, type End, FILE } from "./end.ts";

const HELP = `
Examples:
  mostly-reliable sweep content/1-mostly-reliable/08-retransmission \\
    --knob loss=0..60/5 --knob repeats=on --knob numbered=on --seeds 200
  mostly-reliable sweep my-cells.ts --knob gap=1,10,100 --metric lost --csv lost.csv
  mostly-reliable sweep my-cells.ts --metric 'seconds=run.metrics.endTime / 1e9' --json - | jq .

A metric is a name of FILE or an expression in its names, as in a cell: a number, or a yes or no
that counts as 1 or 0. The table has a line for each combination of knobs and each metric: how many
runs had it, how many failed, mean, 95 % interval of the mean (Student's t), standard deviation,
least, greatest, quantiles. The same command gives the same bytes, with any number of workers.

Ctrl-C ends it early: finished runs stand in a journal (beside OUT; for standard output under
~/.local/state/mostly-reliable/), and the same command goes on from there. A journal is only ever
used for the same file, knobs, seeds, metrics, faults and engine.

Ends with 0 if all runs were made, 1 if some failed (the first is named), 2 if the command cannot
be carried out as it is given, 3 if the code of FILE hung or used too much memory before the first
run, 5 if the Redis of --queue does not answer or has gone away (what is finished is kept), 130 if
it was interrupted. A run that hangs has failed; the others go on.
${CONFINEMENT}`;

export function addSweep(program: Command, end: End, terminal: Terminal): void {
  program
    .command("sweep")
    .argument("<FILE>", FILE)
    .description("makes many runs over a grid of knobs, and a table of what they have in common")
    .option("-e, --experiment <id>", "which experiment of a topic (default: its first)")
    .option(
      "-k, --knob <name=values>",
      "values of a knob: 5, or 0,10,20, or 0..60/10 (from..to/step); may be given again",
      collect,
      [],
    )
    .option(
      "-s, --seeds <N or list>",
      "how many seeds (1 to N), or which: 7,8,9 or 100..199",
      "100",
    )
    .option(
      "-m, --metric <name or name=expression>",
      "what to measure; may be given again (default: what the page's own sweeps measure)",
      collect,
      [],
    )
    .option("-f, --faults <file or JSON>", "other faults than the author's")
    .option("--csv <OUT>", "writes the table (RFC 4180); - is standard output, and the default")
    .option("--json <OUT>", "writes it as JSON; - is standard output")
    .option("--quantiles <list>", "which quantiles, 0 to 1", "0.05,0.25,0.5,0.75,0.95")
    .option("--state <FILE>", "where the journal of finished runs lies")
    .option("-w, --workers <N>", "processes that work at once (default: one a processor)")
    .option("-q, --queue <redis://…>", "has worker processes make the runs, by way of that Redis")
    .option("--limit <seconds>", "how long one run may take", "20")
    .addHelpText("after", HELP)
    .action(async (file: string, options: SweepCommandOptions) => {
      const { sweepCommand } = await import("../sweep/command.ts");
      end(await sweepCommand(file, options, terminal));
    });
}
