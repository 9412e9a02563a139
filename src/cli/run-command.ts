/** `mostly-reliable run FILE`: one run of an experiment, its end in words, its trace in files. */
import type { Fault } from "../engine/faults.ts";
import { Trace } from "../engine/trace/trace.ts";
import { HangingError, NodeSession, RefusedError } from "../notebook/build/node-session.ts";
import type { CompiledCell } from "../notebook/cells.ts";
import type { Knob, KnobValue } from "../notebook/knob.ts";
import type { Message, RunData } from "../notebook/protocol.ts";
import { childProcess } from "./child-process.ts";
import { CommandFailure, ExitCode } from "./failure.ts";
import { readFaults } from "./faults.ts";
import { readKnob } from "./knobs.ts";
import { readLimit } from "./limit.ts";
import { type Format, FORMATS } from "./formats.ts";
import { logOf, summaryOf, writeTrace } from "./output.ts";
import { socketRun } from "./socket-run.ts";
import { say, type Terminal } from "./terminal.ts";
import { chooseExperiment, type FileExperiment, readSource } from "./source.ts";

/** The options of the command, as the terminal gives them. */
export type RunCommandOptions = Partial<Record<Format, string>> & {
  experiment?: string;
  seed?: string;
  knob: string[];
  /** A file of faults as JSON, or that JSON itself. */
  faults?: string;
  /** Whether to print every event as a sentence. */
  log?: boolean;
  /** Whether to run on real sockets, by datagrams or by connections. */
  udp?: boolean;
  tcp?: boolean;
  /** Seconds. */
  limit: string;
};

/** What the session said while it loaded the file. */
class Said {
  readonly knobs: Knob[] = [];
  readonly values = new Map<string, unknown>();
  run: RunData | undefined;
  failure: { cell: string; line: number; message: string } | undefined;

  readonly take = (message: Message): void => {
    if (message.kind === "knob") this.knobs.push(message.knob);
    else if (message.kind === "value") this.values.set(message.name, message.value);
    else if (message.kind === "run") this.run = message.run;
    else if (message.kind === "failed") this.failure ??= message.failure;
    else if (message.kind === "cell" && message.status.state === "failed") {
      this.failure ??= message.status.failure;
    }
  };
}

/**
 * Carries the command out.
 * @returns the code to end with: 0, or 1 where a process threw or the run reached a limit.
 */
export async function runCommand(
  path: string,
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const { id, run, isCut } = await makeRun(path, options);
  const formats = Object.keys(FORMATS) as Format[];
  const trace = new Trace(run.trace);
  for (const format of formats) {
    const target = options[format];
    if (target !== undefined) writeTrace(trace, format, target, terminal);
  }
  // Standard output belongs to a trace that goes there.
  const isPiped = formats.some((format) => options[format] === "-");
  const tell = isPiped ? terminal.err : terminal.out;
  if (options.log === true) tell(logOf(run));
  tell(`${summaryOf(id, run)}\n`);
  if (isCut) say(terminal, "It was cut off by its time: --limit gives it more.");
  const isBad = isCut || run.outcome.kind === "error" || run.outcome.kind === "limit";
  return isBad ? ExitCode.bad : 0;
}

/** A run, in the simulator or on sockets. */
async function makeRun(
  path: string,
  options: RunCommandOptions,
): Promise<{ id: string; run: RunData; isCut: boolean }> {
  const { udp, tcp } = options;
  if (udp === true && tcp === true) throw new CommandFailure("--udp and --tcp: take one of them.");
  if (udp === true || tcp === true) return socketRun(path, options, udp === true ? "udp" : "tcp");
  const source = readSource(path);
  const experiment = chooseExperiment(source, options.experiment);
  const run = await runOnce(source.cells, experiment, options, source.file);
  return { id: experiment.id, run, isCut: false };
}

async function runOnce(
  cells: CompiledCell[],
  experiment: FileExperiment,
  options: RunCommandOptions,
  file: string,
): Promise<RunData> {
  const said = new Said();
  const session = new NodeSession(said.take, readLimit(options.limit) * 1_000, childProcess());
  try {
    const { id, run, faultsName } = experiment;
    const seed = options.seed ?? experiment.seed;
    const watched = faultsName === "" ? [] : [faultsName];
    const first = [{ id, run, seed, faults: [] }];
    await session.ask({ kind: "load", cells, knobs: {}, experiments: first, watched });
    refuseFailure(said, file);
    const knobs = Object.fromEntries(options.knob.map((text) => readKnob(text, said.knobs)));
    const faults = faultsFor(said, faultsName, options.faults);
    if (Object.keys(knobs).length > 0 || faults.length > 0) {
      const experiments = [{ id, run, seed, faults }];
      await session.ask({ kind: "update", knobs: allKnobs(said.knobs, knobs), experiments });
      refuseFailure(said, file);
    }
    if (said.run === undefined) throw new CommandFailure(`${file}: “${id}” has brought no run.`);
    return said.run;
  } catch (error) {
    if (error instanceof RefusedError) throw new CommandFailure(error.message);
    if (!(error instanceof HangingError)) throw error;
    throw new CommandFailure(`${error.message} --limit gives it more time.`, ExitCode.stopped);
  } finally {
    await session.end();
  }
}

/** What is turned, and everything else as its author has it. */
function allKnobs(knobs: readonly Knob[], turned: Record<string, KnobValue>) {
  return { ...Object.fromEntries(knobs.map(({ name, value }) => [name, value])), ...turned };
}

function refuseFailure({ failure }: Said, file: string): void {
  if (failure === undefined) return;
  const { cell, line, message } = failure;
  const where = cell === "" ? file : `${file}, cell “${cell}”${line > 0 ? `, line ${line}` : ""}`;
  throw new CommandFailure(`${where}: ${message}`, ExitCode.bad);
}

/** The faults of the option, or those that the experiment's author has given it. */
function faultsFor(said: Said, name: string, option: string | undefined): Fault[] {
  const own = name === "" ? "[]" : String(said.values.get(name) ?? "[]");
  const { nodes, links } = (said.run as RunData).trace;
  return readFaults(option, own, { nodes, links: links.map(({ id }) => id) });
}
