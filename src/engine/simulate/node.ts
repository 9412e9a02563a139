/**
 * A node of a run: a process with its inbox. Handlers run one at a time; while a process works,
 * messages and timeouts wait.
 */
import type { Message } from "../network/packet.ts";
import { Task } from "../network/world.ts";
import { copyField, copyProcess } from "../process/copy.ts";
import { setHost } from "../process/host.ts";
import { resetLine } from "../process/line.ts";
import type { Process } from "../process/process.ts";
import { type EventCode, EventKind } from "../trace/event.ts";
import { NONE, NOWHERE } from "../trace/trace.ts";
import { decodeBody } from "../wire/body.ts";
import { Actions, type Stage, type Timer } from "./actions.ts";
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
  /** Ends the run if an inbox has grown beyond its limit. */
  checkInbox(node: string, waiting: number): void;
  /** Ends the run: a handler has thrown. */
  fail(node: number, cause: number, error: unknown): never;
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
  #inbox: Waiting[] = [];
  #head = 0;
  #disk: unknown = undefined;
  #busyUntil = 0;
  /** The order of the queue's entry that this node waits for, or `IDLE`. */
  #resumeOrder = IDLE;

  /** `process` is the run's own copy; each life begins with a copy of that. */
  constructor(stage: NodeStage, index: number, process: Process) {
    this.#stage = stage;
    this.index = index;
    this.name = stage.names[index];
    this.#pristine = process;
    this.process = copyProcess(this.name, process);
    this.#actions = new Actions(stage, index, this.name);
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

  /** Fault number `fault` crashes the node. Nothing if it is down. */
  crash(fault: number): void {
    if (!this.isUp) return;
    this.#record(EventKind.crash, NOWHERE, NONE, NONE, fault);
    this.isUp = false;
    this.#keepDisk();
    this.#actions.forget();
    this.#inbox = [];
    this.#head = 0;
    this.#resumeOrder = IDLE;
    this.#stage.forget(this.index);
  }

  #keepDisk(): void {
    try {
      this.#disk = copyField(this.name, "disk", (this.process as Durable).disk);
    } catch (error) {
      this.#stage.fail(this.index, NONE, error);
    }
  }

  /** Fault number `fault` starts the node again. Nothing if it is up. */
  restart(fault: number): void {
    if (this.isUp) return;
    const row = this.#record(EventKind.restart, NOWHERE, NONE, NONE, fault);
    this.process = copyProcess(this.name, this.#pristine);
    if (Object.hasOwn(this.process, "disk")) (this.process as Durable).disk = this.#disk;
    setHost(this.process, this.#actions);
    this.isUp = true;
    this.life++;
    this.#run(row, "start", undefined, "");
  }

  /** What is left of the fields of a node that is down: its disk, if it has one. */
  remains(): { disk?: unknown } {
    return this.#disk === undefined ? {} : { disk: copyField(this.name, "disk", this.#disk) };
  }

  /** Goes on after work, if the queue's entry of this order is the one waited for. */
  resume(order: number): void {
    if (order !== this.#resumeOrder) return;
    this.#actions.doLater();
    const next = Math.min(this.#actions.nextLater, this.#busyUntil);
    if (next > this.#stage.world.now) this.#waitUntil(next);
    else this.#becomeIdle();
  }

  #becomeIdle(): void {
    this.#resumeOrder = IDLE;
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
    this.#actions.begin(row);
    resetLine();
    try {
      checkResult(handler, this.#call(handler, input, from));
    } catch (error) {
      this.#stage.fail(this.index, row, error);
    }
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

type Durable = { disk?: unknown };
