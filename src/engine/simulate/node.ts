/**
 * A node of a run: a process with its inbox. Handlers run one at a time; while a process works,
 * messages and timeouts wait.
 */
import { className, clip } from "../kernel/check.ts";
import type { Memento } from "../kernel/memento.ts";
import type { Message } from "../network/packet.ts";
import { Task } from "../network/world.ts";
import { setHost } from "../process/host.ts";
import { resetLine } from "../process/line.ts";
import type { Process } from "../process/process.ts";
import { Router } from "../process/router.ts";
import { type EventCode, EventKind } from "../trace/event.ts";
import { NONE, NOWHERE } from "../trace/trace.ts";
import { decodeBody } from "../wire/body.ts";
import { Conditions } from "./conditions.ts";
import { Actions } from "./actions.ts";
import { Busy } from "./busy.ts";
import type { Timer } from "./stage.ts";
import { Disk } from "./disk.ts";
import { setField } from "./edit.ts";
import { Program } from "./program.ts";
import { HandlerEnds, haltedHost, type PlannedCrashes } from "./halt.ts";
import { callHandler, type Handler } from "./handler.ts";
import { type Damage, Inbox, type Overflow, type Waiting } from "./inbox.ts";
import type { NodeMeasures, NodeSetup, NodeStage } from "./node-stage.ts";

/** One node of a run. */
export class Node {
  readonly index: number;
  readonly name: string;
  process: Process;
  isUp = true;
  /** Counts restarts. */
  life = 0;

  readonly #stage: NodeStage;
  /** What faults do to the machine under the process. */
  readonly conditions: Conditions;
  readonly #actions: Actions;
  readonly #isRouter: boolean;
  readonly #inbox = new Inbox();
  readonly #limit: number;
  readonly #overflow: Overflow;
  readonly program: Program;
  readonly #disk: Disk;
  readonly planned: PlannedCrashes | undefined;
  /** The disk as it was where the running handler was halted. */
  #halted: { disk: unknown } | undefined;
  /** The faults because of which the node is down. */
  readonly #downBy = new Set<number>();
  readonly busy = new Busy();

