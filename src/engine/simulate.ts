/** simulate: from a spec to its run. The one place where the rooms meet. */
import type { Process } from "./process/process.ts";
import { Recording } from "./simulate/recording.ts";
import { resumed } from "./simulate/resume.ts";
import type { Run } from "./simulate/run.ts";
import { Simulation } from "./simulate/simulation.ts";
import { type Nodes, type Plan, planRun, type Spec } from "./simulate/spec.ts";
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
  return runOf<N>(plan, new Simulation(plan));
}

/**
 * A run goes on from a moment, just behind the event of row `row`, otherwise than before: its past
 * stays byte for byte what it was. Whatever `changes` name of the spec is replaced from there on:
 *
 * - `faults` replace the list. Those that have struck by then stay in their places; new ones
 *   strike later. What was to come and is left out does not.
 * - `links` may have other bandwidths, delays, losses… for packets that start from then on; but
 *   no other ends, headers, MTUs or queue policies.
 * - `nodes` (and `classes`), where they are named, have other code: each process goes on, with its
 *   state, as an instance of the class given here. A field that is now made otherwise, and that
 *   the run has not changed, takes what it is made with: so a knob that goes into a constructor
 *   takes effect. Fields that the run has changed keep what they hold.
 * - with another `seed`, everybody's luck is another one from there on.
 *
 * For other knobs hand over what the experiment makes of them:
 * `resumeFrom(experiment(job), row, experiment({ ...job, knobs }))`. Without changes it is the
 * same run. The trace's links are described as in the new spec. It is always a full one.
 * @throws RangeError for a row that there is not, and for what cannot change, naming it and the
 * remedy; TypeError if a process cannot be copied at that moment, naming the node and the field.
 */
export function resumeFrom<N extends Nodes>(
  spec: Spec<N>,
  row: number,
  changes: Changes<N> = {},
): Run<N> {
  const { plan, simulation } = resumed(spec, row, changes as Partial<Spec>);
  return runOf<N>(plan, simulation);
}

/** The recording of a run that goes on from a moment: its moments, before and after that. */
export function recordingFrom(spec: Spec, row: number, changes: Changes = {}): Recording {
  return new Recording(resumed(spec, row, changes as Partial<Spec>));
}

/** What is replaced when a run goes on; of the nodes, only those that are named. */
export type Changes<N extends Nodes = Nodes> = Partial<Omit<Spec<N>, "nodes">> & {
  nodes?: Partial<N>;
};

/** Runs to the end. */
function runOf<N extends Nodes>(plan: Plan, simulation: Simulation): Run<N> {
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
