/** The options and the help of `worker`. */
import type { Command } from "commander";
import type { WorkerCommandOptions } from "../queue/worker.ts";
import type { Terminal } from "../terminal.ts";
import type { End } from "./end.ts";

const HELP = `
Examples:
  redis-server &
  mostly-reliable worker --queue redis://localhost:6379 &    # here, and on other machines
  mostly-reliable sweep my-cells.ts --metric lost --seeds 100000 --queue redis://localhost:6379

Any number of workers take runs from the queue. When one is killed, another takes over what it had,
after --takeover seconds. Ctrl-C lets a worker finish what it has in hand. If Redis goes away, it
waits until it is there again. Workers of another engine version have another queue.

Ends with 0 after an interrupt, 2 if the command cannot be carried out as it is given, 5 if no
Redis answers.

Whoever may write to that Redis can have code run here: in confined processes, as with run and
sweep, but that is a seat belt, not a wall. Give it a password, and keep it off the open network.`;

export function addWorker(program: Command, end: End, terminal: Terminal): void {
  program
    .command("worker")
    .description("makes the runs of sweeps that stand in a queue on Redis")
    .requiredOption("-q, --queue <redis://…>", "the Redis")
    .option("-w, --workers <N>", "processes that work at once (default: one a processor)")
    .option("--takeover <seconds>", "how long a killed worker's runs wait for another", "5")
    .addHelpText("after", HELP)
    .action(async (options: WorkerCommandOptions) => {
      const { workerCommand } = await import("../queue/worker.ts");
      end(await workerCommand(options, terminal));
    });
}
