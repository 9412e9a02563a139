/**
 * The sending end of a link: it puts the packets of its queue onto the wire, one after another,
 * and decides what becomes of each by chance and by fault.
 */
import { EventKind } from "../trace/event.ts";
import { NONE } from "../trace/trace.ts";
import type { PacketFaults } from "./fault-plan.ts";
import { type Flights, NO_SLOT } from "./flights.ts";
import { Luck } from "./luck.ts";
import { OutputQueue } from "./output-queue.ts";
import { type Message, packetBytes } from "./packet.ts";
import type { NamedLink } from "./topology.ts";
import { Task, taskValue, type World } from "./world.ts";

/** One link of a run, as its sending end sees it. */
export class LinkSender {
  readonly link: NamedLink;
  readonly index: number;
  readonly from: number;
  readonly to: number;
  isUp = true;

  readonly #world: World;
  readonly #flights: Flights;
  /** Keyed with the first packet: most links of a large mesh never see one. */
  #luck: Luck | undefined;
  readonly #faults: PacketFaults;
  readonly #nextPacket: () => number;
  /** Until when the wire's beginning is occupied, ns. */
  #freeAt = 0;
  /** When the last packet arrives, where order is kept, ns. */
  #lastArrival = 0;
  /** Packets that have started so far. */
  #started = 0;
  readonly #queue: OutputQueue;
  #isScheduled = false;

  constructor(
    world: World,
    flights: Flights,
    place: { link: NamedLink; index: number; from: number; to: number },
    faults: PacketFaults,
    nextPacket: () => number,
  ) {
    this.#world = world;
    this.#flights = flights;
    this.link = place.link;
    this.index = place.index;
    this.from = place.from;
    this.to = place.to;
    this.#faults = faults;
    this.#nextPacket = nextPacket;
    this.#queue = new OutputQueue(place.link);
  }

  /** When a message that is posted now would begin to leave, ns; of two links, less is better. */
  get freeAt(): number {
    return this.#freeAt + sendingTime(this.#queue.bytes, this.link.bandwidth);
  }

  /** Takes a message over. */
  post(message: Message): void {
    this.#queue.push(message);
    this.#drain();
  }

  /** The queue says that the wire may be free again. */
  resume(): void {
    this.#isScheduled = false;
    this.#drain();
  }

  /** Forgets what waits, since the node has crashed. What is on the wire stays there. */
  clear(): void {
    this.#queue.clear();
  }

