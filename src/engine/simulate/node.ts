/**
 * A node of a run: a process with its inbox. Handlers run one at a time; while a process works,
 * messages and timeouts wait.
 */
import type { Message } from "../network/packet.ts";
import { Task } from "../network/world.ts";
import { copyProcess } from "../process/copy.ts";
import { setHost } from "../process/host.ts";
import { resetLine } from "../process/line.ts";
import type { Process } from "../process/process.ts";
import { Router } from "../process/router.ts";
import { type EventCode, EventKind } from "../trace/event.ts";
import { NONE, NOWHERE } from "../trace/trace.ts";
import { decodeBody } from "../wire/body.ts";
import { Actions, type Stage, type Timer } from "./actions.ts";
import { Disk } from "./disk.ts";
import { HandlerEnds, haltedHost, type PlannedCrashes } from "./halt.ts";
import { checkResult, type Handler } from "./handler.ts";

/** What the receiver of a damaged message reads; undefined for a sound one. */
export type Damage = { damaged: unknown } | undefined;

/** A message or a timeout that waits for a busy process. */
type Waiting =
  | { kind: "message"; message: Message; row: number; damage: Damage }
  | { kind: "timeout"; timer: Timer };

/** What a node needs beyond what its process does. */
export type NodeStage = Stage & {
  readonly names: readonly string[];
  /** A node has crashed: the network forgets what it had not yet sent. */
  forget(node: number): void;
  /** A node has been started again. */
  comeBack(node: Node): void;
  /** The process of a node has run: if it is a router, its table may have changed. */
  forgetRoutes(node: number): void;
  /** Ends the run if an inbox has grown beyond its limit. */
  checkInbox(node: string, waiting: number): void;
  /** A node has crashed at a point that fault number `fault` planned. */
  crashed(fault: number): void;
  /** Ends the run: a handler has thrown. */
  fail(node: number, cause: number, error: unknown): never;
};

/** What a node is made of. */
export type NodeSetup = {
  /** The run's own copy; each life begins with a copy of that. */
  process: Process;
  /** The crashes that are planned within its handlers. */
  planned: PlannedCrashes | undefined;
  /** Whether any fault may crash it. */
  mayCrash: boolean;
};

/** What stands for "not busy". */
const IDLE = -1;
/** How many handled messages an inbox keeps before it is cut. */
const CUT_AT = 1024;

/** One node of a run. */
export class Node {
  readonly index: number;
  readonly name: string;
  process: Process;
  isUp = true;
  /** Counts restarts. */
  life = 0;

  readonly #stage: NodeStage;
  readonly #pristine: Process;
  readonly #actions: Actions;
  readonly #isRouter: boolean;
  #inbox: Waiting[] = [];
  #head = 0;
  readonly #disk: Disk;
  readonly #planned: PlannedCrashes | undefined;
  /** The disk as it was where the running handler was halted. */
  #halted: { disk: unknown } | undefined;
  /** The faults because of which the node is down. */
  readonly #downBy = new Set<number>();
  #busyUntil = 0;
  /** The order of the queue's entry that this node waits for, or `IDLE`. */
  #resumeOrder = IDLE;

