/**
 * Runs whose order of events is laid down: `first` faults say, one after another, which of the
 * possible events happens next. See `faults/order` for what that means.
 */
import type { Memento } from "../kernel/memento.ts";
import { EventQueue } from "../kernel/queue.ts";
import type { Timers } from "../kernel/timers.ts";
import { numberOf, Task, type TaskCode, taskOf, taskValue, type World } from "../network/world.ts";
import { NOWHERE } from "../trace/trace.ts";
import type { Timer } from "./stage.ts";

/** One choice: which node acts, and which of its possible events happens. */
export type Step = { node: number; n: number };

/** An event that is possible: `value` is as in the queue of events. */
export type Choice = { due: number; order: number; value: number };

/** What is needed of the run. */
export type Scheduled = {
  readonly world: World;
  readonly timers: Timers;
  readonly timerList: readonly Timer[];
  readonly network: { reaches(slot: number): number };
};

/** What goes on by itself and may bring an event that was not possible before. */
const fruitful: ReadonlySet<TaskCode> = new Set<TaskCode>([
  Task.start,
  Task.transmit,
  Task.resume,
  Task.forward,
]);

const isTimer = (value: number): boolean => taskOf(value) === Task.timer;

/** What happens in a run as long as its order is laid down. */
export class Schedule {
  /** What `next` found. */
  time = 0;
  order = 0;
  value = 0;

  readonly #run: Scheduled;
  readonly #steps: readonly Step[];
  #taken = 0;
  #chosen: Choice | undefined;
  /** What goes on by itself, in its order; and how much of that is fruitful. */
  readonly #automatic = new EventQueue();
  #fruitful = 0;
  /** Flights that chance lets arrive. */
  #flights: Choice[] = [];
  /** Entries of timers: they say nothing here, and are given back in the end. */
  readonly #entries: Choice[] = [];

  constructor(run: Scheduled, steps: readonly Step[]) {
    this.#run = run;
    this.#steps = steps;
  }

  /** Finds what happens next, into `time`, `order` and `value`; false when all is as laid down. */
  next(): boolean {
    const { world } = this.#run;
    for (;;) {
      this.#sort();
      if (this.#automatic.peek() <= world.now) return this.#goOn();
      if (this.#chosen !== undefined && !this.#isPossible(this.#chosen)) this.#chosen = undefined;
      else if (this.#chosen !== undefined) return this.#approach(this.#chosen);
      else if (this.#taken === this.#steps.length) return false;
      else if (!this.#choose() && this.#fruitful > 0) return this.#goOn();
      else this.#taken++;
    }
  }

  /** The events that are possible at a node, in the order in which they are due. */
  possible(node: number): Choice[] {
    return this.#choices().filter((choice) => this.#nodeOf(choice) === node);
  }

  #choices(): Choice[] {
    const { timers, timerList } = this.#run;
    const choices = [...this.#flights];
    for (const { number } of timerList) {
      if (!timers.isRunning(number)) continue;
      const [due, order] = [timers.deadline(number), timers.order(number)];
      choices.push({ due, order, value: taskValue(Task.timer, number) });
    }
    return choices.sort((a, b) => a.due - b.due || a.order - b.order);
  }

  /** The node at which an event happens; `NOWHERE` for a flight that has been ended. */
  #nodeOf({ value }: Choice): number {
    const number = numberOf(value);
    const { timerList, network } = this.#run;
    return isTimer(value) ? timerList[number].node : network.reaches(number);
  }

  /** Gives everything back to the run's queue: from now on time decides. */
  release(): void {
    this.#sort();
    this.#catchUp();
    const { queue } = this.#run.world;
    const rest = this.#automatic;
    while (rest.pop()) queue.push(rest.time, rest.order, rest.value);
    for (const { due, order, value } of this.#flights) queue.push(due, order, value);
    // An entry must not take time back, even if it finds that its timer has been stopped.
    const { now } = this.#run.world;
    for (const { due, order, value } of this.#entries) {
      queue.push(Math.max(due, now), order, value);
    }
  }

  /** Takes over what has come into the run's queue. */
  #sort(): void {
    const { queue } = this.#run.world;
    while (queue.pop()) {
      const { time, order, value } = queue;
      const task = taskOf(value);
      const choice = { due: time, order, value };
      if (task === Task.timer) this.#entries.push(choice);
      else if (task === Task.end && this.#nodeOf(choice) !== NOWHERE) this.#flights.push(choice);
      else {
        this.#automatic.push(time, order, value);
        if (fruitful.has(task)) this.#fruitful++;
      }
    }
  }

  /** What goes on by itself goes on. */
  #goOn(): true {
    const { world } = this.#run;
    this.#automatic.pop();
    const { time, order, value } = this.#automatic;
    if (fruitful.has(taskOf(value))) this.#fruitful--;
    this.#set(Math.max(time, world.now), order, value);
    return true;
  }

  /** Whether the next step finds its event. */
  #choose(): boolean {
    const { node, n } = this.#steps[this.#taken];
    this.#chosen = this.possible(node).at(n - 1);
    return this.#chosen !== undefined;
  }

  #isPossible(choice: Choice): boolean {
    const { timers } = this.#run;
    const number = numberOf(choice.value);
    if (!isTimer(choice.value)) return this.#nodeOf(choice) !== NOWHERE;
    return timers.isRunning(number) && timers.order(number) === choice.order;
  }

  /** The chosen event happens, or what goes on by itself before it is due. */
  #approach(chosen: Choice): true {
    const time = Math.max(chosen.due, this.#run.world.now);
    if (this.#automatic.peek() <= time) return this.#goOn();
    this.#chosen = undefined;
    this.#take(chosen);
    this.#set(time, chosen.order, chosen.value);
    return true;
  }

  #take({ order, value }: Choice): void {
    if (isTimer(value)) this.#run.timers.stop(numberOf(value));
    else this.#flights = this.#flights.filter((flight) => flight.order !== order);
  }

  /** What has had to wait happens now, in the order in which it was due. */
  #catchUp(): void {
    const { world, timers } = this.#run;
    const late = this.#choices().filter(({ due }) => due <= world.now);
    if (late.length === 0 || late[0].due === world.now) return;
    for (const choice of late) {
      const order = world.nextOrder();
      if (isTimer(choice.value)) timers.set(numberOf(choice.value), world.now, order);
      else Object.assign(choice, { due: world.now, order });
    }
  }

  /** Saves or restores how far it has come. */
  remember(memento: Memento): void {
    [this.#taken, this.#fruitful] = memento.values([this.#taken, this.#fruitful]);
    this.#chosen = memento.copied(this.#chosen, (chosen) => chosen && { ...chosen });
    this.#automatic.remember(memento);
    this.#flights = memento.copied(this.#flights, (all) => all.map((each) => ({ ...each })));
    memento.list(this.#entries);
  }

  #set(time: number, order: number, value: number): void {
    this.time = time;
    this.order = order;
    this.value = value;
  }
}
