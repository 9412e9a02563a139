/**
 * Cyclic redundancy checks: the message is a polynomial over the numbers 0 and 1, and its check
 * value is what remains of it after division by a fixed polynomial (Peterson & Brown, Cyclic Codes
 * for Error Detection, 1961). Described by the parameters of Williams, A Painless Guide to CRC
 * Error Detection Algorithms, 1993; variants are named as in Cook's Catalogue of parametrised CRC
 * algorithms.
 *
 * A CRC of width w sees every burst of at most w bits, and of longer ones all but 1 in 2^w; what
 * it sees of a few scattered flips depends on its polynomial and the message's length.
 */
import { type Guard, makeGuard } from "./guard.ts";

/** What distinguishes one CRC from another. */
export type CrcModel = {
  name: string;
  /** Bits: 8, 16 or 32. */
  width: 8 | 16 | 32;
  /** The polynomial without its highest term; bit i stands for x^i. */
  polynomial: number;
  /** What the register holds before the first bit. */
  initial: number;
  /** Whether each byte enters, and the value leaves, lowest bit first. */
  reflected: boolean;
  /** What the remainder is finally combined with, bit by bit. */
  final: number;
};

/** The guard that a model describes. */
export function makeCrc(model: CrcModel): Guard {
  const { name, width, reflected, final } = model;
  const table = reflected ? reflectedTable(model) : plainTable(model);
  const start = reflected ? mirrored(model.initial, width) : model.initial;
  const divide = reflected ? divideReflected : dividePlain;
  const mask = width === 32 ? 0xffff_ffff : (1 << width) - 1;
  const compute = (message: Uint8Array): number =>
    ((divide(message, table, start, width) ^ final) & mask) >>> 0;
  // Lowest bit first means lowest byte first: then a burst on the wire is one in the polynomial.
  return makeGuard({ name, width, compute, lowestFirst: reflected });
}

/** The remainders of all single bytes, in the register's topmost bits. */
function plainTable({ polynomial, width }: CrcModel): Uint32Array {
  const high = 32 - width;
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let register = byte << 24;
    for (let bit = 0; bit < 8; bit++) {
      register = register < 0 ? (register << 1) ^ (polynomial << high) : register << 1;
    }
    return register;
  });
}

/** The register stands at the top of 32 bits, so that one loop serves every width. */
function dividePlain(message: Uint8Array, table: Uint32Array, start: number, width: number) {
  let register = start << (32 - width);
  for (const byte of message) register = (register << 8) ^ table[(register >>> 24) ^ byte];
  return register >>> (32 - width);
}

function reflectedTable({ polynomial, width }: CrcModel): Uint32Array {
  const divisor = mirrored(polynomial, width);
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let register = byte;
    for (let bit = 0; bit < 8; bit++) {
      register = (register & 1) === 1 ? (register >>> 1) ^ divisor : register >>> 1;
    }
    return register;
  });
}

function divideReflected(message: Uint8Array, table: Uint32Array, start: number): number {
  let register = start;
  for (const byte of message) register = (register >>> 8) ^ table[(register ^ byte) & 0xff];
  return register;
}

/** The lowest `width` bits in reverse order. */
function mirrored(bits: number, width: number): number {
  let result = 0;
  for (let i = 0; i < width; i++) result = (result << 1) | ((bits >>> i) & 1);
  return result >>> 0;
}

/** CRC-8/SMBUS: x⁸+x²+x+1, from 0. Also the header check of ATM cells (but for its constant). */
export const crc8 = makeCrc({
  name: "CRC-8/SMBUS",
  width: 8,
  polynomial: 0x07,
  initial: 0,
  reflected: false,
  final: 0,
});

/**
 * CRC-16/IBM-3740, often called CRC-16/CCITT-FALSE: the polynomial of ITU-T V.41, x¹⁶+x¹²+x⁵+1,
 * from all ones, so that a missing zero at the beginning is noticed. It sees all errors of one,
 * two or three bits, and of any odd number, in messages of up to 32,751 bits.
 */
export const crc16 = makeCrc({
  name: "CRC-16/IBM-3740",
  width: 16,
  polynomial: 0x1021,
  initial: 0xffff,
  reflected: false,
  final: 0,
});

/** CRC-32/ISO-HDLC, the frame check sequence of Ethernet (IEEE 802.3-2022 §3.2.9). */
export const crc32 = makeCrc({
  name: "CRC-32/ISO-HDLC",
  width: 32,
  polynomial: 0x04c1_1db7,
  initial: 0xffff_ffff,
  reflected: true,
  final: 0xffff_ffff,
});
