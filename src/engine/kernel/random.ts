/**
 * Chance: one small stream of random numbers per component and purpose, so that a component that
 * draws more leaves the luck of all others alone (common random numbers).
 *
 * A stream is sfc32 (Chris Doty-Humphrey's "small fast counting" generator with 32-bit words),
 * which passes PractRand and needs four words. Its key is a text such as `7/link/a→b/loss`, made
 * into the first three words by Alea (from `seedrandom`). All states lie in one typed array.
 */
import alea from "seedrandom/lib/alea.js";
import type { Memento } from "./memento.ts";

const WORDS = 4;
/** Rounds thrown away after keying: the counter has then reached every bit of the state. */
const WARM_UP = 12;

/** All streams of one run. */
export class Streams {
  readonly #seed: string;
  #states = new Int32Array(64 * WORDS);
  #count = 0;
  /** What each was opened for. */
  readonly #purposes: string[] = [];
  /** A copy of those for mementos, which never changes. */
  #shared: readonly string[] = [];
  /** How many a run opens as it is set up; −1: it has not been restored yet. */
  #own = -1;
  /** By number in what has been restored: the number here. */
  #numbers: readonly number[] = [];

  /** `seed` is the run's: the first part of every stream's key. */
  constructor(seed: string) {
    this.#seed = seed;
  }

  /** Opens the stream of a purpose, for instance `link/a→b/loss`, and returns its number. */
  open(purpose: string): number {
    const stream = this.#add(purpose);
    this.#set(stream);
    return stream;
  }

  #add(purpose: string): number {
    const stream = this.#count++;
    this.#purposes[stream] = purpose;
    while (this.#count * WORDS > this.#states.length) {
      const larger = new Int32Array(this.#states.length * 2);
      larger.set(this.#states);
      this.#states = larger;
    }
    return stream;
  }

  /** Puts a stream at its beginning. */
  #set(stream: number): void {
    const key = alea(`${this.#seed}/${this.#purposes[stream]}`);
    const first = stream * WORDS;
    for (let word = 0; word < 3; word++) this.#states[first + word] = key.int32();
    this.#states[first + 3] = 1;
    for (let round = 0; round < WARM_UP; round++) this.bits(stream);
  }

  /** Passes over so many numbers of a stream, as if `next` had been asked for them. */
  skip(stream: number, numbers: number): void {
    for (let i = 0; i < numbers; i++) this.next(stream);
  }

  /**
   * Saves or restores all streams. A run whose set-up opens other streams keeps its own numbers of
   * those; one with another seed stands as far along in its own numbers.
   */
  remember(memento: Memento): void {
    const seed = memento.value(this.#seed);
    if (this.#shared.length !== this.#count) this.#shared = this.#purposes.slice();
    const purposes = memento.value(this.#shared);
    const words = purposes.length * WORDS;
    const states = memento.copied(this.#states, (all) => all.slice(0, words), 4 * words);
    if (!memento.isRead) return;
    if (this.#own < 0) this.#own = this.#count;
    this.#count = this.#own;
    this.#purposes.length = this.#own;
    const known = new Map(this.#purposes.map((purpose, number) => [purpose, number]));
    this.#numbers = purposes.map((purpose) => known.get(purpose) ?? this.#add(purpose));
    this.#numbers.forEach((stream, i) => {
      this.#states.set(states.subarray(i * WORDS, (i + 1) * WORDS), stream * WORDS);
      if (seed !== this.#seed) this.#catchUp(stream);
    });
  }

  /** A stream that was restored from a run with another seed. */
  #catchUp(stream: number): void {
    const counter = this.#states[stream * WORDS + 3];
    this.#set(stream);
    while (this.#states[stream * WORDS + 3] !== counter) this.bits(stream);
  }

  /** Saves or restores the number of a stream; `undefined` or one below 0 stands for none. */
  rememberNumber<Stream extends number | undefined>(memento: Memento, stream: Stream): Stream {
    const kept = memento.value(stream);
    return memento.isRead && kept !== undefined ? (this.numberOf(kept) as Stream) : kept;
  }

  /** The number here of a stream that had this one in the run from which all were restored. */
  numberOf(stream: number): number {
    return this.#numbers[stream] ?? stream;
  }

  /** The next 32 bits of a stream, as a signed integer. */
  bits(stream: number): number {
    const states = this.#states;
    const at = stream * WORDS;
    const b = states[at + 1];
    const c = states[at + 2];
    const counter = states[at + 3];
    const result = (((states[at] + b) | 0) + counter) | 0;
    states[at] = b ^ (b >>> 9);
    states[at + 1] = (c + (c << 3)) | 0;
    states[at + 2] = (((c << 21) | (c >>> 11)) + result) | 0;
    states[at + 3] = (counter + 1) | 0;
    return result;
  }

  /** The next number of a stream: uniform, at least 0, below 1, a multiple of 2⁻⁵³. */
  next(stream: number): number {
    // Twice what `bits` does, written out: the words between the two need not be stored.
    const states = this.#states;
    const at = stream * WORDS;
    const b = states[at + 1];
    const c = states[at + 2];
    const counter = states[at + 3];
    const first = (((states[at] + b) | 0) + counter) | 0;
    const nextB = (c + (c << 3)) | 0;
    const nextC = (((c << 21) | (c >>> 11)) + first) | 0;
    const second = ((((b ^ (b >>> 9)) + nextB) | 0) + counter + 1) | 0;
    states[at] = nextB ^ (nextB >>> 9);
    states[at + 1] = (nextC + (nextC << 3)) | 0;
    states[at + 2] = (((nextC << 21) | (nextC >>> 11)) + second) | 0;
    states[at + 3] = (counter + 2) | 0;
    return ((first >>> 5) * 67_108_864 + (second >>> 6)) / 9_007_199_254_740_992;
  }

  /** The next whole number of a stream: uniform, from 0 to `below` − 1. */
  below(stream: number, below: number): number {
    return Math.floor(this.next(stream) * below);
  }
}
