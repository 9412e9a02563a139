/**
 * The packets of a run at this moment, in columns: a slot is taken when a packet comes into being
 * and given back when it is gone and the queue of events names it no more. A packet keeps its slot
 * from link to link, so that a hop allocates nothing.
 */
import type { Memento } from "../kernel/memento.ts";
import { copyMessage, type Message } from "./packet.ts";

/** What stands where there is no slot. */
export const NO_SLOT = -1;

const FIRST_CAPACITY = 64;

/** What a packet is doing. */
const State = {
  /** It is no more; the slot waits for the last entry that names it. */
  gone: 0,
  /** It is on a link. */
  flying: 1,
  /** It waits for a link. */
  queued: 2,
  /** It is in a router's hands. */
  held: 3,
} as const;

/** All packets that are somewhere. */
export class Flights {
  /** Global number of the packet. */
  packet = new Int32Array(FIRST_CAPACITY);
  /** Index of the link that it is on, waits for, or has just crossed. */
  link = new Int32Array(FIRST_CAPACITY);
  /** Index of the first link of its way, which gave it its header and its check. */
  origin = new Int32Array(FIRST_CAPACITY);
  /** Which packet of its message it is, or was before a router cut it. */
  fragment = new Int32Array(FIRST_CAPACITY);
  /** Where its part of the message begins, bytes. */
  offset = new Float64Array(FIRST_CAPACITY);
  /** How long that part is, bytes. */
  length = new Float64Array(FIRST_CAPACITY);
  /** Bytes of the whole packet, its header included. */
  bytes = new Float64Array(FIRST_CAPACITY);
  /** Time to live: how many routers may still pass it on. */
  hops = new Uint8Array(FIRST_CAPACITY);
  /** Row that its next one is caused by: its `transmit` or `duplicate`, or what came before. */
  row = new Int32Array(FIRST_CAPACITY);
  /** 1 if chance has decided that it will be lost. */
  isDoomed = new Uint8Array(FIRST_CAPACITY);
  /** The bit that chance will flip. */
  bit = new Int32Array(FIRST_CAPACITY);
  /** The slot of its copy, or of the packet that it copies. */
  twin = new Int32Array(FIRST_CAPACITY);
  readonly message: (Message | null)[] = [];

  /** One of `State`. */
  #state = new Uint8Array(FIRST_CAPACITY);
  /** Entries of the queue that still name the slot. */
  #entries = new Int32Array(FIRST_CAPACITY);
  #free = new Int32Array(FIRST_CAPACITY);
  #freeCount = 0;
  #used = 0;
  readonly #flips = new Map<number, number[]>();
  /** How many of those had flipped before the packet came to its present link. */
  readonly #carried = new Map<number, number>();
  /** Bits that chance has chosen to flip together. */
  readonly #chosen = new Map<number, readonly number[]>();
  /** Whether any bit of this run has flipped or is to flip: else nobody looks into the maps. */
  #isDamaging = false;

  /** Takes a slot for a packet at its sender, with no entry of the queue about it yet. */
  add(packet: number, link: number, message: Message, fragment: number): number {
    const slot = this.#freeCount > 0 ? this.#free[--this.#freeCount] : this.#fresh();
    this.packet[slot] = packet;
    this.link[slot] = link;
    this.origin[slot] = link;
    this.fragment[slot] = fragment;
    this.message[slot] = message;
    this.hops[slot] = message.envelope.ttl;
    this.row[slot] = message.row;
    this.isDoomed[slot] = 0;
    this.twin[slot] = NO_SLOT;
    this.#state[slot] = State.queued;
    this.#entries[slot] = 0;
    return slot;
  }

  /** Which bytes of its message a packet carries, and how long it is with its header. */
  size(slot: number, offset: number, length: number, bytes: number): void {
    this.offset[slot] = offset;
    this.length[slot] = length;
    this.bytes[slot] = bytes;
  }

  /** Another packet like that of a slot, under a number of its own. */
  copy(slot: number, packet: number): number {
    const message = this.message[slot] as Message;
    const copy = this.add(packet, this.link[slot], message, this.fragment[slot]);
    this.size(copy, this.offset[slot], this.length[slot], this.bytes[slot]);
    this.origin[copy] = this.origin[slot];
    this.hops[copy] = this.hops[slot];
    this.row[copy] = this.row[slot];
    return copy;
  }

  /** A packet waits for a link. */
  queue(slot: number, link: number): void {
    this.link[slot] = link;
    this.#state[slot] = State.queued;
  }

