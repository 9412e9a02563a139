/**
 * Units. Inside the engine time is a whole number of nanoseconds, a rate a number of bits a
 * second, a probability a number from 0 to 1; these functions are how people write them.
 */
import { checkNumber, FASTEST, LONGEST, SLOWEST } from "./check.ts";

function time(unit: string, count: number, nanoseconds: number): number {
  const rule = { min: 0, max: LONGEST / nanoseconds, unit: unitNames[unit] };
  return Math.round(checkNumber(`${unit}(…)`, "its argument", count, rule) * nanoseconds);
}

const unitNames: Record<string, string> = {
  ns: "nanoseconds",
  us: "microseconds",
  ms: "milliseconds",
  seconds: "seconds",
};

/** Nanoseconds as a time, rounded to a whole one. 0 to 2⁵³ − 1 (104 days); RangeError outside. */
export function ns(count: number): number {
  return time("ns", count, 1);
}

/** Microseconds as a time in ns. 0 to 104 days; RangeError outside. */
export function us(count: number): number {
  return time("us", count, 1e3);
}

/** Milliseconds as a time in ns: `ms(40)` is 40,000,000. 0 to 104 days; RangeError outside. */
export function ms(count: number): number {
  return time("ms", count, 1e6);
}

/** Seconds as a time in ns. 0 to 104 days; RangeError outside. */
export function seconds(count: number): number {
  return time("seconds", count, 1e9);
}

function rate(unit: string, count: number, bits: number): number {
  const remedy = "A link that carries nothing is one that is cut.";
  const rule = { min: SLOWEST / bits, max: FASTEST / bits, infinite: true, remedy };
  return checkNumber(`${unit}(…)`, "its argument", count, rule) * bits;
}

/** Bits a second. 0.001 to 10¹⁸, or Infinity; RangeError outside. */
export function bps(count: number): number {
  return rate("bps", count, 1);
}

/** Kilobits (1,000 bits) a second as bits a second. Range as `bps`. */
export function kbps(count: number): number {
  return rate("kbps", count, 1e3);
}

/** Megabits (10⁶ bits) a second as bits a second. Range as `bps`. */
export function mbps(count: number): number {
  return rate("mbps", count, 1e6);
}

/** Gigabits (10⁹ bits) a second as bits a second. Range as `bps`. */
export function gbps(count: number): number {
  return rate("gbps", count, 1e9);
}

/** So many things a second, as a number. Above 0, to 10⁹; RangeError outside. */
export function perSecond(count: number): number {
  return checkNumber("perSecond(…)", "its argument", count, { min: 1e-9, max: 1e9 });
}

/** Per cent as a probability: `percent(10)` is 0.1. 0 to 100; RangeError outside. */
export function percent(count: number): number {
  return checkNumber("percent(…)", "its argument", count, { min: 0, max: 100 }) / 100;
}

/** Parts in a million as a fraction, as of clocks: `ppm(50)` is 0.00005. −10⁵ to 10⁵. */
export function ppm(count: number): number {
  return checkNumber("ppm(…)", "its argument", count, { min: -1e5, max: 1e5 }) / 1e6;
}
