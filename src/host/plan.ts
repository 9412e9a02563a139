/** The plan of a run on sockets, which each of its OS processes makes for itself. */
import type { Experiment } from "../engine/check/sweep.ts";
import { type Plan, planRun } from "../engine/simulate/spec.ts";
import type { ExperimentSource } from "./messages.ts";

/**
 * The plan of an experiment, made anew in whatever process asks.
 * @throws as the module and `simulate` do; RangeError if the module has no such experiment.
 */
export async function planOf({ module, name, job }: ExperimentSource): Promise<Plan> {
  const exports = (await import(module)) as Record<string, unknown>;
  const experiment = exports[name];
  if (typeof experiment !== "function") {
    throw new RangeError(`${module} exports no experiment called ${name}: a function of a job.`);
  }
  return planRun((experiment as Experiment)(job));
}
