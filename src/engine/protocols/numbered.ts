/** What protocols with sequence numbers say to each other. */

/** An item with its sequence number. */
export type NumberedItem = { number: number; item: string };

/** An acknowledgement of a sequence number: what it covers, is the protocol's matter. */
export type NumberedAck = { number: number };

/** How far `number` lies ahead of the count `from`, in a space of `space` sequence numbers. */
export function ahead(number: number, from: number, space: number): number {
  return (((number - from) % space) + space) % space;
}

/**
 * Checks a window and a space of sequence numbers. Sizes that break the protocol are permitted:
 * seeing them break it is the point.
 * @throws RangeError for what is no positive whole number.
 */
export function checkSizes(protocol: string, sizes: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(sizes)) {
    if (Number.isSafeInteger(value) && value >= 1 && value <= 0x7fffffff) continue;
    throw new RangeError(`${protocol}: ${name} is ${value}; it must be a whole number from 1.`);
  }
}
