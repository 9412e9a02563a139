/** What a link draws beyond its luck: delays from a distribution, losses and errors in bursts. */
import type { Memento } from "../../kernel/memento.ts";
import type { Streams } from "../../kernel/random.ts";
import type { NamedLink } from "../topology.ts";
import { BitChannel, PacketChannel } from "./bursts.ts";
import { sampleDelay } from "./delay.ts";

/** The models of one link in a run. Their streams are opened only where there is a model. */
export class Chances {
  readonly #link: NamedLink;
  readonly #streams: Streams;
  readonly #losses: PacketChannel | undefined;
  readonly #bits: BitChannel | undefined;
  readonly #delays: number = 0;
  readonly #copies: number = 0;
  readonly #places: number = 0;
  /** Whether delay and loss are the same for all packets, unless something fixes others. */
  readonly isPlain: boolean;
  /** The packet that was drawn for last, from 1. */
  #ordinal = 0;
  #delay: number;
  #copyDelay: number;
  #loss: number;
  /** What counts instead while the link is degraded. */
  #fixedDelay: number | undefined;
  #fixedLoss: number | undefined;

  constructor(streams: Streams, link: NamedLink) {
    const { spread, losses, bitErrors, id } = link;
    this.#link = link;
    this.#streams = streams;
    this.#delay = link.delay;
    this.#copyDelay = link.delay;
    this.#loss = link.loss;
    this.isPlain = spread === null && losses === null;
    const open = (purpose: string): number => streams.open(`link/${id}/${purpose}`);
    if (spread !== null && "distribution" in spread) {
      this.#delays = open("delay");
      this.#copies = open("copy delay");
    }
    if (losses !== null && "goodToBad" in losses) {
      this.#losses = new PacketChannel(losses, streams, open("loss burst"));
    }
    if (bitErrors !== null) {
      this.#bits = new BitChannel(bitErrors, streams, open("bit errors"));
      this.#places = open("bit error place");
    }
  }

  /** Draws for the next packet. */
  draw(): void {
    this.#ordinal++;
    if (!this.isPlain) this.#draw();
  }

  #draw(): void {
    const { spread, losses } = this.#link;
    if (spread !== null && "distribution" in spread) {
      this.#delay = sampleDelay(spread, this.#streams.next(this.#delays));
      this.#copyDelay = sampleDelay(spread, this.#streams.next(this.#copies));
    } else if (spread !== null) {
      this.#delay = spread[Math.min(this.#ordinal, spread.length) - 1];
      this.#copyDelay = this.#delay;
    }
    if (this.#losses !== undefined) this.#loss = this.#losses.next();
    else if (losses !== null && !("goodToBad" in losses)) {
      this.#loss = losses[this.#ordinal - 1] ? 1 : 0;
    }
  }

  /** From now on the delay (ns) and the loss are these, where they are given. */
  fix(delay: number | undefined, loss: number | undefined): void {
    this.#fixedDelay = delay;
    this.#fixedLoss = loss;
  }

  /** How long the packet is on its way, ns. */
  delay(): number {
    return this.#fixedDelay ?? this.#delay;
  }

  /** How long a copy of it is. */
  copyDelay(): number {
    return this.#fixedDelay ?? this.#copyDelay;
  }

  /** The probability that it is lost. */
  loss(): number {
    return this.#fixedLoss ?? this.#loss;
  }

  /** Which of its bits flip, and where on the way, 0…1. */
  bitErrors(bits: number): { flips: readonly number[]; place: number } {
    if (this.#bits === undefined) return { flips: [], place: 0 };
    return { flips: this.#bits.flips(bits), place: this.#streams.next(this.#places) };
  }

  /**
   * Saves or restores how many packets there were, and the states of channels. A model that was
   * not there stands where it would if it had always been: its n-th number is the n-th packet's.
   */
  remember(memento: Memento): void {
    this.#ordinal = memento.value(this.#ordinal);
    const hasDelays = this.#link.spread !== null && "distribution" in this.#link.spread;
    const hadDelays = memento.value(hasDelays);
    if (hasDelays && !hadDelays) {
      this.#streams.skip(this.#delays, this.#ordinal);
      this.#streams.skip(this.#copies, this.#ordinal);
    }
    if (!memento.part(this.#losses)) this.#losses?.skip(this.#ordinal);
    memento.part(this.#bits);
  }
}
