/** What may happen next in a run whose order of events is laid down. */
import { numberOf, Task, taskOf } from "../network/world.ts";
import type { Outcome } from "./run.ts";
import { type Choice, Schedule } from "./schedule.ts";
import { Simulation } from "./simulation.ts";
import { planRun, type Spec } from "./spec.ts";

/** An event that `first(node, n)` would let happen next. */
export type PossibleEvent = {
  node: string;
  n: number;
  /** When it is due, ns: in the past if it has had to wait. */
  due: number;
} & (
  | { kind: "arrival"; link: string; message: number; fragment: number }
  | { kind: "timeout"; timer: string }
);

/**
 * Runs a spec as far as its `first` faults lay down what happens.
 * @returns What is possible next, node by node; or how the run has ended before.
 * @throws as `simulate`.
 */
export function possibleEvents(spec: Spec): PossibleEvent[] | Outcome {
  const simulation = new Simulation({ ...planRun(spec), trace: "none" });
  const schedule = simulation.runToChoice();
  if (!(schedule instanceof Schedule)) return schedule;
  return simulation.nodes.flatMap(({ index, name }) =>
    schedule.possible(index).map((choice, i) => ({
      ...{ node: name, n: i + 1, due: choice.due },
      ...eventOf(simulation, choice),
    })),
  );
}

function eventOf({ timerList, network }: Simulation, { value }: Choice) {
  const number = numberOf(value);
  if (taskOf(value) === Task.timer) {
    return { kind: "timeout" as const, timer: timerList[number].name };
  }
  return { kind: "arrival" as const, ...network.flight(number) };
}
