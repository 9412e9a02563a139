/** The faults of one run, as they strike: at their times, and after events of the trace. */
import { MOST_FAULTS } from "../../faults.ts";
import type { Memento } from "../../kernel/memento.ts";
import type { Network } from "../../network/network.ts";
import { numberOf, Task, taskOf, taskValue, type World } from "../../network/world.ts";
import type { Process } from "../../process/process.ts";
import type { Node } from "../node.ts";
import type { Plan } from "../spec.ts";
import { FaultLuck } from "./luck.ts";
import { crashesAfterEvents, type EventCrash, isOfOrder, isOfPackets } from "./plan.ts";
import { enter, relieve, strike, type StruckFault } from "./strike.ts";
import type { Target } from "./target.ts";

/** The run that is struck. */
type Struck = {
  readonly world: World;
  readonly nodes: readonly Node[];
  readonly network: Network;
  indexOf(name: string): number;
};

/** Lets the faults of a run strike. */
export class Striker implements Target {
  readonly world: World;
  readonly nodes: readonly Node[];
  readonly network: Network;
  readonly luck: FaultLuck;
  readonly #plan: Plan;
  readonly #indexOf: (name: string) => number;
  /** Crashes that wait for a row of the trace, in the order of those rows. */
  readonly #crashesAfter: EventCrash[];

  /** Enters those faults into the queue whose times are known. */
  constructor(plan: Plan, run: Struck) {
    this.#plan = plan;
    this.world = run.world;
    this.nodes = run.nodes;
    this.network = run.network;
    this.luck = new FaultLuck(run.world.streams);
    this.#indexOf = (name) => run.indexOf(name);
    this.#crashesAfter = crashesAfterEvents(plan.faults);
    plan.faults.forEach((_, index) => this.enter(index));
  }

  /** Enters a fault into the queue if the time is known at which it strikes. */
  enter(index: number): void {
    const fault = this.#plan.faults[index];
    if (!isOfPackets(fault) && !isOfOrder(fault)) enter(this, fault, index);
  }

  /**
   * The run has been restored from one with another list of faults: of these, it did not have or
   * had others in their places. What was to strike under their numbers no longer does.
   */
  exchange(isNew: ReadonlySet<number>): void {
    const { queue, trace } = this.world;
    const kept: { time: number; order: number; value: number }[] = [];
    while (queue.pop()) {
      const { time, order, value } = queue;
      const isStrike = taskOf(value) === Task.fault && numberOf(value) < MOST_FAULTS;
      if (!isStrike || !isNew.has(numberOf(value))) kept.push({ time, order, value });
    }
    for (const { time, order, value } of kept) queue.push(time, order, value);
    const { faults } = this.#plan;
    for (const index of isNew) {
      this.luck.forget(index);
      if (index < faults.length) this.enter(index);
    }
    const later = crashesAfterEvents(faults).filter(({ event }) => event >= trace.rows);
    this.#crashesAfter.splice(0, this.#crashesAfter.length, ...later);
  }

  /** A fault is due, or, from `MOST_FAULTS` on, the end of what it does. */
  strike(number: number): void {
    const isRelief = number >= MOST_FAULTS;
    const index = isRelief ? number - MOST_FAULTS : number;
    const fault = this.#plan.faults[index] as StruckFault;
    if (isRelief) relieve(this, fault, index);
    else strike(this, fault, index);
  }

  /** Whether any crash still waits for a row of the trace. */
  get waitsForRows(): boolean {
    return this.#crashesAfter.length > 0;
  }

  /** An event is over: crashes strike that were planned for its end. */
  eventIsOver(): void {
    const { trace } = this.world;
    while (this.#crashesAfter.length > 0 && this.#crashesAfter[0].event < trace.rows) {
      const { fault, node } = this.#crashesAfter.shift() as EventCrash;
      this.nodes[this.indexOf(node)].crash(fault);
      this.crashed(fault);
    }
  }

  /** Fault `index` has crashed a node where it was planned: perhaps it starts again later. */
  crashed(index: number): void {
    const { downFor } = this.#plan.faults[index] as { downFor?: number };
    if (downFor !== undefined) this.relieve(index, this.world.now + downFor);
  }

  /** Saves or restores what is still to strike, but for what the queue holds. */
  remember(memento: Memento): void {
    memento.list(this.#crashesAfter);
    this.luck.remember(memento);
  }

  // What faults ask for: Target. A fault's index is its order.

  indexOf(name: string): number {
    return this.#indexOf(name);
  }

  again(index: number, time: number): void {
    this.world.queue.push(time, index, taskValue(Task.fault, index));
  }

  relieve(index: number, time: number): void {
    this.world.queue.push(time, index, taskValue(Task.fault, index + MOST_FAULTS));
  }

  program(name: string): Process {
    return this.#plan.classes[name];
  }
}
