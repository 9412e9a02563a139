/**
 * Hamming's code (Hamming, Error Detecting and Error Correcting Codes, Bell System Technical
 * Journal 29, 1950): each half byte becomes seven bits, of which those at positions 1, 2 and 4
 * make the parity even over all positions whose number has that bit. The positions whose parities
 * fail add up to the position that was flipped. With an eighth bit, the parity of all, two flips
 * are told from one: single error correction, double error detection (SECDED).
 */
import { MOST_BYTES, checkBytes } from "../bytes.ts";
import { bitAt, type Code, type Decoded, flipBit, parityOf } from "./code.ts";

/** Positions 1…7 of the data bits, most significant first. */
const DATA = [3, 5, 6, 7];

/** The codeword of each half byte: position 1 in the highest of seven bits. */
const WORDS = Uint8Array.from({ length: 16 }, (_, nibble) => {
  const bits = new Array<number>(8).fill(0);
  DATA.forEach((position, i) => (bits[position] = (nibble >>> (3 - i)) & 1));
  for (const check of [1, 2, 4]) {
    for (const position of DATA) if ((position & check) !== 0) bits[check] ^= bits[position];
  }
  return bits.reduce((word, bit) => (word << 1) | bit, 0);
});

/** What one word of a code says: its half byte, and which of its bits was wrong, if any. */
type Reading = { nibble: number; wrong: number | undefined; isDamaged: boolean };

/** Reads seven bits that start at `start`. */
function readWord(bytes: Uint8Array, start: number): Reading {
  let syndrome = 0;
  let nibble = 0;
  for (let position = 1; position <= 7; position++) {
    if (bitAt(bytes, start + position - 1) === 1) syndrome ^= position;
  }
  DATA.forEach((position) => {
    const bit = bitAt(bytes, start + position - 1) ^ (position === syndrome ? 1 : 0);
    nibble = (nibble << 1) | bit;
  });
  const wrong = syndrome === 0 ? undefined : start + syndrome - 1;
  return { nibble, wrong, isDamaged: false };
}

/** Reads seven bits and the parity of all behind them: one byte. */
function readGuardedWord(bytes: Uint8Array, start: number): Reading {
  const reading = readWord(bytes, start);
  if (parityOf(bytes[start >>> 3]) === 1) return { ...reading, wrong: reading.wrong ?? start + 7 };
  // An even number of flips: none, or two that the syndrome takes for a third.
  return { ...reading, wrong: undefined, isDamaged: reading.wrong !== undefined };
}

/** A code whose words of `size` bits stand one behind another without a gap. */
function makeHamming(
  name: string,
  size: 7 | 8,
  read: (bytes: Uint8Array, start: number) => Reading,
): Code {
  const encode = (message: Uint8Array): Uint8Array => {
    checkBytes(name, "the message", message, { min: 0, max: MOST_BYTES });
    const bytes = new Uint8Array(Math.ceil((message.length * 2 * size) / 8));
    for (let i = 0; i < message.length * 2; i++) {
      const nibble = (message[i >>> 1] >>> (i % 2 === 0 ? 4 : 0)) & 0xf;
      for (let bit = 0; bit < 7; bit++) {
        if (((WORDS[nibble] >>> (6 - bit)) & 1) === 1) flipBit(bytes, i * size + bit);
      }
      if (size === 8) bytes[i] |= parityOf(bytes[i]);
    }
    return bytes;
  };
  const decode = (received: Uint8Array): Decoded => {
    checkBytes(name, "what was received", received, { min: 0, max: MOST_BYTES * 2 });
    const message = new Uint8Array(Math.floor((received.length * 8) / (2 * size)));
    const corrected: number[] = [];
    let isDamaged = false;
    for (let i = 0; i < message.length * 2; i++) {
      const reading = read(received, i * size);
      message[i >>> 1] |= reading.nibble << (i % 2 === 0 ? 4 : 0);
      if (reading.wrong !== undefined) corrected.push(reading.wrong);
      isDamaged ||= reading.isDamaged;
    }
    return { message, corrected, isDamaged };
  };
  return Object.freeze({ name, encode, decode });
}

/**
 * Hamming(7,4): 7 bits for 4, without gaps between the words. It repairs one flip a word; two are
 * taken for a third, and the message is wrong without a sign of it.
 */
export const hamming74 = makeHamming("Hamming(7,4)", 7, readWord);

/** SECDED(8,4): a byte for each half byte. It repairs one flip a word and notices two. */
export const secded84 = makeHamming("SECDED(8,4)", 8, readGuardedWord);
