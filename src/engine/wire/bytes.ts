/**
 * Bytes of headers, in network byte order: the most significant first (RFC 791, appendix B).
 * Whoever reads checks the length first, so that nothing is read beyond the end.
 */
import { checkNumber, show } from "../kernel/check.ts";

/** The most bytes that one IPv4 packet can have, and so anything that it carries. */
export const MOST_BYTES = 65_535;

/**
 * The value itself, if it is bytes of a permitted number.
 * @param where What is being read or written: "IPv4 header".
 * @throws TypeError if it is no Uint8Array; RangeError, naming `where`, `field`, the length and
 * the permitted range, if it is too short or too long.
 */
export function checkBytes(
  where: string,
  field: string,
  value: unknown,
  rule: { min: number; max: number; remedy?: string },
): Uint8Array {
  if (!(value instanceof Uint8Array)) {
    throw new TypeError(`${where}: ${field} is ${show(value)}; it must be a Uint8Array.`);
  }
  const name = field === "" ? "the length" : `the length of ${field}`;
  checkNumber(where, name, value.length, { ...rule, unit: "bytes", whole: true });
  return value;
}

/**
 * A field of so many bits.
 * @throws RangeError if it is not a whole number from 0 to 2^bits − 1.
 */
export function checkField(where: string, field: string, value: unknown, bits: number): number {
  const max = bits === 32 ? 0xffff_ffff : (1 << bits) - 1;
  return checkNumber(where, field, value, { min: 0, max, whole: true });
}

/** The 16-bit number at `at`. */
export function read16(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 8) | bytes[at + 1];
}

/** The 32-bit number at `at`, unsigned. */
export function read32(bytes: Uint8Array, at: number): number {
  return read16(bytes, at) * 0x1_0000 + read16(bytes, at + 2);
}

/** Writes the low 16 bits of a number at `at`. */
export function write16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

/** Writes the low 32 bits of a number at `at`. */
export function write32(bytes: Uint8Array, at: number, value: number): void {
  write16(bytes, at, value >>> 16);
  write16(bytes, at + 2, value);
}

/** Several pieces of bytes as one. */
export function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let end = 0;
  for (const piece of pieces) {
    bytes.set(piece, end);
    end += piece.length;
  }
  return bytes;
}
