/** The faults that strike packets of one link, by the packet's ordinal. */

import type { PacketDeed } from "./deed.ts";
import type { FragmentFaults } from "./fragment-faults.ts";

/** A fault with its index in the run's list of faults. */
type Drop = { at: number | undefined; index: number };
type Corruption = { bit: number | undefined; index: number };
type Delay = { by: number; index: number };

type Plan = {
  drops: Drop[];
  corruptions: Corruption[];
  delays: Delay[];
  duplicates: boolean;
  hold: number | undefined;
  release: number;
};

const NOTHING: Readonly<Plan> = emptyPlan();

function emptyPlan(): Plan {
  return {
    drops: [],
    corruptions: [],
    delays: [],
    duplicates: false,
    hold: undefined,
    release: Infinity,
  };
}

/** What faults do to the packets of one link. Ordinals count from 1. */
export class PacketFaults {
  readonly #plans = new Map<number, Plan>();
  /** Those that name fragments, whatever link these will take; undefined if none does. */
  readonly fragments: FragmentFaults | undefined;

  /** Whether the link may come to lose packets by chance that it did not lose before. */
  readonly mayLose: boolean;

  constructor(fragments?: FragmentFaults, mayLose = false) {
    this.fragments = fragments;
    this.mayLose = mayLose;
  }

  /** Whether no fault will concern any packet. */
  get isEmpty(): boolean {
    return this.#plans.size === 0 && this.fragments === undefined;
  }

  /** Whether any fault concerns this packet. */
  concern(ordinal: number): boolean {
    return this.#plans.size > 0 && this.#plans.has(ordinal);
  }

  drops(ordinal: number): readonly Drop[] {
    return this.#of(ordinal).drops;
  }
  corruptions(ordinal: number): readonly Corruption[] {
    return this.#of(ordinal).corruptions;
  }
  delays(ordinal: number): readonly Delay[] {
    return this.#of(ordinal).delays;
  }
  duplicates(ordinal: number): boolean {
    return this.#of(ordinal).duplicates;
  }

  /** The fault that holds this packet, and when it is released, ns (Infinity: never). */
  holdOf(ordinal: number): { index: number; until: number } | undefined {
    const { hold, release } = this.#of(ordinal);
    return hold === undefined ? undefined : { index: hold, until: release };
  }

  /**
   * Takes up what fault `index` does to a packet of this link; once, however often it is added: a
   * run that goes back meets it again.
   */
  add(fault: PacketDeed, ordinal: number, index: number): void {
    const plan = this.#plan(ordinal);
    switch (fault.verb) {
      case "drop":
        addOnce(plan.drops, { at: fault.at, index });
        return;
      case "corrupt":
        addOnce(plan.corruptions, { bit: fault.bit, index });
        return;
      case "delay":
        addOnce(plan.delays, { by: fault.by, index });
        return;
      case "duplicate":
        plan.duplicates = true;
        return;
      case "hold":
        plan.hold ??= index;
        return;
      case "release":
        plan.release = Math.min(plan.release, fault.at);
    }
  }

  #of(ordinal: number): Readonly<Plan> {
    return this.#plans.get(ordinal) ?? NOTHING;
  }

  #plan(ordinal: number): Plan {
    const known = this.#plans.get(ordinal);
    if (known !== undefined) return known;
    const plan = emptyPlan();
    this.#plans.set(ordinal, plan);
    return plan;
  }
}

function addOnce<Entry extends { index: number }>(entries: Entry[], entry: Entry): void {
  if (!entries.some(({ index }) => index === entry.index)) entries.push(entry);
}
