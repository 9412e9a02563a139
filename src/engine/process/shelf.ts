/**
 * Many copies of one process, one after another: what it has collected is mostly what it had
 * before and a little more. So of a long list only what is new is copied.
 */

/** Shorter lists are not worth the trouble. */
const SHORTEST = 32;
/** What a value takes in memory, about, bytes. */
const VALUE_BYTES = 16;

/** Where copies of a process put its lists of texts, numbers and the like. */
export type Lists = {
  /**
   * Keeps the list at a place in the process as it is now: a copy, or what stands for one;
   * undefined if it holds anything that may change.
   */
  keep(place: string, list: readonly unknown[]): object | undefined;
  /** What its copies have taken in memory so far, about, bytes. */
  bytes: number;
};

/** A list as it was: the beginning of one that has grown since. It never changes. */
export class Prefix {
  readonly #base: readonly unknown[];
  readonly #length: number;

  constructor(base: readonly unknown[], length: number) {
    this.#base = base;
    this.#length = length;
  }

  /** The list itself, for whoever wants to change it. `used` are lists that nobody needs. */
  list(used?: UsedLists): unknown[] {
    const list = used?.take(this.#base) ?? this.#base.slice(0, this.#length);
    list.length = Math.min(list.length, this.#length);
    for (let i = 0; i < this.#length; i++) list[i] = this.#base[i];
    used?.give(this.#base, list);
    return list;
  }
}

/** Lists of a process that has gone: to fill them again takes less than to make new ones. */
export class UsedLists {
  readonly #free = new Map<readonly unknown[], unknown[]>();
  readonly #taken = new Map<readonly unknown[], unknown[]>();

  /** A list that was made of this base before, once in every life. */
  take(base: readonly unknown[]): unknown[] | undefined {
    const list = this.#free.get(base);
    this.#free.delete(base);
    return list;
  }

  /** A list of the life that begins. */
  give(base: readonly unknown[], list: unknown[]): void {
    this.#taken.set(base, list);
  }

  /** The process with these lists has gone. */
  release(): void {
    this.#free.clear();
    for (const [base, list] of this.#taken) this.#free.set(base, list);
    this.#taken.clear();
  }
}

/** What checkpoints of one process share. */
export class Shelf implements Lists {
  bytes = 0;

  /** By place in the process: the longest list that has been there. */
  readonly #bases = new Map<string, unknown[]>();

  keep(place: string, list: readonly unknown[]): object | undefined {
    const base = this.#bases.get(place);
    if (base !== undefined && beginAlike(base, list)) {
      if (!isOfPrimitives(list, base.length)) return undefined;
      const known = base.length;
      for (let i = known; i < list.length; i++) base.push(list[i]);
      this.bytes += VALUE_BYTES * (base.length - known);
      return new Prefix(base, list.length);
    }
    if (!isOfPrimitives(list)) return undefined;
    const copy = list.slice();
    if (list.length < SHORTEST) return copy;
    this.#bases.set(place, copy);
    this.bytes += VALUE_BYTES * copy.length;
    return new Prefix(copy, copy.length);
  }
}

/** Two copies that share the lists which have not changed between them. */
export class Twins implements Lists {
  bytes = 0;
  readonly #lists = new Map<string, unknown[]>();

  keep(place: string, list: readonly unknown[]): unknown[] | undefined {
    const before = this.#lists.get(place);
    if (before?.length === list.length && beginAlike(before, list)) return before;
    if (!isOfPrimitives(list)) return undefined;
    const copy = list.slice();
    this.#lists.set(place, copy);
    return copy;
  }
}

function beginAlike(a: readonly unknown[], b: readonly unknown[]): boolean {
  const common = Math.min(a.length, b.length);
  for (let i = 0; i < common; i++) {
    // The first comparison is the quick one; it takes 0 and −0 for the same.
    if ((a[i] !== b[i] || a[i] === 0) && !Object.is(a[i], b[i])) return false;
  }
  return true;
}

/** Whether a list holds only what cannot change, and no gaps; from entry `first` on. */
export function isOfPrimitives(list: readonly unknown[], first = 0): boolean {
  for (let i = first; i < list.length; i++) {
    const entry = list[i];
    const type = typeof entry;
    if (type === "object" ? entry !== null : type === "function" || type === "symbol") return false;
    if (entry === undefined && !(i in list)) return false;
  }
  return list.constructor === Array;
}
