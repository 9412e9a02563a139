/**
 * Customers: many of them in one process, each told from top to bottom, as in process-oriented
 * simulation. The words are those of its languages: hold from Simula (Birtwistle, DEMOS: A System
 * for Discrete Event Modelling on Simula, 1979), seize and release from GPSS (Gordon, 1961).
 */
import { checkTime, className, show } from "../../kernel/check.ts";
import { Given } from "../given.ts";
import { hostOf } from "../host.ts";
import { Process } from "../process.ts";
import { type Life, Lives, type Step, TIMER } from "./lives.ts";
import { checkResource, type Resource } from "./resource.ts";

/** A process with its customers' generators, which are no field: nobody can copy them. */
class Living extends Given {
  readonly #lives: Lives;

  constructor(customers: Customers) {
    super(customers);
    this.#lives = new Lives(hostOf(customers, "a customer"), customers);
  }
  static lives(customers: Customers): Lives {
    return #lives in customers ? customers.#lives : newLives(customers);
  }
}

function newLives(customers: Customers): Lives {
  const { present } = customers;
  if (present === 0) return Living.lives(new Living(customers) as unknown as Customers);
  throw new Error(
    `${className(customers)}: present is ${show(present)}, so this is a copy of a process in ` +
      "which customers are under way. Their generators cannot be copied: give simulate one that " +
      "has not begun, or write a Story, which can be told again.",
  );
}

/**
 * A process in which customers come, hold, seize and go. Each is a generator that yields whatever
 * takes time; what takes none it simply does. A source is a customer too.
 *
 * ```ts
 * class Shop extends Customers {
 *   till = resource(1);
 *   start() { this.begin(this.arrivals()); }
 *   *arrivals() {
 *     for (let i = 0; i < 1000; i++) {
 *       yield this.hold(exponentially(this.random(), ms(10)));
 *       this.begin(this.customer());
 *     }
 *   }
 *   *customer() {
 *     const came = this.now;
 *     yield this.seize(this.till);
 *     yield this.hold(exponentially(this.random(), ms(8)));
 *     this.release(this.till);
 *     this.note(`stayed for ${this.now - came} ns`);
 *   }
 * }
 * ```
 *
 * Of customers who may go on in the same instant, those whose time has come do so in the order in
 * which they began to hold; but before the next of them, those go on who were begun or given a
 * resource by the last. Durations are by the node's clock. Generators cannot be copied: a process
 * that was copied while customers were under way refuses to go on. A crash ends them all, without
 * their `finally`; after a restart the process begins afresh. A process whose users must talk to
 * others, or be told again, is a `Story`; customers are several times as quick.
 *
 * A `timeout` of one's own must call `super.timeout(timer)`.
 */
export class Customers<In = unknown, Out = unknown> extends Process<In, Out> {
  /** How many customers are under way. */
  present = 0;

  /**
   * Begins a customer: `this.begin(this.customer())`. In this instant, it does so as soon as the
   * customer who calls this waits. Each generator is begun once.
   * @param after ns until then, 0 to 2⁵³ − 1; RangeError outside.
   * @throws TypeError if it is no generator; RangeError if a million are under way.
   */
  begin(life: Life, after = 0): void {
    if (typeof (life as Partial<Life> | null | undefined)?.next !== "function") {
      const rule = "it must be a generator: begin(this.customer())";
      throw new TypeError(`begin(life): life is ${show(life)}; ${rule}.`);
    }
    Living.lives(this).begin(life, checkTime("begin(life, after)", "after", after));
  }

  /**
   * To be yielded by a customer: it waits for so long.
   * @param duration ns, 0 to 2⁵³ − 1; RangeError outside.
   */
  hold(duration: number): Step {
    return Living.lives(this).hold(checkTime("hold(duration)", "duration", duration));
  }

  /** To be yielded by a customer: it waits until there is one of a resource, and takes it. */
  seize(resource: Resource): Step {
    checkResource("seize(resource)", resource);
    return Living.lives(this).seize(resource);
  }

  /**
   * Gives one of a resource back, in no time; who has waited longest for it goes on.
   * @throws RangeError if none of it is taken.
   */
  release(resource: Resource): void {
    checkResource("release(resource)", resource);
    Living.lives(this).release(resource);
  }

  /**
   * To be yielded by a customer: it seizes one of a resource, holds for so long, and releases it.
   * @param duration ns, 0 to 2⁵³ − 1; RangeError outside.
   */
  use(resource: Resource, duration: number): Step {
    checkResource("use(resource, duration)", resource);
    const takes = checkTime("use(resource, duration)", "duration", duration);
    return Living.lives(this).use(resource, takes);
  }

  timeout(timer: string): void {
    if (timer === TIMER) Living.lives(this).ring();
  }
}

/**
 * Refuses a process with customers under way: a copy of it could not go on.
 * @throws TypeError naming the node and the remedy.
 */
export function checkAlone(node: string, process: Process): void {
  if (!(process instanceof Customers) || process.present === 0) return;
  throw new TypeError(
    `${node} (${className(process)}): customers are under way (${process.present}), and their ` +
      "generators cannot be copied. Write a Story, which can be told again, or a process with " +
      "handlers.",
  );
}
