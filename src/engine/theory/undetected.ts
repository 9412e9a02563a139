/**
 * How many errors guards miss.
 *
 * Sources: RFC 1071 §1 and §2; Maxino & Koopman, The Effectiveness of Checksums for Embedded
 * Control Networks, IEEE Transactions on Dependable and Secure Computing 6(1), 2009, §4; Stone &
 * Partridge, When the CRC and TCP Checksum Disagree, SIGCOMM 2000 (what happens in practice).
 */
import { pow } from "../kernel/logarithm.ts";
import { checkNumber, show } from "../kernel/check.ts";
import { checkCount } from "./rules.ts";

/** How many of all possible errors of a kind a guard misses. */
export type Missed = { missed: number; tried: number; share: number };

/**
 * Of all ways to flip two bits of a message that contains its Internet checksum, those that the
 * checksum misses: the two are in the same column of the 16-bit words, and opposite, since one
 * then adds what the other takes away. Σ over columns of ones·zeros, of L(L−1)/2. *Exact*, but for
 * messages of nothing but zeros or ones.
 * @param message With its checksum: an even number of bytes, 2…10⁶.
 * @throws RangeError for another number of bytes.
 */
export function missedPairs(message: Uint8Array): Missed {
  const where = "missedPairs";
  if (!(message instanceof Uint8Array)) {
    throw new TypeError(`${where}: the message is ${show(message)}; it must be a Uint8Array.`);
  }
  checkNumber(where, "the length of the message", message.length, { min: 2, max: 1e6 });
  if (message.length % 2 !== 0) {
    throw new RangeError(
      `${where}: the length of the message is ${message.length}; it must be even, ` +
        "from 2 to 1,000,000 bytes. A zero behind the message makes it so.",
    );
  }
  const words = message.length / 2;
  let missed = 0;
  for (let column = 0; column < 16; column++) {
    let ones = 0;
    for (let word = 0; word < words; word++) {
      ones += (message[2 * word + (column >>> 3)] >>> (7 - (column & 7))) & 1;
    }
    missed += ones * (words - ones);
  }
  const bits = 16 * words;
  const tried = (bits * (bits - 1)) / 2;
  return { missed, tried, share: missed / tried };
}

/**
 * The mean share of two-bit errors that the Internet checksum misses in random data of so many
 * words: ½(n−1)/(16n−1), which tends to 1/32. Two flips are in one column with probability
 * (n−1)/(16n−1), and then opposite with ½. *Exact* for random words (that of a checksum is as
 * good as random).
 * @param words 16-bit words, the checksum included, 1…10⁶.
 * @throws RangeError outside that range.
 */
export function missedPairShare(words: number): number {
  const n = checkCount("missedPairShare", "words", words);
  return (0.5 * (n - 1)) / (16 * n - 1);
}

/**
 * The share of all other messages that have the same check value as one: about 2^−width. It is
 * what a guard misses of damage that leaves nothing of the message; how it fares with a few flips
 * is another question. *Approximate*: a guard maps messages onto its values evenly.
 * @param width Bits of the guard, 0…64. The two zeros of ones' complement make it 1/65,535 for the
 * Internet checksum.
 * @throws RangeError outside that range.
 */
export function missedShare(width: number): number {
  checkCount("missedShare", "width", width, 0, 64);
  return pow(2, -width);
}
