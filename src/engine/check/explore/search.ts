/** Breadth first through all states, so that the first mistake found is one of the nearest. */
import { sufficient } from "./reduce.ts";
import { StateSet } from "./states.ts";
import type { Step, Steps } from "./steps.ts";
import type { System } from "./system.ts";

/** What is asked of states; each answers with what is wrong, if something is. */
export type Questions = {
  always: ((row: Int32Array) => string | undefined) | undefined;
  atEnd: ((row: Int32Array) => string | undefined) | undefined;
};

export type SearchLimits = { states: number; depth: number };

const FIRST_ROOM = 1 << 12;

export class Search {
  /** Steps that led anywhere, to known states too. */
  steps = 0;
  /** States in which nothing more can happen. */
  ends = 0;
  depth = 0;
  /** The first state in which something is wrong, and what. */
  broken: { state: number; what: string } | undefined;
  isAtStateLimit = false;
  isAtDepthLimit = false;

  readonly #system: System;
  readonly #ways: Steps;
  readonly #questions: Questions;
  readonly #limits: SearchLimits;
  readonly #commutes: boolean;
  readonly #states: StateSet;
  readonly #row: Int32Array;
  /** By state: whence it was reached first, and by which step. */
  #parents = new Int32Array(FIRST_ROOM);
  #by = new Int32Array(FIRST_ROOM);
  /** The next state to go on from, and where the states of the next depth begin. */
  #at = 0;
  #layer = 1;

  /** @param commutes Whether one order of independent steps is enough. */
  constructor(
    system: System,
    ways: Steps,
    first: { row: Int32Array; error?: string },
    questions: Questions,
    limits: SearchLimits,
    commutes: boolean,
  ) {
    this.#system = system;
    this.#ways = ways;
    this.#questions = questions;
    this.#limits = limits;
    this.#commutes = commutes;
    this.#states = new StateSet(ways.width);
    this.#row = new Int32Array(ways.width);
    this.#reach(first.row, -1, 0, first.error);
  }

  get size(): number {
    return this.#states.size;
  }

  get isDone(): boolean {
    return this.broken !== undefined || this.isAtStateLimit || this.#at >= this.#states.size;
  }

  /** Goes on from so many states. */
  goOn(count: number): void {
    for (let i = 0; i < count && !this.isDone; i++) {
      if (this.#at === this.#layer) {
        this.#layer = this.#states.size;
        this.depth++;
      }
      if (this.depth >= this.#limits.depth) {
        this.isAtDepthLimit = true;
        this.#at = this.#states.size;
        return;
      }
      this.#expand(this.#at++);
    }
  }

  /** The steps that lead to a state, from the first on. */
  pathTo(state: number): Step[] {
    const path: Step[] = [];
    for (let at = state; this.#parents[at] >= 0; at = this.#parents[at]) path.push(this.#by[at]);
    return path.reverse();
  }

  read(state: number): Int32Array {
    this.#states.read(state, this.#row);
    return this.#row;
  }

  #expand(state: number): void {
    const row = this.read(state);
    const node = this.#commutes ? sufficient(this.#system, this.#ways, row) : -1;
    const before = this.#states.size;
    const stepsBefore = this.steps;
    const visit = (step: Step, next: Int32Array, transition?: { error: string | undefined }) => {
      this.steps++;
      if (this.broken === undefined) this.#reach(next, state, step, transition?.error);
    };
    if (node >= 0) {
      this.#ways.at(row, node, visit);
      // Going round in a circle, one would for ever leave out what others could do.
      if (this.#states.size > before) return;
    }
    this.#ways.all(row, visit);
    if (this.steps === stepsBefore && this.#ways.isOver(row)) this.#end(state, row);
  }

  #end(state: number, row: Int32Array): void {
    this.ends++;
    const what = this.#questions.atEnd?.(row);
    if (what !== undefined) this.broken ??= { state, what };
  }

  #reach(row: Int32Array, from: number, step: Step, error: string | undefined): void {
    const size = this.#states.size;
    if (size >= this.#limits.states) {
      this.isAtStateLimit = true;
      return;
    }
    const state = this.#states.add(row);
    if (state !== size) return;
    if (state === this.#parents.length) this.#grow();
    this.#parents[state] = from;
    this.#by[state] = step;
    const what = error ?? this.#questions.always?.(row);
    if (what !== undefined) this.broken ??= { state, what };
  }

  #grow(): void {
    const [parents, by] = [this.#parents, this.#by];
    this.#parents = new Int32Array(2 * parents.length);
    this.#parents.set(parents);
    this.#by = new Int32Array(2 * by.length);
    this.#by.set(by);
  }
}
