/**
 * Counting the orders of a system: two paths that differ only in the order of steps at different
 * nodes are one. Each such class is met exactly once with sleep sets (Godefroid, Partial-Order
 * Methods for the Verification of Concurrent Systems, 1996, chapter 5): when a step has been
 * tried, it sleeps in the branches beside it until something happens that it depends on.
 */
import { sufficient } from "./reduce.ts";
import { ExploreError } from "./recorder.ts";
import { eventOf, kindOf, type Step, StepKind, type Steps } from "./steps.ts";
import type { System } from "./system.ts";

/** How many orders there are, in all and by what they end in. */
export type Orders = { count: number; byOutcome: Map<string, number> };

/** Paths longer than this are not counted. */
const LONGEST = 2_000;

export class OrderCount {
  readonly #system: System;
  readonly #ways: Steps;
  readonly #outcomeOf: (row: Int32Array) => string;
  readonly #most: number;
  readonly #known = new Map<string, Orders | "begun">();
  /** Whether the time-outs are counted, so that each may take another's place. */
  readonly #areTimeoutsCounted: boolean;

  /** @param most States with their sleep sets that may be kept. */
  constructor(
    system: System,
    ways: Steps,
    outcomeOf: (row: Int32Array) => string,
    options: { most: number; areTimeoutsCounted: boolean },
  ) {
    this.#system = system;
    this.#ways = ways;
    this.#outcomeOf = outcomeOf;
    this.#most = options.most;
    this.#areTimeoutsCounted = options.areTimeoutsCounted;
  }

  /**
   * The orders from a state on; `count` is Infinity if a system can go round for ever.
   * @throws ExploreError if there are too many states, or a path is too long.
   */
  from(row: Int32Array): Orders {
    return this.#orders(row, [], 0);
  }

  #orders(row: Int32Array, asleep: readonly Step[], depth: number): Orders {
    const key = `${row.join()} ${asleep.join()}`;
    const known = this.#known.get(key);
    if (known === "begun") return { count: Infinity, byOutcome: new Map() };
    if (known !== undefined) return known;
    if (this.#known.size >= this.#most || depth > LONGEST) {
      const remedy = "Count a smaller system, with fewer messages, faults or time-outs";
      throw new ExploreError(`explore: there are too many orders to count. ${remedy}.`);
    }
    this.#known.set(key, "begun");
    const orders = this.#sum(row, asleep, depth);
    this.#known.set(key, orders);
    return orders;
  }

  #sum(row: Int32Array, asleep: readonly Step[], depth: number): Orders {
    const branches = this.#branches(row);
    const total: Orders = { count: 0, byOutcome: new Map() };
    if (branches.length === 0) return { count: 1, byOutcome: new Map([[this.#outcomeOf(row), 1]]) };
    const sleeping = [...asleep];
    for (const { step, next } of branches) {
      if (sleeping.includes(step)) continue;
      const still = sleeping.filter((other) => !this.#depends(step, other)).sort((a, b) => a - b);
      const { count, byOutcome } = this.#orders(next, still, depth + 1);
      total.count += count;
      for (const [outcome, orders] of byOutcome) {
        total.byOutcome.set(outcome, (total.byOutcome.get(outcome) ?? 0) + orders);
      }
      sleeping.push(step);
    }
    return total;
  }

  #branches(row: Int32Array): { step: Step; next: Int32Array }[] {
    const branches: { step: Step; next: Int32Array }[] = [];
    const visit = (step: Step, next: Int32Array): void => {
      branches.push({ step, next: next.slice() });
    };
    const node = sufficient(this.#system, this.#ways, row);
    if (node >= 0) this.#ways.at(row, node, visit);
    else this.#ways.all(row, visit);
    return branches;
  }

  /** Whether the order of two steps matters: at one node, or where one uses up what both need. */
  #depends(a: Step, b: Step): boolean {
    const { list } = this.#system.events;
    const [one, other] = [list[eventOf(a)], list[eventOf(b)]];
    if (one.node === other.node) return true;
    if (kindOf(a) !== StepKind.event && kindOf(b) !== StepKind.event) return true;
    const areTimeouts = one.kind === "timeout" && other.kind === "timeout";
    return this.#areTimeoutsCounted && areTimeouts;
  }
}
