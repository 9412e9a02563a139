/**
 * Exponential and logarithm, with the same bits in every JavaScript engine: `Math.log`, `exp`
 * and `pow` differ between browsers in the last bit. Errors are measured by the tests: below one
 * unit in the last place for log, exp and pow.
 *
 * Method: x = m·2^e with m near 1; log m = 2·artanh(s) with s = (m−1)/(m+1), a series in s².
 * e^x = 2^k·e^r with |r| ≤ ½ log 2, Taylor's series. `pow` does both with pairs of doubles.
 */
import {
  addPairs,
  dividePairs,
  exponentOf,
  INVERSE_POWERS,
  multiplyPairs,
  type Pair,
  scaled,
  twoProduct,
  twoSum,
  upperBits,
} from "./double.ts";

/** log 2 in three parts, the first two short enough that k times them is exact for |k| < 2²¹. */
const LN2_1 = 0.6931471803691238;
const LN2_2 = 1.9082149288430703e-10;
const LN2_3 = 4.275175589747649e-20;
const LN2: Pair = [0.6931471805599453, 2.3190468138462996e-17];
const INVERSE_LN2: Pair = [1.4426950408889634, 2.0355273740931033e-17];
const INVERSE_LN10: Pair = [0.4342944819032518, 1.098319650216765e-17];
const SQRT2 = 1.4142135623730951;

/** x = m·2^e with √½ ≤ m < √2. */
function split(x: number): { m: number; e: number } {
  let e = exponentOf(x);
  let m = scaled(x, -e);
  if (m >= SQRT2) {
    m /= 2;
    e += 1;
  }
  return { m, e };
}

/** 1/3 + q/5 + q²/7 + … + q¹¹/25: artanh s = s + s³ times this, for q = s². */
function artanhSeries(q: number): number {
  const tail = ((((1 / 25) * q + 1 / 23) * q + 1 / 21) * q + 1 / 19) * q + 1 / 17;
  const middle = (((tail * q + 1 / 15) * q + 1 / 13) * q + 1 / 11) * q + 1 / 9;
  return ((middle * q + 1 / 7) * q + 1 / 5) * q + 1 / 3;
}

/** The upper bits of the smallest normal double, and of Infinity. */
const SMALLEST_NORMAL = 0x0010_0000;
const INFINITE = 0x7ff0_0000;
/** The mantissa's upper 20 bits, those of √2, and what carries these and more into the exponent. */
const MANTISSA = 0xf_ffff;
const MANTISSA_OF_SQRT2 = 0x6_a09e;
const CARRY = 0x10_0000 - MANTISSA_OF_SQRT2;

/** The natural logarithm. −Infinity at 0, NaN below. Error below 1 unit in the last place. */
export function log(x: number): number {
  const upper = upperBits(x);
  if (upper < SMALLEST_NORMAL || upper >= INFINITE) return logOfUnusual(x);
  // One in a million is so near to √2 that its upper bits do not tell on which side of it.
  if ((upper & MANTISSA) === MANTISSA_OF_SQRT2) return logOfUnusual(x);
  // `split` without a branch, which no processor could guess: durations by chance come from here.
  const exponent = (upper + CARRY) >>> 20;
  return logOfParts(x * INVERSE_POWERS[exponent], exponent - 1023);
}

/** The same of whatever there is: zero, subnormal, negative, infinite, none. */
function logOfUnusual(x: number): number {
  if (x === 0) return -Infinity;
  if (!(x > 0) || x === Infinity) return x > 0 ? x : NaN;
  const { m, e } = split(x);
  return logOfParts(m, e);
}

/** log(m·2^e), with √½ ≤ m < √2. */
function logOfParts(m: number, e: number): number {
  const f = m - 1;
  const s = f / (2 + f);
  const square = s * s;
  // 2s = f − s·f, and f is exact: only the small corrections carry rounding errors.
  const correction = s * (f - 2 * square * artanhSeries(square));
  return e * LN2_1 + (f - (correction - e * LN2_2));
}

/** log x as a pair, for finite x > 0; about 100 bits. */
function logPair(x: number): Pair {
  const { m, e } = split(x);
  const s = dividePairs([m - 1, 0], twoSum(m, 1));
  const square = multiplyPairs(s, s);
  let tail = 0;
  for (let i = 30; i > 9; i--) tail = (tail + 1 / (2 * i + 1)) * square[0];
  let series: Pair = [tail, 0];
  for (let i = 9; i >= 1; i--) {
    series = multiplyPairs(addPairs(series, dividePairs([1, 0], [2 * i + 1, 0])), square);
  }
  const artanh = multiplyPairs(s, addPairs([1, 0], series));
  const whole = addPairs([e * LN2_1, 0], twoSum(e * LN2_2, e * LN2_3));
  return addPairs(whole, [2 * artanh[0], 2 * artanh[1]]);
}

/** 1/13!, 1/12! … 1/3!, 1/2!, for Horner's rule. */
const FACTORIALS = Array.from({ length: 12 }, (_, i) => 1 / factorial(13 - i));

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

const LARGEST_EXPONENT = 709.782712893384;
const SMALLEST_EXPONENT = -745.1332191019411;

/** e to the power of x. Error below 1 unit in the last place. */
export function exp(x: number): number {
  if (!(x <= LARGEST_EXPONENT)) return x > 0 ? Infinity : NaN;
  if (x < SMALLEST_EXPONENT) return 0;
  const k = Math.round(x * INVERSE_LN2[0]);
  return scaled(1 + partBeyondOne(x, k), k);
}

/** e^r − 1 for r = x − k·log 2, with k such that |r| ≤ ½ log 2. */
function partBeyondOne(x: number, k: number): number {
  const high = x - k * LN2_1;
  const low = k * LN2_2;
  const r = high - low;
  let series = 0;
  for (const coefficient of FACTORIALS) series = series * r + coefficient;
  return high - (low - r * r * series);
}

