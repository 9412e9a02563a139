/**
 * runOnSockets: the nodes of an experiment as OS processes of this machine, their links over real
 * sockets, by the real clock. The processes are the very same; so are the luck of each packet and
 * the trace, but for its times.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { checkChoice, checkOptions, checkTime } from "../engine/kernel/check.ts";
import { seconds } from "../engine/kernel/units.ts";
import type { Fault } from "../engine/faults.ts";
import type { Process } from "../engine/process/process.ts";
import { metricsOf } from "../engine/simulate/metrics.ts";
import { ENGINE_VERSION, type Nodes, type Outcome, type Run } from "../engine/simulate.ts";
import { fingerprint } from "../engine/trace/fingerprint.ts";
import { tallyOf } from "../engine/trace/tally.ts";
import { Conductor, outlineApart } from "./conductor.ts";
import { mergeJournals } from "./merge.ts";
import type { ExperimentSource } from "./messages.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { planOf } from "./plan.ts";
import { TRANSPORTS, type TransportName } from "./transport.ts";

/** A run on real sockets. */
export type SocketRunOptions = {
  /** The module that exports the experiment: a path, or a `file:` or `data:` address. */
  module: string;
  /** The name of the export. Default "experiment". */
  name?: string;
  knobs?: ExperimentSource["job"]["knobs"];
  seed?: number | string;
  /** As in the simulator; of nodes, `crash(node, t)` and `restart(node, t)`: a kill and a start. */
  faults?: readonly Fault[];
  /** Datagrams of UDP, or a connection of TCP for each pair. Default "udp". */
  transport?: TransportName;
  /** When to end a run that does not come to rest, real ns. Default 10 s. */
  until?: number;
  /**
   * Confines the OS processes: what Node is told for each, such as `--permission`. They may then
   * read and write the run's own folder, too, and this process does not load the module at all, so
   * that the run's processes come back as plain objects with their fields. Node's permissions do
   * not cover sockets.
   */
  confined?: readonly string[];
};

const OPTIONS = ["module", "name", "knobs", "seed", "faults", "transport", "until", "confined"];
/** How long a confined OS process may take to make the experiment, ms. */
const PATIENCE = 60_000;

/**
 * Runs an experiment on real sockets. It ends when nothing is running or waiting any more, when a
 * process throws, or at `until`.
 * @throws RangeError for wrong options and for faults that only a simulator can make; Error if an
 * OS process cannot be started or ends by itself; each says what to do.
 */
export async function runOnSockets(options: SocketRunOptions): Promise<Run> {
  const { source, transport, until, confined } = checkRun(options);
  const { outline, processes } = await begun(source, confined);
  const folder = mkdtempSync(join(tmpdir(), "mostly-reliable-host-"));
  mkdirSync(join(folder, "disks"));
  try {
    const execArgv = confined === undefined ? [] : [...confined, ...within(folder)];
    const conductor = new Conductor(outline, { source, transport, folder, execArgv });
    const outcome = await conductor.conduct(Math.min(until, outline.until));
    return runOf(outline, processes, conductor, outcome);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the run is to be, and its processes as they are before it, where they may be had. */
async function begun(
  source: ExperimentSource,
  confined: readonly string[] | undefined,
): Promise<{ outline: Outline; processes?: readonly Process[] }> {
  if (confined !== undefined) return { outline: await outlineApart(source, confined, PATIENCE) };
  const plan = await planOf(source);
  return { outline: outlineOf(plan), processes: plan.processes };
}

const within = (folder: string): string[] =>
  ["read", "write"].flatMap((right) => [
    `--allow-fs-${right}=${folder}`,
    `--allow-fs-${right}=${join(folder, "*")}`,
  ]);

function checkRun(options: SocketRunOptions) {
  checkOptions("runOnSockets", options, OPTIONS);
  const { module, name = "experiment", knobs = {}, seed = 1, faults = [] } = options;
  if (typeof module !== "string" || module === "") {
    throw new RangeError("runOnSockets: module must be the path of a file that exports it.");
  }
  const address = /^(file|data):/.test(module) ? module : pathToFileURL(module).href;
  const transport = options.transport ?? "udp";
  return {
    source: { module: address, name, job: { knobs, seed, faults } },
    transport: checkChoice("runOnSockets", "transport", transport, [...TRANSPORTS]),
    until: checkTime("runOnSockets", "until", options.until ?? seconds(10)),
    confined: options.confined,
  };
}

function runOf(
  { seed, names, links }: Outline,
  processes: readonly Process[] | undefined,
  conductor: Conductor,
  outcome: Outcome,
): Run {
  const trace = mergeJournals(conductor.journals, conductor.signals, names, links);
  const nodes = names.map((name, i): [string, Process] => {
    const prototype = processes && (Object.getPrototypeOf(processes[i]) as object);
    const blank = Object.create(prototype ?? Object.prototype) as Process;
    return [name, Object.assign(blank, conductor.fieldsOf(i))];
  });
  return {
    engine: ENGINE_VERSION,
    seed,
    trace,
    metrics: metricsOf({
      tally: tallyOf(trace),
      nodes: names,
      links,
      queues: links.map((_, link) => conductor.queueOf(link)),
      measures: names.map((_, node) => conductor.measureOf(node)),
      events: trace.rows,
      endTime: conductor.endTime,
    }),
    outcome,
    fingerprint: fingerprint(trace.data),
    nodes: Object.fromEntries(nodes) as Nodes,
  };
}
