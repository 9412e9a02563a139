/**
 * From a state of the system to those that can be next. A state is a row of integers: the state of
 * each node, the content of each wire, and what is left of the faults that may be tried.
 */
import type { Transition } from "./locals.ts";
import type { System } from "./system.ts";

/** What a step may be. */
export const StepKind = { event: 0, loss: 1, duplication: 2 } as const;
export type StepCode = (typeof StepKind)[keyof typeof StepKind];

/** A step by one number: what happens, and the number of the event that it happens to. */
export type Step = number;

export const kindOf = (step: Step): StepCode => (step & 3) as StepCode;
export const eventOf = (step: Step): number => step >> 2;
const stepOf = (kind: StepCode, event: number): Step => (event << 2) | kind;

/** How many faults of each kind one path may have. */
export type Budget = { losses: number; duplications: number; timeouts: number };

/** A budget is kept in one integer: ten bits each, of which the highest number means any. */
const BITS = 10;
export const UNLIMITED = (1 << BITS) - 1;

/** Told of each step: the row that it leads to is valid during the call only. */
export type Visit = (step: Step, row: Int32Array, transition: Transition | undefined) => void;

export class Steps {
  readonly width: number;
  /** Whether a step was left out because a wire would have held too much. */
  isCut = false;
  readonly #system: System;
  readonly #inFlight: number;
  readonly #next: Int32Array;

  /** @param inFlight Packets that one wire may hold. */
  constructor(system: System, inFlight: number) {
    this.#system = system;
    this.#inFlight = inFlight;
    this.width = system.nodes.length + system.wires.length + 1;
    this.#next = new Int32Array(this.width);
  }

  /** Where it all begins: every node has started, in the order of the spec. */
  first({ losses, duplications, timeouts }: Budget): { row: Int32Array; error?: string } {
    const row = new Int32Array(this.width);
    row[this.width - 1] = (losses << (2 * BITS)) | (duplications << BITS) | timeouts;
    let error: string | undefined;
    for (const [node, locals] of this.#system.nodes.entries()) {
      const transition = locals.start();
      if (!this.#take(row, node, transition)) this.isCut = true;
      error ??= transition.error;
    }
    return { row, ...(error !== undefined && { error }) };
  }

  content(row: Int32Array, wire: number): readonly number[] {
    return this.#system.contents.of(row[this.#system.nodes.length + wire]);
  }

  /** Whether faults could still be tried, or time-outs are counted: steps then use up the same. */
  isBudgeted(row: Int32Array): boolean {
    const budget = row[this.width - 1];
    return budget >> BITS !== 0 || (budget & UNLIMITED) !== UNLIMITED;
  }

  /** Whether anything could happen if no fault and no time-out were counted. */
  isOver(row: Int32Array): boolean {
    const { nodes, wires } = this.#system;
    if (nodes.some((locals, node) => locals.list[row[node]].timeouts.length > 0)) return false;
    return wires.every((_, wire) => row[nodes.length + wire] === 0);
  }

  /** Visits every step that is possible, node by node. */
  all(row: Int32Array, visit: Visit): void {
    for (let node = 0; node < this.#system.nodes.length; node++) this.at(row, node, visit);
  }

  /** Visits every step that is possible at a node: also the losses of what is on its way there. */
  at(row: Int32Array, node: number, visit: Visit): void {
    const { into, nodes } = this.#system;
    const budget = row[this.width - 1];
    for (const wire of into[node]) {
      const content = row[nodes.length + wire];
      if (content !== 0) this.#arrivals(row, node, wire, visit);
    }
    if ((budget & UNLIMITED) === 0) return;
    for (const event of nodes[node].list[row[node]].timeouts) {
      this.#next.set(row);
      if ((budget & UNLIMITED) !== UNLIMITED) this.#next[this.width - 1] = budget - 1;
      this.#react(row, node, event, visit);
    }
  }

  #arrivals(row: Int32Array, node: number, wire: number, visit: Visit): void {
    const { contents, nodes, wires } = this.#system;
    const at = nodes.length + wire;
    const packets = contents.of(row[at]);
    const count = wires[wire].isOrdered ? 1 : packets.length;
    for (let i = 0; i < count; i++) {
      const packet = packets[i];
      // Two packets that say the same are one possibility.
      if (i > 0 && packets[i - 1] === packet) continue;
      const rest = contents.remove(row[at], i);
      this.#next.set(row);
      this.#next[at] = rest;
      this.#react(row, node, packet, visit);
      this.#faults(row, at, rest, packet, visit);
    }
  }

  /** The packet is lost instead; or a copy of it stays on its way. */
  #faults(row: Int32Array, at: number, rest: number, packet: number, visit: Visit): void {
    const budget = row[this.width - 1];
    if (budget >> (2 * BITS) !== 0) {
      this.#next.set(row);
      this.#next[at] = rest;
      this.#next[this.width - 1] = budget - (1 << (2 * BITS));
      visit(stepOf(StepKind.loss, packet), this.#next, undefined);
    }
    if (((budget >> BITS) & UNLIMITED) === 0) return;
    this.#next.set(row);
    this.#next[this.width - 1] = budget - (1 << BITS);
    const event = this.#system.events.list[packet];
    this.#react(row, event.node, packet, visit, StepKind.duplication);
  }

  /** A handler answers an event; `#next` is the row without what it answers. */
  #react(
    row: Int32Array,
    node: number,
    event: number,
    visit: Visit,
    kind: StepCode = StepKind.event,
  ): void {
    const transition = this.#system.nodes[node].after(row[node], event);
    transition.count++;
    if (this.#take(this.#next, node, transition)) {
      visit(stepOf(kind, event), this.#next, transition);
    } else this.isCut = true;
  }

  /** Carries a transition out; false if a wire would have to hold too much. */
  #take(row: Int32Array, node: number, { next, sends }: Transition): boolean {
    const { contents, nodes, wires } = this.#system;
    row[node] = next;
    for (let i = 0; i < sends.length; i++) {
      const { wire, packet } = sends[i];
      const at = nodes.length + wire;
      row[at] = contents.append(row[at], packet, wires[wire].isOrdered);
      if (contents.of(row[at]).length > this.#inFlight) return false;
    }
    return true;
  }
}
