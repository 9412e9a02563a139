/**
 * What is in the air on a wire, each possible content by a number, so that a state of the whole
 * system is a few integers. Content 0 is an empty wire.
 */

export class Contents {
  readonly #list: (readonly number[])[] = [[]];
  readonly #numbers = new Map<string, number>([["", 0]]);
  /** What was asked before: by content, then by packet or position. */
  readonly #appended: (number | undefined)[][] = [];
  readonly #removed: (number | undefined)[][] = [];

  /** The packets, by the numbers of their arrivals; on an ordered wire the next one first. */
  of(content: number): readonly number[] {
    return this.#list[content];
  }

  /** The content with one more packet: behind all others, or in its place if order is nothing. */
  append(content: number, packet: number, isOrdered: boolean): number {
    const memo = (this.#appended[content] ??= []);
    return (memo[packet] ??= this.#number(this.#inserted(content, packet, isOrdered)));
  }

  /** The content without the packet at a position. */
  remove(content: number, position: number): number {
    const memo = (this.#removed[content] ??= []);
    return (memo[position] ??= this.#number(this.of(content).filter((_, i) => i !== position)));
  }

  #inserted(content: number, packet: number, isOrdered: boolean): number[] {
    const packets = [...this.of(content), packet];
    return isOrdered ? packets : packets.sort((a, b) => a - b);
  }

  #number(packets: readonly number[]): number {
    const key = packets.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#list.length);
    return this.#list.push(packets) - 1;
  }
}
