/** What routers do with packets that are not for themselves. */
import type { Memento } from "../kernel/memento.ts";
import { internetChecksum } from "../wire/checksum.ts";
import type { Notice } from "../process/host.ts";
import type { RouterSettings } from "../process/router.ts";
import { type EventCode, EventKind } from "../trace/event.ts";
import { NONE, NOWHERE } from "../trace/trace.ts";
import { Desk, NO_PLACE } from "./desk.ts";
import type { Flights } from "./flights.ts";
import type { Forwarding } from "./forwarding.ts";
import { flipBits, type Message, packetContent } from "./packet.ts";
import { recordPacket } from "./record.ts";
import type { LinkSender } from "./sender.ts";
import type { Stations } from "./stations.ts";
import type { Troubles } from "./troubles.ts";
import { Task, type World } from "./world.ts";

/** Fragments begin at multiples of so many bytes (RFC 791 §3.1). */
const UNIT = 8;

/** All routers of a run. */
export class Relay {
  readonly #world: World;
  readonly #flights: Flights;
  readonly #stations: Stations;
  readonly #links: readonly LinkSender[];
  readonly #forwarding: Forwarding;
  readonly #nextPacket: () => number;
  readonly #troubles: Troubles;
  /** By node; undefined for a host. */
  readonly #desks: readonly (Desk | undefined)[];

  constructor(
    world: World,
    flights: Flights,
    stations: Stations,
    place: {
      links: readonly LinkSender[];
      forwarding: Forwarding;
      routers: readonly (RouterSettings | null)[];
      nextPacket: () => number;
      troubles: Troubles;
    },
  ) {
    this.#world = world;
    this.#flights = flights;
    this.#stations = stations;
    this.#links = place.links;
    this.#forwarding = place.forwarding;
    this.#nextPacket = place.nextPacket;
    this.#troubles = place.troubles;
    this.#desks = place.routers.map((router) => (router === null ? undefined : new Desk(router)));
  }

  /** A packet has come, by the `arrive` of row `row`, to a node that it is not for. */
  arrive(slot: number, link: LinkSender, row: number): void {
    const { to } = link;
    this.#flights.hold(slot, row);
    const desk = this.#desks[to];
    if (!this.#stations.isUp(to)) {
      this.#end(slot, EventKind.miss, to, this.#messageOf(slot).from, NONE);
    } else if (desk === undefined) {
      this.#end(slot, EventKind.noRoute, to, this.#messageOf(slot).to, NONE);
    } else if (this.#isSound(slot, link)) {
      this.#lookAt(slot, link, desk);
    }
  }

