/** What several tests of headers and guards share. */
import { ipv4Address } from "../../../../src/engine/wire/address.ts";

export const alice = ipv4Address("10.0.0.1");
export const bob = ipv4Address("10.0.0.2");
export const ends = { source: alice, destination: bob };

/** Bytes from hexadecimal digits; spaces do not count. */
export function hex(digits: string): Uint8Array {
  const pairs = digits.replaceAll(/\s/g, "").match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => parseInt(pair, 16));
}

/** Bytes as hexadecimal digits. */
export function digits(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function text(letters: string): Uint8Array {
  return new TextEncoder().encode(letters);
}

/** 0, 1, 2 … as bytes. */
export function counting(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => i);
}

/** Turns bit `i`; bit 0 is the highest of the first byte. */
export function flip(bytes: Uint8Array, i: number): void {
  bytes[i >>> 3] ^= 0x80 >>> (i & 7);
}

/** The bytes with some bits turned. */
export function flipped(bytes: Uint8Array, ...bits: number[]): Uint8Array {
  const copy = bytes.slice();
  for (const bit of bits) flip(copy, bit);
  return copy;
}

/** Calls `visit` with every choice of `count` of the numbers 0…n−1, ascending. */
export function choices(n: number, count: number, visit: (chosen: number[]) => void): void {
  const chosen: number[] = [];
  const choose = (from: number): void => {
    if (chosen.length === count) return visit(chosen);
    for (let i = from; i < n; i++) {
      chosen.push(i);
      choose(i + 1);
      chosen.pop();
    }
  };
  choose(0);
}
