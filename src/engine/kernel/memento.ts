/**
 * Mementos: what a run is like between two events, so that it can be put back there (Gamma, Helm,
 * Johnson & Vlissides, Design Patterns, 1994). Every part of a run has one method,
 * `remember(memento)`, which names its fields one after another. While the memento is written it
 * keeps copies of them; while it is read it gives them back, in the same order, and the part takes
 * them over. So saving and restoring cannot fall apart.
 *
 * What never changes is shared; whatever may change is copied both ways, so that a memento can be
 * read any number of times, into any run of the same nodes and links.
 */

/** A column of a table. */
type Column = Float64Array | Int32Array | Uint8Array;

/** What a value takes in memory, about, bytes. */
const VALUE_BYTES = 16;

/** The state of a run at one moment. */
export class Memento {
  /** Whether it gives back what it keeps. */
  isRead = false;
  /** What it takes in memory, about. */
  bytes = 0;

  readonly #kept: unknown[] = [];
  #next = 0;
  /** What has been copied in this pass, by what it is a copy of. */
  #copies = new Map<object, object>();

  /** From now on it is read, from its beginning. */
  rewind(): void {
    this.isRead = true;
    this.#next = 0;
    this.#copies = new Map();
  }

  /** Numbers, texts, and objects that never change. */
  values<Values extends unknown[]>(now: [...Values]): Values {
    if (this.isRead) return this.#take() as Values;
    return this.#keep(now, VALUE_BYTES * (now.length + 1)) as Values;
  }

  /** A number, a text, or an object that never changes. */
  value<Value>(now: Value): Value {
    return this.isRead ? (this.#take() as Value) : this.#keep(now, VALUE_BYTES);
  }

  /** Something that is replaced by its copy. `bytes`: what that takes in memory. */
  copied<Value>(now: Value, copy: (value: Value) => Value, bytes = VALUE_BYTES): Value {
    if (this.isRead) return copy(this.#take() as Value);
    this.#keep(copy(now), bytes);
    return now;
  }

  /**
   * The first `used` entries of a typed array; what is beyond them does not matter. Where there is
   * room it is restored in place, else in one that is twice as long, or four times…
   */
  column<C extends Column>(column: C, used: number): C {
    if (!this.isRead) {
      this.#keep(column.slice(0, used), column.BYTES_PER_ELEMENT * used);
      return column;
    }
    const kept = this.#take() as C;
    let capacity = column.length;
    while (capacity < kept.length) capacity *= 2;
    const target = capacity === column.length ? column : makeColumn(column, capacity);
    target.set(kept);
    return target;
  }

  /** The entries of an array, in place. `copy` makes copies of those that may change. */
  list<Entry>(list: Entry[], copy: (entry: Entry) => Entry = same): void {
    if (!this.isRead) {
      this.#keep(list.map(copy), VALUE_BYTES * (list.length + 1));
      return;
    }
    const kept = this.#take() as Entry[];
    list.length = 0;
    for (const entry of kept) list.push(copy(entry));
  }

  /** The entries of a map, in place. */
  map<Key, Value>(map: Map<Key, Value>, copy: (value: Value) => Value = same): void {
    if (!this.isRead) {
      const entries = [...map].map(([key, value]): [Key, Value] => [key, copy(value)]);
      this.#keep(entries, VALUE_BYTES * (4 * entries.length + 1));
      return;
    }
    const kept = this.#take() as [Key, Value][];
    map.clear();
    for (const [key, value] of kept) map.set(key, copy(value));
  }

  /** The members of a set, in place. */
  set<Member>(set: Set<Member>): void {
    if (!this.isRead) {
      this.#keep([...set], VALUE_BYTES * (3 * set.size + 1));
      return;
    }
    const kept = this.#take() as Member[];
    set.clear();
    for (const member of kept) set.add(member);
  }

  /**
   * A part of its own, if there is one: the run from which a memento is read may have it or not.
   * @returns Whether it is kept.
   */
  part(part: { remember(memento: Memento): void } | undefined): boolean {
    if (this.isRead) {
      const kept = this.#take() as Memento | undefined;
      if (kept === undefined || part === undefined) return kept !== undefined;
      kept.rewind();
      kept.#copies = this.#copies;
      part.remember(kept);
      return true;
    }
    const kept = part === undefined ? undefined : new Memento();
    this.#keep(kept, 4 * VALUE_BYTES);
    if (kept === undefined) return false;
    kept.#copies = this.#copies;
    part?.remember(kept);
    this.bytes += kept.bytes;
    return true;
  }

  /** The copy of an object that several parts know: the same for all of them. */
  once<T extends object>(object: T, copy: (object: T) => T): T {
    const known = this.#copies.get(object);
    if (known !== undefined) return known as T;
    const made = copy(object);
    this.bytes += this.isRead ? 0 : 10 * VALUE_BYTES;
    this.#copies.set(object, made);
    return made;
  }

  #keep<Value>(value: Value, bytes: number): Value {
    this.#kept.push(value);
    this.bytes += bytes;
    return value;
  }

  #take(): unknown {
    return this.#kept[this.#next++];
  }
}

function same<Value>(value: Value): Value {
  return value;
}

function makeColumn<C extends Column>(like: C, length: number): C {
  if (like instanceof Float64Array) return new Float64Array(length) as C;
  return (like instanceof Int32Array ? new Int32Array(length) : new Uint8Array(length)) as C;
}
