/**
 * Arithmetic with the same bits everywhere. `Math.log` and its kin differ in the last bit between
 * JavaScript engines, and one bit is enough to make another run; so the engine has its own, made
 * of + − × ÷ and `Math.sqrt`, which IEEE 754 fixes to the last bit.
 */
import * as angles from "./angles.ts";
import * as logarithm from "./logarithm.ts";

export { cbrt, exp, hypot, log, log10, log2, pow } from "./logarithm.ts";
export { atan2, cos, sin } from "./angles.ts";

const NO_CHANCE =
  "Math.random() would give every run another luck, and no run could be repeated. " +
  "In a process, this.random() draws from the node's own stream.";

/**
 * What `Math` is in cells: the same names, and the same bits in every browser. `random` throws.
 */
export const portableMath = Object.freeze({
  E: Math.E,
  LN10: Math.LN10,
  LN2: Math.LN2,
  LOG10E: Math.LOG10E,
  LOG2E: Math.LOG2E,
  PI: Math.PI,
  SQRT1_2: Math.SQRT1_2,
  SQRT2: Math.SQRT2,
  abs: Math.abs,
  ceil: Math.ceil,
  clz32: Math.clz32,
  floor: Math.floor,
  fround: Math.fround,
  imul: Math.imul,
  max: Math.max,
  min: Math.min,
  round: Math.round,
  sign: Math.sign,
  sqrt: Math.sqrt,
  trunc: Math.trunc,
  cbrt: logarithm.cbrt,
  exp: logarithm.exp,
  expm1: logarithm.expm1,
  hypot: logarithm.hypot,
  log: logarithm.log,
  log10: logarithm.log10,
  log1p: logarithm.log1p,
  log2: logarithm.log2,
  pow: logarithm.pow,
  acos: angles.acos,
  acosh: angles.acosh,
  asin: angles.asin,
  asinh: angles.asinh,
  atan: angles.atan,
  atan2: angles.atan2,
  atanh: angles.atanh,
  cos: angles.cos,
  cosh: angles.cosh,
  sin: angles.sin,
  sinh: angles.sinh,
  tan: angles.tan,
  tanh: angles.tanh,
  random(): never {
    throw new Error(NO_CHANCE);
  },
  [Symbol.toStringTag]: "Math",
});
