/**
 * What one process does: the simulator's host behind it. Each action checks what it is given,
 * writes its row of the trace, and touches the run only through the `Stage`.
 */
import { checkTime, clip, show } from "../kernel/check.ts";
import type { Timers } from "../kernel/timers.ts";
import { type Envelope, PLAIN_ENVELOPE } from "../network/packet.ts";
import type { World } from "../network/world.ts";
import { clockReading, perfectClock, trueDuration } from "../process/clock.ts";
import type { Host, Neighbour, SendOptions } from "../process/host.ts";
import { lineRegister } from "../process/line.ts";
import { type EventCode, EventKind } from "../trace/event.ts";
import { NONE, NOWHERE, splitDuration } from "../trace/trace.ts";
import { decodeBody, type Encoded, encodeBody } from "../wire/body.ts";
import { envelopeOf, statedSize } from "./send-options.ts";

/** A timer of a node. */
export type Timer = {
  readonly node: number;
  readonly name: string;
  /** Its name's number in the trace's table of strings. */
  readonly text: number;
  /** Its number among all timers of the run. */
  readonly number: number;
  /** The row in which it was set. */
  row: number;
  /** Whether it has run out and waits for a busy process. */
  isWaiting: boolean;
};

/** What the nodes of a run share. */
export type Stage = {
  readonly world: World;
  readonly timers: Timers;
  /** All timers, by number. */
  readonly timerList: Timer[];
  /**
   * The index of a node.
   * @throws RangeError if there is none of this name.
   */
  indexOf(name: unknown): number;
  /** Sends a message: writes its `send` and gives it to the network. */
  post(
    from: number,
    to: number,
    encoded: Encoded,
    size: number,
    cause: number,
    envelope: Envelope,
  ): void;
  /** The nodes that links lead to. */
  neighbours(node: number): Neighbour[];
  /** A router may have written its table. */
  forgetRoutes(node: number): void;
  /** The number of the next operation of the run, from 1. */
  nextOperation(): number;
};

/** What the node of a process wants to know of what that does. */
export type Owner = {
  /** The process is about to work; what it does from now on happens at `end` (ns). */
  beforeWork(end: number): void;
  /**
   * The running handler has made the sends that it was given.
   * @throws HandlerEnds always.
   */
  halt(): never;
  /** Whether the process is a router, whose table may change. */
  readonly isRouter: boolean;
};

/** Something that a handler did after `work`: to be done at `at` (ns). */
type Later = { at: number; line: number; act: () => void };

const LONGEST_NOTE = 200;
const LONGEST_TIMER_NAME = 200;

/** The host of one node's process. It stays the same through the node's restarts. */
export class Actions implements Host {
  readonly address: string;
  readonly #index: number;
  readonly #stage: Stage;
  readonly #clock = perfectClock;
  /** The node's stream of chance, opened when it is first drawn from. */
  #chance: number | undefined;
  readonly #timers = new Map<string, Timer>();
  readonly #open: number[] = [];
  /** The row of the event that the running handler answers. */
  #cause = NONE;
  /** How long the running handler has worked so far, ns. */
  #worked = 0;
  #later: Later[] = [];
  /** Sends that the running handler makes before it is halted. */
  #sendsLeft = Infinity;
  readonly #owner: Owner;

  constructor(stage: Stage, index: number, address: string, owner: Owner) {
    this.#stage = stage;
    this.#index = index;
    this.address = address;
    this.#owner = owner;
  }

  /**
   * A handler begins that answers the event of row `cause`. It is halted as soon as it has made
   * `sends` sends.
   */
  begin(cause: number, sends: number): void {
    this.#cause = cause;
    this.#worked = 0;
    this.#sendsLeft = sends;
  }

  /** A handler has ended: for how long it keeps its process busy, ns. */
  end(): number {
    const worked = this.#worked;
    this.#worked = 0;
    return worked;
  }

  /** When the next thing that waits for the end of work is due, ns; Infinity if none does. */
  get nextLater(): number {
    return this.#later.length === 0 ? Infinity : this.#later[0].at;
  }

  /** Does what was to be done by now. */
  doLater(): void {
    const { now } = this.#stage.world;
    while (this.nextLater <= now) {
      const { line, act } = this.#later.shift() as Later;
      lineRegister.line = line;
      act();
    }
  }

