/**
 * How numbers, times and texts from a run are written, in pictures and sentences alike. A unit
 * follows its number after a narrow space that does not break. No `Intl`: the same characters
 * in every browser, at build and in a test.
 */

/** The narrow no-break space between a number and its unit. */
export const THIN = "\u202f";

const NS_PER_US = 1e3;
const NS_PER_MS = 1e6;
const NS_PER_S = 1e9;

/** A number with a true minus and commas from 1,000 on; `decimals` as given, or as needed. */
export function number(value: number, decimals?: number): string {
  if (value === Infinity) return "∞";
  if (value === -Infinity) return "−∞";
  if (Number.isNaN(value)) return "not a number";
  const digits = decimals === undefined ? trim(value) : Math.abs(value).toFixed(decimals);
  const [whole, fraction] = digits.split(".");
  const grouped = whole.length > 3 ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  const isZero = /^[0.]*$/.test(digits);
  const sign = value < 0 && !isZero ? "−" : "";
  return sign + (fraction === undefined ? grouped : `${grouped}.${fraction}`);
}

/** At most four significant digits before it is cut, without trailing zeros. */
function trim(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15) return size.toExponential(3).replace("e+", " × 10^");
  if (Number.isInteger(size)) return String(size);
  const decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
  return size.toFixed(decimals).replace(/\.?0+$/, "");
}

/** A number with its unit. */
export function quantity(value: number, unit: string, decimals?: number): string {
  return unit === "" ? number(value, decimals) : `${number(value, decimals)}${THIN}${unit}`;
}

/** A fraction 0…1 as a percentage. */
export function percent(fraction: number, decimals?: number): string {
  return quantity(Math.round(fraction * 1e6) / 1e4, "%", decimals);
}

/** How long something takes (ns), in the largest unit of which there is at least one: `40 ms`. */
export function duration(ns: number): string {
  const size = Math.abs(ns);
  if (size >= NS_PER_S) return quantity(ns / NS_PER_S, "s");
  if (size >= NS_PER_MS) return quantity(ns / NS_PER_MS, "ms");
  if (size >= NS_PER_US) return quantity(ns / NS_PER_US, "µs");
  return quantity(ns, "ns");
}

/** Writes points in time (ns). */
export type Clock = (ns: number) => string;

/**
 * The clock for a run of this length (ns): seconds to the millisecond for a run of a tenth of a
 * second or more, else milliseconds to the microsecond, else microseconds to the nanosecond.
 * One run, one clock: all its times have the same unit and line up.
 */
export function clockFor(end: number): Clock {
  if (end >= NS_PER_S / 10) return (ns) => quantity(ns / NS_PER_S, "s", 3);
  if (end >= NS_PER_MS / 10) return (ns) => quantity(ns / NS_PER_MS, "ms", 3);
  return (ns) => quantity(ns / NS_PER_US, "µs", 3);
}

/** A size in bytes. */
export function size(bytes: number): string {
  if (bytes < 1e4) return quantity(bytes, bytes === 1 ? "byte" : "bytes");
  if (bytes < 1e6) return quantity(bytes / 1e3, "kB");
  return bytes < 1e9 ? quantity(bytes / 1e6, "MB") : quantity(bytes / 1e9, "GB");
}

/** A rate in bits a second. */
export function rate(bitsPerSecond: number): string {
  if (bitsPerSecond < 1e3) return quantity(bitsPerSecond, "bit/s");
  if (bitsPerSecond < 1e6) return quantity(bitsPerSecond / 1e3, "kbit/s");
  if (bitsPerSecond < 1e9) return quantity(bitsPerSecond / 1e6, "Mbit/s");
  return quantity(bitsPerSecond / 1e9, "Gbit/s");
}

// Control characters, and the marks that turn the direction of the text around them.
const invisible = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * A text from a run as it may be shown: what is invisible or would disturb its neighbours
 * becomes visible, and at most `limit` characters remain.
 */
export function visible(text: string, limit = 80): string {
  // Cut before looking: a text of 100 MB costs no more than a short one.
  const kept = [...text.slice(0, 2 * limit + 2).toWellFormed()];
  const cut = kept.length > limit ? [...kept.slice(0, limit - 1), "…"] : kept;
  return cut.join("").replace(invisible, picture);
}

function picture(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\ufffd";
}

/** A text in typographic quotes; one of nothing but spaces shows them. */
export function quote(text: string, limit = 40): string {
  const shown = visible(text, limit);
  return `“${/^ +$/.test(shown) ? shown.replaceAll(" ", "␣") : shown}”`;
}

/** A node's name as a proper name: alice → Alice, server-1 → Server-1. */
export function properName(name: string, limit = 24): string {
  const shown = visible(name, limit);
  return /^[a-z]/.test(shown) ? shown[0].toUpperCase() + shown.slice(1) : shown || "␣";
}
