/** Codes that repair: with enough check bits the receiver can tell which bit was flipped. */

/** A code that repairs some errors without asking for the message again. */
export type Code = {
  readonly name: string;
  /** The message with its check bits. */
  encode(message: Uint8Array): Uint8Array;
  /** The message that was most probably meant. */
  decode(received: Uint8Array): Decoded;
};

/** What a receiver makes of what it got. */
export type Decoded = {
  /** As good as the code could make it. */
  message: Uint8Array;
  /** The bits of what was received that it took for flipped; bit 0 is the first byte's highest. */
  corrected: readonly number[];
  /** Whether it noticed damage that it could not repair: then the message is not to be used. */
  isDamaged: boolean;
};

/** Bit `i` of some bytes; bit 0 is the highest of the first byte, as on the wire. */
export function bitAt(bytes: Uint8Array, i: number): number {
  return (bytes[i >>> 3] >>> (7 - (i & 7))) & 1;
}

/** Turns bit `i` of some bytes. */
export function flipBit(bytes: Uint8Array, i: number): void {
  bytes[i >>> 3] ^= 0x80 >>> (i & 7);
}

/** The parity of a byte: 1 if it has an odd number of ones. */
export function parityOf(byte: number): number {
  const folded = byte ^ (byte >>> 4);
  return (0x6996 >>> (folded & 0xf)) & 1;
}
