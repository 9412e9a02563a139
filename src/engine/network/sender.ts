/**
 * The sending end of a link: it puts the packets of its queue onto the wire, one after another.
 * A wire that becomes free takes its next packet before a newcomer of the same nanosecond looks
 * for a place in the queue.
 */
import type { Memento } from "../kernel/memento.ts";
import { EventKind } from "../trace/event.ts";
import { Crossing, type LinkPlace } from "./crossing.ts";
import type { LinkChange } from "./deed.ts";
import type { PacketFaults } from "./fault-plan.ts";
import { type Flights, NO_SLOT } from "./flights.ts";
import { trailerBytes } from "./models/frame.ts";
import { OutputQueue } from "./output-queue.ts";
import { fragmentCount, type Message } from "./packet.ts";
import { type PolicyQueue, policyQueue } from "./queues/policy-queue.ts";
import { recordPacket } from "./record.ts";
import type { QueueMeasure, SenderStage } from "./sender-stage.ts";
import type { SharedWire } from "./wire.ts";
import { Task, type World } from "./world.ts";

/** One link of a run, as its sending end sees it. */
export class LinkSender {
  readonly crossing: Crossing;
  readonly index: number;
  readonly from: number;
  readonly to: number;

  readonly #world: World;
  readonly #flights: Flights;
  /** Bits a second: of the link itself, and as it takes them at present. */
  #rated: number;
  #bandwidth: number;
  #slowness = 1;
  #change: LinkChange = {};
  #isPaused = false;
  /** Bytes that the link's own check adds to a packet. */
  readonly #trailer: number;
  readonly #mostPackets: number;
  readonly #mostBytes: number;
  /** Until when the wire's beginning is occupied, ns. */
  #freeAt = 0;
  readonly #queue: OutputQueue;
  /** Where the queue is governed by a policy; `#queue` is then not used. */
  readonly #policy: PolicyQueue | undefined = undefined;
  /** Where the link shares its wire with the one that leads back. */
  readonly #wire: SharedWire | undefined;
  #isScheduled = false;

  #offered = 0;
  #dropped = 0;
  #longest = 0;
  /** How long the link has been taking packets, ns. */
  #busy = 0;
  /** Packets × ns, up to `#since`. */
  #area = 0;
  #since = 0;

  constructor(
    stage: SenderStage,
    place: LinkPlace,
    faults: PacketFaults,
    wire: SharedWire | undefined,
  ) {
    const { world, flights, nextPacket } = stage;
    const { link, index, from, to } = place;
    this.#world = world;
    this.#flights = flights;
    this.index = index;
    this.from = from;
    this.to = to;
    this.crossing = new Crossing(world, flights, place, faults, nextPacket);
    this.#queue = new OutputQueue(link, index, flights, nextPacket);
    const lose = (slot: number, reason: string) => this.#discard(slot, reason);
    if (link.policy !== null) this.#policy = policyQueue(stage, link, link.policy, { from, lose });
    this.#wire = wire;
    wire?.join(this);
    this.#rated = link.bandwidth;
    this.#bandwidth = link.bandwidth;
    this.#trailer = trailerBytes(link.frame);
    this.#mostPackets = link.queue.packets;
    this.#mostBytes = link.queue.bytes;
  }

  get isUp(): boolean {
    return this.crossing.isUp;
  }

