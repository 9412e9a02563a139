/**
 * The luck of one link: a stream of chance for each purpose. Of each stream the n-th number is the
 * n-th packet's, whatever the knobs say, so that the 7th packet keeps its jitter when loss is
 * turned up, and is lost at 20 % if it was lost at 10 %. A stream that nobody will ask during the
 * whole run is not drawn from: that changes nobody's luck, and takes half of the time of a hop.
 */
import type { Memento } from "../kernel/memento.ts";
import type { Streams } from "../kernel/random.ts";
import type { NamedLink } from "./topology.ts";

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

/** Those that are drawn from together: for loss, jitter, corruption and duplication. */
const GROUPS = [[0, 1], [2], [3, 4, 5], [6, 7]];

/** What stands for streams that are not open. */
const NOT_OPEN = -1;

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
  #first = NOT_OPEN;
  readonly #mayLose: boolean;
  readonly #mayVary: boolean;
  readonly #mayCorrupt: boolean;
  readonly #mayDouble: boolean;
  /** Whether any stream is asked: else chance, and any fault of a packet, leaves all alone. */
  readonly isOfUse: boolean;

  /**
   * @param hasFaults Whether faults strike packets of this link: they may ask for any stream.
   * @param mayLose Whether a fault may make it lose packets by chance.
   */
  constructor(streams: Streams, link: NamedLink, hasFaults: boolean, mayLose = false) {
    this.#streams = streams;
    this.#mayLose = link.loss > 0 || link.losses !== null || mayLose;
    this.#mayVary = link.jitter > 0;
    this.#mayCorrupt = link.corruption > 0 || hasFaults;
    this.#mayDouble = link.duplication > 0 || hasFaults;
    this.isOfUse = this.#mayLose || this.#mayVary || this.#mayCorrupt || this.#mayDouble;
  }

  /** Opens its streams. */
  open(id: string): void {
    const numbers = PURPOSES.map((purpose) => this.#streams.open(`link/${id}/${purpose}`));
    this.#first = numbers[0];
  }

  /**
   * Saves or restores its streams, of which `packets` packets have drawn. One that nobody asked so
   * far is put where it would be if it had been asked.
   */
  remember(memento: Memento, packets: number): void {
    this.#first = this.#streams.rememberNumber(memento, this.#first);
    const may = [this.#mayLose, this.#mayVary, this.#mayCorrupt, this.#mayDouble];
    const might = memento.values(may);
    if (!memento.isRead || this.#first === NOT_OPEN) return;
    GROUPS.forEach((purposes, group) => {
      if (!may[group] || might[group]) return;
      for (const purpose of purposes) this.#streams.skip(this.#first + purpose, packets);
    });
  }

  /** Draws for the next packet. */
  draw(): void {
    if (this.isOfUse) this.#draw();
  }

  #draw(): void {
    const streams = this.#streams;
    const first = this.#first;
    if (this.#mayLose) {
      this.loss = streams.next(first);
      this.lossPlace = streams.next(first + 1);
    }
    if (this.#mayVary) this.jitter = streams.next(first + 2);
    if (this.#mayCorrupt) {
      this.corruption = streams.next(first + 3);
      this.corruptionBit = streams.next(first + 4);
      this.corruptionPlace = streams.next(first + 5);
    }
    if (!this.#mayDouble) return;
    this.duplication = streams.next(first + 6);
    this.copyJitter = streams.next(first + 7);
  }
}
