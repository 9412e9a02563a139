/** simulate: from a spec to its run. The one place where the rooms meet. */
import type { Process } from "./process/process.ts";
import type { Run } from "./simulate/run.ts";
import { Simulation } from "./simulate/simulation.ts";
import { type Nodes, planRun, type Spec } from "./simulate/spec.ts";
import { fingerprint } from "./trace/fingerprint.ts";

/** Raised with every change of a golden fingerprint: an old link then says that it is older. */
export const ENGINE_VERSION = "1";

/**
 * Runs an experiment. Pure: the same spec gives the same run, bit for bit, however often and
 * wherever; the processes of the spec are copied before they start and stay as they are. A
 * runaway ends at a limit, and a process that throws ends the run, each with the trace so far.
 * @throws RangeError or TypeError if the spec itself is wrong, naming the field and the remedy.
 */
export function simulate<N extends Nodes>(spec: Spec<N>): Run<N> {
  const plan = planRun(spec);
  const simulation = new Simulation(plan);
  const outcome = simulation.run();
  const trace = simulation.finish();
  const processes: [string, Process][] = simulation.nodes.map((node) => [node.name, node.process]);
  let digits: string | undefined = plan.trace === "full" ? undefined : "";
  return {
    engine: ENGINE_VERSION,
    seed: plan.seed,
    trace,
    metrics: simulation.metrics(trace),
    outcome,
    // Made when it is first asked for: sweeps never ask, and it takes a seventh of a run's time.
    get fingerprint() {
      return (digits ??= fingerprint(trace.data));
    },
    nodes: Object.fromEntries(processes) as N,
  };
}

export { type PossibleEvent, possibleEvents } from "./simulate/possible.ts";
export type { Change, Moment } from "./simulate/moment.ts";
export { moment, Recording } from "./simulate/recording.ts";
export type { LinkMetrics, Metrics, NodeMetrics, Outcome, Run } from "./simulate/run.ts";
export type { ClockSkew } from "./process/clock.ts";
export type { InboxLimit, Overflow } from "./simulate/inbox.ts";
export type { Limits, Nodes, Spec } from "./simulate/spec.ts";
