/**
 * The network of one run: it takes messages from their senders, moves packets over links, and
 * hands whole messages over at the far side. It knows nothing of what they say.
 */
import { EventKind } from "../trace/event.ts";
import { NONE } from "../trace/trace.ts";
import { PacketFaults } from "./fault-plan.ts";
import { Flights, NO_SLOT } from "./flights.ts";
import { damagedBody, fragmentCount, inspect, type Message, type Parts } from "./packet.ts";
import { LinkSender } from "./sender.ts";
import type { NamedLink } from "./topology.ts";
import type { World } from "./world.ts";

/** What the network needs to know of the nodes. */
export type Stations = {
  isUp(node: number): boolean;
  /** Counts a node's lives: it differs after each restart. */
  life(node: number): number;
  /**
   * A whole message has come. `body` is what the receiver reads where a damaged packet was not
   * recognised, else undefined: the message as it was sent.
   */
  deliver(message: Message, row: number, body: { damaged: unknown } | undefined): void;
};

/** All links of a run. */
export class Network {
  readonly links: LinkSender[];
  readonly #world: World;
  readonly #stations: Stations;
  readonly #flights = new Flights();
  /** Links by their ends: `from * nodes + to`. */
  readonly #between = new Map<number, LinkSender[]>();
  readonly #nodeCount: number;
  #packets = 0;

  constructor(
    world: World,
    nodes: readonly string[],
    links: readonly NamedLink[],
    faults: ReadonlyMap<string, PacketFaults>,
    stations: Stations,
  ) {
    this.#world = world;
    this.#stations = stations;
    this.#nodeCount = nodes.length;
    const indexOf = new Map(nodes.map((name, i) => [name, i]));
    const nextPacket = () => ++this.#packets;
    this.links = links.map((link, index) => {
      const from = indexOf.get(link.from) as number;
      const to = indexOf.get(link.to) as number;
      const planned = faults.get(link.id) ?? new PacketFaults();
      return new LinkSender(world, this.#flights, { link, index, from, to }, planned, nextPacket);
    });
    for (const link of this.links) this.#register(link);
  }

  #register(link: LinkSender): void {
    const key = link.from * this.#nodeCount + link.to;
    const parallel = this.#between.get(key);
    if (parallel === undefined) this.#between.set(key, [link]);
    else parallel.push(link);
  }

  /** Sends a message on its way; without a link to its receiver it goes nowhere. */
  post(message: Message): void {
    const links = this.#between.get(message.from * this.#nodeCount + message.to);
    if (links !== undefined) {
      bestOf(links).post(message);
      return;
    }
    const { from, to, number, row } = message;
    this.#world.trace.append(this.#world.now, EventKind.noRoute, from, to, NONE, number, row, NONE);
  }

  /** A link takes its next packet. */
  transmit(link: number): void {
    this.links[link].resume();
  }

  /** A flight comes to its end, unless something has ended it before. */
  end(slot: number): void {
    const flights = this.#flights;
    if (flights.isFlying[slot] === 1) {
      if (flights.isDoomed[slot] === 1) this.#linkOf(slot).endNow(slot, EventKind.lose, NONE);
      else this.#arrive(slot);
    }
    flights.release(slot);
  }

  /** The bit flips that chance has chosen. */
  flip(slot: number): void {
    if (this.#flights.isFlying[slot] === 1) {
      this.#linkOf(slot).flip(slot, this.#flights.bit[slot]);
    }
    this.#flights.release(slot);
  }

  /** Fault `index` takes a packet off its link, with the copy that the link made of it. */
  drop(slot: number, index: number): void {
    const flights = this.#flights;
    if (flights.isFlying[slot] === 1) {
      const link = this.#linkOf(slot);
      const twin = link.twinOf(slot);
      link.endNow(slot, EventKind.drop, index);
      if (twin !== NO_SLOT) link.endNow(twin, EventKind.drop, index);
    }
    flights.release(slot);
  }

