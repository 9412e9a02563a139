/** The timers of one node, by name. Durations here are true ones, ns. */
import type { Memento } from "../kernel/memento.ts";
import { NONE } from "../trace/trace.ts";
import { copyTimer, type Stage, type Timer } from "./stage.ts";

/** The timers of one node. They outlive its restarts, stopped. */
export class NodeTimers {
  readonly #stage: Stage;
  readonly #node: number;
  readonly #timers = new Map<string, Timer>();
  /** The one that was asked for last, which is often asked for again. */
  #last: Timer | undefined;

  constructor(stage: Stage, node: number) {
    this.#stage = stage;
    this.#node = node;
  }

  /** The timer of a name, made if there is none. */
  named(name: string): Timer {
    if (this.#last?.name === name) return this.#last;
    return (this.#last = this.#timers.get(name) ?? this.#create(name));
  }

  /** Sets a timer, running or not. */
  set(timer: Timer, duration: number): void {
    const { world, timers } = this.#stage;
    timers.set(timer.number, world.now + duration, world.nextOrder());
  }

  /** Stops the timer of this name; undefined if it was neither running nor waiting. */
  cancel(name: string): Timer | undefined {
    const timer = this.#timers.get(name);
    return timer !== undefined && this.#stop(timer) ? timer : undefined;
  }

  /** Stops them all. */
  stopAll(): void {
    for (const timer of this.#timers.values()) this.#stop(timer);
  }

  /** The running timer of this name, stopped since it runs out now; undefined if none runs. */
  expire(name: string): Timer | undefined {
    const timer = this.#timers.get(name);
    if (timer === undefined || !this.#stage.timers.isRunning(timer.number)) return undefined;
    this.#stage.timers.stop(timer.number);
    return timer;
  }

  /** What still remains of each running timer becomes `factor` times as long. */
  stretch(factor: number): void {
    if (factor === 1) return;
    const { world, timers } = this.#stage;
    for (const timer of this.#timers.values()) {
      if (!timers.isRunning(timer.number)) continue;
      this.set(timer, Math.round((timers.deadline(timer.number) - world.now) * factor));
    }
  }

  /** Saves or restores which there are; whether they run, the run's own timers know. */
  remember(memento: Memento): void {
    memento.map(this.#timers, (timer) => memento.once(timer, copyTimer));
    this.#last = undefined;
  }

  #create(name: string): Timer {
    const { world, timers, timerList } = this.#stage;
    const text = world.trace.intern(name);
    const number = timers.create();
    const timer = { node: this.#node, name, text, number, row: NONE, isWaiting: false };
    timerList.push(timer);
    this.#timers.set(name, timer);
    return timer;
  }

  #stop(timer: Timer): boolean {
    const { timers } = this.#stage;
    if (!timer.isWaiting && !timers.isRunning(timer.number)) return false;
    timer.isWaiting = false;
    timers.stop(timer.number);
    return true;
  }
}
