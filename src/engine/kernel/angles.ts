/**
 * Trigonometric and hyperbolic functions with the same bits in every JavaScript engine. Errors
 * are measured by the tests: below 1 unit in the last place for sin, cos and atan, below 3 for
 * the others.
 */
import { exponentOf, type Pair, scaled } from "./double.ts";
import { exp, expm1, LN_2, log, log1p } from "./logarithm.ts";

/** π/2 in parts of 33 bits: n times each is exact for |n| < 2²⁰. */
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487111665e-21;
const HALF_PI_4 = 8.4784276603689e-32;
const HALF_PI = 1.5707963267948966;
const HALF_PI_REST = 6.123233995736766e-17;

/** Beyond this angle, and very near to multiples of π/2, angles are reduced with whole numbers. */
const LARGEST_SIMPLE = 1_000_000;
const TOO_NEAR = 1e-9;

/** An angle as a pair within ±π/4, and how many quarter turns were taken off, 0…3. */
type Reduced = { r: Pair; quarter: number };

function reduce(x: number): Reduced {
  if (Math.abs(x) <= HALF_PI / 2) return { r: [x, 0], quarter: 0 };
  if (Math.abs(x) > LARGEST_SIMPLE) return reduceExactly(x);
  const n = Math.round(x / HALF_PI);
  const first = x - n * HALF_PI_1;
  const second = n * HALF_PI_2;
  const high = first - second;
  const rest = first - high - second - n * HALF_PI_3 - n * HALF_PI_4;
  const sum = high + rest;
  if (Math.abs(sum) < TOO_NEAR) return reduceExactly(x);
  return { r: [sum, high - sum + rest], quarter: n & 3 };
}

/** Fractional bits of π/2: enough for the largest double's whole part and its fraction. */
const PI_BITS = 1280n;
let halfPi: bigint | undefined;

/** π/2·2^PI_BITS by Machin's formula: π/4 = 4·arctan 1/5 − arctan 1/239. */
function exactHalfPi(): bigint {
  const guard = 64n;
  const one = 1n << (PI_BITS + guard);
  halfPi ??= (8n * inverseTangent(5n, one) - 2n * inverseTangent(239n, one)) >> guard;
  return halfPi;
}

function inverseTangent(inverse: bigint, one: bigint): bigint {
  let power = one / inverse;
  let sum = power;
  for (let k = 3n; power !== 0n; k += 2n) {
    power = -power / (inverse * inverse);
    sum += power / k;
  }
  return sum;
}

/** Any angle, with whole numbers of 2,300 bits. Slow (microseconds), and always right. */
function reduceExactly(x: number): Reduced {
  const whole = exactHalfPi();
  const e = exponentOf(x) - 52;
  const digits = BigInt(scaled(x, -e));
  const shift = BigInt(e) + PI_BITS;
  const angle = shift >= 0n ? digits << shift : digits >> -shift;
  let n = angle / whole;
  let rest = angle - n * whole;
  if (2n * (rest < 0n ? -rest : rest) > whole) {
    const side = rest < 0n ? -1n : 1n;
    n += side;
    rest -= side * whole;
  }
  return { r: toPair(rest), quarter: Number(n & 3n) };
}

/** A whole number of 2^−PI_BITS as a pair. */
function toPair(rest: bigint): Pair {
  const size = rest < 0n ? -rest : rest;
  const excess = size.toString(2).length - 106;
  const top = excess > 0 ? size >> BigInt(excess) : size;
  const scale = Math.max(excess, 0) - Number(PI_BITS);
  const high = Number(top);
  const low = Number(top - BigInt(high));
  const sign = rest < 0n ? -1 : 1;
  return [sign * scaled(high, scale), sign * scaled(low, scale)];
}

/** (−1)^k/(2k+1)! and (−1)^k/(2k)! for k = 8 … 1 and 9 … 2, for Horner's rule. */
const SINE = [
  1 / 355_687_428_096_000,
  -1 / 1_307_674_368_000,
  1 / 6_227_020_800,
  -1 / 39_916_800,
  1 / 362_880,
  -1 / 5040,
  1 / 120,
  -1 / 6,
];
const COSINE = [
  -1 / 6_402_373_705_728_000,
  1 / 20_922_789_888_000,
  -1 / 87_178_291_200,
  1 / 479_001_600,
  -1 / 3_628_800,
  1 / 40_320,
  -1 / 720,
  1 / 24,
];

