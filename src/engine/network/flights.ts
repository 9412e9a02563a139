/**
 * Packets on the links at this moment, in columns: a slot is taken when a packet starts and given
 * back when the queue holds nothing more about it.
 */
import type { Message } from "./packet.ts";

/** What stands where a flight has no twin. */
export const NO_SLOT = -1;

const FIRST_CAPACITY = 64;

/** All packets in flight. */
export class Flights {
  /** Global number of the packet. */
  packet = new Int32Array(FIRST_CAPACITY);
  /** Index of the link. */
  link = new Int32Array(FIRST_CAPACITY);
  fragment = new Int32Array(FIRST_CAPACITY);
  /** Row of its `transmit`, or of its `duplicate`. */
  row = new Int32Array(FIRST_CAPACITY);
  /** 1 while it flies. */
  isFlying = new Uint8Array(FIRST_CAPACITY);
  /** 1 if chance has decided that it will be lost. */
  isDoomed = new Uint8Array(FIRST_CAPACITY);
  /** The bit that chance will flip. */
  bit = new Int32Array(FIRST_CAPACITY);
  /** The slot of its copy, or of the packet that it copies. */
  twin = new Int32Array(FIRST_CAPACITY);
  readonly message: (Message | null)[] = [];

  /** Entries of the queue that still name the slot. */
  #entries = new Int32Array(FIRST_CAPACITY);
  #free = new Int32Array(FIRST_CAPACITY);
  #freeCount = 0;
  #used = 0;
  readonly #flips = new Map<number, number[]>();

  /** Takes a slot for a packet, with no entry of the queue about it yet. */
  add(packet: number, link: number, fragment: number, message: Message, row: number): number {
    const slot = this.#freeCount > 0 ? this.#free[--this.#freeCount] : this.#fresh();
    this.packet[slot] = packet;
    this.link[slot] = link;
    this.fragment[slot] = fragment;
    this.message[slot] = message;
    this.row[slot] = row;
    this.isFlying[slot] = 1;
    this.isDoomed[slot] = 0;
    this.twin[slot] = NO_SLOT;
    this.#entries[slot] = 0;
    return slot;
  }

  /** One more entry of the queue names the slot. */
  retain(slot: number): void {
    this.#entries[slot]++;
  }

  /** An entry of the queue that named the slot has been handled. */
  release(slot: number): void {
    if (--this.#entries[slot] === 0 && this.isFlying[slot] === 0) this.#giveBack(slot);
  }

  /** The packet flies no more. Its slot is given back with the last entry that names it. */
  end(slot: number): void {
    this.isFlying[slot] = 0;
    if (this.#entries[slot] === 0) this.#giveBack(slot);
  }

  #giveBack(slot: number): void {
    this.message[slot] = null;
    this.#flips.delete(slot);
    const twin = this.twin[slot];
    if (twin !== NO_SLOT) this.twin[twin] = NO_SLOT;
    this.#free[this.#freeCount++] = slot;
  }

  /** The slots of a link's packets that fly, in the order of their numbers. */
  onLink(link: number): number[] {
    const slots: number[] = [];
    for (let slot = 0; slot < this.#used; slot++) {
      if (this.isFlying[slot] === 1 && this.link[slot] === link) slots.push(slot);
    }
    return slots.sort((a, b) => this.packet[a] - this.packet[b]);
  }

  /** Records that a bit has flipped. */
  flip(slot: number, bit: number): void {
    const bits = this.#flips.get(slot);
    if (bits === undefined) this.#flips.set(slot, [bit]);
    else bits.push(bit);
  }

  /** The bits that have flipped; undefined for a sound packet. */
  flipsOf(slot: number): readonly number[] | undefined {
    return this.#flips.size === 0 ? undefined : this.#flips.get(slot);
  }

  #fresh(): number {
    if (this.#used === this.packet.length) this.#grow();
    this.message.push(null);
    return this.#used++;
  }

  #grow(): void {
    const capacity = this.packet.length * 2;
    this.packet = grown(this.packet, capacity);
    this.link = grown(this.link, capacity);
    this.fragment = grown(this.fragment, capacity);
    this.row = grown(this.row, capacity);
    this.bit = grown(this.bit, capacity);
    this.twin = grown(this.twin, capacity);
    this.#entries = grown(this.#entries, capacity);
    this.#free = grown(this.#free, capacity);
    this.isFlying = grownBytes(this.isFlying, capacity);
    this.isDoomed = grownBytes(this.isDoomed, capacity);
  }
}

function grown(column: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity);
  larger.set(column);
  return larger;
}

function grownBytes(column: Uint8Array, capacity: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(capacity);
  larger.set(column);
  return larger;
}
