/**
 * The states of one node, each by a number, and what each event makes of each. A handler depends on
 * nothing but its node's state and its event, so it is called once for each such pair, however
 * often the pair is met.
 */
import { reasonOf } from "../../kernel/check.ts";
import { copyProcess } from "../../process/copy.ts";
import { setHost } from "../../process/host.ts";
import type { Process } from "../../process/process.ts";
import { callHandler } from "../../simulate/handler.ts";
import type { ExploredEvent, Events } from "./events.ts";
import { keyOf } from "./key.ts";
import { ExploreError, type Neighbourhood, Recorder } from "./recorder.ts";

/** A state of one node. */
export type Local = {
  readonly process: Process;
  /** The time-outs that are possible, by their events' numbers. */
  readonly timeouts: readonly number[];
  readonly timers: readonly string[];
  readonly operations: number;
};

/** What goes out: the wire, the arrival that it becomes, and which message of its handler it is. */
export type Send = { wire: number; packet: number; ordinal: number };

/** What an event makes of a state. */
export type Transition = {
  /** The state afterwards. */
  next: number;
  sends: readonly Send[];
  /** Messages that the handler sent, those included that no link takes. */
  posted: number;
  /** What the handler threw. */
  error: string | undefined;
  /** How often it was taken. */
  count: number;
};

/** Handlers that are called without an event of the system. */
const START = -1;

/** What a node is, to its states. */
export type NodeSetup = {
  index: number;
  name: string;
  around: Neighbourhood;
  /** The wire to a neighbour. */
  wireTo: ReadonlyMap<string, number>;
  /** Fields that are put back after each handler. */
  still: readonly string[];
};

export class Locals {
  readonly list: Local[] = [];
  /** By state, then by event. */
  readonly transitions: Transition[][] = [];
  readonly #numbers = new Map<string, number>();
  readonly #setup: NodeSetup;
  readonly #events: Events;
  readonly #nodeOf: (wire: number) => number;
  readonly #first: Process;

  constructor(
    setup: NodeSetup,
    process: Process,
    events: Events,
    nodeOf: (wire: number) => number,
  ) {
    this.#setup = setup;
    this.#events = events;
    this.#nodeOf = nodeOf;
    this.#first = copyProcess(setup.name, process);
    this.#number({ process, timeouts: [], timers: [], operations: 0 });
  }

  /** What `start` makes of the node as it was given: state 0. */
  start(): Transition {
    return this.#run(0, START);
  }

  /** What an event makes of a state. */
  after(state: number, event: number): Transition {
    const known = this.transitions[state][event] as Transition | undefined;
    return known ?? (this.transitions[state][event] = this.#run(state, event));
  }

  #run(state: number, event: number): Transition {
    const before = this.list[state];
    const { name, around } = this.#setup;
    const process = copyProcess(name, before.process);
    const host = new Recorder(name, around, before.timers, before.operations);
    setHost(process, host);
    let error: string | undefined;
    try {
      this.#call(process, host, event === START ? undefined : this.#events.list[event], event);
    } catch (thrown) {
      if (thrown instanceof ExploreError) throw thrown;
      error = reasonOf(thrown);
    }
    for (const field of this.#setup.still) putBack(process, this.#first, field);
    const timers = [...host.timers].sort();
    const { index } = this.#setup;
    const timeouts = timers.map((timer) => this.#events.timeout(index, timer));
    const { operations } = host;
    const next = this.#number({ process, timeouts, timers, operations });
    const posted = host.sends.length;
    return { next, sends: this.#sendsOf(host), posted, error, count: 0 };
  }

  #call(process: Process, host: Recorder, event: ExploredEvent | undefined, number: number): void {
    if (event === undefined) return callHandler(process, "start", undefined, "");
    if (event.kind === "arrival") {
      return callHandler(process, "receive", this.#events.bodyOf(number), event.from);
    }
    host.timers.delete(event.timer);
    callHandler(process, "timeout", event.timer, "");
  }

  #sendsOf({ sends }: Recorder): Send[] {
    const { name, wireTo } = this.#setup;
    return sends.flatMap(({ to, body }, ordinal): Send[] => {
      const wire = wireTo.get(to);
      // Without a link nothing comes of it, as in a run.
      if (wire === undefined) return [];
      const packet = this.#events.arrival(wire, name, this.#nodeOf(wire), body);
      return [{ wire, packet, ordinal }];
    });
  }

  /** @throws TypeError naming the field of the process that cannot be copied. */
  #number(local: Local): number {
    const process = copyProcess(this.#setup.name, local.process);
    const key = `${keyOf({ ...process })} ${local.timers.join("\n")} ${local.operations}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.list.length);
    this.transitions.push([]);
    return this.list.push({ ...local, process }) - 1;
  }
}

function putBack(process: Process, first: Process, field: string): void {
  if (Object.hasOwn(first, field)) Reflect.set(process, field, Reflect.get(first, field));
}
