/** One run while it runs: the loop over the queue, and what joins network and nodes. */
import { grouped } from "../kernel/check.ts";
import type { Memento } from "../kernel/memento.ts";
import { Timers } from "../kernel/timers.ts";
import { Network } from "../network/network.ts";
import type { Envelope, Message } from "../network/packet.ts";
import { linkInfos } from "../network/topology.ts";
import { numberOf, Task, taskOf, taskValue, World } from "../network/world.ts";
import type { Neighbour } from "../process/host.ts";
import { lineRegister } from "../process/line.ts";
import { Tally, tallyOf } from "../trace/tally.ts";
import { Trace } from "../trace/trace.ts";
import { TraceFull } from "../trace/writer.ts";
import type { Encoded } from "../wire/body.ts";
import { limitWords } from "./limit-words.ts";
import { Mail } from "./mail.ts";
import { metricsOf } from "./metrics.ts";
import type { NodeStage } from "./node-stage.ts";
import { Node } from "./node.ts";
import { failureOf, type Parts, RunEnds, writerFor } from "./parts.ts";
import type { Metrics, Outcome } from "./run.ts";
import { Schedule } from "./schedule.ts";
import { noSuchNode } from "./send-options.ts";
import type { Limits, Plan } from "./spec.ts";
import { copyTimer, type Timer } from "./stage.ts";
import { prepareRouter, routerSettings, stationsOf } from "./stations.ts";
import { nodeSetups, packetPlans, stepsOf } from "./strikes/plan.ts";
import { Striker } from "./strikes/striker.ts";

/** A run in the making. */
export class Simulation implements NodeStage {
  readonly world: World;
  readonly names: readonly string[];
  readonly timers: Timers;
  readonly timerList: Timer[] = [];
  readonly nodes: Node[];
  readonly network: Network;
  /** Set from outside to stop the run after the present event. */
  isStopped = false;

  readonly #plan: Plan;
  readonly #indexes: ReadonlyMap<string, number>;
  /** Lets the run's faults strike. */
  readonly striker: Striker;
  /** Where the run keeps no trace: counts its rows. */
  readonly #tally: Tally | undefined;
  readonly mail: Mail;
  #operations = 0;
  /** What happens as long as that is laid down; undefined once time decides. */
  #schedule: Schedule | undefined;

