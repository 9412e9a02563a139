/** What is wrong with the routers of a run at this moment, by fault. */
import type { Memento } from "../kernel/memento.ts";
import type { Streams } from "../kernel/random.ts";

/** The troubles of one node. */
type Trouble = { factors: Map<number, number>; memories: Map<number, number> };

/** All of them. */
export class Troubles {
  readonly #streams: Streams;
  readonly #names: readonly string[];
  readonly #nodes = new Map<number, Trouble>();
  /** By node: its memory's stream of chance. */
  readonly #chances = new Map<number, number>();

  constructor(streams: Streams, names: readonly string[]) {
    this.#streams = streams;
    this.#names = names;
  }

  /** Fault `fault` makes a node slower; `factor` 1 ends that. Returns how slow it is now. */
  slow(node: number, fault: number, factor: number): number {
    const { factors } = this.#of(node);
    if (factor === 1) factors.delete(fault);
    else factors.set(fault, factor);
    return [...factors.values()].reduce((product, each) => product * each, 1);
  }

  /** Fault `fault` spoils a node's memory; a probability of 0 ends that. */
  spoil(node: number, fault: number, probability: number): void {
    const { memories } = this.#of(node);
    if (probability === 0) memories.delete(fault);
    else memories.set(fault, probability);
  }

  /** The bit that flips in a packet of so many bits as a node passes it on; −1 for none. */
  flippedBit(node: number, bits: number): number {
    if (this.#nodes.size === 0) return -1;
    const memories = this.#nodes.get(node)?.memories;
    if (memories === undefined || memories.size === 0) return -1;
    let flipped = -1;
    for (const probability of memories.values()) {
      const stream = this.#stream(node);
      const isStruck = this.#streams.next(stream) < probability;
      const bit = this.#streams.below(stream, bits);
      if (isStruck) flipped = bit;
    }
    return flipped;
  }

  #stream(node: number): number {
    let stream = this.#chances.get(node);
    if (stream === undefined) {
      stream = this.#streams.open(`node/${this.#names[node]}/memory`);
      this.#chances.set(node, stream);
    }
    return stream;
  }

  #of(node: number): Trouble {
    const known = this.#nodes.get(node);
    if (known !== undefined) return known;
    const trouble: Trouble = { factors: new Map(), memories: new Map() };
    this.#nodes.set(node, trouble);
    return trouble;
  }

  /** Saves or restores all of them. */
  remember(memento: Memento): void {
    memento.map(this.#nodes, ({ factors, memories }) => ({
      factors: new Map(factors),
      memories: new Map(memories),
    }));
    memento.map(this.#chances);
    if (!memento.isRead) return;
    for (const [node, stream] of this.#chances) {
      this.#chances.set(node, this.#streams.numberOf(stream));
    }
  }
}
