/** The inbox of a node: what waits while its process is busy, for how long, and how much may. */
import type { Memento } from "../kernel/memento.ts";
import type { Message } from "../network/packet.ts";
import { copyField } from "../process/copy.ts";
import { copyTimer, type Timer } from "./stage.ts";

/** What the receiver of a damaged message reads; undefined for a sound one. */
export type Damage = { damaged: unknown } | undefined;

/** A message that waits for a busy process, with the row of its arrival. */
export type WaitingMessage = { kind: "message"; message: Message; row: number; damage: Damage };
/** A message or a timeout that waits. */
export type Waiting = WaitingMessage | { kind: "timeout"; timer: Timer };

/** What happens to a message that finds the inbox full. */
export const OVERFLOWS = ["drop", "dropOldest", "refuse"] as const;
export type Overflow = (typeof OVERFLOWS)[number];

/** How many messages may wait at a node, and what happens to the next. */
export type InboxLimit = {
  /** Messages that may wait, besides the one that is being handled. 0 to 2³⁰. */
  limit: number;
  /**
   * "drop" (the default): the newcomer is thrown away, and nobody is told. "dropOldest": the one
   * that has waited longest is. "refuse": the newcomer is, and its sender gets the message
   * `{ kind: "refused", message }` with what it had sent.
   */
  overflow?: Overflow;
};

/** How many handled items an inbox keeps before it is cut. */
const CUT_AT = 1024;

/** What waits, and since when, ns. */
type Waits = Waiting & { since: number };

/** An inbox: first in, first out. */
export class Inbox {
  /** What has been measured: message·ns, messages, ns, ns. */
  measured = { area: 0, most: 0, waited: 0, longest: 0 };

  readonly #items: Waits[] = [];
  #head = 0;
  #messages = 0;
  /** Up to when `area` has been added up, ns. */
  #measuredAt = 0;

  /** Messages and timeouts that wait. */
  get length(): number {
    return this.#items.length - this.#head;
  }

  /** Messages that wait. */
  get messages(): number {
    return this.#messages;
  }

  /** Adds what came at time `now`, ns. */
  push(item: Waiting, now: number): void {
    this.#items.push({ ...item, since: now });
    if (item.kind === "message") this.#count(1, now);
  }

  /** Takes the first at time `now`, ns; undefined if nothing waits. */
  take(now: number): Waiting | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#head++];
    if (item.kind === "message") this.#leave(now - item.since, now);
    if (this.length === 0 || this.#head >= CUT_AT) {
      this.#items.splice(0, this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** Takes the message that has waited longest, at time `now`, ns; undefined if none waits. */
  takeOldest(now: number): WaitingMessage | undefined {
    for (let i = this.#head; i < this.#items.length; i++) {
      const item = this.#items[i];
      if (item.kind !== "message") continue;
      this.#items.splice(i, 1);
      this.#count(-1, now);
      return item;
    }
    return undefined;
  }

  /** Forgets all at time `now`, ns. */
  clear(now: number): void {
    this.#items.length = 0;
    this.#head = 0;
    this.#count(-this.#messages, now);
  }

  /** Adds up what has been measured to time `now`, ns. */
  measure(now: number): Inbox["measured"] {
    this.#count(0, now);
    return this.measured;
  }

  #leave(wait: number, now: number): void {
    this.measured.waited += wait;
    this.measured.longest = Math.max(this.measured.longest, wait);
    this.#count(-1, now);
  }

  #count(change: number, now: number): void {
    this.measured.area += this.#messages * (now - this.#measuredAt);
    this.#measuredAt = now;
    this.#messages += change;
    this.measured.most = Math.max(this.measured.most, this.#messages);
  }

  /** Saves or restores what waits, and what has been measured. */
  remember(memento: Memento): void {
    this.measured = memento.copied(this.measured, (measured) => ({ ...measured }));
    const now = [this.#head, this.#messages, this.#measuredAt];
    [this.#head, this.#messages, this.#measuredAt] = memento.values(now);
    memento.list(this.#items, (item) => copyItem(item, memento));
  }
}

/** A copy of an item, with its own timer, or a body that its reader may write on. */
function copyItem(item: Waits, memento: Memento): Waits {
  if (item.kind === "timeout") return { ...item, timer: memento.once(item.timer, copyTimer) };
  if (item.damage === undefined) return item;
  const damaged = copyField("an inbox", "damaged", item.damage.damaged);
  return { ...item, damage: { damaged } };
}
