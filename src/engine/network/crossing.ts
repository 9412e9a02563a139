/** What becomes of the packets that one link carries, by chance and by fault. */
import { LONGEST } from "../kernel/check.ts";
import type { Memento } from "../kernel/memento.ts";
import { EventKind } from "../trace/event.ts";
import { NONE } from "../trace/trace.ts";
import type { PacketFaults } from "./fault-plan.ts";
import { type Flights, NO_SLOT } from "./flights.ts";
import type { FragmentFaults } from "./fragment-faults.ts";
import { Luck } from "./luck.ts";
import { Chances } from "./models/chances.ts";
import { trailerBytes } from "./models/frame.ts";
import type { LinkChange } from "./deed.ts";
import type { Message } from "./packet.ts";
import { recordPacket } from "./record.ts";
import type { NamedLink } from "./topology.ts";
import { Task, taskValue, type World } from "./world.ts";

/** Where a link stands in a run. Nodes and links are indexes. */
export type LinkPlace = { link: NamedLink; index: number; from: number; to: number };

type FlightTask = typeof Task.end | typeof Task.flip | typeof Task.flips;

/** The last bit that a row of the trace can name. */
const LAST_BIT = 2_147_483_647;

/** One link of a run, as its packets see it. */
export class Crossing {
  readonly link: NamedLink;
  readonly index: number;
  readonly from: number;
  readonly to: number;
  isUp = true;

  readonly #world: World;
  readonly #flights: Flights;
  readonly #faults: PacketFaults;
  readonly #nextPacket: () => number;
  /** Keyed with the first packet: most links of a large mesh never see one. */
  #luck: Luck | undefined;
  /** When the last packet arrives, where order is kept, ns. */
  #lastArrival = 0;
  readonly #chances: Chances;
  /** Whether all packets take equally long and keep their bits, but for what luck and faults do. */
  readonly #isPlain: boolean;
  /** Bytes that the link's own check adds. */
  readonly #trailer: number;
  /** Packets that have started so far. */
  #started = 0;

  constructor(
    world: World,
    flights: Flights,
    place: LinkPlace,
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
    this.#chances = new Chances(world.streams, place.link);
    const { keepsOrder, bitErrors, frame } = place.link;
    this.#isPlain = this.#chances.isPlain && !keepsOrder && bitErrors === null;
    this.#trailer = trailerBytes(frame);
  }

