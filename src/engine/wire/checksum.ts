/**
 * The Internet checksum (RFC 1071): the ones' complement of the ones' complement sum of 16-bit
 * words, a last odd byte being the high half of a word. It notices every error in a single bit,
 * and no exchange of two words.
 */

/** The checksum of some bytes, 0…65,535. */
export function internetChecksum(bytes: Uint8Array): number {
  return ~onesSum(bytes) & 0xffff;
}

/** Whether bytes that contain their own checksum (at an even place) add up. */
export function checksumHolds(bytes: Uint8Array): boolean {
  return onesSum(bytes) === 0xffff;
}

/**
 * The ones' complement sum of 16-bit words, 0…65,535.
 * @param sum What other bytes, even in number, have summed up to before.
 */
export function onesSum(bytes: Uint8Array, sum = 0): number {
  const even = bytes.length & ~1;
  for (let i = 0; i < even; i += 2) {
    sum += (bytes[i] << 8) | bytes[i + 1];
    // Carries are folded in before 2³¹ is near: here they can be at most one.
    if (sum > 0xffff) sum -= 0xffff;
  }
  if (even < bytes.length) sum += bytes[even] << 8;
  return sum > 0xffff ? sum - 0xffff : sum;
}
