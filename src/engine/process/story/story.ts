/**
 * Story: the other style of process. What a user does (browse, think, buy) reads best from top to
 * bottom; so it is a generator that yields whatever takes time, as in process-oriented simulation
 * (Birtwistle, DEMOS: A System for Discrete Event Modelling on Simula, 1979).
 */
import { checkNumber, checkTime, show } from "../../kernel/check.ts";
import type { Address } from "../host.ts";
import { Process } from "../process.ts";
import type { Command, Telling } from "./commands.ts";
import { blankJournal } from "./journal.ts";
import {
  appoint,
  hand,
  instant,
  isRetold,
  isTelling,
  resourceOf,
  settle,
  type Teller,
  TIMER,
  type Told,
} from "./teller.ts";

const MOST = Number.MAX_SAFE_INTEGER;

/**
 * A process that is told as a story: override `*tell`, and yield what takes time.
 *
 * ```ts
 * class Ann extends Story {
 *   *tell() {
 *     yield this.pause(seconds(2));
 *     const page = (yield this.ask("shop", { add: "dune" }, seconds(1))) as Page | null;
 *     this.note(page === null ? "no answer" : "in the cart");
 *   }
 * }
 * ```
 *
 * One process may tell many stories at once: `begin(n)` begins one for visitor n, and the process
 * begins with visitor 0. What a visitor knows stands in the variables of `tell`. A crash ends all
 * stories; after a restart the first begins afresh. A copy of the process tells them again from
 * what they were given; so they may depend on nothing but what their yields give, `now`,
 * `random()`, and fields that stay as they are. Fields in which they only count are no matter.
 */
export class Story<In = unknown, Out = unknown> extends Process<In, Out> {
  /** How much there is of what visitors share, by name: `{ till: 1 }`. To be overridden. */
  capacity: Readonly<Record<string, number>> = {};
  /** Where the stories stand. */
  told: Told = {
    journals: new Map(),
    agenda: [],
    alarm: Infinity,
    listeners: new Map(),
    resources: {},
    turns: 0,
  };

  /** The story of a visitor; to be overridden. */
  *tell(_visitor: number): Telling {}

  /** Takes so long (ns). */
  pause(duration: number): Command {
    return { kind: "pause", duration: checkTime("pause(duration)", "duration", duration) };
  }

  /**
   * Sends a message, and waits for one: `yield` gives it, or null after `patience` ns. Where
   * several visitors listen, the one gets it whose number it has in its field `visitor`; without
   * such a field, the one that has listened longest.
   */
  ask(to: Address, question: Out, patience = Infinity): Command {
    this.send(to, question);
    return this.hear(patience);
  }

  /** Waits for a message: `yield` gives it, or null after `patience` ns. */
  hear(patience = Infinity): Command {
    if (patience === Infinity) return { kind: "hear", patience };
    return { kind: "hear", patience: checkTime("hear(patience)", "patience", patience) };
  }

  /** Waits until there is one of a resource, and takes it. */
  acquire(resource: string): Command {
    this.checkResource("acquire", resource);
    return { kind: "acquire", resource };
  }

  /** Gives one of a resource back: who has waited longest for it goes on. */
  release(resource: string): void {
    this.checkResource("release", resource);
    if (isRetold(this)) return;
    const story = this as unknown as Teller;
    const { queue } = resourceOf(story, resource);
    const next = queue.shift();
    if (next === undefined) resourceOf(story, resource).free += 1;
    else appoint(story, next, instant(story));
    if (!isTelling(this)) settle(story, this.now);
  }

  /** Begins the story of a visitor in this instant. A visitor has one story at a time. */
  begin(visitor: number): void {
    checkNumber("begin(visitor)", "visitor", visitor, { min: 0, max: MOST, whole: true });
    if (isRetold(this)) return;
    if (this.told.journals.has(visitor)) {
      throw new RangeError(`begin(${visitor}): the story of visitor ${visitor} is being told.`);
    }
    this.told.journals.set(visitor, blankJournal());
    const story = this as unknown as Teller;
    appoint(story, visitor, instant(story));
    if (!isTelling(this)) settle(story, this.now);
  }

  start(): void {
    this.begin(0);
  }

  timeout(timer: string): void {
    if (timer !== TIMER) return;
    this.told.alarm = Infinity;
    settle(this as unknown as Teller, this.now);
  }

  receive(message: In, from: Address): void;
  receive(message: In): void {
    const { now, told } = this;
    const story = this as unknown as Teller;
    const named = (message as { visitor?: unknown } | null)?.visitor;
    const [eldest] = told.listeners.keys();
    hand(story, typeof named === "number" ? named : eldest, message);
    settle(story, now);
  }

  checkResource(action: string, resource: string): void {
    if (Object.hasOwn(this.capacity, resource)) return;
    const known = Object.keys(this.capacity).join(", ") || "none";
    throw new RangeError(`${action}(${show(resource)}): capacity has no such one, only ${known}.`);
  }
}