  /** Takes a link down: what is on it dies. Fault `index` did it. Nothing if it is down. */
  cut(link: number, index: number): void {
    const sender = this.links[link];
    if (!sender.isUp) return;
    sender.isUp = false;
    this.#recordLink(EventKind.cut, link, index);
    for (const slot of this.#flights.onLink(link)) sender.endNow(slot, EventKind.sever, NONE);
  }

  /** Takes a link up again. Nothing if it is up. */
  heal(link: number, index: number): void {
    const sender = this.links[link];
    if (sender.isUp) return;
    sender.isUp = true;
    this.#recordLink(EventKind.heal, link, index);
  }

  /** A crashed node forgets what it had not yet put onto its links. */
  forget(node: number): void {
    for (const link of this.links) if (link.from === node) link.clear();
  }

  #recordLink(kind: typeof EventKind.cut | typeof EventKind.heal, link: number, fault: number) {
    const { from } = this.links[link];
    this.#world.trace.append(this.#world.now, kind, from, link, NONE, NONE, NONE, fault);
  }

  #linkOf(slot: number): LinkSender {
    return this.links[this.#flights.link[slot]];
  }

  #arrive(slot: number): void {
    const flights = this.#flights;
    const link = this.#linkOf(slot);
    const message = flights.message[slot] as Message;
    const packet = flights.packet[slot];
    const row = this.#world.trace.append(
      this.#world.now,
      EventKind.arrive,
      link.to,
      link.index,
      packet,
      message.number,
      flights.row[slot],
      NONE,
    );
    const bits = flights.flipsOf(slot);
    const fragment = flights.fragment[slot];
    flights.end(slot);
    if (bits === undefined) this.#accept(link, message, packet, fragment, row, undefined);
    else this.#inspect(link, message, packet, fragment, row, bits);
  }

  #inspect(
    link: LinkSender,
    message: Message,
    packet: number,
    fragment: number,
    row: number,
    bits: readonly number[],
  ): void {
    const result = inspect(link.link, message, fragment, bits);
    if ("reason" in result) this.#discard(link, message, packet, row, result.reason);
    else this.#accept(link, message, packet, fragment, row, result.payload);
  }

  #discard(link: LinkSender, message: Message, packet: number, row: number, reason: string): void {
    const trace = this.#world.trace;
    const detail = trace.intern(reason);
    trace.append(
      this.#world.now,
      EventKind.discard,
      link.to,
      link.index,
      packet,
      message.number,
      row,
      detail,
    );
  }

  /** A packet that seems sound has come: perhaps the message is whole now. */
  #accept(
    link: LinkSender,
    message: Message,
    packet: number,
    fragment: number,
    row: number,
    damage: Uint8Array | undefined,
  ): void {
    const { to, from, number } = message;
    if (!this.#stations.isUp(to)) {
      this.#world.trace.append(
        this.#world.now,
        EventKind.miss,
        to,
        from,
        packet,
        number,
        row,
        NONE,
      );
      return;
    }
    if (damage === undefined && fragmentCount(link.link, message.size) === 1) {
      this.#stations.deliver(message, row, undefined);
      return;
    }
    const parts = this.#join(link, message, fragment, damage);
    if (parts.missing > 0) return;
    message.parts = null;
    if (parts.damaged === null) this.#stations.deliver(message, row, undefined);
    else this.#deliverDamaged(link, message, packet, row, parts.damaged);
  }

  #join(
    link: LinkSender,
    message: Message,
    fragment: number,
    damage: Uint8Array | undefined,
  ): Parts {
    const life = this.#stations.life(message.to);
    let parts = message.parts;
    if (parts === null || parts.life !== life) {
      const count = fragmentCount(link.link, message.size);
      parts = { life, arrived: new Uint8Array(count), missing: count, damaged: null };
      message.parts = parts;
    }
    if (parts.arrived[fragment] === 1) return parts;
    parts.arrived[fragment] = 1;
    parts.missing--;
    if (damage !== undefined) (parts.damaged ??= new Map()).set(fragment, damage);
    return parts;
  }

  #deliverDamaged(
    link: LinkSender,
    message: Message,
    packet: number,
    row: number,
    damaged: ReadonlyMap<number, Uint8Array>,
  ): void {
    let body: { damaged: unknown };
    try {
      body = { damaged: damagedBody(link.link, message, damaged) };
    } catch {
      this.#discard(link, message, packet, row, "undecodable");
      return;
    }
    this.#stations.deliver(message, row, body);
  }
}

/** Of parallel links the one that is up and free first. */
function bestOf(links: readonly LinkSender[]): LinkSender {
  let best = links[0];
  for (const link of links) {
    const isBetter = link.isUp === best.isUp ? link.freeAt < best.freeAt : link.isUp;
    if (isBetter) best = link;
  }
  return best;
}
