/** The faults that strike packets of one link, by the packet's ordinal. */

/** The faults that name a packet, as far as a link needs them. */
export type PacketFault =
  | { verb: "drop"; packet: number; at?: number }
  | { verb: "corrupt"; packet: number; bit?: number }
  | { verb: "delay"; packet: number; by: number }
  | { verb: "duplicate"; packet: number }
  | { verb: "hold"; packet: number }
  | { verb: "release"; packet: number; at: number };

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

  /** Whether no fault concerns any packet. */
  get isEmpty(): boolean {
    return this.#plans.size === 0;
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

  /** Takes up a fault that names a packet of this link. */
  add(fault: PacketFault, index: number): void {
    const plan = this.#plan(fault.packet);
    switch (fault.verb) {
      case "drop":
        plan.drops.push({ at: fault.at, index });
        return;
      case "corrupt":
        plan.corruptions.push({ bit: fault.bit, index });
        return;
      case "delay":
        plan.delays.push({ by: fault.by, index });
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
