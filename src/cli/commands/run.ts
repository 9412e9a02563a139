/** The options and the help of `run`. */
import type { Command } from "commander";
import { FORMATS } from "../formats.ts";
import type { RunCommandOptions } from "../run-command.ts";
import type { Terminal } from "../terminal.ts";
import { collect, CONFINEMENT, type End, FILE } from "./end.ts";

const HELP = `
Examples:
  mostly-reliable run content/1-mostly-reliable/08-retransmission
  mostly-reliable run content/1-mostly-reliable/08-retransmission --knob loss=30 --seed 4711
  mostly-reliable run my-cells.ts --json - | jq .
  mostly-reliable run my-cells.ts --faults '[{"verb":"drop","link":"a→b","packet":2}]' --log
  mostly-reliable run my-cells.ts --udp --knob loss=20 --pcap capture.pcapng

With --udp or --tcp every node is an OS process, clocks are real, and crash(node, t) is a kill; what
gets lost is what the simulator would lose. The run ends when all are at rest, or after --limit.

Ends with 0 if the run came to its end, 1 if a process threw or the run reached a limit, 2 if the
command cannot be carried out as it is given, 3 if the code hung or used too much memory.
${CONFINEMENT} With
--udp and --tcp these processes have sockets and a folder of their own for a while, and Node cannot
confine sockets to this machine: all that keeps their code there is that it sees only the engine.`;

export function addRun(program: Command, end: End, terminal: Terminal): void {
  const run = program
    .command("run")
    .argument("<FILE>", FILE)
    .description("makes one run of an experiment and says how it ended")
    .option("-e, --experiment <id>", "which experiment of a topic (default: its first)")
    .option("-s, --seed <seed>", "another seed than the author's")
    .option("-k, --knob <name=value>", "turns a knob; may be given again", collect, [])
    .option("-f, --faults <file or JSON>", "other faults than the author's")
    .option("--udp", "runs on real sockets: an OS process a node, datagrams of UDP on loopback")
    .option("--tcp", "the same by a connection of TCP for each pair of nodes")
    .option("--log", "prints every event as a sentence")
    .option("--limit <seconds>", "how long the code may run", "20")
    .addHelpText("after", HELP);
  for (const [format, words] of Object.entries(FORMATS)) {
    run.option(`--${format} <OUT>`, `writes ${words}; - is standard output`);
  }
  run.action(async (file: string, options: RunCommandOptions) => {
    const { runCommand } = await import("../run-command.ts");
    end(await runCommand(file, options, terminal));
  });
}