  /** A packet starts onto its link, by the row that says so. */
  start(slot: number, row: number): void {
    this.row[slot] = row;
    this.#state[slot] = State.flying;
    if (this.#isDamaging) this.#carried.set(slot, this.#flips.get(slot)?.length ?? 0);
  }

  /** A packet has crossed its link and is in a router's hands. */
  hold(slot: number, row: number): void {
    this.row[slot] = row;
    this.#state[slot] = State.held;
    this.#parted(slot);
  }

  isFlying(slot: number): boolean {
    return this.#state[slot] === State.flying;
  }

  isHeld(slot: number): boolean {
    return this.#state[slot] === State.held;
  }

  /** One more entry of the queue names the slot. */
  retain(slot: number): void {
    this.#entries[slot]++;
  }

  /** An entry of the queue that named the slot has been handled. */
  release(slot: number): void {
    if (--this.#entries[slot] === 0 && this.#state[slot] === State.gone) this.#giveBack(slot);
  }

  /** The packet is no more. Its slot is given back with the last entry that names it. */
  end(slot: number): void {
    this.#state[slot] = State.gone;
    if (this.#entries[slot] === 0) this.#giveBack(slot);
  }

  #giveBack(slot: number): void {
    this.message[slot] = null;
    if (this.#isDamaging) this.#mend(slot);
    this.#parted(slot);
    this.#free[this.#freeCount++] = slot;
  }

  #mend(slot: number): void {
    this.#flips.delete(slot);
    this.#carried.delete(slot);
    this.#chosen.delete(slot);
  }

  /** The packet and its copy go different ways from here. */
  #parted(slot: number): void {
    const twin = this.twin[slot];
    if (twin === NO_SLOT) return;
    this.twin[twin] = NO_SLOT;
    this.twin[slot] = NO_SLOT;
  }

  /** The slots of a link's packets that fly, in the order of their numbers. */
  onLink(link: number): number[] {
    const slots: number[] = [];
    for (let slot = 0; slot < this.#used; slot++) {
      if (this.isFlying(slot) && this.link[slot] === link) slots.push(slot);
    }
    return slots.sort((a, b) => this.packet[a] - this.packet[b]);
  }

  /** The slots of the packets in the hands of routers, in the order of their numbers. */
  held(): number[] {
    const slots: number[] = [];
    for (let slot = 0; slot < this.#used; slot++) if (this.isHeld(slot)) slots.push(slot);
    return slots.sort((a, b) => this.packet[a] - this.packet[b]);
  }

  /** Records that a bit has flipped. */
  flip(slot: number, bit: number): void {
    this.#isDamaging = true;
    const bits = this.#flips.get(slot);
    if (bits === undefined) this.#flips.set(slot, [bit]);
    else bits.push(bit);
  }

  /** The bits that have flipped; undefined for a sound packet. */
  flipsOf(slot: number): readonly number[] | undefined {
    return this.#isDamaging ? this.#flips.get(slot) : undefined;
  }

  /** How many of the flipped bits had flipped before the present link. */
  carriedBy(slot: number): number {
    return this.#carried.get(slot) ?? 0;
  }

  /** Chance has chosen bits that will flip together. */
  choose(slot: number, bits: readonly number[]): void {
    this.#isDamaging = true;
    this.#chosen.set(slot, bits);
  }

  /** The bits that are to flip together. */
  chosenOf(slot: number): readonly number[] {
    return this.#chosen.get(slot) ?? [];
  }

  /** Replaces what is known of flipped bits. */
  setFlips(slot: number, bits: readonly number[]): void {
    if (bits.length === 0) this.#flips.delete(slot);
    else this.#flips.set(slot, [...bits]);
  }

  /** Saves or restores all packets. */
  remember(memento: Memento): void {
    this.#used = memento.value(this.#used);
    this.#rememberColumns(memento, this.#used);
    this.#freeCount = memento.value(this.#freeCount);
    memento.list(this.message, (message) => message && memento.once(message, copyMessage));
    memento.map(this.#flips, (bits) => [...bits]);
    memento.map(this.#carried);
    memento.map(this.#chosen);
    this.#isDamaging = memento.value(this.#isDamaging);
  }

  #rememberColumns(memento: Memento, used: number): void {
    this.packet = memento.column(this.packet, used);
    this.link = memento.column(this.link, used);
    this.origin = memento.column(this.origin, used);
    this.fragment = memento.column(this.fragment, used);
    this.offset = memento.column(this.offset, used);
    this.length = memento.column(this.length, used);
    this.bytes = memento.column(this.bytes, used);
    this.hops = memento.column(this.hops, used);
    this.row = memento.column(this.row, used);
    this.bit = memento.column(this.bit, used);
    this.twin = memento.column(this.twin, used);
    this.#entries = memento.column(this.#entries, used);
    this.#free = memento.column(this.#free, used);
    this.#state = memento.column(this.#state, used);
    this.isDoomed = memento.column(this.isDoomed, used);
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
    this.origin = grown(this.origin, capacity);
    this.fragment = grown(this.fragment, capacity);
    this.offset = grownDoubles(this.offset, capacity);
    this.length = grownDoubles(this.length, capacity);
    this.bytes = grownDoubles(this.bytes, capacity);
    this.hops = grownBytes(this.hops, capacity);
    this.row = grown(this.row, capacity);
    this.bit = grown(this.bit, capacity);
    this.twin = grown(this.twin, capacity);
    this.#entries = grown(this.#entries, capacity);
    this.#free = grown(this.#free, capacity);
    this.#state = grownBytes(this.#state, capacity);
    this.isDoomed = grownBytes(this.isDoomed, capacity);
  }
}

function grown(column: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity);
  larger.set(column);
  return larger;
}

function grownDoubles(column: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(column);
  return larger;
}

function grownBytes(column: Uint8Array, capacity: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(capacity);
  larger.set(column);
  return larger;
}