  /** The node has crashed: timers, operations and what waited are gone. */
  forget(): void {
    for (const timer of this.#timers.values()) this.#stop(timer);
    this.#later = [];
    this.#open.length = 0;
  }

  now(): number {
    return clockReading(this.#clock, this.#stage.world.now + this.#worked);
  }

  random(): number {
    const { streams } = this.#stage.world;
    this.#chance ??= streams.open(`node/${this.address}/random`);
    return streams.next(this.#chance);
  }

  send(to: string, body: unknown, options: SendOptions | undefined): void {
    const destination = this.#stage.indexOf(to);
    const encoded = encodeBody({ action: "send", target: to }, body);
    const size = options === undefined ? encoded.size : statedSize(to, options, encoded.size);
    const envelope = options === undefined ? PLAIN_ENVELOPE : envelopeOf(to, options);
    if (this.#worked > 0) this.#postpone(() => this.#post(destination, encoded, size, envelope));
    else this.#post(destination, encoded, size, envelope);
    if (--this.#sendsLeft === 0) this.#owner.halt();
  }

  setTimer(name: string, after: number): void {
    checkTimerName("setTimer", name);
    const duration = checkTime("setTimer(name, after)", "after", after);
    if (this.#worked > 0) this.#postpone(() => this.#setTimer(name, duration));
    else this.#setTimer(name, duration);
  }

  cancelTimer(name: string): void {
    checkTimerName("cancelTimer", name);
    if (this.#worked > 0) this.#postpone(() => this.#cancelTimer(name));
    else this.#cancelTimer(name);
  }

  work(duration: number): void {
    const whole = checkTime("work(duration)", "duration", duration);
    const [low, high] = splitDuration(whole);
    this.#do(() => this.#record(EventKind.work, low, high, NONE));
    this.#worked += trueDuration(this.#clock, whole);
    this.#owner.beforeWork(this.#stage.world.now + this.#worked);
  }

  invoke(operation: unknown): number {
    const number = this.#stage.nextOperation();
    this.#operation(EventKind.invoke, "invoke", operation, number);
    this.#open.push(number);
    return number;
  }

  complete(operation: unknown, number = this.#open.at(-1)): void {
    const place = number === undefined ? -1 : this.#open.lastIndexOf(number);
    if (number === undefined || place < 0) {
      const which = number === undefined ? "no operation" : `no operation ${show(number)}`;
      throw new RangeError(`complete(…): ${which} of ${this.address} is open. invoke opens one.`);
    }
    this.#operation(EventKind.complete, "complete", operation, number);
    this.#open.splice(place, 1);
  }

  note(text: string): void {
    if (typeof text !== "string") {
      throw new TypeError(`note(text): the text is ${show(text)}; it must be a string.`);
    }
    const detail = this.#stage.world.trace.intern(clip(text, LONGEST_NOTE));
    this.#do(() => this.#record(EventKind.note, NONE, NONE, detail));
  }

  /** Does something when the running handler's work is done; at once if it has not worked. */
  afterWork(act: () => void): void {
    this.#do(act);
  }

  neighbours(): Neighbour[] {
    return this.#stage.neighbours(this.#index);
  }

  #do(act: () => void): void {
    if (this.#worked > 0) this.#postpone(act);
    else act();
  }

  #postpone(act: () => void): void {
    const at = this.#stage.world.now + this.#worked;
    this.#later.push({ at, line: lineRegister.line, act });
  }

  #post(to: number, encoded: Encoded, size: number, envelope: Envelope): void {
    // What a router has just written in its table holds for what it sends now.
    if (this.#owner.isRouter) this.#stage.forgetRoutes(this.#index);
    this.#stage.post(this.#index, to, encoded, size, this.#cause, envelope);
  }

  #operation(kind: EventCode, action: string, operation: unknown, number: number): void {
    const encoded = encodeBody({ action }, operation);
    const isJson = encoded.form === "json";
    const json = isJson ? (encoded.content as string) : JSON.stringify(decodeBody(encoded));
    const detail = this.#stage.world.trace.intern(json);
    this.#do(() => this.#record(kind, NONE, number, detail));
  }

  #setTimer(name: string, duration: number): void {
    const { world, timers } = this.#stage;
    const timer = this.#timers.get(name) ?? this.#createTimer(name);
    const [low, high] = splitDuration(duration);
    timer.isWaiting = false;
    timer.row = this.#record(EventKind.timerSet, low, high, timer.text);
    timers.set(timer.number, world.now + trueDuration(this.#clock, duration), world.nextOrder());
  }

  #createTimer(name: string): Timer {
    const { world, timers, timerList } = this.#stage;
    const text = world.trace.intern(name);
    const number = timers.create();
    const timer = { node: this.#index, name, text, number, row: NONE, isWaiting: false };
    timerList.push(timer);
    this.#timers.set(name, timer);
    return timer;
  }

  #cancelTimer(name: string): void {
    const timer = this.#timers.get(name);
    if (timer === undefined || !this.#stop(timer)) return;
    this.#record(EventKind.timerCancel, NONE, NONE, timer.text);
  }

  /** Stops a timer; false if it was neither running nor waiting. */
  #stop(timer: Timer): boolean {
    const { timers } = this.#stage;
    if (!timer.isWaiting && !timers.isRunning(timer.number)) return false;
    timer.isWaiting = false;
    timers.stop(timer.number);
    return true;
  }

  #record(kind: EventCode, packet: number, message: number, detail: number): number {
    const { now, trace } = this.#stage.world;
    return trace.append(now, kind, this.#index, NOWHERE, packet, message, this.#cause, detail);
  }
}

function checkTimerName(action: string, name: unknown): void {
  if (typeof name === "string" && name.length <= LONGEST_TIMER_NAME) return;
  const rule = `it must be a text of at most ${LONGEST_TIMER_NAME} characters`;
  throw new TypeError(`${action}(name, …): the name is ${show(name)}; ${rule}.`);
}
