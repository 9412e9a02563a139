/**
 * The network of one run: it takes messages from their senders, moves packets over links and
 * through routers, and hands whole messages over at the far side. It knows nothing of what they
 * say.
 */
import type { Memento } from "../kernel/memento.ts";
import type { Neighbour } from "../process/host.ts";
import type { RouterSettings, Routes } from "../process/router.ts";
import { EventKind } from "../trace/event.ts";
import { NONE, NOWHERE } from "../trace/trace.ts";
import type { PacketFaults } from "./fault-plan.ts";
import { Flights, NO_SLOT } from "./flights.ts";
import { Forwarding, type NodeNames } from "./forwarding.ts";
import { isFrameSound } from "./frame-check.ts";
import { inspect, type Message } from "./packet.ts";
import { Harm } from "./harm.ts";
import { type Arrival, Reassembly } from "./reassembly.ts";
import { Relay } from "./relay.ts";
import type { Routing } from "./routes.ts";
import { LinkSender } from "./sender.ts";
import type { Stations } from "./stations.ts";
import type { NamedLink } from "./topology.ts";
import { sharedWires } from "./wire.ts";
import { Troubles } from "./troubles.ts";
import { Task, type World } from "./world.ts";

/** What a network is made of. */
export type NetworkPlan = NodeNames & {
  links: readonly NamedLink[];
  /** By node: how a router forwards; null for a host. */
  routers: readonly (RouterSettings | null)[];
  routing: Routing;
  /** How long the pieces of a message wait for the rest, ns. */
  patience: number;
};

/** All links and routers of a run. */
export class Network {
  readonly links: LinkSender[];
  readonly #world: World;
  readonly #stations: Stations;
  readonly #notice: number;
  readonly #flights = new Flights();
  readonly #forwarding: Forwarding;
  readonly #relay: Relay;
  readonly #troubles: Troubles;
  /** What faults do to links and routers. */
  readonly harm: Harm;
  readonly #reassembly: Reassembly;
  #packets = 0;