  #lookAt(slot: number, link: LinkSender, desk: Desk): void {
    const { now } = this.#world;
    const ready = desk.accept(now);
    if (ready === now) this.#passOn(slot, link.to);
    else if (ready === NO_PLACE) this.#discard(slot, EventKind.queueDrop, link, "overload");
    else {
      this.#flights.retain(slot);
      this.#world.schedule(ready, Task.forward, slot);
    }
  }

  /** A router has looked at a packet, unless it has crashed meanwhile. */
  ready(slot: number): void {
    const flights = this.#flights;
    if (flights.isHeld(slot)) this.#passOn(slot, this.#links[flights.link[slot]].to);
    flights.release(slot);
  }

  /** A router has crashed: what it had not passed on is gone. */
  forget(node: number): void {
    const desk = this.#desks[node];
    if (desk === undefined) return;
    desk.clear(this.#world.now);
    for (const slot of this.#flights.held()) {
      const link = this.#links[this.#flights.link[slot]];
      if (link.to === node) this.#discard(slot, EventKind.queueDrop, link, "crash");
    }
  }

  #passOn(slot: number, node: number): void {
    const flights = this.#flights;
    const { to } = this.#messageOf(slot);
    this.#spoil(slot, node);
    if (--flights.hops[slot] === 0) {
      this.#refuse(slot, node, EventKind.timeExceeded, { icmp: "time exceeded" });
      return;
    }
    const next = this.#nextLink(slot, node, to);
    if (next === undefined) {
      this.#refuse(slot, node, EventKind.noRoute, { icmp: "destination unreachable" });
    } else if (flights.bytes[slot] <= next.crossing.link.mtu) next.offer(slot);
    else this.#cut(slot, node, next);
  }

  /** A bad memory may flip a bit of what lies in it. */
  #spoil(slot: number, node: number): void {
    const bit = this.#troubles.flippedBit(node, this.#flights.bytes[slot] * 8);
    if (bit < 0) return;
    const { now, trace } = this.#world;
    const { number } = this.#messageOf(slot);
    const [packet, cause] = [this.#flights.packet[slot], this.#flights.row[slot]];
    this.#flights.flip(slot, bit);
    trace.append(now, EventKind.spoil, node, NOWHERE, packet, number, cause, bit);
  }

  /** A router takes so many times as long with every packet. */
  slow(node: number, factor: number): void {
    this.#desks[node]?.slow(factor);
  }

  #nextLink(slot: number, node: number, to: number): LinkSender | undefined {
    try {
      return this.#forwarding.linkTowards(node, to);
    } catch (error) {
      return this.#stations.fail(node, this.#flights.row[slot], error);
    }
  }

  /** A packet is longer than what the next link takes. */
  #cut(slot: number, node: number, next: LinkSender): void {
    const flights = this.#flights;
    const header = flights.bytes[slot] - flights.length[slot];
    const { mtu } = next.crossing.link;
    const room = mtu - header;
    if (this.#messageOf(slot).envelope.dontFragment || room < 1) {
      flights.link[slot] = next.index;
      this.#refuse(slot, node, EventKind.tooBig, { icmp: "fragmentation needed", mtu });
      return;
    }
    const step = room < UNIT ? room : room - (room % UNIT);
    for (const piece of this.#piecesOf(slot, step, header)) next.offer(piece);
  }

  /** Cuts a packet into pieces of at most `step` bytes. The first keeps its slot and number. */
  #piecesOf(slot: number, step: number, header: number): number[] {
    const flights = this.#flights;
    const [start, length] = [flights.offset[slot], flights.length[slot]];
    const flips = flights.flipsOf(slot);
    const pieces: number[] = [];
    for (let from = 0; from < length; from += step) {
      const piece = from === 0 ? slot : flights.copy(slot, this.#nextPacket());
      const size = Math.min(step, length - from);
      flights.size(piece, start + from, size, header + size);
      if (flips !== undefined) flights.setFlips(piece, bitsWithin(flips, header, from, size));
      pieces.push(piece);
    }
    return pieces;
  }

  /** Whether the header of a packet, as far as a router can tell, is as it was sent (RFC 1812). */
  #isSound(slot: number, link: LinkSender): boolean {
    const flips = this.#flights.flipsOf(slot);
    if (flips === undefined) return true;
    const header = this.#flights.bytes[slot] - this.#flights.length[slot];
    const bits = flips.filter((bit) => bit < header * 8);
    if (bits.length === 0) return true;
    const shape = { header, fragment: this.#flights.fragment[slot], offset: 0, length: 0 };
    const bytes = packetContent(this.#messageOf(slot), shape);
    const sum = internetChecksum(bytes);
    flipBits(bytes, bits);
    // A header that adds up though it was damaged names another place, where nobody knows it.
    const reason = internetChecksum(bytes) === sum ? "header" : "checksum";
    this.#discard(slot, EventKind.discard, link, reason);
    return false;
  }

  #discard(
    slot: number,
    kind: typeof EventKind.discard | typeof EventKind.queueDrop,
    link: LinkSender,
    reason: string,
  ): void {
    this.#end(slot, kind, link.to, link.index, this.#world.trace.intern(reason));
  }

  /** A router throws a packet away, and tells its sender if that has asked for it. */
  #refuse(
    slot: number,
    node: number,
    kind: typeof EventKind.timeExceeded | typeof EventKind.noRoute | typeof EventKind.tooBig,
    notice: Omit<Notice, "to" | "about">,
  ): void {
    const message = this.#messageOf(slot);
    const isTooBig = kind === EventKind.tooBig;
    const place = isTooBig ? this.#flights.link[slot] : message.to;
    const row = this.#end(slot, kind, node, place, isTooBig ? (notice.mtu as number) : NONE);
    if (message.envelope.report) this.#stations.report(node, message, row, notice);
  }

  #end(slot: number, kind: EventCode, node: number, place: number, detail: number): number {
    const row = recordPacket(this.#world, this.#flights, slot, kind, node, place, detail);
    this.#flights.end(slot);
    return row;
  }

  /** Saves or restores the routers' processors. */
  remember(memento: Memento): void {
    for (const desk of this.#desks) memento.part(desk);
  }

  #messageOf(slot: number): Message {
    return this.#flights.message[slot] as Message;
  }
}

/** The flipped bits of a packet that lie in a piece of its payload, counted in that piece. */
function bitsWithin(flips: readonly number[], header: number, from: number, size: number) {
  const start = (header + from) * 8;
  return flips.filter((bit) => bit >= start && bit < start + size * 8).map((bit) => bit - from * 8);
}
