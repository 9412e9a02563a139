/** The far end of traffic: counts what comes, and how much of it comes in time. */
import { checkOptions } from "../kernel/check.ts";
import { Process } from "../process/process.ts";
import { check, type Datagram } from "./sources.ts";

/** Options of a sink. */
export type SinkOptions = {
  /** How old a datagram may be to be of any use, ns. Default: any age. */
  deadline?: number;
  /** What arrives from `from` (ns, default 0) until `until` (default: the end) is counted. */
  from?: number;
  until?: number;
};

const NS_PER_SECOND = 1e9;

/** Counts deliveries, and the useful ones among them. Its clock and the sources' must agree. */
export class Sink extends Process<Datagram> {
  deadline: number;
  from: number;
  until: number;

  /** Datagrams that came in the time in which it counts. */
  delivered = 0;
  /** Those of them that were not older than the deadline. */
  useful = 0;
  /** How many of these came in each second of that time. */
  usefulEachSecond: number[] = [];
  /** Sum of their ages and the greatest age, ns. */
  delays = 0;
  longest = 0;

  constructor(options?: SinkOptions) {
    super();
    const given = checkOptions("a sink", options, ["deadline", "from", "until"]) as SinkOptions;
    const { deadline = Infinity, from = 0, until = Infinity } = given;
    if (deadline !== Infinity) check("deadline", deadline, 0, Number.MAX_SAFE_INTEGER);
    check("from", from, 0, Number.MAX_SAFE_INTEGER);
    if (until !== Infinity) check("until", until, from + 1, Number.MAX_SAFE_INTEGER);
    this.deadline = deadline;
    this.from = from;
    this.until = until;
  }

  receive({ sentAt }: Datagram): void {
    if (this.now < this.from || this.now >= this.until) return;
    const age = this.now - sentAt;
    this.delivered += 1;
    this.delays += age;
    this.longest = Math.max(this.longest, age);
    if (age <= this.deadline) this.count();
  }

  count(): void {
    this.useful += 1;
    const second = Math.floor((this.now - this.from) / NS_PER_SECOND);
    while (this.usefulEachSecond.length <= second) this.usefulEachSecond.push(0);
    this.usefulEachSecond[second] += 1;
  }

  /** Mean age at delivery, ns; 0 if nothing was delivered. */
  meanDelay(): number {
    return this.delivered === 0 ? 0 : this.delays / this.delivered;
  }

  /**
   * Useful deliveries a second.
   * @param end When the run ended, ns: needed where the sink counts to the end.
   */
  usefulRate(end = this.until): number {
    const span = Math.min(end, this.until) - this.from;
    return span > 0 && span < Infinity ? (this.useful / span) * NS_PER_SECOND : 0;
  }
}
