/**
 * The sending end of a link: it puts the packets of its queue onto the wire, one after another.
 * A wire that becomes free takes its next packet before a newcomer of the same nanosecond looks
 * for a place in the queue.
 */
import { EventKind } from "../trace/event.ts";
import { Crossing, type LinkPlace } from "./crossing.ts";
import type { PacketFaults } from "./fault-plan.ts";
import type { Flights } from "./flights.ts";
import { OutputQueue } from "./output-queue.ts";
import { fragmentCount, type Message } from "./packet.ts";
import { Task, type World } from "./world.ts";

/** One link of a run, as its sending end sees it. */
export class LinkSender {
  readonly crossing: Crossing;
  readonly index: number;
  readonly from: number;
  readonly to: number;

  readonly #world: World;
  readonly #flights: Flights;
  readonly #bandwidth: number;
  readonly #mostPackets: number;
  readonly #mostBytes: number;
  /** Until when the wire's beginning is occupied, ns. */
  #freeAt = 0;
  readonly #queue: OutputQueue;
  #isScheduled = false;

  constructor(
    world: World,
    flights: Flights,
    place: LinkPlace,
    faults: PacketFaults,
    nextPacket: () => number,
  ) {
    this.#world = world;
    this.#flights = flights;
    this.index = place.index;
    this.from = place.from;
    this.to = place.to;
    this.crossing = new Crossing(world, flights, place, faults, nextPacket);
    this.#queue = new OutputQueue(place.link, place.index, flights, nextPacket);
    this.#bandwidth = place.link.bandwidth;
    this.#mostPackets = place.link.queue.packets;
    this.#mostBytes = place.link.queue.bytes;
  }

  get isUp(): boolean {
    return this.crossing.isUp;
  }

  /** When a message that is posted now would begin to leave, ns; of two links, less is better. */
  get freeAt(): number {
    return this.#freeAt + sendingTime(this.#queue.bytes, this.#bandwidth);
  }

  /** Takes over a message of the node's own. */
  post(message: Message): void {
    if (this.#mostPackets === Infinity && this.#mostBytes === Infinity) {
      this.#queue.pushMessage(message);
      this.#drain();
      return;
    }
    const count = fragmentCount(this.crossing.link, message.size);
    for (let i = 0; i < count; i++) this.offer(this.#queue.makePacket(message, i));
  }

  /** Takes over a packet, or throws it away if there is no place for it. */
  offer(slot: number): void {
    const flights = this.#flights;
    const queue = this.#queue;
    flights.queue(slot, this.index);
    if (!queue.isEmpty) this.#drain();
    if (queue.isEmpty && this.#freeAt <= this.#world.now) {
      this.#transmit(slot);
      return;
    }
    const isFull =
      queue.packets >= this.#mostPackets || queue.bytes + flights.bytes[slot] > this.#mostBytes;
    if (isFull) {
      this.#discard(slot, "full");
      return;
    }
    queue.pushPacket(slot);
    this.#wake();
  }

  /** The queue says that the wire may be free again. */
  resume(): void {
    this.#isScheduled = false;
    this.#drain();
  }

  /** Forgets what waits, since the node has crashed. What is on the wire stays there. */
  clear(): void {
    this.#queue.clear((slot) => this.#discard(slot, "crash"));
  }

  #drain(): void {
    const queue = this.#queue;
    while (!queue.isEmpty && this.#freeAt <= this.#world.now) this.#transmit(queue.take());
    if (!queue.isEmpty) this.#wake();
  }

  #wake(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#world.schedule(this.#freeAt, Task.transmit, this.index);
  }

  #transmit(slot: number): void {
    const now = this.#world.now;
    const bytes = this.#flights.bytes[slot];
    const row = this.#record(slot, EventKind.transmit, bytes);
    this.#freeAt = now + sendingTime(bytes, this.#bandwidth);
    this.#flights.start(slot, row);
    this.crossing.fly(slot, this.#freeAt);
  }

  /** There is no place for a packet. */
  #discard(slot: number, reason: string): void {
    this.#record(slot, EventKind.queueDrop, this.#world.trace.intern(reason));
    this.#flights.end(slot);
  }

  #record(
    slot: number,
    kind: typeof EventKind.transmit | typeof EventKind.queueDrop,
    detail: number,
  ): number {
    const flights = this.#flights;
    const message = flights.message[slot] as Message;
    return this.#world.trace.append(
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
}

/** How long it takes to put so many bytes onto a wire, whole ns. */
function sendingTime(bytes: number, bandwidth: number): number {
  return Math.round((bytes * 8e9) / bandwidth);
}