  /** @param faults Those of packets, by link. */
  constructor(
    world: World,
    plan: NetworkPlan,
    faults: readonly PacketFaults[],
    stations: Stations,
  ) {
    const { names, routers, routing } = plan;
    this.#world = world;
    this.#stations = stations;
    this.#notice = routers.some((router) => router !== null) ? routing.notice : Infinity;
    const indexOf = new Map(names.map((name, i) => [name, i]));
    const nextPacket = () => ++this.#packets;
    const { fail } = stations;
    const stage = { world, flights: this.#flights, names, nextPacket, fail };
    const wires = sharedWires(plan.links);
    this.links = plan.links.map((link, index) => {
      const from = indexOf.get(link.from) as number;
      const to = indexOf.get(link.to) as number;
      return new LinkSender(stage, { link, index, from, to }, faults[index], wires[index]);
    });
    const { links } = this;
    const isRouter = (node: number) => routers[node] !== null;
    const forwarding = new Forwarding(plan, links, { ...stations, isRouter }, routing.by);
    this.#forwarding = forwarding;
    const troubles = new Troubles(world.streams, names);
    this.#troubles = troubles;
    const place = { links, forwarding, routers, nextPacket, troubles };
    this.#relay = new Relay(world, this.#flights, stations, place);
    const harmed = { links, flights: this.#flights, relay: this.#relay, troubles };
    this.harm = new Harm(world, harmed, () => this.#announce());
    this.#reassembly = new Reassembly(world, stations, plan.patience);
  }

  /**
   * Sends a message on its way; without a route to its receiver it goes nowhere.
   * @throws RangeError if the sender is a router and its own table is wrong.
   */
  post(message: Message): void {
    const { from, to, number, row, envelope } = message;
    const forwarding = this.#forwarding;
    const link = envelope.direct ? forwarding.linkTo(from, to) : forwarding.linkTowards(from, to);
    if (link !== undefined) link.post(message);
    else {
      const { now, trace } = this.#world;
      trace.append(now, EventKind.noRoute, from, to, NONE, number, row, NONE);
    }
  }

  /** A router may have written its table. */
  forgetRoutes(node: number): void {
    this.#forwarding.forget(node);
  }

  /** Links have other costs. */
  reconsider(): void {
    this.#forwarding.reconsider();
  }

  /** The shortest paths from a node, as everybody knows them. */
  shortestRoutes(node: number): Routes {
    return this.#forwarding.shortest(node);
  }

  neighbours(node: number): Neighbour[] {
    return this.#forwarding.neighbours(node);
  }

  /** The node that a flight will reach; `NOWHERE` if it is over, or if chance will end it. */
  reaches(slot: number): number {
    const { isDoomed } = this.#flights;
    const isLost = !this.#flights.isFlying(slot) || isDoomed[slot] === 1;
    return isLost ? NOWHERE : this.#linkOf(slot).to;
  }

  /** Which packet of which message a flight is, and on which link. */
  flight(slot: number): { link: string; message: number; fragment: number } {
    const { number: message } = this.#flights.message[slot] as Message;
    const { id } = this.#linkOf(slot).crossing.link;
    return { link: id, message, fragment: this.#flights.fragment[slot] };
  }

  /** A link takes its next packet. */
  transmit(link: number): void {
    this.links[link].resume();
  }

  /** A flight comes to its end, unless something has ended it before. */
  end(slot: number): void {
    const flights = this.#flights;
    if (flights.isFlying(slot)) {
      if (flights.isDoomed[slot] === 1) {
        this.#linkOf(slot).crossing.endNow(slot, EventKind.lose, NONE);
      } else this.#arrive(slot);
    }
    flights.release(slot);
  }

  /** The bit flips that chance has chosen. */
  flip(slot: number): void {
    if (this.#flights.isFlying(slot)) {
      this.#linkOf(slot).crossing.flip(slot, this.#flights.bit[slot]);
    }
    this.#flights.release(slot);
  }

  /** The bits flip that bit errors have struck. */
  flips(slot: number): void {
    const flights = this.#flights;
    if (flights.isFlying(slot)) {
      const { crossing } = this.#linkOf(slot);
      for (const bit of flights.chosenOf(slot)) crossing.flip(slot, bit);
    }
    flights.release(slot);
  }

  /** Fault `index` takes a packet off its link, with the copy that the link made of it. */
  drop(slot: number, index: number): void {
    const flights = this.#flights;
    if (flights.isFlying(slot)) {
      const { crossing } = this.#linkOf(slot);
      const twin = crossing.twinOf(slot);
      crossing.endNow(slot, EventKind.drop, index);
      if (twin !== NO_SLOT) crossing.endNow(twin, EventKind.drop, index);
    }
    flights.release(slot);
  }

  /** A router has looked at a packet. */
  forward(slot: number): void {
    this.#relay.ready(slot);
  }

  /** The pieces of a message have waited long enough. */
  giveUp(message: number): void {
    this.#reassembly.giveUp(message);
  }

  /** A crashed node forgets what it had not yet put onto its links. */
  forget(node: number): void {
    for (const link of this.links) if (link.from === node) link.clear();
    this.#relay.forget(node);
    this.#announce();
  }

  /** A node has started again. */
  comeBack(): void {
    this.#announce();
  }

  /** Everybody learns of the present state of links and routers. */
  reroute(): void {
    this.#forwarding.forgetAll();
    this.#stations.reroute();
  }

  /** Links or routers have failed or come back: everybody will know. */
  #announce(): void {
    if (this.#notice === Infinity) return;
    this.#world.schedule(this.#world.now + this.#notice, Task.reroute, 0);
  }

  /** Saves or restores all of it. */
  remember(memento: Memento): void {
    this.#packets = memento.value(this.#packets);
    this.#flights.remember(memento);
    for (const link of this.links) link.remember(memento);
    this.#forwarding.remember(memento);
    this.#relay.remember(memento);
    this.#troubles.remember(memento);
    this.harm.remember(memento);
    this.#reassembly.remember(memento);
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
    if (
      flights.flipsOf(slot) !== undefined &&
      !isFrameSound(flights, slot, link.crossing.link.frame)
    ) {
      const discarded = { link, message, packet, row, offset: 0, length: 0, damage: undefined };
      flights.end(slot);
      this.#discard(discarded, "frame");
    } else if (message.to === link.to) this.#receive(slot, link, message, row);
    else this.#relay.arrive(slot, link, row);
  }

  /** A packet has come to the node that it is for. */
  #receive(slot: number, link: LinkSender, message: Message, row: number): void {
    const flights = this.#flights;
    const bits = flights.flipsOf(slot);
    const packet = flights.packet[slot];
    const isWhole = bits === undefined && flights.length[slot] === message.size;
    if (isWhole && this.#stations.isUp(message.to)) {
      flights.end(slot);
      this.#stations.deliver(message, row, undefined);
      return;
    }
    const [offset, length] = [flights.offset[slot], flights.length[slot]];
    const fragment = flights.fragment[slot];
    const header = flights.bytes[slot] - length;
    const { check } = this.links[flights.origin[slot]].crossing.link;
    flights.end(slot);
    const arrival: Arrival = { link, message, packet, row, offset, length, damage: undefined };
    if (bits !== undefined) {
      const result = inspect(check, message, { header, fragment, offset, length }, bits);
      if ("reason" in result) return this.#discard(arrival, result.reason);
      arrival.damage = result.payload;
    }
    if (this.#stations.isUp(message.to)) this.#reassembly.accept(arrival);
    else this.#miss(arrival);
  }

  #discard({ link, message, packet, row }: Arrival, reason: string): void {
    const { now, trace } = this.#world;
    const detail = trace.intern(reason);
    const { number } = message;
    trace.append(now, EventKind.discard, link.to, link.index, packet, number, row, detail);
  }

  #miss({ message, packet, row }: Arrival): void {
    const { now, trace } = this.#world;
    const { to, from, number } = message;
    trace.append(now, EventKind.miss, to, from, packet, number, row, NONE);
  }
}
