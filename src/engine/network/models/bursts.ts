/** Errors that come in bursts: a channel with a good and a bad state. */
import { checkNames, checkNumber, checkProbability, show } from "../../kernel/check.ts";
import { log, log1p } from "../../kernel/logarithm.ts";
import type { Memento } from "../../kernel/memento.ts";
import type { Streams } from "../../kernel/random.ts";

/**
 * A channel that is in a good or a bad state, and may change it after every bit (or packet).
 * (E. N. Gilbert, Bell System Technical Journal 39, 1960; E. O. Elliott, ibid. 42, 1963.)
 */
export type Bursts = {
  /** Probability that the good state ends, above 0 to 1. */
  goodToBad: number;
  /** Probability that the bad state ends, above 0 to 1; its mean length is 1 over this. */
  badToGood: number;
  /** Probability of an error in the good state. Default 0. */
  errorGood?: number;
  /** Probability of an error in the bad state. Default 1 for packets, ½ for bits. */
  errorBad?: number;
};

/**
 * Checks a channel that may have been written by hand.
 * @throws RangeError naming the field, its value and the permitted range.
 */
export function checkBursts(where: string, value: unknown, errorBad: number): Required<Bursts> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new RangeError(`${where} is ${show(value)}; it must be a probability or a channel.`);
  }
  checkNames(where, value, ["goodToBad", "badToGood", "errorGood", "errorBad"]);
  const given = value as Bursts;
  const above0 = { min: 1e-15, max: 1 };
  return {
    goodToBad: checkNumber(where, "goodToBad", given.goodToBad, above0),
    badToGood: checkNumber(where, "badToGood", given.badToGood, above0),
    errorGood: checkProbability(where, "errorGood", given.errorGood ?? 0),
    errorBad: checkProbability(where, "errorBad", given.errorBad ?? errorBad),
  };
}

/** The share of errors in the long run. */
export function meanErrors({ goodToBad, badToGood, errorGood, errorBad }: Required<Bursts>) {
  const bad = goodToBad / (goodToBad + badToGood);
  return bad * errorBad + (1 - bad) * errorGood;
}

/** A channel in a run, for packets: one step for each of them. It begins in the good state. */
export class PacketChannel {
  readonly #bursts: Required<Bursts>;
  readonly #streams: Streams;
  readonly #stream: number;
  #isBad = false;

  constructor(bursts: Required<Bursts>, streams: Streams, stream: number) {
    this.#bursts = bursts;
    this.#streams = streams;
    this.#stream = stream;
  }

  /** The probability that the next packet is lost. */
  next(): number {
    const { goodToBad, badToGood, errorGood, errorBad } = this.#bursts;
    const error = this.#isBad ? errorBad : errorGood;
    const change = this.#isBad ? badToGood : goodToBad;
    if (this.#streams.next(this.#stream) < change) this.#isBad = !this.#isBad;
    return error;
  }

  /** So many packets have gone by before there was this channel. */
  skip(packets: number): void {
    this.#streams.skip(this.#stream, packets);
  }

  /** Saves or restores its state. */
  remember(memento: Memento): void {
    this.#isBad = memento.value(this.#isBad);
  }
}

/**
 * How many trials pass before the first success, each of probability `p`, 0…1 (geometric): what
 * makes rare errors cost nothing.
 */
export function gap(p: number, u: number): number {
  if (p >= 1) return 0;
  return p <= 0 ? Infinity : Math.floor(log(1 - u) / log1p(-p));
}

/** A channel in a run, for bits: it yields the bits that flip, packet after packet. */
export class BitChannel {
  readonly #bursts: Required<Bursts>;
  readonly #streams: Streams;
  readonly #stream: number;
  #isBad = false;
  /** Bits left of the present state, and before the next flip. */
  #left: number;
  #next: number;

  constructor(bursts: Required<Bursts>, streams: Streams, stream: number) {
    this.#bursts = bursts;
    this.#streams = streams;
    this.#stream = stream;
    this.#left = this.#draw(bursts.goodToBad) + 1;
    this.#next = this.#draw(bursts.errorGood);
  }

  /** The positions of the next `bits` bits that flip. */
  flips(bits: number): number[] {
    const flips: number[] = [];
    let at = 0;
    while (at < bits) {
      const step = Math.min(this.#left, bits - at);
      while (this.#next < step) {
        flips.push(at + this.#next);
        this.#next += 1 + this.#draw(this.#error);
      }
      this.#next -= step;
      this.#left -= step;
      at += step;
      if (this.#left === 0) this.#change();
    }
    return flips;
  }

  get #error(): number {
    return this.#isBad ? this.#bursts.errorBad : this.#bursts.errorGood;
  }

  #change(): void {
    this.#isBad = !this.#isBad;
    const { badToGood, goodToBad } = this.#bursts;
    this.#left = this.#draw(this.#isBad ? badToGood : goodToBad) + 1;
    this.#next = this.#draw(this.#error);
  }

  #draw(p: number): number {
    return gap(p, this.#streams.next(this.#stream));
  }

  /** Saves or restores its state. One of other parameters has its own draws of what comes next. */
  remember(memento: Memento): void {
    const [bursts, isBad] = memento.values([this.#bursts, this.#isBad]);
    const [left, next] = memento.values([this.#left, this.#next]);
    this.#isBad = isBad;
    const { goodToBad, badToGood, errorGood, errorBad } = this.#bursts;
    const isSame = bursts.goodToBad === goodToBad && bursts.badToGood === badToGood;
    if (isSame && bursts.errorGood === errorGood && bursts.errorBad === errorBad) {
      [this.#left, this.#next] = [left, next];
    } else {
      this.#left = this.#draw(isBad ? badToGood : goodToBad) + 1;
      this.#next = this.#draw(this.#error);
    }
  }
}