  constructor(stage: NodeStage, index: number, setup: NodeSetup) {
    this.#stage = stage;
    this.index = index;
    this.name = stage.names[index];
    this.#pristine = setup.process;
    this.#planned = setup.planned;
    this.#disk = new Disk(this.name, setup.mayCrash);
    this.process = copyProcess(this.name, setup.process);
    this.#isRouter = setup.process instanceof Router;
    this.#actions = new Actions(stage, index, this.name, {
      beforeWork: (end) => this.#disk.mark(this.process, end),
      halt: () => this.#halt(),
      isRouter: this.#isRouter,
    });
    setHost(this.process, this.#actions);
  }

  get isBusy(): boolean {
    return this.#resumeOrder !== IDLE;
  }

  /** Messages and timeouts that wait. */
  get waiting(): number {
    return this.#inbox.length - this.#head;
  }

  /** The node's first start, unless a fault came first. */
  start(): void {
    if (!this.isUp || this.life > 0) return;
    this.#run(this.#record(EventKind.start, NOWHERE, NONE, NONE, NONE), "start", undefined, "");
  }

  /** A whole message has come, by the arrival in row `row`. */
  deliver(message: Message, row: number, damage: Damage): void {
    if (this.isBusy) this.#wait({ kind: "message", message, row, damage });
    else this.#receive(message, row, damage);
  }

  /** A timer has run out. */
  expire(timer: Timer): void {
    if (!this.isBusy) return this.#timeout(timer);
    timer.isWaiting = true;
    this.#wait({ kind: "timeout", timer });
  }

  /** Fault number `fault` crashes the node, or keeps it down if it is. */
  crash(fault: number): void {
    if (!this.isUp) this.#downBy.add(fault);
    else this.#crash(fault, this.#readDisk(this.#stage.world.now));
  }

  #crash(fault: number, disk: unknown): void {
    this.#record(EventKind.crash, NOWHERE, NONE, NONE, fault);
    this.isUp = false;
    this.#downBy.add(fault);
    this.#disk.keep(disk);
    this.#actions.forget();
    this.#inbox = [];
    this.#head = 0;
    this.#resumeOrder = IDLE;
    this.#stage.forget(this.index);
  }

  /** A copy of the disk as it is at time `at` (ns). */
  #readDisk(at: number): unknown {
    try {
      return this.#disk.at(at, this.process);
    } catch (error) {
      return this.#stage.fail(this.index, NONE, error);
    }
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
    this.process = copyProcess(this.name, this.#pristine);
    this.#disk.insert(this.process);
    setHost(this.process, this.#actions);
    this.isUp = true;
    this.#downBy.clear();
    this.life++;
    this.#stage.comeBack(this);
    this.#run(row, "start", undefined, "");
  }

  /** Fault number `fault` no longer keeps the node down; it starts if no other does. */
  recover(fault: number): void {
    if (this.#downBy.delete(fault) && this.#downBy.size === 0) this.restart(fault);
  }

  /** What is left of the fields of a node that is down: its disk, if it has one. */
  remains(): { disk?: unknown } {
    return this.#disk.remains();
  }

  /** Goes on after work, if the queue's entry of this order is the one waited for. */
  resume(order: number): void {
    if (order !== this.#resumeOrder) return;
    this.#actions.doLater();
    if (!this.isUp) return;
    const next = Math.min(this.#actions.nextLater, this.#busyUntil);
    if (next > this.#stage.world.now) this.#waitUntil(next);
    else this.#becomeIdle();
  }

  #becomeIdle(): void {
    this.#resumeOrder = IDLE;
    this.#disk.forgetMarks();
    while (!this.isBusy && this.#head < this.#inbox.length) {
      const item = this.#inbox[this.#head++];
      if (item.kind === "message") this.#receive(item.message, item.row, item.damage);
      else if (item.timer.isWaiting) this.#timeout(item.timer);
    }
    if (this.waiting > 0 && this.#head < CUT_AT) return;
    this.#inbox.splice(0, this.#head);
    this.#head = 0;
  }

  #wait(item: Waiting): void {
    this.#inbox.push(item);
    this.#stage.checkInbox(this.name, this.waiting);
  }

  #waitUntil(time: number): void {
    this.#resumeOrder = this.#stage.world.schedule(time, Task.resume, this.index);
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
    const planned = this.#planned?.begin();
    if (planned?.afterSends === 0)
      return this.#crashAsPlanned(planned.fault, this.#readDisk(Infinity));
    this.#actions.begin(row, planned?.afterSends ?? Infinity);
    this.#disk.forgetMarks();
    resetLine();
    try {
      checkResult(handler, this.#call(handler, input, from));
    } catch (error) {
      if (this.#halted === undefined) this.#stage.fail(this.index, row, error);
    }
    if (this.#isRouter) this.#stage.forgetRoutes(this.index);
    if (planned !== undefined) this.#endAsPlanned(planned.fault);
    if (this.isUp) this.#finish();
  }

  /** A handler has ended in which a crash was planned: where it was halted, else at its end. */
  #endAsPlanned(fault: number): void {
    const { disk } = this.#halted ?? { disk: this.#readDisk(Infinity) };
    this.#halted = undefined;
    this.#actions.afterWork(() => this.#crashAsPlanned(fault, disk));
  }

  #crashAsPlanned(fault: number, disk: unknown): void {
    this.#crash(fault, disk);
    this.#stage.crashed(fault);
  }

  #finish(): void {
    const worked = this.#actions.end();
    if (worked === 0) return;
    this.#busyUntil = this.#stage.world.now + worked;
    this.#waitUntil(Math.min(this.#actions.nextLater, this.#busyUntil));
  }

  #call(handler: Handler, input: unknown, from: string): unknown {
    if (handler === "receive") return this.process.receive(input, from) as unknown;
    if (handler === "timeout") return this.process.timeout(input as string) as unknown;
    return this.process.start() as unknown;
  }

  #record(kind: EventCode, place: number, message: number, cause: number, detail: number): number {
    const { now, trace } = this.#stage.world;
    return trace.append(now, kind, this.index, place, NONE, message, cause, detail);
  }
}