/** e to the power of a pair, for results that are neither too large nor subnormal by far. */
function expPair(x: Pair): number {
  const k = Math.round(x[0] * INVERSE_LN2[0]);
  const parts = twoSum(-k * LN2_2, -k * LN2_3);
  const r = addPairs(addPairs([x[0] - k * LN2_1, 0], parts), [x[1], 0]);
  let tail = 0;
  for (let i = 22; i > 8; i--) tail = ((tail + 1) * r[0]) / i;
  let series: Pair = twoSum(1, tail);
  for (let i = 8; i >= 1; i--) {
    series = addPairs([1, 0], multiplyPairs(series, dividePairs(r, [i, 0])));
  }
  return scaled(series[0], k);
}

/** Powers up to this one are multiplied out. */
const LARGEST_WHOLE = 64;

/**
 * x to the power of y, with the special cases of ECMAScript. Exact where the result is a double
 * (2^10, 10^22, 1.5^3); else the error is below 1 unit in the last place.
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (Math.abs(y) === Infinity) return infinitePower(Math.abs(x), y);
  const isOdd = Number.isInteger(y) && Math.abs(y % 2) === 1;
  if (x === 0 || Math.abs(x) === Infinity) {
    const size = (x === 0) === y > 0 ? 0 : Infinity;
    return isOdd && (x < 0 || Object.is(x, -0)) ? -size : size;
  }
  if (x < 0) {
    if (!Number.isInteger(y)) return NaN;
    return isOdd ? -positivePower(-x, y) : positivePower(-x, y);
  }
  return positivePower(x, y);
}

function infinitePower(size: number, y: number): number {
  if (size === 1) return NaN;
  return size > 1 === y > 0 ? Infinity : 0;
}

function positivePower(x: number, y: number): number {
  if (x === 1 || y === 1) return x;
  if (y === 2) return x * x;
  if (Number.isInteger(y) && Math.abs(y) <= LARGEST_WHOLE) {
    const product = wholePower(x, Math.abs(y));
    const isSafe = product[0] > 1e-290 && product[0] < 1e290;
    if (isSafe) return y > 0 ? product[0] : dividePairs([1, 0], product)[0];
  }
  if (Math.abs(y) > 1e20) return infinitePower(x, y);
  const logarithm = logPair(x);
  const rough = logarithm[0] * y;
  if (rough > 710) return Infinity;
  if (rough < -746) return 0;
  return expPair(multiplyPairs(logarithm, [y, 0]));
}

function wholePower(x: number, n: number): Pair {
  let result: Pair = [1, 0];
  let square: Pair = [x, 0];
  for (let left = n; left > 0; left >>>= 1) {
    if ((left & 1) === 1) result = multiplyPairs(result, square);
    if (left > 1) square = multiplyPairs(square, square);
  }
  return result;
}

/** The logarithm to base 2; exact for powers of two. */
export function log2(x: number): number {
  return logTo(x, INVERSE_LN2);
}

/** The logarithm to base 10; exact for powers of ten. */
export function log10(x: number): number {
  return logTo(x, INVERSE_LN10);
}

function logTo(x: number, inverse: Pair): number {
  if (!(x > 0) || x === Infinity) return log(x);
  return multiplyPairs(logPair(x), inverse)[0];
}

/** log(1 + x), accurate where x is tiny. Error below 2 units in the last place. */
export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? -Infinity : NaN;
  const sum = 1 + x;
  if (sum === 1 || sum === Infinity) return sum === 1 ? x : sum;
  // What rounding took from the sum is given back by the derivative of the logarithm.
  const lost = x < 1 ? x - (sum - 1) : 1 - (sum - x);
  return log(sum) + lost / sum;
}

/** e^x − 1, accurate where x is tiny. Error below 2 units in the last place. */
export function expm1(x: number): number {
  if (x === 0) return x;
  if (!(Math.abs(x) < 40)) return exp(x) - 1;
  const k = Math.round(x * INVERSE_LN2[0]);
  // 2^k·(1 + part) − 1, without losing the part's last digits beside the ones.
  return scaled(partBeyondOne(x, k), k) + (scaled(1, k) - 1);
}

/** The cube root; exact for cubes. Error below 1 unit in the last place. */
export function cbrt(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const e = Math.floor(exponentOf(x) / 3);
  const m = scaled(Math.abs(x), -3 * e);
  let root = 0.79 + 0.24 * m - 0.01 * m * m;
  for (let step = 0; step < 5; step++) root -= (root - m / (root * root)) / 3;
  const [square, lost] = twoProduct(root, root);
  const cube = multiplyPairs([square, lost], [root, 0]);
  root -= (cube[0] - m + cube[1]) / (3 * square);
  return scaled(x < 0 ? -root : root, e);
}

/** √(a² + b² + …) without overflow on the way. Error below 1 unit in the last place. */
export function hypot(...sides: number[]): number {
  const sizes = sides.map((side) => Math.abs(side));
  if (sizes.includes(Infinity)) return Infinity;
  const largest = sizes.reduce((most, size) => (size > most || size !== size ? size : most), 0);
  if (largest === 0 || Number.isNaN(largest)) return largest;
  const e = exponentOf(largest);
  let sum: Pair = [0, 0];
  for (const size of sizes) {
    const side = scaled(size, -e);
    sum = addPairs(sum, twoProduct(side, side));
  }
  const root = Math.sqrt(sum[0]);
  const [square, lost] = twoProduct(root, root);
  return scaled(root + (sum[0] - square - lost + sum[1]) / (2 * root), e);
}

/** log 2 as one double. */
export const LN_2 = LN2[0];
