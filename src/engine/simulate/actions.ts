/**
 * What one process does: the simulator's host behind it. Each action checks what it is given,
 * writes its row of the trace, and touches the run only through the `Stage`.
 */
import { checkTime, clip, LONGEST, show } from "../kernel/check.ts";
import type { Memento } from "../kernel/memento.ts";
import { type Envelope, PLAIN_ENVELOPE } from "../network/packet.ts";
import { type ClockSkew, NodeClock } from "../process/clock.ts";
import type { Host, Neighbour, SendOptions } from "../process/host.ts";
import { lineRegister, resetLine } from "../process/line.ts";
import { type EventCode, EventKind } from "../trace/event.ts";
import { NONE, NOWHERE, splitDuration } from "../trace/trace.ts";
import { decodeBody, type Encoded, encodeBody } from "../wire/body.ts";
import { NodeTimers } from "./node-timers.ts";
import { envelopeOf, statedSize } from "./send-options.ts";
import type { Stage, Timer } from "./stage.ts";

/** What the node of a process wants to know of what that does. */
export type Owner = {
  /** The process is about to work; what it does from now on happens at `end` (ns). */
  beforeWork(end: number): void;
  /**
   * The running handler has made the sends that it was given.
   * @throws HandlerEnds always.
   */
  halt(): never;
  /** Fault number `fault` crashes the node where it was planned, with this on its disk. */
  crashAsPlanned(fault: number, disk: unknown): void;
  /** Whether the process is a router, whose table may change. */
  readonly isRouter: boolean;
  /** Whether each of its handlers must be told apart, since a crash is planned for one of them. */
  readonly countsHandlers: boolean;
};

/**
 * Something that a handler does. It is given whose action it is, and holds nothing of the run
 * itself: a run that is restored does it in its own name.
 */
type Act = (actions: Actions) => void;

/** Something that a handler did after `work`: to be done at `at` (ns). */
type Later = { at: number; line: number; act: Act };

const LONGEST_NOTE = 200;
const LONGEST_TIMER_NAME = 200;

/** The host of one node's process. It stays the same through the node's restarts. */
export class Actions implements Host {
  readonly address: string;
  /** How many times as long as usual work takes. */
  slowness = 1;
  readonly #index: number;
  readonly #stage: Stage;
  readonly #clock = new NodeClock();
  /** The node's stream of chance, opened when it is first drawn from. */
  #chance: number | undefined;
  readonly #timers: NodeTimers;
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
    this.#timers = new NodeTimers(stage, index);
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
      act(this);
    }
  }

  /** The node has crashed: timers, operations and what waited are gone. */
  forget(): void {
    this.#timers.stopAll();
    this.#later = [];
    this.#open.length = 0;
  }

  now(): number {
    return this.#clock.reading(this.#stage.world.now + this.#worked);
  }

  /** The node's clock is set, or gets another drift; running timers follow it. Its drift then. */
  skew(skew: ClockSkew): number {
    this.#timers.stretch(this.#clock.skew(this.#stage.world.now, skew));
    return this.#clock.drift;
  }

  /** The timer of this name that runs out now by force, if it is running. */
  expire(name: string): Timer | undefined {
    return this.#timers.expire(name);
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
    if (this.#worked > 0) this.#postLater(destination, encoded, size, envelope);
    else this.#post(destination, encoded, size, envelope);
    if (--this.#sendsLeft === 0) this.#owner.halt();
  }

  setTimer(name: string, after: number): void {
    checkTimerName("setTimer", name);
    const duration = checkTime("setTimer(name, after)", "after", after);
    if (this.#worked > 0) this.#setTimerLater(name, duration);
    else this.#setTimer(name, duration);
  }

  cancelTimer(name: string): void {
    checkTimerName("cancelTimer", name);
    if (this.#worked > 0) this.#cancelTimerLater(name);
    else this.#cancelTimer(name);
  }

  work(duration: number): void {
    const whole = checkTime("work(duration)", "duration", duration);
    const takes = Math.min(Math.round(whole * this.slowness), LONGEST);
    const [low, high] = splitDuration(takes);
    this.#do((actions) => actions.#record(EventKind.work, low, high, NONE));
    this.#worked += takes;
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
    this.#do((actions) => actions.#record(EventKind.note, NONE, NONE, detail));
  }

  /** Does something when the running handler's work is done; at once if it has not worked. */
  afterWork(act: (owner: Owner) => void): void {
    this.#do((actions) => act(actions.#owner));
  }

  neighbours(): Neighbour[] {
    return this.#stage.neighbours(this.#index);
  }

  elapse(name: string, after: number): boolean {
    const { world } = this.#stage;
    const end = world.now + after;
    if (this.#worked > 0 || this.#clock.drift !== 0 || this.#owner.countsHandlers) return false;
    if (!world.isQuietUntil(end)) return false;
    // The very rows, and the very order of what follows, that a timer leaves.
    const timer = this.#timers.named(name);
    const [low, high] = splitDuration(after);
    timer.row = this.#record(EventKind.timerSet, low, high, timer.text);
    world.nextOrder();
    world.now = end;
    this.#cause = timer.row;
    this.#cause = this.#record(EventKind.timeout, NONE, NONE, timer.text);
    resetLine();
    return true;
  }

  /** Saves or restores all that outlives a handler. */
  remember(memento: Memento): void {
    // What is done after work still has the cause of its handler.
    [this.slowness, this.#cause] = memento.values([this.slowness, this.#cause]);
    this.#clock.remember(memento);
    this.#chance = this.#stage.world.streams.rememberNumber(memento, this.#chance);
    this.#timers.remember(memento);
    memento.list(this.#open);
    memento.list(this.#later);
  }

  #do(act: Act): void {
    if (this.#worked > 0) this.#postpone(act);
    else act(this);
  }

  #postpone(act: Act): void {
    const at = this.#stage.world.now + this.#worked;
    this.#later.push({ at, line: lineRegister.line, act });
  }

  // Closures of their own methods, so that an act that is done at once allocates nothing for them.

  #postLater(to: number, encoded: Encoded, size: number, envelope: Envelope): void {
    this.#postpone((actions) => actions.#post(to, encoded, size, envelope));
  }

  #setTimerLater(name: string, duration: number): void {
    this.#postpone((actions) => actions.#setTimer(name, duration));
  }

  #cancelTimerLater(name: string): void {
    this.#postpone((actions) => actions.#cancelTimer(name));
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
    this.#do((actions) => actions.#record(kind, NONE, number, detail));
  }

  #setTimer(name: string, duration: number): void {
    const timer = this.#timers.named(name);
    const takes = this.#clock.trueDuration(duration);
    const [low, high] = splitDuration(takes);
    timer.isWaiting = false;
    timer.row = this.#record(EventKind.timerSet, low, high, timer.text);
    this.#timers.set(timer, takes);
  }

  #cancelTimer(name: string): void {
    const timer = this.#timers.cancel(name);
    if (timer !== undefined) this.#record(EventKind.timerCancel, NONE, NONE, timer.text);
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
