/**
 * Crowds: many visitors as one node. An open crowd comes whatever happens to those before; a
 * closed one is a number of people who each wait for their answer before they think of the next
 * question. (Schroeder, Wierman & Harchol-Balter, Open Versus Closed: A Cautionary Tale, 2006.)
 */
import { checkOptions } from "../kernel/check.ts";
import { exponentially, LEAST_RATE, LONGEST_MEAN, untilNext } from "../process/chance.ts";
import type { Address } from "../process/host.ts";
import { Process } from "../process/process.ts";
import { check } from "./sources.ts";

/** What a visitor asks, at least; the answer must bring `visitor` back. */
export type Request = { visitor: number };

/** Options of a crowd. */
export type CrowdOptions = {
  /** How long a visitor waits for an answer, ns. Default: for ever. */
  patience?: number;
};

const COME = "come";

/** What both kinds of crowd share: questions, answers, patience, and the books of them. */
export class Crowd<Question extends Request = Request> extends Process<Request, Question> {
  to: Address;
  patience: number;
  /** When each waiting visitor asked, ns. */
  waiting = new Map<number, number>();
  asked = 0;
  answered = 0;
  /** Visitors who lost patience, and answers that came for them too late. */
  failed = 0;
  late = 0;
  /** Sum and greatest of the times that the answered ones waited, ns. */
  waited = 0;
  longest = 0;

  constructor(to: Address, options?: CrowdOptions) {
    super();
    const given = checkOptions("a crowd", options, ["patience"]) as CrowdOptions;
    const { patience = Infinity } = given;
    if (patience !== Infinity) check("patience", patience, 1, Number.MAX_SAFE_INTEGER);
    this.to = to;
    this.patience = patience;
  }

  /** What a visitor asks; to be overridden. */
  question(visitor: number): Question {
    return { visitor } as Question;
  }

  /** A visitor has an answer or gave up; to be overridden. */
  served(_visitor: number): void {}

  ask(visitor: number): void {
    this.asked += 1;
    this.waiting.set(visitor, this.now);
    this.send(this.to, this.question(visitor));
    if (this.patience < Infinity) this.setTimer(`patience ${visitor}`, this.patience);
  }

  receive({ visitor }: Request): void {
    const since = this.waiting.get(visitor);
    if (since === undefined) {
      this.late += 1;
      return;
    }
    const wait = this.now - since;
    this.answered += 1;
    this.waited += wait;
    this.longest = Math.max(this.longest, wait);
    this.leave(visitor);
  }

  timeout(timer: string): void {
    const [what, visitor] = timer.split(" ");
    if (what !== "patience") return;
    this.failed += 1;
    this.leave(Number(visitor));
  }

  leave(visitor: number): void {
    this.waiting.delete(visitor);
    if (this.patience < Infinity) this.cancelTimer(`patience ${visitor}`);
    this.served(visitor);
  }

  /** How long an answered visitor waited on average, ns; 0 if none was answered. */
  meanWait(): number {
    return this.answered === 0 ? 0 : this.waited / this.answered;
  }
}

/** Visitors come by chance, `rate` a second (5 · 10⁻⁶ to 10⁹, Poisson), and each asks once. */
export class OpenCrowd<Question extends Request = Request> extends Crowd<Question> {
  rate: number;

  constructor(to: Address, rate: number, options?: CrowdOptions) {
    super(to, options);
    check("rate", rate, LEAST_RATE, 1e9);
    this.rate = rate;
  }

  start(): void {
    this.setTimer(COME, untilNext(this.random(), this.rate));
  }

  timeout(timer: string): void {
    if (timer !== COME) return super.timeout(timer);
    this.ask(this.asked);
    this.start();
  }
}

/** So many visitors think (exponentially long), ask, wait for the answer, and think again. */
export class ClosedCrowd<Question extends Request = Request> extends Crowd<Question> {
  visitors: number;
  /** Mean time to think, ns: 0 to 2 · 10¹⁴ (56 hours). */
  think: number;

  constructor(to: Address, visitors: number, think: number, options?: CrowdOptions) {
    super(to, options);
    check("visitors", visitors, 1, 1e6, true);
    check("think", think, 0, LONGEST_MEAN);
    this.visitors = visitors;
    this.think = think;
  }

  start(): void {
    for (let visitor = 0; visitor < this.visitors; visitor++) this.served(visitor);
  }

  served(visitor: number): void {
    this.setTimer(`think ${visitor}`, exponentially(this.random(), this.think));
  }

  timeout(timer: string): void {
    const [what, visitor] = timer.split(" ");
    if (what === "think") this.ask(Number(visitor));
    else super.timeout(timer);
  }
}
