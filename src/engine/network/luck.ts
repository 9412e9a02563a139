/**
 * The luck of one link: a stream of chance for each purpose. Every packet draws exactly one number
 * from each, whatever the knobs say, so that the 7th packet keeps its jitter when loss is turned
 * up, and is lost at 20 % if it was lost at 10 %.
 */
import type { Streams } from "../kernel/random.ts";

const PURPOSES = [
  "loss",
  "loss place",
  "jitter",
  "corruption",
  "corruption bit",
  "corruption place",
  "duplication",
  "copy jitter",
] as const;

/** What chance has in store for one packet: numbers from 0 to below 1. */
export class Luck {
  loss = 0;
  /** How far it comes if it is lost, as a part of its way. */
  lossPlace = 0;
  jitter = 0;
  corruption = 0;
  corruptionBit = 0;
  corruptionPlace = 0;
  duplication = 0;
  copyJitter = 0;

  readonly #streams: Streams;
  readonly #first: number;

  constructor(streams: Streams, linkId: string) {
    this.#streams = streams;
    const numbers = PURPOSES.map((purpose) => streams.open(`link/${linkId}/${purpose}`));
    this.#first = numbers[0];
  }

  /** Draws for the next packet. */
  draw(): void {
    const streams = this.#streams;
    const first = this.#first;
    this.loss = streams.next(first);
    this.lossPlace = streams.next(first + 1);
    this.jitter = streams.next(first + 2);
    this.corruption = streams.next(first + 3);
    this.corruptionBit = streams.next(first + 4);
    this.corruptionPlace = streams.next(first + 5);
    this.duplication = streams.next(first + 6);
    this.copyJitter = streams.next(first + 7);
  }
}
