/**
 * The engine's door: every number, name and option that enters is checked by these functions, so
 * that all refusals read alike: the place, the field, the value, the permitted range, the remedy.
 */

/** The longest time that the engine can count exactly, ns (104 days). */
export const LONGEST = Number.MAX_SAFE_INTEGER;

/** The slowest link that the engine knows, bits a second. */
export const SLOWEST = 1e-3;
/** The fastest one with a number, bits a second. */
export const FASTEST = 1e18;

/** A value in a few words, for a refusal. Never throws, whatever it is given. */
export function show(value: unknown): string {
  try {
    if (typeof value === "string") return JSON.stringify(clip(value, 40));
    if (typeof value === "bigint") return `${clip(value.toString(), 40)}n`;
    if (value === null || (typeof value !== "object" && typeof value !== "function")) {
      return String(value);
    }
    if (typeof value === "function") return "a function";
    if (Array.isArray(value)) return `an array of ${value.length}`;
    return `${aOrAn(className(value))}`;
  } catch {
    return "something that cannot be read";
  }
}

/** What somebody who has thrown something says, whatever it is. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The first `length` characters of a text, with an ellipsis where something was cut off. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 2);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, splitsPair ? length - 2 : length - 1)}…`;
}

/** The name of an object's class; "object" for a plain one. */
export function className(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || typeof prototype !== "object") return "object";
  const maker: unknown = (prototype as { constructor?: unknown }).constructor;
  if (typeof maker !== "function" || maker.name === "") return "object without a name";
  return maker.name === "Object" ? "object" : clip(maker.name, 40);
}

/** A noun with its article. */
export function aOrAn(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}

/** A number with its thousands marked: 1000000 → "1,000,000". */
export function grouped(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "infinity" : String(value);
  const [whole, rest] = String(value).split(".");
  if (whole.includes("e")) return String(value);
  const marked = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return rest === undefined ? marked : `${marked}.${rest}`;
}

/** A list of names in a sentence; at most twelve of them. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, 12).map((name) => clip(name, 40));
  if (names.length > shown.length) shown.push(`${names.length - shown.length} more`);
  return shown.join(", ");
}

/** What a number must be. `unit` is a plural noun: "nanoseconds". */
export type NumberRule = {
  min: number;
  max: number;
  unit?: string;
  /** Whether fractions are refused. */
  whole?: boolean;
  /** Whether Infinity passes even if `max` is smaller. */
  infinite?: boolean;
  /** What to do about it: one sentence. */
  remedy?: string;
};

/**
 * The value itself, if it is a number that obeys the rule.
 * @throws RangeError naming `where` (the function or object), `field`, the value and the range.
 */
export function checkNumber(
  where: string,
  field: string,
  value: unknown,
  rule: NumberRule,
): number {
  if (typeof value === "number") {
    if (rule.infinite === true && value === Infinity) return value;
    const inside = value >= rule.min && value <= rule.max;
    if (inside && (rule.whole !== true || Number.isInteger(value))) return value;
  }
  throw new RangeError(numberRefusal(where, field, value, rule));
}

function numberRefusal(where: string, field: string, value: unknown, rule: NumberRule): string {
  const noun = rule.whole === true ? "a whole number" : "a number";
  const unit = rule.unit === undefined ? "" : ` of ${rule.unit}`;
  const infinite = rule.infinite === true ? ", or Infinity" : "";
  const range = `from ${grouped(rule.min)} to ${grouped(rule.max)}${infinite}`;
  const remedy = rule.remedy === undefined ? "" : ` ${rule.remedy}`;
  return `${where}: ${field} is ${show(value)}; it must be ${noun}${unit} ${range}.${remedy}`;
}

/**
 * A duration or a moment, rounded to whole nanoseconds: the one place where time is rounded.
 * @throws RangeError if it is not a number from 0 to 2⁵³ − 1 ns.
 */
export function checkTime(where: string, field: string, value: unknown): number {
  // Nearly every time is right, and this runs for every timer that is set.
  if (typeof value === "number" && value >= 0 && value <= LONGEST) return Math.round(value);
  const remedy = "Times are made with ns, us, ms or seconds: ms(40).";
  const rule = { min: 0, max: LONGEST, unit: "nanoseconds", remedy };
  return Math.round(checkNumber(where, field, value, rule));
}

/**
 * A probability.
 * @throws RangeError if it is not a number from 0 to 1.
 */
export function checkProbability(where: string, field: string, value: unknown): number {
  const remedy = "Per cent are turned into probabilities by percent(10).";
  return checkNumber(where, field, value, { min: 0, max: 1, remedy });
}

/**
 * A bandwidth, bits a second: 0.001 to 10¹⁸, or Infinity unless `infinite` is false.
 * @throws RangeError for anything else.
 */
export function checkBandwidth(
  where: string,
  field: string,
  value: unknown,
  infinite = true,
): number {
  const rule = { min: SLOWEST, max: FASTEST, unit: "bits a second", infinite };
  return checkNumber(where, field, value, rule);
}

/**
 * Yes or no.
 * @throws RangeError if it is neither true nor false.
 */
export function checkFlag(where: string, field: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new RangeError(`${where}: ${field} is ${show(value)}; it must be true or false.`);
}

/**
 * One of a few words.
 * @throws RangeError listing those that are permitted.
 */
export function checkChoice<Word extends string>(
  where: string,
  field: string,
  value: unknown,
  words: readonly Word[],
): Word {
  for (const word of words) if (value === word) return word;
  throw new RangeError(`${where}: ${field} is ${show(value)}; it must be one of ${listed(words)}.`);
}

/**
 * Refuses options that nobody reads, which are nearly always misspelt ones.
 * @throws RangeError naming the unknown option and listing the known ones.
 */
export function checkNames(where: string, given: object, known: readonly string[]): void {
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    throw new RangeError(`${where}: there is no option ${show(key)}; it knows ${listed(known)}.`);
  }
}

/**
 * A plain object of options, or the empty one where none was given.
 * @throws RangeError if it is something else.
 */
export function checkOptions(where: string, given: unknown, known: readonly string[]): object {
  if (given === undefined) return {};
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new RangeError(
      `${where}: the options are ${show(given)}; they must be an object with ${listed(known)}.`,
    );
  }
  checkNames(where, given, known);
  return given;
}