  constructor(stage: NodeStage, index: number, setup: NodeSetup) {
    this.#stage = stage;
    this.index = index;
    this.name = stage.names[index];
    this.program = new Program(this.name, setup.process);
    this.planned = setup.planned;
    this.#disk = new Disk(this.name, setup.mayCrash, (error) => stage.fail(index, NONE, error));
    this.process = this.program.fresh();
    this.#isRouter = setup.process instanceof Router;
    this.#actions = new Actions(stage, index, this.name, {
      beforeWork: (end) => this.#disk.mark(this.process, end),
      halt: () => this.#halt(),
      // A copy: whoever starts again with this disk writes on it.
      crashAsPlanned: (fault, disk) => this.#crashAsPlanned(fault, this.#disk.copied(disk)),
      isRouter: this.#isRouter,
      countsHandlers: setup.planned !== undefined,
    });
    setHost(this.process, this.#actions);
    this.conditions = new Conditions(this.#actions, (kind, detail) => {
      const number = typeof detail === "string" ? stage.world.trace.intern(detail) : detail;
      this.#record(kind, NOWHERE, NONE, NONE, number);
    });
    if (setup.clock !== undefined) this.#actions.skew(setup.clock);
    this.#limit = setup.inbox?.limit ?? Infinity;
    this.#overflow = setup.inbox?.overflow ?? "drop";
  }

  /** What was measured of it up to now. */
  measure(): NodeMeasures {
    const { now } = this.#stage.world;
    return { ...this.#inbox.measure(now), busy: this.busy.total(now) };
  }

  /** The node's first start, unless a fault came first. */
  start(): void {
    if (!this.isUp || this.life > 0) return;
    this.#run(this.#record(EventKind.start, NOWHERE, NONE, NONE, NONE), "start", undefined, "");
  }

  /** A whole message has come, by the arrival in row `row`. */
  deliver(message: Message, row: number, damage: Damage): void {
    if (!this.busy.isNow) return this.#receive(message, row, damage);
    if (this.#inbox.messages < this.#limit || this.#makeRoom(message, row)) {
      this.#wait({ kind: "message", message, row, damage });
    }
  }

  /** A message has found the inbox full: whether it may wait all the same. */
  #makeRoom(newcomer: Message, row: number): boolean {
    const { world } = this.#stage;
    const oldest = this.#overflow === "dropOldest" ? this.#inbox.takeOldest(world.now) : undefined;
    const { from, number } = oldest?.message ?? newcomer;
    const how = world.trace.intern(this.#overflow);
    const at = this.#record(EventKind.overflow, from, number, oldest?.row ?? row, how);
    if (this.#overflow === "refuse") this.#stage.refuse(newcomer, at);
    return oldest !== undefined;
  }

  /** A timer has run out. */
  expire(timer: Timer): void {
    if (!this.busy.isNow) return this.#timeout(timer);
    timer.isWaiting = true;
    this.#wait({ kind: "timeout", timer });
  }

  /** Fault number `fault` crashes the node, or keeps it down if it is. */
  crash(fault: number): void {
    if (!this.isUp) this.#downBy.add(fault);
    else this.#crash(fault, this.#disk.at(this.#stage.world.now, this.process));
  }

  #crash(fault: number, disk: unknown): void {
    this.#record(EventKind.crash, NOWHERE, NONE, NONE, fault);
    this.isUp = false;
    this.#downBy.add(fault);
    this.#disk.keep(disk);
    this.#actions.forget();
    this.#inbox.clear(this.#stage.world.now);
    this.busy.stop(this.#stage.world.now);
    this.#stage.forget(this.index);
  }

  #halt(): never {
    this.#halted = { disk: this.#disk.copyOf(this.process) };
    setHost(this.process, haltedHost(this.#actions));
    throw new HandlerEnds();
  }

  /** Fault number `fault` starts the node again, whatever keeps it down. Nothing if it is up. */
  restart(fault: number): void {
    if (this.isUp) return;
    const row = this.#record(EventKind.restart, NOWHERE, NONE, NONE, fault);
    this.process = this.program.fresh();
    this.#disk.insert(this.process);
    setHost(this.process, this.#actions);
    this.isUp = true;
    this.#downBy.clear();
    this.life++;
    this.#stage.comeBack(this.index);
    this.#run(row, "start", undefined, "");
  }

  /** Fault number `fault` no longer keeps the node down; it starts if no other does. */
  recover(fault: number): void {
    if (this.#downBy.delete(fault) && this.#downBy.size === 0) this.restart(fault);
  }

  /**
   * Fault number `fault` gives the node another program, under the name that the spec has for it,
   * and takes it down for that. Returns false if it is down already: it then stays so.
   */
  upgrade(name: string, program: Process, fault: number): boolean {
    const wasUp = this.isUp;
    if (wasUp) this.crash(fault);
    const text = this.#stage.world.trace.intern(name);
    this.#record(EventKind.upgrade, NOWHERE, NONE, NONE, text);
    this.program.become(name, program);
    return wasUp;
  }

  /** Sets a field of the process by its path; of a node that is down, only its disk. */
  edit(path: string, value: unknown): void {
    const root = this.isUp ? this.process : this.#disk.remains();
    const owner = this.isUp ? `${this.name} (${className(this.process)})` : `${this.name}, down,`;
    const text = this.#stage.world.trace.intern(clip(`${path} = ${JSON.stringify(value)}`, 200));
    const row = this.#record(EventKind.edit, NOWHERE, NONE, NONE, text);
    try {
      setField(owner, root, path, value);
    } catch (error) {
      this.#stage.fail(this.index, row, error);
    }
    if (!this.isUp) this.#disk.keep((root as { disk?: unknown }).disk);
    if (this.#isRouter) this.#stage.forgetRoutes(this.index);
  }

  /** Lets the timer of this name run out now, if it is running. */
  expireNow(name: string): void {
    const timer = this.#actions.expire(name);
    if (timer !== undefined) this.expire(timer);
  }

  /** What is left of the fields of a node that is down: its disk, if it has one. */
  remains(): { disk?: unknown } {
    return this.#disk.remains();
  }

  /** Goes on after work, if the queue's entry of this order is the one waited for. */
  resume(order: number): void {
    if (!this.busy.waitsFor(order)) return;
    this.#actions.doLater();
    if (!this.isUp) return;
    const next = Math.min(this.#actions.nextLater, this.busy.until);
    if (next > this.#stage.world.now) this.#waitUntil(next);
    else this.#becomeIdle();
  }

  #becomeIdle(): void {
    this.busy.stop(this.#stage.world.now);
    this.#disk.forgetMarks();
    while (!this.busy.isNow) {
      const item = this.#inbox.take(this.#stage.world.now);
      if (item === undefined) return;
      if (item.kind === "message") this.#receive(item.message, item.row, item.damage);
      else if (item.timer.isWaiting) this.#timeout(item.timer);
    }
  }

  #wait(item: Waiting): void {
    this.#inbox.push(item, this.#stage.world.now);
    this.#stage.checkInbox(this.name, this.#inbox.length);
  }

  #waitUntil(time: number): void {
    this.busy.waitFor(this.#stage.world.schedule(time, Task.resume, this.index));
  }

  #receive(message: Message, row: number, damage: Damage): void {
    const { from, number } = message;
    const at = this.#record(EventKind.receive, from, number, row, NONE);
    const body = damage === undefined ? decodeBody(message.encoded) : damage.damaged;
    this.#run(at, "receive", body, this.#stage.names[from]);
  }

  #timeout(timer: Timer): void {
    timer.isWaiting = false;
    const row = this.#record(EventKind.timeout, NOWHERE, NONE, timer.row, timer.text);
    this.#run(row, "timeout", timer.name, "");
  }

  #run(row: number, handler: Handler, input: unknown, from: string): void {
    const planned = this.planned?.begin();
    if (planned?.afterSends === 0)
      return this.#crashAsPlanned(planned.fault, this.#disk.at(Infinity, this.process));
    this.#actions.begin(row, planned?.afterSends ?? Infinity);
    this.#disk.forgetMarks();
    resetLine();
    try {
      callHandler(this.process, handler, input, from);
    } catch (error) {
      if (this.#halted === undefined) this.#stage.fail(this.index, row, error);
    }
    if (this.#isRouter) this.#stage.forgetRoutes(this.index);
    if (planned !== undefined) this.#endAsPlanned(planned.fault);
    if (this.isUp) this.#finish();
  }

  /** A handler has ended in which a crash was planned: where it was halted, else at its end. */
  #endAsPlanned(fault: number): void {
    const { disk } = this.#halted ?? { disk: this.#disk.at(Infinity, this.process) };
    this.#halted = undefined;
    this.#actions.afterWork((owner) => owner.crashAsPlanned(fault, disk));
  }

  #crashAsPlanned(fault: number, disk: unknown): void {
    this.#crash(fault, disk);
    this.#stage.crashed(fault);
  }

  #finish(): void {
    const worked = this.#actions.end();
    if (worked === 0) return;
    this.busy.begin(this.#stage.world.now, worked);
    this.#waitUntil(Math.min(this.#actions.nextLater, this.busy.until));
  }

  /**
   * Saves or restores the node between two events.
   * @throws TypeError if its process cannot be copied; it names the node, the field, the remedy.
   */
  remember(memento: Memento): void {
    [this.isUp, this.life] = memento.values([this.isUp, this.life]);
    this.process = this.program.remember(memento, this.process);
    if (memento.isRead) setHost(this.process, this.#actions);
    this.conditions.remember(memento);
    this.#actions.remember(memento);
    this.#inbox.remember(memento);
    this.#disk.remember(memento);
    memento.part(this.planned);
    memento.set(this.#downBy);
    this.busy.remember(memento);
  }

  #record(kind: EventCode, place: number, message: number, cause: number, detail: number): number {
    const { now, trace } = this.#stage.world;
    return trace.append(now, kind, this.index, place, NONE, message, cause, detail);
  }
}