  constructor(plan: Plan, parts: Parts = {}) {
    this.#plan = plan;
    const { names, limits } = plan;
    this.names = names;
    this.#indexes = new Map(names.map((name, i) => [name, i]));
    if (plan.trace === "none") this.#tally = new Tally(plan.links.length, names.length);
    const trace = parts.trace ?? writerFor(limits, this.#tally);
    this.world = new World(plan.seed, trace);
    this.timers = new Timers(this.world.queue, (timer) => taskValue(Task.timer, timer));
    const { ofLinks, fragments } = packetPlans(plan);
    this.mail = new Mail(this, fragments);
    const network = { ...plan, routers: plan.processes.map(routerSettings) };
    this.network = new Network(this.world, network, ofLinks, stationsOf(this));
    const makeNode = parts.node ?? ((index, setup) => new Node(this, index, setup));
    this.nodes = nodeSetups(plan).map((setup, index) => makeNode(index, setup, this));
    for (const node of this.nodes) this.prepare(node);
    this.striker = new Striker(plan, this);
    for (const node of this.nodes) this.world.schedule(0, Task.start, node.index);
    this.#schedule = this.#orderLaidDown();
  }

  /** Runs to the end, and says which; or until it is stopped, and can be run on. */
  run(): Outcome {
    return this.#guard(() => this.#runSchedule() ?? this.#loop());
  }

  /**
   * Runs as far as faults lay down what happens first: the outcome if it ends there, else the
   * schedule, which knows what is possible next. The simulation must not go on after this.
   */
  runToChoice(): Outcome | Schedule {
    const schedule = this.#schedule ?? new Schedule(this, []);
    return this.#guard(() => this.#follow(schedule) ?? schedule);
  }

  /**
   * For a host with a clock of its own (ns): `act` happens now, then what is due by now, each thing
   * when the clock says so; `after` is called after each. How the run has ended, if it has.
   */
  attend(clock: () => number, act: () => void, after: () => void): Outcome | undefined {
    const { queue } = this.world;
    return this.#guard(() => {
      this.world.now = Math.max(clock(), this.world.now);
      for (act(), after(); queue.peek() <= clock(); after()) {
        queue.pop();
        const { value, order } = queue;
        const isTimer = taskOf(value) === Task.timer;
        if (isTimer && !this.timers.fires(numberOf(value), order)) continue;
        this.#happen(Math.max(clock(), this.world.now), value, order);
      }
      return undefined;
    });
  }

  #guard<Result>(run: () => Result): Result | Outcome {
    try {
      return run();
    } catch (thrown) {
      if (thrown instanceof RunEnds) return thrown.outcome;
      if (thrown instanceof TraceFull) return this.#limit(thrown.limit);
      throw thrown;
    }
  }

  /**
   * Saves or restores the run between two events.
   * @throws TypeError if a process cannot be copied; it names the node, the field, the remedy.
   */
  remember(memento: Memento): void {
    this.world.remember(memento);
    this.timers.remember(memento);
    memento.list(this.timerList, (timer) => memento.once(timer, copyTimer));
    this.network.remember(memento);
    for (const node of this.nodes) node.remember(memento);
    this.mail.remember(memento);
    this.#operations = memento.value(this.#operations);
    this.striker.remember(memento);
    if (memento.isRead) this.#schedule = this.#orderLaidDown();
    if (!memento.part(this.#schedule)) this.#schedule = undefined;
    const { line, first } = lineRegister;
    [lineRegister.line, lineRegister.first] = memento.values([line, first]);
  }

  #orderLaidDown(): Schedule | undefined {
    const steps = stepsOf(this.#plan);
    return steps.length === 0 ? undefined : new Schedule(this, steps);
  }

  #runSchedule(): Outcome | undefined {
    if (this.#schedule === undefined) return undefined;
    const outcome = this.#follow(this.#schedule);
    if (this.isStopped) return outcome;
    this.#schedule.release();
    this.#schedule = undefined;
    return outcome;
  }

  #follow(schedule: Schedule): Outcome | undefined {
    const { until, limits } = this.#plan;
    while (!this.isStopped && schedule.next()) {
      const { time, value, order } = schedule;
      if (time > Math.min(until, limits.time)) return this.#tooLate(until, time);
      this.#happen(time, value, order);
    }
    return undefined;
  }

  /** The trace so far. The simulation must not go on after this. */
  finish(): Trace {
    const { links } = this.#plan;
    return new Trace(this.world.trace.finish([...this.names], linkInfos(links, this.names)));
  }

  /** What is counted of the run, whose finished trace is given. */
  metrics(trace: Trace): Metrics {
    const { now: endTime, trace: writer } = this.world;
    const { nodes, links } = trace;
    const tally = this.#tally ?? tallyOf(trace);
    const queues = this.network.links.map((link) => link.measure(endTime));
    const measures = this.nodes.map((node) => node.measure());
    return metricsOf({ tally, nodes, links, queues, measures, events: writer.rows, endTime });
  }

  #loop(): Outcome {
    const { queue } = this.world;
    const { until, limits } = this.#plan;
    const end = Math.min(until, limits.time);
    if (!this.striker.waitsForRows) this.world.horizon = end;
    while (!this.isStopped && queue.pop()) {
      const { time, value, order } = queue;
      // A timer that was stopped or set anew meanwhile must not move the clock.
      const isTimer = taskOf(value) === Task.timer;
      if (isTimer && !this.timers.fires(numberOf(value), order)) continue;
      if (time > end) return this.#tooLate(until, time);
      this.#happen(time, value, order);
    }
    return { kind: "finished" };
  }

  #tooLate(until: number, time: number): Outcome {
    if (time <= until) return this.#limit("time");
    this.world.now = until;
    return { kind: "until" };
  }

  #happen(time: number, value: number, order: number): void {
    this.world.now = time;
    this.#perform(value, order);
    if (this.striker.waitsForRows) this.striker.eventIsOver();
  }

  #perform(value: number, order: number): void {
    const number = numberOf(value);
    switch (taskOf(value)) {
      case Task.end:
        return this.network.end(number);
      case Task.timer:
        return this.nodes[this.timerList[number].node].expire(this.timerList[number]);
      case Task.transmit:
        return this.network.transmit(number);
      case Task.resume:
        return this.nodes[number].resume(order);
      case Task.flip:
        return this.network.flip(number);
      case Task.flips:
        return this.network.flips(number);
      case Task.drop:
        return this.network.drop(number, order);
      case Task.start:
        return this.nodes[number].start();
      case Task.forward:
        return this.network.forward(number);
      case Task.giveUp:
        return this.network.giveUp(number);
      case Task.reroute:
        return this.network.reroute();
      case Task.fault:
        return this.striker.strike(number);
    }
  }

  // What the nodes ask for: NodeStage.

  indexOf(name: unknown): number {
    const index = this.#indexes.get(name as string);
    if (index !== undefined) return index;
    throw noSuchNode(name, this.names);
  }

  post(
    from: number,
    to: number,
    encoded: Encoded,
    size: number,
    cause: number,
    envelope: Envelope,
  ): void {
    this.mail.post(from, to, encoded, size, cause, envelope);
  }

  refuse(message: Message, row: number): void {
    this.mail.refuse(message, row);
  }

  nextOperation(): number {
    return ++this.#operations;
  }

  forget(node: number): void {
    this.network.forget(node);
  }

  crashed(fault: number): void {
    this.striker.crashed(fault);
  }

  prepare(node: Node): void {
    prepareRouter(this.network, node);
  }

  comeBack(node: number): void {
    this.prepare(this.nodes[node]);
    this.network.comeBack();
  }

  forgetRoutes(node: number): void {
    this.network.forgetRoutes(node);
  }

  neighbours(node: number): Neighbour[] {
    return this.network.neighbours(node);
  }

  checkInbox(node: string, waiting: number): void {
    if (waiting > this.#plan.limits.inbox) throw new RunEnds(this.#limit("inbox", node));
  }

  fail(node: number, cause: number, error: unknown): never {
    if (error instanceof TraceFull || error instanceof RunEnds) throw error;
    throw failureOf(this.world, { index: node, name: this.names[node] }, cause, error);
  }

  #limit(limit: keyof Limits, node = ""): Outcome {
    const value = grouped(this.#plan.limits[limit]);
    const at = `at ${grouped(this.world.now)} ns of simulated time`;
    return { kind: "limit", limit, words: limitWords[limit](value, at, node) };
  }
}
