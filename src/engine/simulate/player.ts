/** Plays a simulation as far as one wants. It stands still between two events. */
import type { Outcome } from "./run.ts";
import type { Simulation } from "./simulation.ts";

export class Player {
  readonly simulation: Simulation;
  /** How the run has ended, once it has. */
  outcome: Outcome | undefined;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
  }

  /** Rows written so far. */
  get rows(): number {
    return this.simulation.world.trace.rows;
  }

  /** Plays to the end of the event that makes the trace at least so long; nothing if it is. */
  playTo(rows: number): void {
    if (rows <= this.rows) return;
    this.simulation.world.trace.watch(rows - 1, () => this.stop());
    this.play();
  }

  /** Plays to the end of the run, or of the event in which it is stopped. */
  play(): void {
    const { simulation } = this;
    simulation.isStopped = false;
    const outcome = simulation.run();
    // An event may end the run after it has been stopped.
    const isOver = !simulation.isStopped || outcome.kind !== "finished";
    this.outcome = isOver ? outcome : undefined;
  }

  /** Stops after the present event. */
  stop(): void {
    this.simulation.isStopped = true;
    this.simulation.world.horizon = 0;
  }
}