function horner(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

function sineOf([high, low]: Pair): number {
  const square = high * high;
  return high + (high * square * horner(SINE, square) + low * (1 - square / 2));
}

function cosineOf([high, low]: Pair): number {
  const square = high * high;
  const half = square / 2;
  const near = 1 - half;
  return near + (1 - near - half + (square * square * horner(COSINE, square) - high * low));
}

/** The sine of an angle in radians, however large. */
export function sin(x: number): number {
  if (!Number.isFinite(x)) return NaN;
  if (x === 0) return x;
  const { r, quarter } = reduce(x);
  const size = (quarter & 1) === 0 ? sineOf(r) : cosineOf(r);
  return quarter > 1 ? -size : size;
}

/** The cosine of an angle in radians, however large. */
export function cos(x: number): number {
  if (!Number.isFinite(x)) return NaN;
  const { r, quarter } = reduce(x);
  const size = (quarter & 1) === 0 ? cosineOf(r) : sineOf(r);
  return quarter === 1 || quarter === 2 ? -size : size;
}

/** The tangent of an angle in radians, however large. */
export function tan(x: number): number {
  if (!Number.isFinite(x)) return NaN;
  if (x === 0) return x;
  const { r, quarter } = reduce(x);
  return (quarter & 1) === 0 ? sineOf(r) / cosineOf(r) : -cosineOf(r) / sineOf(r);
}

/** atan(k/8) for k = 0 … 8. */
const ATAN_EIGHTHS: readonly Pair[] = [
  [0, 0],
  [0.12435499454676144, -3.1253241424539383e-18],
  [0.24497866312686414, 1.0698755618734451e-17],
  [0.35877067027057225, -2.4623815582638635e-17],
  [0.4636476090008061, 2.2698777452961687e-17],
  [0.5585993153435624, -5.4556305485916264e-18],
  [0.6435011087932844, 1.5834785051444286e-17],
  [0.7188299996216245, -2.1478388444456983e-17],
  [0.7853981633974483, 3.061616997868383e-17],
];
const ARCTANGENT = [1 / 13, -1 / 11, 1 / 9, -1 / 7, 1 / 5, -1 / 3];

/** The angle whose tangent is x, within ±π/2. */
export function atan(x: number): number {
  if (Number.isNaN(x) || x === 0) return x;
  const size = Math.abs(x);
  const angle = size > 1 ? HALF_PI - (atanPart(1 / size) - HALF_PI_REST) : atanPart(size);
  return x < 0 ? -angle : angle;
}

/** For 0 ≤ x ≤ 1: atan x = atan c + atan((x−c)/(1+xc)), c the nearest eighth. */
function atanPart(x: number): number {
  const k = Math.round(x * 8);
  const c = k / 8;
  const t = (x - c) / (1 + x * c);
  const square = t * t;
  const [high, low] = ATAN_EIGHTHS[k];
  return high + (t + (t * square * horner(ARCTANGENT, square) + low));
}

/** The angle of the point (x, y), within ±π, with the special cases of ECMAScript. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const isLeft = x < 0 || Object.is(x, -0);
  const isBelow = y < 0 || Object.is(y, -0);
  let angle: number;
  if (y === 0) angle = 0;
  else if (x === 0) angle = HALF_PI;
  else if (Math.abs(x) === Infinity) angle = Math.abs(y) === Infinity ? HALF_PI / 2 : 0;
  else angle = atan(Math.abs(y) / Math.abs(x));
  if (isLeft) angle = 2 * HALF_PI - (angle - 2 * HALF_PI_REST);
  return isBelow ? -angle : angle;
}

/** The angle whose sine is x, within ±π/2; NaN outside ±1. */
export function asin(x: number): number {
  if (x === 0) return x;
  return atan2(x, Math.sqrt((1 - x) * (1 + x)));
}

/** The angle whose cosine is x, 0…π; NaN outside ±1. */
export function acos(x: number): number {
  return atan2(Math.sqrt((1 - x) * (1 + x)), x);
}

/** The hyperbolic sine. */
export function sinh(x: number): number {
  if (x === 0) return x;
  const size = Math.abs(x);
  if (size > 22) return (x < 0 ? -1 : 1) * halfExp(size);
  const grown = expm1(size);
  return ((x < 0 ? -1 : 1) * (grown + grown / (grown + 1))) / 2;
}

/** The hyperbolic cosine. */
export function cosh(x: number): number {
  const size = Math.abs(x);
  if (size > 22) return halfExp(size);
  const grown = exp(size);
  return (grown + 1 / grown) / 2;
}

/** e^x / 2, also where e^x alone is too large. */
function halfExp(x: number): number {
  if (x <= 709) return exp(x) / 2;
  const root = exp(x / 2);
  return (root / 2) * root;
}

/** The hyperbolic tangent. */
export function tanh(x: number): number {
  if (x === 0) return x;
  const size = Math.abs(x);
  const grown = expm1(2 * size);
  const part = size > 22 ? 1 : grown / (grown + 2);
  return x < 0 ? -part : part;
}

/** The inverse of sinh. */
export function asinh(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const size = Math.abs(x);
  const square = size * size;
  const angle = size > 1e8 ? log(size) + LN_2 : log1p(size + square / (1 + Math.sqrt(1 + square)));
  return x < 0 ? -angle : angle;
}

/** The inverse of cosh; NaN below 1. */
export function acosh(x: number): number {
  if (!(x >= 1)) return NaN;
  if (x > 1e8) return log(x) + LN_2;
  const above = x - 1;
  return log1p(above + Math.sqrt(2 * above + above * above));
}

/** The inverse of tanh; NaN outside ±1. */
export function atanh(x: number): number {
  if (x === 0) return x;
  const size = Math.abs(x);
  const part = log1p((2 * size) / (1 - size)) / 2;
  return x < 0 ? -part : part;
}
