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
import { linkInfos } from "../engine/network/topology.ts";
import type { Process } from "../engine/process/process.ts";
import { metricsOf } from "../engine/simulate/metrics.ts";
import { ENGINE_VERSION, type Nodes, type Outcome, type Run } from "../engine/simulate.ts";
import type { Plan } from "../engine/simulate/spec.ts";
import { fingerprint } from "../engine/trace/fingerprint.ts";
import { tallyOf } from "../engine/trace/tally.ts";
import { Conductor } from "./conductor.ts";
import { mergeJournals } from "./merge.ts";
import type { ExperimentSource } from "./messages.ts";
import { planOf } from "./plan.ts";
import { TRANSPORTS, type TransportName } from "./transport.ts";

/** A run on real sockets. */
export type SocketRunOptions = {
  /** The module that exports the experiment: a path or a `file:` address. */
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
};

const OPTIONS = ["module", "name", "knobs", "seed", "faults", "transport", "until"];

/**
 * Runs an experiment on real sockets. It ends when nothing is running or waiting any more, when a
 * process throws, or at `until`.
 * @throws RangeError for wrong options and for faults that only a simulator can make; Error if an
 * OS process cannot be started or ends by itself; each says what to do.
 */
export async function runOnSockets(options: SocketRunOptions): Promise<Run> {
  const { source, transport, until } = checkRun(options);
  const plan = await planOf(source);
  const folder = mkdtempSync(join(tmpdir(), "mostly-reliable-host-"));
  mkdirSync(join(folder, "disks"));
  try {
    const conductor = new Conductor(plan, { source, transport, folder });
    const outcome = await conductor.conduct(Math.min(until, plan.until));
    return runOf(plan, conductor, outcome);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkRun(options: SocketRunOptions) {
  checkOptions("runOnSockets", options, OPTIONS);
  const { module, name = "experiment", knobs = {}, seed = 1, faults = [] } = options;
  if (typeof module !== "string" || module === "") {
    throw new RangeError("runOnSockets: module must be the path of a file that exports it.");
  }
  const address = module.startsWith("file:") ? module : pathToFileURL(module).href;
  const transport = options.transport ?? "udp";
  return {
    source: { module: address, name, job: { knobs, seed, faults } },
    transport: checkChoice("runOnSockets", "transport", transport, [...TRANSPORTS]),
    until: checkTime("runOnSockets", "until", options.until ?? seconds(10)),
  };
}

function runOf(plan: Plan, conductor: Conductor, outcome: Outcome): Run {
  const infos = linkInfos(plan.links, plan.names);
  const trace = mergeJournals(conductor.journals, conductor.signals, plan.names, infos);
  const processes = plan.names.map((name, i): [string, Process] => {
    const process = plan.processes[i];
    const blank = Object.create(Object.getPrototypeOf(process) as object) as Process;
    return [name, Object.assign(blank, conductor.fieldsOf(i))];
  });
  return {
    engine: ENGINE_VERSION,
    seed: plan.seed,
    trace,
    metrics: metricsOf({
      tally: tallyOf(trace),
      nodes: plan.names,
      links: plan.links,
      queues: plan.links.map((_, link) => conductor.queueOf(link)),
      measures: plan.names.map((_, node) => conductor.measureOf(node)),
      events: trace.rows,
      endTime: conductor.endTime,
    }),
    outcome,
    fingerprint: fingerprint(trace.data),
    nodes: Object.fromEntries(processes) as Nodes,
  };
}
