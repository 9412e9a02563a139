/**
 * The output queue of a link, first in first out. A message that the node itself sends waits as a
 * whole and becomes packets one by one as they leave, so that a film of 4 GB takes no room; where
 * the queue is limited its packets are made at once, since each has to find a place.
 */
import type { Memento } from "../kernel/memento.ts";
import { type Flights, NO_SLOT } from "./flights.ts";
import { copyMessage, fragmentCount, type Message, packetBytes } from "./packet.ts";
import type { NamedLink } from "./topology.ts";

/** How many messages that have left a queue it keeps before it is cut. */
const CUT_AT = 1024;
/** What stands in the ring for the next message. */
const MESSAGE = -2;
const FIRST_ROOM = 8;

/** What waits at the sending end of one link. */
export class OutputQueue {
  /** Bytes of the packets that wait, headers included. */
  bytes = 0;
  /** Packets that wait. */
  packets = 0;

  readonly #link: NamedLink;
  readonly #index: number;
  readonly #flights: Flights;
  readonly #nextPacket: () => number;
  /** Slots of packets, or `MESSAGE`, in a ring whose length is a power of two. */
  #ring = new Int32Array(FIRST_ROOM);
  #first = 0;
  #count = 0;
  #messages: Message[] = [];
  #head = 0;
  /** The next fragment of the message at the head. */
  #fragment = 0;

  constructor(link: NamedLink, index: number, flights: Flights, nextPacket: () => number) {
    this.#link = link;
    this.#index = index;
    this.#flights = flights;
    this.#nextPacket = nextPacket;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** A message of the node's own. */
  pushMessage(message: Message): void {
    const count = fragmentCount(this.#link, message.size);
    this.#messages.push(message);
    this.bytes += message.size + count * this.#link.header;
    this.packets += count;
    this.#push(MESSAGE);
  }

  /** A packet. */
  pushPacket(slot: number): void {
    this.bytes += this.#flights.bytes[slot];
    this.packets++;
    this.#push(slot);
  }

  /** Takes the next packet; `NO_SLOT` if there is none. */
  take(): number {
    if (this.#count === 0) return NO_SLOT;
    const entry = this.#ring[this.#first];
    const slot = entry === MESSAGE ? this.#cut() : entry;
    if (entry !== MESSAGE || this.#fragment === 0) {
      this.#first = (this.#first + 1) & (this.#ring.length - 1);
      this.#count--;
    }
    this.bytes -= this.#flights.bytes[slot];
    this.packets--;
    return slot;
  }

  /** Makes a packet of a message. */
  makePacket(message: Message, fragment: number): number {
    const link = this.#link;
    const bytes = packetBytes(link, message.size, fragment);
    const slot = this.#flights.add(this.#nextPacket(), this.#index, message, fragment);
    this.#flights.size(slot, fragment * (link.mtu - link.header), bytes - link.header, bytes);
    return slot;
  }

  /** Forgets everything. `lose` is called for each packet that had come into being. */
  clear(lose: (slot: number) => void): void {
    for (let i = 0; i < this.#count; i++) {
      const entry = this.#ring[(this.#first + i) & (this.#ring.length - 1)];
      if (entry !== MESSAGE) lose(entry);
    }
    this.#count = 0;
    this.#fragment = 0;
    this.#forgetMessages();
    this.bytes = 0;
    this.packets = 0;
  }

  /** The next packet of the message at the head; `#fragment` is 0 if that was its last. */
  #cut(): number {
    const message = this.#messages[this.#head];
    const slot = this.makePacket(message, this.#fragment++);
    if (this.#fragment < fragmentCount(this.#link, message.size)) return slot;
    this.#fragment = 0;
    this.#head++;
    if (this.#head === this.#messages.length) this.#forgetMessages();
    else if (this.#head >= CUT_AT) {
      this.#messages.splice(0, this.#head);
      this.#head = 0;
    }
    return slot;
  }

  #forgetMessages(): void {
    this.#messages.length = 0;
    this.#head = 0;
  }

  #push(entry: number): void {
    if (this.#count === this.#ring.length) this.#grow();
    this.#ring[(this.#first + this.#count) & (this.#ring.length - 1)] = entry;
    this.#count++;
  }

  #grow(): void {
    const larger = new Int32Array(this.#ring.length * 2);
    const tail = this.#ring.subarray(this.#first);
    larger.set(tail);
    larger.set(this.#ring.subarray(0, this.#first), tail.length);
    this.#ring = larger;
    this.#first = 0;
  }

  /** Saves or restores what waits. */
  remember(memento: Memento): void {
    const places = [this.#first, this.#count, this.#head, this.#fragment];
    [this.#first, this.#count, this.#head, this.#fragment] = memento.values(places);
    [this.bytes, this.packets] = memento.values([this.bytes, this.packets]);
    this.#ring = memento.copied(this.#ring, (ring) => ring.slice(), 4 * this.#ring.length);
    memento.list(this.#messages, (message) => memento.once(message, copyMessage));
  }
}
