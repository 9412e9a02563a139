/** The options and the help of `check`. */
import type { Command } from "commander";
import type { CheckCommandOptions } from "../check/command.ts";
import type { Terminal } from "../terminal.ts";
import { collect, CONFINEMENT, type End, FILE } from "./end.ts";

const HELP = `
Examples:
  mostly-reliable check content/1-mostly-reliable/08-retransmission \\
    --invariant '({ bob }) => text.join("").startsWith(bob.read)' --knob repeats=on --losses 1
  mostly-reliable check my-cells.ts --invariant inOrder --at-end complete --losses 2
  mostly-reliable check my-cells.ts --outcome '({ clerk }) => clerk.total' --json - | jq .orders

A claim is a function of FILE by its name, or an expression that is one: of the nodes' processes in
a state, and of what is in the air: (nodes, inFlight) => boolean | string. It answers true, or false
or a sentence about what is wrong. --invariant is claimed of every state, --at-end where nothing
more can happen; --outcome is a word or a number for an end, by which orders are counted.

Time and chance play no part: every order of deliveries and time-outs is tried, with as many losses
and duplications as are allowed. A counterexample is a shortest one, printed step by step and as a
command that makes that run. What can be explored are small systems without routers, whose handlers
neither read the time nor draw chance; what cannot is refused with the reason.

Ends with 0 if all holds, 1 if something is broken, 2 if the command cannot be carried out as it is
given or the system cannot be explored, 3 if the code hung or used too much memory, 4 if a limit
(--states, --depth, --in-flight, --limit) came before it was certain, 130 if it was interrupted.
${CONFINEMENT}`;

export function addCheck(program: Command, end: End, terminal: Terminal): void {
  program
    .command("check")
    .argument("<FILE>", FILE)
    .description("tries every order of deliveries, time-outs, losses and duplications")
    .option("-i, --invariant <name or expression>", "what should hold in every state")
    .option("--at-end <name or expression>", "what should hold where nothing more can happen")
    .option("--outcome <name or expression>", "a word for an end; counts the orders by it")
    .option("-e, --experiment <id>", "which experiment of a topic (default: its first)")
    .option("-k, --knob <name=value>", "turns a knob; may be given again", collect, [])
    .option("--losses <N>", "packets that may be lost on one path", "0")
    .option("--duplications <N>", "packets that may be doubled on one path", "0")
    .option("--timeouts <N>", "time-outs on one path (default: any number)")
    .option("--wires <order>", '"in order" or "any order" (default: each as its link)')
    .option("--in-flight <N>", "packets that one wire may hold", "8")
    .option("--still <fields>", "fields that only count for a reader, with commas between")
    .option("--states <N>", "states at most", "1000000")
    .option("--depth <N>", "steps of a path at most (default: any number)")
    .option("--orders", "counts the orders")
    .option("--json <OUT>", "writes what was found as JSON; - is standard output")
    .option("--limit <seconds>", "how long it may take in all", "600")
    .addHelpText("after", HELP)
    .action(async (file: string, options: CheckCommandOptions) => {
      const { checkCommand } = await import("../check/command.ts");
      end(await checkCommand(file, options, terminal));
    });
}