  /** Decides what becomes of a packet that starts now; its last bit leaves at `sent` (ns). */
  fly(slot: number, sent: number): void {
    const ordinal = ++this.#started;
    if (this.#faults.fragments !== undefined) this.#meet(this.#faults.fragments, slot, ordinal);
    const luck = (this.#luck ??= this.#open());
    luck.draw();
    this.#chances.draw();
    // Most links of most runs can only delay: then nothing is left to decide.
    if (!luck.isOfUse && this.#isPlain && this.isUp) {
      this.#lastArrival = sent + this.#chances.delay();
      return this.#enter(slot, this.#lastArrival, Task.end);
    }
    this.#decide(slot, sent, this.#faults.concern(ordinal) ? ordinal : 0, luck);
  }

  #open(): Luck {
    const luck = this.#makeLuck();
    luck.open(this.link.id);
    return luck;
  }

  #makeLuck(): Luck {
    const { isEmpty, mayLose } = this.#faults;
    return new Luck(this.#world.streams, this.link, !isEmpty, mayLose);
  }

  /** Saves or restores what concerns the next packet. */
  remember(memento: Memento): void {
    this.isUp = memento.value(this.isUp);
    const now = [this.#lastArrival, this.#started];
    [this.#lastArrival, this.#started] = memento.values(now);
    if (memento.value(this.#luck !== undefined)) {
      this.#luck ??= this.#makeLuck();
      this.#luck.remember(memento, this.#started);
    } else this.#luck = undefined;
    this.#chances.remember(memento);
  }

  /** Has another delay and loss for all packets that start from now on. */
  become({ delay, loss }: LinkChange): void {
    this.#chances.fix(delay, loss);
  }

  /** Faults may wait for the fragment that this packet carries. */
  #meet(waiting: FragmentFaults, slot: number, ordinal: number): void {
    const { number: message } = this.#flights.message[slot] as Message;
    const start = { from: this.from, link: this.index, message };
    const fragment = this.#flights.fragment[slot];
    waiting.starts({ ...start, fragment }, ordinal, this.#faults);
  }

  /** `ordinal` is 0 if no fault concerns the packet. */
  #decide(slot: number, sent: number, ordinal: number, luck: Luck): void {
    const { link } = this;
    const now = this.#world.now;
    let arrival = sent + this.#chances.delay() + Math.floor(luck.jitter * (link.jitter + 1));
    if (ordinal > 0) arrival = this.#heldUntil(slot, ordinal, arrival);
    if (link.keepsOrder) arrival = Math.max(arrival, this.#lastArrival);
    if (!this.isUp) return this.endNow(slot, EventKind.sever, NONE);
    const isLost = luck.loss < this.#chances.loss();
    const end = isLost ? now + Math.floor(luck.lossPlace * (arrival - now)) : arrival;
    if (ordinal > 0 && this.#isDropped(slot, ordinal, end)) return;
    if (!isLost) this.#lastArrival = arrival;
    this.#flights.isDoomed[slot] = isLost ? 1 : 0;
    // Damage first: on a link without delay the flip and the arrival share a nanosecond.
    this.#damage(slot, ordinal, arrival, end, luck);
    if (link.bitErrors !== null) this.#strikeBits(slot, arrival, end);
    this.#enter(slot, end, Task.end);
    if (luck.duplication < link.duplication || (ordinal > 0 && this.#faults.duplicates(ordinal))) {
      this.#copy(slot, sent, arrival, luck);
    }
  }

  #enter(slot: number, time: number, task: FlightTask): void {
    // What never arrives waits for no moment: the run may end before.
    if (time === LONGEST) return;
    this.#flights.retain(slot);
    this.#world.schedule(time, task, slot);
  }

  /** When a packet arrives that faults delay or hold, ns; `LONGEST` if it never does. */
  #heldUntil(slot: number, ordinal: number, arrival: number): number {
    const late = arrival + this.#delays(slot, ordinal);
    const hold = this.#faults.holdOf(ordinal);
    if (hold === undefined) return late;
    this.#record(slot, EventKind.hold, hold.index);
    return Math.min(LONGEST, Math.max(late, hold.until));
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

  #damage(slot: number, ordinal: number, arrival: number, end: number, luck: Luck): void {
    const bits = this.#flights.bytes[slot] * 8;
    const chosen = Math.min(LAST_BIT, Math.floor(luck.corruptionBit * bits));
    let isUsed = false;
    if (ordinal > 0) {
      for (const { bit } of this.#faults.corruptions(ordinal)) {
        isUsed ||= bit === undefined;
        this.flip(slot, bit === undefined ? chosen : bit % bits);
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

  /** Bits flip one by one by chance: all those of a packet at one moment of its way. */
  #strikeBits(slot: number, arrival: number, end: number): void {
    const bits = (this.#flights.bytes[slot] + this.#trailer) * 8;
    const { flips, place } = this.#chances.bitErrors(bits);
    const now = this.#world.now;
    const time = now + Math.floor(place * (arrival - now));
    if (flips.length === 0 || time > end) return;
    this.#flights.choose(
      slot,
      flips.filter((bit) => bit <= LAST_BIT),
    );
    this.#enter(slot, time, Task.flips);
  }

  /** A bit of a flying packet flips now. */
  flip(slot: number, bit: number): void {
    this.#flights.flip(slot, bit);
    this.#record(slot, EventKind.corrupt, bit);
  }

  #copy(slot: number, sent: number, arrival: number, luck: Luck): void {
    const flights = this.#flights;
    const { link } = this;
    const message = flights.message[slot] as Message;
    const copy = this.#nextPacket();
    const row = this.#world.trace.append(
      this.#world.now,
      EventKind.duplicate,
      this.from,
      this.index,
      copy,
      message.number,
      flights.row[slot],
      flights.packet[slot],
    );
    const twin = flights.copy(slot, copy);
    flights.start(twin, row);
    flights.twin[slot] = twin;
    flights.twin[twin] = slot;
    const extra = Math.floor(luck.copyJitter * (link.jitter + 1));
    const own = sent + this.#chances.copyDelay() + extra;
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
    recordPacket(this.#world, this.#flights, slot, kind, this.to, this.index, detail);
    this.#flights.end(slot);
  }

  #record(
    slot: number,
    kind: typeof EventKind.corrupt | typeof EventKind.delay | typeof EventKind.hold,
    detail: number,
  ): void {
    recordPacket(this.#world, this.#flights, slot, kind, this.from, this.index, detail);
  }

  /** The slot of a packet's twin, or `NO_SLOT`. */
  twinOf(slot: number): number {
    const twin = this.#flights.twin[slot];
    return twin !== NO_SLOT && this.#flights.isFlying(twin) ? twin : NO_SLOT;
  }
}
