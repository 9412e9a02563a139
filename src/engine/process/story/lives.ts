/**
 * How customers live: who goes on when, and what each waits for. One calendar holds all their
 * times, so that the host sees a single timer, which is set for the earliest of them.
 */
import { grouped } from "../../kernel/check.ts";
import { EventQueue } from "../../kernel/queue.ts";
import type { Host } from "../host.ts";
import { NOBODY, type Resource } from "./resource.ts";

/** What a customer's `yield` hands over. It says nothing: what to wait for is noted here. */
export type Step = { readonly step: true };
const STEP: Step = Object.freeze({ step: true });

/** The generator of a customer: all that it does, from its arrival to its departure. */
export type Life = Generator<Step, void, void>;

/** The timer of all customers of a process. */
export const TIMER = "customers";

/** How many may be under way. */
const MOST_PRESENT = 1_000_000;
/** Steps in one instant after which somebody is taken to go round for ever. */
const MOST_STEPS = 10_000_000;

const MISSING = "Write yield before hold, seize and use.";

/** All customers of one process. */
export class Lives {
  readonly #host: Host;
  readonly #owner: { present: number };
  /** Who holds until when, by the node's clock. */
  readonly #calendar = new EventQueue();
  #order = 0;
  /** By place: the customer there, and who is behind it in the only queue that it can be in. */
  readonly #lives: (Life | undefined)[] = [];
  readonly #behind: number[] = [];
  /** By place: what the customer there uses, and for how long. */
  readonly #used: (Resource | undefined)[] = [];
  readonly #uses: number[] = [];
  readonly #freePlaces: number[] = [];
  /** Those who go on in this very instant: first come, first served. */
  #firstReady = NOBODY;
  #lastReady = NOBODY;
  #current = NOBODY;
  /** Whether the current customer has said what it waits for, and whether it has that already. */
  #waits = false;
  #goesOn = false;
  #steps = 0;
  /** For when the timer is set; Infinity: it is not. */
  #alarm = Infinity;

  /** @param owner Whose field `present` counts the customers. */
  constructor(host: Host, owner: { present: number }) {
    this.#host = host;
    this.#owner = owner;
  }

