/**
 * Shrinking: from a list of faults that breaks a promise to one that breaks it as well and from
 * which nothing can be taken. Zeller & Hildebrandt, "Simplifying and isolating failure-inducing
 * input", IEEE Trans. Software Engineering 28(2), 2002 (ddmin); then smaller numbers.
 */
import type { Fault } from "../faults.ts";

/** Says of each list of faults what it breaks, or null; undefined where the search was ended. */
export type Test = (lists: Fault[][]) => Promise<(string | null | undefined)[]>;

/** A list of faults that breaks something. */
export type Shrunk = {
  faults: Fault[];
  broken: string;
  /** Runs that this took. */
  runs: number;
  /** Whether no fault can be left out; false if the search was ended before that was certain. */
  isMinimal: boolean;
};

/** Runs that one shrinking may take. */
const MOST_RUNS = 20_000;

/**
 * Shrinks a list of faults that breaks something: to one of which each fault is needed, and whose
 * ordinals and times are small as far as halving and rounding them keeps the failure.
 */
export async function shrink(
  faults: readonly Fault[],
  broken: string,
  test: Test,
): Promise<Shrunk> {
  const shrinker = new Shrinker(faults, broken, test);
  await shrinker.run();
  const { runs, isEnded } = shrinker;
  return { faults: shrinker.faults, broken: shrinker.broken, runs, isMinimal: !isEnded };
}

class Shrinker {
  faults: Fault[];
  broken: string;
  runs = 0;
  /** Whether it had to give up. */
  isEnded = false;
  readonly #test: Test;
  /** What is known of lists, by their JSON. */
  readonly #known = new Map<string, string | null>();

  constructor(faults: readonly Fault[], broken: string, test: Test) {
    this.faults = [...faults];
    this.broken = broken;
    this.#test = test;
  }

  async run(): Promise<void> {
    for (;;) {
      await this.#leaveOut();
      const before = JSON.stringify(this.faults);
      for (let i = 0; i < this.faults.length; i++) await this.#simplify(i);
      // With other numbers another fault may have become needless.
      if (this.isEnded || JSON.stringify(this.faults) === before) return;
    }
  }

  /** ddmin: first parts alone, then all but a part; ever smaller parts, down to single faults. */
  async #leaveOut(): Promise<void> {
    if (await this.#take([[]])) return;
    let parts = 2;
    while (this.faults.length >= 2 && !this.isEnded) {
      const pieces = split(this.faults, parts);
      if (await this.#take(pieces)) parts = 2;
      else if (await this.#take(complements(pieces))) parts = Math.max(parts - 1, 2);
      else if (parts >= this.faults.length) return;
      else parts = Math.min(2 * parts, this.faults.length);
    }
  }

  /** Smaller numbers in one fault, as long as one of them still fails. */
  async #simplify(place: number): Promise<void> {
    for (const field of Object.keys(this.faults[place])) {
      while (!this.isEnded) {
        const lists = smaller(this.faults[place], field).map((fault) =>
          this.faults.with(place, fault),
        );
        if (lists.length === 0 || !(await this.#take(lists))) break;
      }
    }
  }

  /** Goes on with the first of these lists that breaks something; false if none does. */
  async #take(lists: Fault[][]): Promise<boolean> {
    const fresh = lists.filter((list) => !this.#known.has(JSON.stringify(list)));
    this.runs += fresh.length;
    if (this.runs > MOST_RUNS) this.isEnded = true;
    if (this.isEnded) return false;
    const results = fresh.length === 0 ? [] : await this.#test(fresh);
    fresh.forEach((list, i) => {
      const result = results[i];
      if (result === undefined) this.isEnded = true;
      else this.#known.set(JSON.stringify(list), result);
    });
    for (const list of lists) {
      const broken = this.#known.get(JSON.stringify(list));
      if (typeof broken !== "string") continue;
      this.faults = list;
      this.broken = broken;
      return true;
    }
    return false;
  }
}

/** A list in `count` parts of nearly the same length. */
function split(faults: readonly Fault[], count: number): Fault[][] {
  const edge = (i: number) => Math.round((i * faults.length) / count);
  return Array.from({ length: count }, (_, i) => faults.slice(edge(i), edge(i + 1)));
}

function complements(parts: readonly Fault[][]): Fault[][] {
  return parts.map((_, i) => parts.filter((_part, j) => j !== i).flat());
}

/** The least that each number of a fault can be. Others are left as they are. */
const least: Record<string, number> = {
  packet: 1,
  message: 1,
  fragment: 1,
  handled: 1,
  afterSends: 0,
  bit: 0,
  at: 0,
  by: 1,
  downFor: 1,
};
const TIMES: readonly string[] = ["at", "by", "downFor"];

/** The fault without this field where it can be left out, or with a smaller number in it. */
function smaller(fault: Fault, field: string): Fault[] {
  const value = (fault as Record<string, unknown>)[field];
  if (typeof value !== "number" || !(field in least)) return [];
  const values = new Set(TIMES.includes(field) ? shorterTimes(value) : lowerNumbers(value));
  const fewer = [...values].filter((each) => each < value && each >= least[field]);
  const changed = fewer.sort((a, b) => a - b).map((each) => ({ ...fault, [field]: each }) as Fault);
  return fault.verb === "drop" && field === "at" ? [without(fault, "at"), ...changed] : changed;
}

function without(fault: Fault, field: string): Fault {
  const rest = Object.entries(fault).filter(([name]) => name !== field);
  return Object.fromEntries(rest) as unknown as Fault;
}

function lowerNumbers(value: number): number[] {
  return [0, 1, Math.floor(value / 2), Math.floor((3 * value) / 4), value - 1];
}

/** Halves of a time, and the same with one and with two digits that are not 0. */
function shorterTimes(value: number): number[] {
  let unit = 1;
  while (unit * 10 <= value) unit *= 10;
  const digits = [unit, unit / 10].map((step) => Math.floor(value / step) * step);
  return [0, 1, unit, Math.floor(value / 2), ...digits.map(Math.floor)];
}
