/** Guards that add: quick, and blind to whatever leaves the sum alone. */
import { checksumHolds, internetChecksum, onesSum } from "../checksum.ts";
import { parityOf } from "./code.ts";
import { type Guard, makeGuard } from "./guard.ts";

/**
 * One parity bit, in a byte of its own: the number of ones, the bit included, is even. It sees
 * every odd number of flips, and no even one.
 */
export const parity: Guard = makeGuard({
  name: "parity bit",
  width: 1,
  compute(message) {
    let folded = 0;
    for (const byte of message) folded ^= byte;
    return parityOf(folded);
  },
});

const sum = makeGuard({ name: "Internet checksum", width: 16, compute: internetChecksum });

/**
 * The Internet checksum (RFC 1071), behind a message. Its receiver adds everything up, so that
 * it takes the two zeros of ones' complement, 0x0000 and 0xFFFF, for one. It sees every error in
 * one bit and every burst of up to 15; it sees no exchange of two words, and of two flips none
 * that are opposite and in the same column of the words.
 */
export const internetSum: Guard = Object.freeze({
  ...sum,
  check(sealed: Uint8Array): boolean {
    const end = sealed.length - 2;
    if (end < 0) return false;
    // A check value behind an odd number of bytes starts a word of its own (RFC 1071 §4.1).
    if (end % 2 === 0) return checksumHolds(sealed);
    return onesSum(sealed.subarray(end), onesSum(sealed.subarray(0, end))) === 0xffff;
  },
});

/**
 * Fletcher's checksum of 16 bits: the sum of the bytes and the sum of all those partial sums, both
 * modulo 255 (Fletcher, IEEE Transactions on Communications 30(1), 1982). Position counts, but
 * bytes 0x00 and 0xFF are alike to it, and so are two words with equal sums of bytes.
 */
export const fletcher16: Guard = makeGuard({
  name: "Fletcher-16",
  width: 16,
  compute(message) {
    let low = 0;
    let high = 0;
    for (const byte of message) {
      low = (low + byte) % 255;
      high = (high + low) % 255;
    }
    return (high << 8) | low;
  },
});
