/**
 * Sources of traffic: evenly spaced, by chance, in batches; and the sink that counts what came of
 * it. All their settings are fields: a fault may edit them, and a class may override `gap`.
 */
import { checkFlag, checkOptions, LONGEST } from "../kernel/check.ts";
import { exponentially, LEAST_RATE, untilNext } from "../process/chance.ts";
import type { Address } from "../process/host.ts";
import { Process } from "../process/process.ts";

/** What a source sends. */
export type Datagram = {
  /** From 0. */
  number: number;
  /** When it was sent, by its source's clock, ns. */
  sentAt: number;
};

/** Options of a source. */
export type SourceOptions = {
  /** Size of each body, bytes. Default 1,250. */
  bytes?: number;
  /** Whether sizes are exponentially distributed with that mean, at least 24 bytes. */
  varies?: boolean;
  /** How many it sends in all. Default: no end. */
  count?: number;
  /** When an evenly spaced source begins, ns; the others begin by chance. Default 0. */
  phase?: number;
};

const NEXT = "next";
/** What a datagram's own text takes at most, so that no size is below it. */
const LEAST_BYTES = 24;
const NS_PER_SECOND = 1e9;
/** Of what is evenly spaced, ns: 104 days, with room for rounding. */
const LONGEST_PERIOD = 9e15;
const WHERE = "a source of traffic";
const OPTIONS = ["bytes", "varies", "count", "phase"] as const;

/** Sends datagrams. Made by `every`, `poisson` and `batches`. */
export class Source extends Process<never, Datagram> {
  to: Address;
  /** Whether the time between two batches is exponentially distributed, or always the same. */
  isRandom: boolean;
  /** Batches a second, and datagrams in each. */
  rate: number;
  batch: number;
  bytes: number;
  varies: boolean;
  /** Datagrams still to be sent. */
  left: number;
  phase: number;
  sent = 0;

  constructor(
    to: Address,
    arrivals: { isRandom: boolean; rate: number; batch: number },
    options?: SourceOptions,
  ) {
    super();
    const given = checkOptions(WHERE, options, OPTIONS) as SourceOptions;
    const { bytes = 1_250, varies = false, count = Infinity, phase = 0 } = given;
    const { isRandom, rate } = arrivals;
    check("rate", rate, isRandom ? LEAST_RATE : NS_PER_SECOND / LONGEST_PERIOD, 1e9);
    check("batch", arrivals.batch, 1, 1e6, true);
    check("bytes", bytes, LEAST_BYTES, 4_294_967_295, true);
    if (count !== Infinity) check("count", count, 0, LONGEST, true);
    check("phase", phase, 0, LONGEST);
    this.to = to;
    this.isRandom = isRandom;
    this.rate = rate;
    this.batch = arrivals.batch;
    this.bytes = bytes;
    this.varies = checkFlag(WHERE, "varies", varies);
    this.left = count;
    this.phase = phase;
  }

  start(): void {
    if (this.left > 0) this.setTimer(NEXT, this.isRandom ? this.gap() : this.phase);
  }

  timeout(): void {
    for (let i = 0; i < this.batch && this.left > 0; i++) this.emit();
    if (this.left > 0) this.setTimer(NEXT, this.gap());
  }

  emit(): void {
    this.send(this.to, { number: this.sent, sentAt: this.now }, { bytes: this.size() });
    this.sent += 1;
    this.left -= 1;
  }

  /** How long it is until the next batch, ns. */
  gap(): number {
    return this.isRandom ? untilNext(this.random(), this.rate) : NS_PER_SECOND / this.rate;
  }

  /** The size of the next datagram, bytes. */
  size(): number {
    if (!this.varies) return this.bytes;
    return Math.max(LEAST_BYTES, Math.round(exponentially(this.random(), this.bytes)));
  }
}

/**
 * A source that sends one datagram every `period` ns, 1 to 9 · 10¹⁵ (104 days).
 * @throws RangeError naming the setting that is wrong.
 */
export function every(to: Address, period: number, options?: SourceOptions): Source {
  check("period", period, 1, LONGEST_PERIOD);
  return new Source(to, { isRandom: false, rate: NS_PER_SECOND / period, batch: 1 }, options);
}

/**
 * A source that sends `rate` datagrams a second by chance: a Poisson process, 5 · 10⁻⁶ to 10⁹.
 * @throws RangeError naming the setting that is wrong.
 */
export function poisson(to: Address, rate: number, options?: SourceOptions): Source {
  return new Source(to, { isRandom: true, rate, batch: 1 }, options);
}

/**
 * A source that sends `rate` datagrams a second, so many at once: batches are a Poisson process.
 * @param rate `size` · 5 · 10⁻⁶ to 10⁹.
 * @param size Datagrams in a batch, 1 to 10⁶.
 * @throws RangeError naming the setting that is wrong.
 */
export function batches(to: Address, rate: number, size: number, options?: SourceOptions): Source {
  check("size", size, 1, 1e6, true);
  check("rate", rate, LEAST_RATE * size, 1e9);
  return new Source(to, { isRandom: true, rate: rate / size, batch: size }, options);
}

/** Refuses a setting that a source cannot have. */
export function check(field: string, value: unknown, min: number, max: number, whole = false) {
  const isInside = typeof value === "number" && value >= min && value <= max;
  if (isInside && (!whole || Number.isInteger(value))) return;
  const noun = whole ? "a whole number" : "a number";
  throw new RangeError(
    `${WHERE}: ${field} is ${String(value)}; it must be ${noun} from ${min} to ${max}.`,
  );
}