  /** When a message that is posted now would begin to leave, ns; of two links, less is better. */
  get freeAt(): number {
    const { bytes } = this.#policy ?? this.#queue;
    return this.#readyAt + sendingTime(bytes, this.#bandwidth);
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Whether packets wait. */
  get hasWaiting(): boolean {
    return (this.#policy ?? this.#queue).packets > 0;
  }

  /** From when on the next packet may start, ns. */
  get #readyAt(): number {
    return this.#wire === undefined ? this.#freeAt : this.#wire.freeAt(this);
  }

  get #mayStart(): boolean {
    if (this.#isPaused) return false;
    if (this.#wire === undefined) return this.#freeAt <= this.#world.now;
    return this.#wire.freeAt(this) <= this.#world.now && !this.#wire.yields(this);
  }

  /** Takes over a message of the node's own. */
  post(message: Message): void {
    const queue = this.#queue;
    const count = fragmentCount(this.crossing.link, message.size);
    const isLimited = this.#mostPackets !== Infinity || this.#mostBytes !== Infinity;
    if (isLimited || this.#policy !== undefined) {
      for (let i = 0; i < count; i++) this.offer(queue.makePacket(message, i));
      return;
    }
    this.#offered += count;
    this.#weigh(queue.packets);
    queue.pushMessage(message);
    this.#drain();
    if (queue.packets > this.#longest) this.#longest = queue.packets;
  }

  /** Takes over a packet, or throws it away if there is no place for it. */
  offer(slot: number): void {
    const flights = this.#flights;
    const queue = this.#queue;
    this.#offered++;
    flights.queue(slot, this.index);
    if (this.#policy !== undefined) return this.#offerTo(this.#policy, slot);
    if (!queue.isEmpty) this.#drain();
    if (queue.isEmpty && this.#mayStart) {
      this.#transmit(slot);
      return;
    }
    const isFull =
      queue.packets >= this.#mostPackets || queue.bytes + flights.bytes[slot] > this.#mostBytes;
    if (isFull) {
      this.#discard(slot, "full");
      return;
    }
    this.#weigh(queue.packets);
    queue.pushPacket(slot);
    if (queue.packets > this.#longest) this.#longest = queue.packets;
    this.#wake();
  }

  #offerTo(queue: PolicyQueue, slot: number): void {
    this.#drain();
    this.#weigh(queue.packets);
    queue.offer(slot);
    this.#drain();
    if (queue.packets > this.#longest) this.#longest = queue.packets;
  }

  /** The queue says that the wire may be free again. */
  resume(): void {
    this.#isScheduled = false;
    this.#drain();
  }

  /** Takes nothing more. */
  pause(): void {
    this.#isPaused = true;
  }

  /** Takes packets again. */
  unpause(): void {
    this.#isPaused = false;
    this.#drain();
  }

  /** Takes packets as many times as slowly from the next one on. */
  slow(factor: number): void {
    this.#bandwidth = this.#rated / factor;
    this.#slowness = factor;
  }

  /** Has another bandwidth, delay or loss for all packets that start from now on. */
  become(change: LinkChange): void {
    this.#change = change;
    const { link } = this.crossing;
    this.#rated = change.bandwidth ?? link.bandwidth;
    this.slow(this.#slowness);
    this.crossing.become(change);
    this.#wire?.become(change.delay ?? link.delay);
  }

  /** Saves or restores all of it but what is on its way, which `Flights` holds. */
  remember(memento: Memento): void {
    this.crossing.remember(memento);
    [this.#slowness, this.#isPaused] = memento.values([this.#slowness, this.#isPaused]);
    const change = memento.value(this.#change);
    if (memento.isRead) this.become(change);
    memento.part(this.#wire);
    memento.part(this.#policy);
    this.#queue.remember(memento);
    [this.#freeAt, this.#isScheduled] = memento.values([this.#freeAt, this.#isScheduled]);
    const counts = [this.#offered, this.#dropped, this.#longest];
    [this.#offered, this.#dropped, this.#longest] = memento.values(counts);
    const times = [this.#busy, this.#area, this.#since];
    [this.#busy, this.#area, this.#since] = memento.values(times);
  }

  /** Forgets what waits, since the node has crashed. What is on the wire stays there. */
  clear(): void {
    this.#weigh((this.#policy ?? this.#queue).packets);
    this.#policy?.clear();
    this.#queue.clear((slot) => this.#discard(slot, "crash"));
  }

  /** What has been measured up to `end`, ns. */
  measure(end: number): QueueMeasure {
    this.#weigh((this.#policy ?? this.#queue).packets);
    const busy = this.#busy - Math.max(0, this.#freeAt - end);
    return {
      offered: this.#offered,
      dropped: this.#dropped,
      mean: end === 0 ? 0 : this.#area / end,
      longest: this.#longest,
      utilisation: end === 0 ? 0 : busy / end,
    };
  }

  /** So many packets have waited since the queue changed last. To be called before it changes. */
  #weigh(packets: number): void {
    const { now } = this.#world;
    this.#area += packets * (now - this.#since);
    this.#since = now;
  }

  #drain(): void {
    if (this.#policy !== undefined) return this.#drainPolicy(this.#policy);
    const queue = this.#queue;
    while (!queue.isEmpty && this.#mayStart) {
      this.#weigh(queue.packets);
      this.#transmit(queue.take());
    }
    if (!queue.isEmpty) this.#wake();
  }

  #drainPolicy(queue: PolicyQueue): void {
    while (queue.packets > 0 && this.#mayStart) {
      this.#weigh(queue.packets);
      const slot = queue.take();
      if (slot === NO_SLOT) return;
      this.#transmit(slot);
    }
    if (queue.packets > 0) this.#wake();
  }

  #wake(): void {
    if (this.#isScheduled || this.#isPaused) return;
    this.#isScheduled = true;
    this.#world.schedule(this.#readyAt, Task.transmit, this.index);
  }

  #transmit(slot: number): void {
    const now = this.#world.now;
    const bytes = this.#flights.bytes[slot];
    const row = this.#record(slot, EventKind.transmit, bytes);
    const duration = sendingTime(bytes + this.#trailer, this.#bandwidth);
    this.#freeAt = now + duration;
    this.#busy += duration;
    this.#wire?.take(this, this.#freeAt);
    this.#flights.start(slot, row);
    this.crossing.fly(slot, this.#freeAt);
  }

  /** There is no place for a packet. */
  #discard(slot: number, reason: string): void {
    this.#dropped++;
    this.#record(slot, EventKind.queueDrop, this.#world.trace.intern(reason));
    this.#flights.end(slot);
  }

  #record(
    slot: number,
    kind: typeof EventKind.transmit | typeof EventKind.queueDrop,
    detail: number,
  ): number {
    return recordPacket(this.#world, this.#flights, slot, kind, this.from, this.index, detail);
  }
}

/** How long it takes to put so many bytes onto a wire, whole ns. */
function sendingTime(bytes: number, bandwidth: number): number {
  return Math.round((bytes * 8e9) / bandwidth);
}
