/**
 * Guards: check values that travel behind a message, so that its receiver can tell whether it was
 * damaged. None repairs anything: a guard turns a wrong message into a missing one.
 */

/** A way to guard a message. */
export type Guard = {
  /** Its exact name: "CRC-16/IBM-3740". */
  readonly name: string;
  /** Bits of the check value. */
  readonly width: number;
  /** The check value of a message of any length, 0…2^width − 1. */
  compute(message: Uint8Array): number;
  /** The message with its check value behind it, in so many whole bytes as that needs. */
  seal(message: Uint8Array): Uint8Array;
  /**
   * Whether a message and the check value behind it agree; false where there is not even room
   * for a check value.
   */
  check(sealed: Uint8Array): boolean;
};

/** What a guard is made of; see `makeGuard`. */
export type GuardParts = Pick<Guard, "name" | "width" | "compute"> & {
  /** Whether the lowest byte of the check value travels first. */
  lowestFirst?: boolean;
};

/** A guard whose receiver computes the check value again and compares. */
export function makeGuard({ name, width, compute, lowestFirst = false }: GuardParts): Guard {
  const size = Math.ceil(width / 8);
  const shift = (i: number): number => 8 * (lowestFirst ? i : size - 1 - i);
  const seal = (message: Uint8Array): Uint8Array => {
    const sealed = new Uint8Array(message.length + size);
    sealed.set(message);
    const value = compute(message);
    for (let i = 0; i < size; i++) sealed[message.length + i] = value >>> shift(i);
    return sealed;
  };
  const check = (sealed: Uint8Array): boolean => {
    const end = sealed.length - size;
    if (end < 0) return false;
    const value = compute(sealed.subarray(0, end));
    for (let i = 0; i < size; i++) {
      if (sealed[end + i] !== ((value >>> shift(i)) & 0xff)) return false;
    }
    return true;
  };
  return Object.freeze({ name, width, compute, seal, check });
}