  /**
   * A customer begins `after` ns; if that is 0, as soon as the one who called it, if any, waits.
   * @throws RangeError if a million are under way.
   */
  begin(life: Life, after: number): void {
    if (this.#owner.present >= MOST_PRESENT) {
      throw new RangeError("begin(life): a million customers are under way; no more may be.");
    }
    this.#owner.present++;
    const place = this.#freePlaces.pop() ?? this.#addPlace();
    this.#lives[place] = life;
    if (after > 0) this.#enter(place, after);
    else this.#makeReady(place);
    if (this.#current === NOBODY) this.#settle();
  }

  /** The current customer waits for so long (ns). */
  hold(duration: number): Step {
    this.#wait("hold(duration)");
    this.#enter(this.#current, duration);
    return STEP;
  }

  /** The current customer waits until it gets one of a resource. */
  seize(resource: Resource): Step {
    this.#wait("seize(resource)");
    this.#goesOn = this.#take(resource);
    return STEP;
  }

  /** The current customer waits until it gets one of a resource, and has kept it so long (ns). */
  use(resource: Resource, duration: number): Step {
    this.#wait("use(resource, duration)");
    const place = this.#current;
    this.#used[place] = resource;
    this.#uses[place] = duration;
    if (this.#take(resource)) this.#enter(place, duration);
    return STEP;
  }

  /**
   * One of a resource is free again: who has waited longest gets it.
   * @throws RangeError if none is taken.
   */
  release(resource: Resource): void {
    if (resource.busy === 0) throw new RangeError("release(resource): none of it is taken.");
    resource.busy--;
    // A loop, since a fault may have edited the capacity.
    while (resource.waiting > 0 && resource.busy < resource.capacity) {
      const place = resource.first;
      resource.first = this.#behind[place];
      resource.waiting--;
      resource.busy++;
      if (this.#used[place] === undefined) this.#makeReady(place);
      else this.#enter(place, this.#uses[place]);
    }
  }

  /** The timer has run out: all go on whose time has come. */
  ring(): void {
    this.#alarm = Infinity;
    try {
      this.#goOnInTime();
    } finally {
      this.#current = NOBODY;
    }
    this.#setAlarm();
  }

  /** As long as nothing else happens in the whole run, the next time comes in the same handler. */
  #goOnInTime(): void {
    const calendar = this.#calendar;
    const host = this.#host;
    let now = host.now();
    this.#steps = 0;
    while (calendar.pop()) {
      const { time, order, value } = calendar;
      if (time > now) {
        if (host.elapse?.(TIMER, time - now) !== true) return calendar.push(time, order, value);
        now = host.now();
        this.#steps = 0;
      }
      this.#endHold(value);
      if (this.#firstReady !== NOBODY) this.#goOnReady();
    }
  }

  /** Lets those go on who can in this instant. */
  #settle(): void {
    this.#steps = 0;
    try {
      this.#goOnReady();
    } finally {
      this.#current = NOBODY;
    }
    this.#setAlarm();
  }

  #setAlarm(): void {
    const next = this.#calendar.peek();
    if (next >= this.#alarm) return;
    this.#alarm = next;
    this.#host.setTimer(TIMER, Math.max(0, next - this.#host.now()));
  }

  #enter(place: number, duration: number): void {
    this.#calendar.push(this.#host.now() + duration, this.#order++, place);
  }

  /** The current customer takes one of a resource, if one is free; else it queues. */
  #take(resource: Resource): boolean {
    if (resource.busy < resource.capacity) {
      resource.busy++;
      return true;
    }
    const place = this.#current;
    if (resource.waiting === 0) resource.first = place;
    else this.#behind[resource.last] = place;
    resource.last = place;
    resource.waiting++;
    return false;
  }

  #endHold(place: number): void {
    const used = this.#used[place];
    if (used !== undefined) {
      this.#used[place] = undefined;
      this.release(used);
    }
    this.#goOn(place);
  }

  #addPlace(): number {
    this.#behind.push(NOBODY);
    this.#used.push(undefined);
    this.#uses.push(0);
    return this.#lives.push(undefined) - 1;
  }

  #makeReady(place: number): void {
    this.#behind[place] = NOBODY;
    if (this.#firstReady === NOBODY) this.#firstReady = place;
    else this.#behind[this.#lastReady] = place;
    this.#lastReady = place;
  }

  #goOnReady(): void {
    while (this.#firstReady !== NOBODY) {
      const place = this.#firstReady;
      this.#firstReady = this.#behind[place];
      this.#goOn(place);
    }
  }

  /** A customer goes on until it waits again or leaves. */
  #goOn(place: number): void {
    const life = this.#lives[place] as Life;
    this.#current = place;
    do {
      this.#waits = false;
      this.#goesOn = false;
      if (++this.#steps > MOST_STEPS) this.#refuseSteps();
      const { done } = life.next();
      if (done === true) this.#leave(place);
      else if (!this.#waits) throw new TypeError(`a customer yielded what is no step. ${MISSING}`);
    } while (this.#goesOn);
    this.#current = NOBODY;
  }

  #leave(place: number): void {
    if (this.#waits) throw new Error(`a customer left instead of waiting. ${MISSING}`);
    this.#owner.present--;
    this.#lives[place] = undefined;
    this.#freePlaces.push(place);
  }

  #wait(action: string): void {
    if (this.#current === NOBODY) {
      throw new Error(`${action}: only customers wait. Begin one: begin(this.customer()).`);
    }
    if (this.#waits) throw new Error(`${action}: the step before was not yielded. ${MISSING}`);
    this.#waits = true;
  }

  #refuseSteps(): never {
    throw new RangeError(
      `customers took ${grouped(MOST_STEPS)} steps in one instant: somebody goes round for ever.`,
    );
  }
}
