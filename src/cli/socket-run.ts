/** `run --udp` and `run --tcp`: the same experiment as OS processes on real sockets. */
import { runOnSockets } from "../host/run.ts";
import type { TransportName } from "../host/transport.ts";
import type { RunData } from "../notebook/protocol.ts";
import { runData } from "../notebook/run/plain.ts";
import { experimentModule } from "./cells/experiment.ts";
import { faultsOf, knobsOf, open } from "./cells/open.ts";
import { SubjectReader } from "./cells/subject.ts";
import { CONFINED } from "./child-process.ts";
import { CommandFailure, ExitCode } from "./failure.ts";
import { readLimit } from "./limit.ts";

export type SocketOptions = {
  experiment?: string;
  seed?: string;
  knob: string[];
  faults?: string;
  limit: string;
};

/**
 * Makes the run.
 * @throws CommandFailure, TopicError: what is wrong, and the remedy.
 */
export async function socketRun(
  path: string,
  options: SocketOptions,
  transport: TransportName,
): Promise<{ id: string; run: RunData; isCut: boolean }> {
  const limit = readLimit(options.limit);
  const reader = new SubjectReader(path, options.experiment);
  const question = { expressions: () => [], asked: () => ({ kind: "claims" as const }) };
  const opened = await open(reader, question, limit * 1_000);
  await opened.scout.end();
  const { cells, experiment } = opened.subject;
  try {
    const run = await runOnSockets({
      module: experimentModule(cells, experiment.run),
      knobs: knobsOf(opened, options.knob),
      seed: options.seed ?? experiment.seed,
      faults: faultsOf(opened, options.faults),
      transport,
      until: limit * 1e9,
      confined: CONFINED,
    });
    const isCut = run.outcome.kind === "until" && run.metrics.endTime >= limit * 1e9;
    return { id: experiment.id, run: runData(run, []).run, isCut };
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    const { message } = error as Error;
    throw new CommandFailure(message, error instanceof RangeError ? ExitCode.usage : ExitCode.bad);
  }
}