  #drain(): void {
    const queue = this.#queue;
    while (!queue.isEmpty && this.#freeAt <= this.#world.now) {
      const { message, fragment } = queue;
      queue.advance();
      this.#transmit(message, fragment);
    }
    if (!queue.isEmpty && !this.#isScheduled) {
      this.#isScheduled = true;
      this.#world.schedule(this.#freeAt, Task.transmit, this.index);
    }
  }

  #transmit(message: Message, fragment: number): void {
    const { link } = this;
    const now = this.#world.now;
    const bytes = packetBytes(link, message.size, fragment);
    const packet = this.#nextPacket();
    const ordinal = ++this.#started;
    const trace = this.#world.trace;
    const { transmit } = EventKind;
    const row = trace.append(
      now,
      transmit,
      this.from,
      this.index,
      packet,
      message.number,
      message.row,
      bytes,
    );
    this.#freeAt = now + sendingTime(bytes, link.bandwidth);
    const luck = (this.#luck ??= new Luck(this.#world.streams, link.id));
    luck.draw();
    const slot = this.#flights.add(packet, this.index, fragment, message, row);
    this.#fly(slot, bytes, this.#faults.concern(ordinal) ? ordinal : 0, luck);
  }

  /** Decides what becomes of a packet. `ordinal` is 0 if no fault concerns it. */
  #fly(slot: number, bytes: number, ordinal: number, luck: Luck): void {
    const { link } = this;
    const now = this.#world.now;
    let arrival = this.#freeAt + link.delay + Math.floor(luck.jitter * (link.jitter + 1));
    if (ordinal > 0) arrival += this.#delays(slot, ordinal);
    if (link.keepsOrder) arrival = Math.max(arrival, this.#lastArrival);
    if (!this.isUp) return this.endNow(slot, EventKind.sever, NONE);
    const isLost = luck.loss < link.loss;
    const end = isLost ? now + Math.floor(luck.lossPlace * (arrival - now)) : arrival;
    if (ordinal > 0 && this.#isDropped(slot, ordinal, end)) return;
    if (!isLost) this.#lastArrival = arrival;
    this.#flights.isDoomed[slot] = isLost ? 1 : 0;
    // Damage first: on a link without delay the flip and the arrival share a nanosecond.
    this.#damage(slot, bytes, ordinal, arrival, end, luck);
    this.#enter(slot, end, Task.end);
    if (luck.duplication < link.duplication || (ordinal > 0 && this.#faults.duplicates(ordinal))) {
      this.#copy(slot, arrival, luck);
    }
  }

  #enter(slot: number, time: number, task: typeof Task.end | typeof Task.flip): void {
    this.#flights.retain(slot);
    this.#world.schedule(time, task, slot);
  }

  /** The additional delay by faults, ns. */
  #delays(slot: number, ordinal: number): number {
    let sum = 0;
    for (const { by, index } of this.#faults.delays(ordinal)) {
      sum += by;
      this.#record(slot, EventKind.delay, index);
    }
    return sum;
  }

  /** Whether a fault takes the packet off as it starts; one that strikes later is scheduled. */
  #isDropped(slot: number, ordinal: number, end: number): boolean {
    for (const { at, index } of this.#faults.drops(ordinal)) {
      if (at === undefined || at <= this.#world.now || at >= end) {
        this.endNow(slot, EventKind.drop, index);
        return true;
      }
      this.#flights.retain(slot);
      // The fault's own index as its order: it strikes before all else of that nanosecond.
      this.#world.queue.push(at, index, taskValue(Task.drop, slot));
    }
    return false;
  }

  #damage(
    slot: number,
    bytes: number,
    ordinal: number,
    arrival: number,
    end: number,
    luck: Luck,
  ): void {
    const chosen = Math.floor(luck.corruptionBit * bytes * 8);
    let isUsed = false;
    if (ordinal > 0) {
      for (const { bit } of this.#faults.corruptions(ordinal)) {
        isUsed ||= bit === undefined;
        this.flip(slot, bit === undefined ? chosen : bit % (bytes * 8));
      }
    }
    if (isUsed || luck.corruption >= this.link.corruption) return;
    const now = this.#world.now;
    const time = now + Math.floor(luck.corruptionPlace * (arrival - now));
    // Chance flips nothing on the part of the way that a lost packet never sees.
    if (time > end) return;
    this.#flights.bit[slot] = chosen;
    this.#enter(slot, time, Task.flip);
  }

  /** A bit of a flying packet flips now. */
  flip(slot: number, bit: number): void {
    this.#flights.flip(slot, bit);
    this.#record(slot, EventKind.corrupt, bit);
  }

  #copy(slot: number, arrival: number, luck: Luck): void {
    const flights = this.#flights;
    const { link } = this;
    const message = flights.message[slot] as Message;
    const copy = this.#nextPacket();
    const { duplicate } = EventKind;
    const original = flights.packet[slot];
    const cause = flights.row[slot];
    const row = this.#world.trace.append(
      this.#world.now,
      duplicate,
      this.from,
      this.index,
      copy,
      message.number,
      cause,
      original,
    );
    const twin = flights.add(copy, this.index, flights.fragment[slot], message, row);
    flights.twin[slot] = twin;
    flights.twin[twin] = slot;
    const extra = Math.floor(luck.copyJitter * (link.jitter + 1));
    const own = this.#freeAt + link.delay + extra;
    const end = link.keepsOrder ? Math.max(own, arrival) : own;
    if (link.keepsOrder) this.#lastArrival = Math.max(this.#lastArrival, end);
    this.#enter(twin, end, Task.end);
  }

  /** Ends a flight, for the reason that `kind` tells. */
  endNow(
    slot: number,
    kind: typeof EventKind.lose | typeof EventKind.drop | typeof EventKind.sever,
    detail: number,
  ): void {
    const flights = this.#flights;
    const message = flights.message[slot] as Message;
    this.#world.trace.append(
      this.#world.now,
      kind,
      this.to,
      this.index,
      flights.packet[slot],
      message.number,
      flights.row[slot],
      detail,
    );
    flights.end(slot);
  }

  #record(slot: number, kind: typeof EventKind.corrupt | typeof EventKind.delay, detail: number) {
    const flights = this.#flights;
    const message = flights.message[slot] as Message;
    this.#world.trace.append(
      this.#world.now,
      kind,
      this.from,
      this.index,
      flights.packet[slot],
      message.number,
      flights.row[slot],
      detail,
    );
  }

  /** The slots of the packets on the wire. */
  flying(): number[] {
    return this.#flights.onLink(this.index);
  }

  /** The slot of a packet's twin, or `NO_SLOT`. */
  twinOf(slot: number): number {
    const twin = this.#flights.twin[slot];
    return twin !== NO_SLOT && this.#flights.isFlying[twin] === 1 ? twin : NO_SLOT;
  }
}

/** How long it takes to put so many bytes onto a wire, whole ns. */
function sendingTime(bytes: number, bandwidth: number): number {
  return Math.round((bytes * 8e9) / bandwidth);
}
