/**
 * Doubles taken apart, and pairs of doubles that together hold twice the digits. Everything is
 * made of + − × ÷ and the bits themselves, which are the same in every JavaScript engine.
 */

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** Which of the words holds sign and exponent: the second, where the machine is little-endian. */
const UPPER = new Uint8Array(new Uint16Array([1]).buffer)[0];
const SUBNORMAL_SCALE = 18_014_398_509_481_984; // 2⁵⁴

/** The upper 32 bits of a double: the sign, 11 bits of the exponent, 20 of the mantissa. */
export function upperBits(x: number): number {
  double[0] = x;
  return words[UPPER];
}

/** The exponent e of a finite x ≠ 0: 2^e ≤ |x| < 2^(e+1). */
export function exponentOf(x: number): number {
  const bits = (upperBits(x) >>> 20) & 0x7ff;
  return bits === 0 ? exponentOf(x * SUBNORMAL_SCALE) - 54 : bits - 1023;
}

/** 2^n, for whole n from −1022 to 1023. */
function powerOfTwo(n: number): number {
  words[1 - UPPER] = 0;
  words[UPPER] = (n + 1023) << 20;
  return double[0];
}

/** 2^−e by e + 1023, which is how an exponent stands in the bits of a double. */
export const INVERSE_POWERS = Float64Array.from({ length: 2048 }, (_, i) => scaled(1, 1023 - i));

/** x·2^n, rounded once even where it is subnormal. n from −3,000 to 3,000. */
export function scaled(x: number, n: number): number {
  if (n > 1023) return scaled(x * powerOfTwo(1023), n - 1023);
  if (n >= -1022) return x * powerOfTwo(n);
  // The first step stays exact as long as x·2^−968 is no subnormal.
  return scaled(x * powerOfTwo(-968), n + 968);
}

/** A number as the sum of two doubles, the second far smaller than the first. */
export type Pair = readonly [number, number];

/** a + b exactly (Knuth's two-sum). */
export function twoSum(a: number, b: number): Pair {
  const sum = a + b;
  const part = sum - a;
  return [sum, a - (sum - part) + (b - part)];
}

const SPLITTER = 134_217_729; // 2²⁷ + 1

/** a × b exactly (Dekker's product), as long as nothing is larger than 2⁹⁹⁵ or subnormal. */
export function twoProduct(a: number, b: number): Pair {
  const product = a * b;
  const aTop = a * SPLITTER - (a * SPLITTER - a);
  const bTop = b * SPLITTER - (b * SPLITTER - b);
  const aRest = a - aTop;
  const bRest = b - bTop;
  return [product, aTop * bTop - product + aTop * bRest + aRest * bTop + aRest * bRest];
}

/** The same sum with its parts in order. */
function tidy(large: number, small: number): Pair {
  const sum = large + small;
  return [sum, small - (sum - large)];
}

/** The sum of two pairs, about 100 bits. */
export function addPairs(a: Pair, b: Pair): Pair {
  const [sum, lost] = twoSum(a[0], b[0]);
  return tidy(sum, lost + a[1] + b[1]);
}

/** The product of two pairs, about 100 bits. */
export function multiplyPairs(a: Pair, b: Pair): Pair {
  const [product, lost] = twoProduct(a[0], b[0]);
  return tidy(product, lost + a[0] * b[1] + a[1] * b[0]);
}

/** The quotient of two pairs, about 100 bits. */
export function dividePairs(a: Pair, b: Pair): Pair {
  const first = a[0] / b[0];
  const [product, lost] = twoProduct(first, b[0]);
  const rest = a[0] - product - lost + a[1] - first * b[1];
  return tidy(first, rest / b[0]);
}
