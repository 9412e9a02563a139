/** A set of states, each a row of so many integers, numbered as they come: an open hash table. */

const FIRST_ROOM = 1 << 12;
/** Slots for each state that there is room for. */
const SLOTS = 2;

export class StateSet {
  /** How many states there are. */
  size = 0;
  readonly #width: number;
  #room = FIRST_ROOM;
  #rows: Int32Array;
  /** In each slot the number of a state + 1, or 0. */
  #slots = new Int32Array(SLOTS * FIRST_ROOM);

  /** @param width Integers in a state. */
  constructor(width: number) {
    this.#width = width;
    this.#rows = new Int32Array(FIRST_ROOM * width);
  }

  /** Copies a state. */
  read(state: number, into: Int32Array): void {
    const at = state * this.#width;
    for (let i = 0; i < this.#width; i++) into[i] = this.#rows[at + i];
  }

  /** The number of a state, which is added if it is new: then its number is what `size` was. */
  add(row: Int32Array): number {
    if (this.size === this.#room) this.#grow();
    const mask = this.#slots.length - 1;
    let slot = hash(row) & mask;
    while (this.#slots[slot] !== 0) {
      const state = this.#slots[slot] - 1;
      if (this.#equals(state, row)) return state;
      slot = (slot + 1) & mask;
    }
    const state = this.size++;
    this.#slots[slot] = state + 1;
    const at = state * this.#width;
    for (let i = 0; i < this.#width; i++) this.#rows[at + i] = row[i];
    return state;
  }

  #equals(state: number, row: Int32Array): boolean {
    const at = state * this.#width;
    for (let i = 0; i < this.#width; i++) if (this.#rows[at + i] !== row[i]) return false;
    return true;
  }

  #grow(): void {
    this.#room *= 2;
    const rows = new Int32Array(this.#room * this.#width);
    rows.set(this.#rows);
    this.#rows = rows;
    this.#slots = new Int32Array(SLOTS * this.#room);
    const mask = this.#slots.length - 1;
    const row = new Int32Array(this.#width);
    for (let state = 0; state < this.size; state++) {
      this.read(state, row);
      let slot = hash(row) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = state + 1;
    }
  }
}

/** Mixes as MurmurHash3 does, by A. Appleby (public domain), with its multipliers. */
function hash(row: Int32Array): number {
  let mixed = 0;
  for (let i = 0; i < row.length; i++) {
    const part = Math.imul(row[i], 0xcc9e2d51);
    mixed ^= Math.imul((part << 15) | (part >>> 17), 0x1b873593);
    mixed = Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64;
  }
  mixed ^= mixed >>> 16;
  mixed = Math.imul(mixed, 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
