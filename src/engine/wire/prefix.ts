/**
 * Prefixes of addresses, and the rule by which a router chooses among them: the longest that
 * matches (RFC 4632 §5.1, RFC 1812 §5.2.4.3).
 */
import { checkNumber, show } from "../kernel/check.ts";
import { ipv4Address, ipv4Text } from "./address.ts";

/** All addresses that begin with the same bits. */
export type Prefix = {
  /** The lowest of them, 0…2³²−1: bits beyond the prefix are 0. */
  readonly address: number;
  /** How many bits they share, 0…32. */
  readonly length: number;
};

/** The bits that count, as a number: 255.255.252.0 for a length of 22. */
export function prefixMask(length: number): number {
  checkNumber("prefixMask", "the length", length, { min: 0, max: 32, unit: "bits", whole: true });
  // In JavaScript a shift by 32 is a shift by 0, so the empty prefix needs its own answer.
  return length === 0 ? 0 : (0xffff_ffff << (32 - length)) >>> 0;
}

/**
 * A prefix from its text: "208.65.152.0/22". "0.0.0.0/0" is everything, "10.0.0.1/32" one address.
 * @throws RangeError if it is no such text, or has ones beyond its length.
 */
export function prefix(text: string): Prefix {
  const match = typeof text === "string" ? /^([\d.]+)\/(0|[1-9]\d?)$/.exec(text) : null;
  if (match === null || Number(match[2]) > 32) {
    throw new RangeError(
      `prefix: the prefix is ${show(text)}; it must be an address, a slash ` +
        `and a length from 0 to 32 bits: "10.0.0.0/8".`,
    );
  }
  const address = ipv4Address(match[1]);
  const length = Number(match[2]);
  const lowest = (address & prefixMask(length)) >>> 0;
  if (lowest !== address) {
    throw new RangeError(
      `prefix: the prefix is ${show(text)}, which has ones beyond its ${length} bits; ` +
        `it must be ${ipv4Text(lowest)}/${length}.`,
    );
  }
  return { address, length };
}

/** A prefix as a text. */
export function prefixText({ address, length }: Prefix): string {
  return `${ipv4Text(address)}/${length}`;
}

/** How many addresses a prefix has: 1,024 for a length of 22. */
export function prefixSize({ length }: Prefix): number {
  return length === 0 ? 0x1_0000_0000 : (1 << (32 - length)) >>> 0;
}

/** Whether an address (0…2³²−1) begins with the prefix. */
export function covers({ address, length }: Prefix, candidate: number): boolean {
  return (candidate & prefixMask(length)) >>> 0 === address;
}

/**
 * The line with the longest prefix that covers the address; undefined if none does. Of two lines
 * with the same prefix the first counts.
 */
export function longestMatch<Line extends { readonly prefix: Prefix }>(
  lines: readonly Line[],
  address: number,
): Line | undefined {
  let best: Line | undefined;
  for (const line of lines) {
    const isLonger = best === undefined || line.prefix.length > best.prefix.length;
    if (isLonger && covers(line.prefix, address)) best = line;
  }
  return best;
}

/** The lines of a table whose prefixes have one length, by address. */
type Level<Value> = { length: number; mask: number; lines: Map<number, Value> };

/** A forwarding table: prefixes and what belongs to each. A lookup tries at most 33 lengths. */
export class PrefixTable<Value> {
  /** Only the lengths that occur, longest first. */
  readonly #levels: Level<Value>[] = [];

  /** Adds a line, or replaces the one with the same prefix. */
  set({ address, length }: Prefix, value: Value): void {
    const mask = prefixMask(length);
    let level = this.#levels.find((one) => one.length === length);
    if (level === undefined) {
      level = { length, mask, lines: new Map() };
      this.#levels.push(level);
      this.#levels.sort((a, b) => b.length - a.length);
    }
    level.lines.set((address & mask) >>> 0, value);
  }

  /** Takes a line away; whether it was there. */
  delete({ address, length }: Prefix): boolean {
    const level = this.#levels.find((one) => one.length === length);
    return level?.lines.delete(address) ?? false;
  }

  /** What belongs to the longest prefix that covers the address; undefined if none does. */
  lookup(address: number): Value | undefined {
    for (const { mask, lines } of this.#levels) {
      const key = (address & mask) >>> 0;
      if (lines.has(key)) return lines.get(key);
    }
    return undefined;
  }

  /** All lines, longest prefixes first, each length by address. */
  lines(): { prefix: Prefix; value: Value }[] {
    return this.#levels.flatMap(({ length, lines }) =>
      [...lines]
        .sort(([a], [b]) => a - b)
        .map(([address, value]) => ({ prefix: { address, length }, value })),
    );
  }
}
