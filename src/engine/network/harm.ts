/** What faults do to the links and routers of a run. `index` is the fault's place in the list. */
import type { Memento } from "../kernel/memento.ts";
import { EventKind } from "../trace/event.ts";
import { NONE, NOWHERE } from "../trace/trace.ts";
import type { LinkChange } from "./deed.ts";
import type { Flights } from "./flights.ts";
import type { Relay } from "./relay.ts";
import type { LinkSender } from "./sender.ts";
import type { Troubles } from "./troubles.ts";
import type { World } from "./world.ts";

/** What can be harmed. */
type Harmed = {
  links: readonly LinkSender[];
  flights: Flights;
  relay: Relay;
  troubles: Troubles;
};

type LinkEvent =
  | typeof EventKind.cut
  | typeof EventKind.heal
  | typeof EventKind.pause
  | typeof EventKind.resume
  | typeof EventKind.degrade;

type NodeChange = typeof EventKind.overload | typeof EventKind.unload;

/** Every way in which a network can be harmed. */
export class Harm {
  readonly #world: World;
  readonly #harmed: Harmed;
  /** Links have failed or come back. */
  readonly #announce: () => void;
  /** By link: what it is like because of which fault, in the order in which they struck. */
  readonly #changes = new Map<number, Map<number, LinkChange>>();
  /** By link: the fault that has cut it last. */
  readonly #cutBy = new Map<number, number>();

  constructor(world: World, harmed: Harmed, announce: () => void) {
    this.#world = world;
    this.#harmed = harmed;
    this.#announce = announce;
  }

  /** Takes a link down: what is on it dies. Nothing if it is down. */
  cut(link: number, index: number): void {
    const { links, flights } = this.#harmed;
    const { crossing } = links[link];
    if (!crossing.isUp) return;
    crossing.isUp = false;
    this.#cutBy.set(link, index);
    this.#recordLink(EventKind.cut, link, index);
    for (const slot of flights.onLink(link)) crossing.endNow(slot, EventKind.sever, NONE);
    this.#announce();
  }

  /** Takes a link up again. Nothing if it is up. */
  heal(link: number, index: number): void {
    const { crossing } = this.#harmed.links[link];
    if (crossing.isUp) return;
    crossing.isUp = true;
    this.#recordLink(EventKind.heal, link, index);
    this.#announce();
  }

  /** Takes a link up again, if this very fault has cut it. */
  healOwn(link: number, index: number): void {
    if (this.#cutBy.get(link) === index) this.heal(link, index);
  }

  /** A link takes nothing more. Nothing if it does not already. */
  pause(link: number, index: number): void {
    if (this.#harmed.links[link].isPaused) return;
    this.#recordLink(EventKind.pause, link, index);
    this.#harmed.links[link].pause();
  }

  /** A link takes packets again. Nothing if it does. */
  resume(link: number, index: number): void {
    if (!this.#harmed.links[link].isPaused) return;
    this.#recordLink(EventKind.resume, link, index);
    this.#harmed.links[link].unpause();
  }

  /** A link has another bandwidth, delay or loss. */
  degrade(link: number, { bandwidth, delay, loss }: LinkChange, index: number): void {
    const changes = this.#changes.get(link) ?? new Map<number, LinkChange>();
    this.#changes.set(link, changes);
    changes.set(index, { bandwidth, delay, loss });
    this.#become(link, changes);
  }

  /** What this fault did to a link is over. */
  improve(link: number, index: number): void {
    const changes = this.#changes.get(link);
    if (changes?.delete(index) === true) this.#become(link, changes);
  }

  #become(link: number, changes: ReadonlyMap<number, LinkChange>): void {
    const change: LinkChange = {};
    for (const { bandwidth, delay, loss } of changes.values()) {
      change.bandwidth = bandwidth ?? change.bandwidth;
      change.delay = delay ?? change.delay;
      change.loss = loss ?? change.loss;
    }
    const { bandwidth = "-", delay = "-", loss = "-" } = change;
    const text = this.#world.trace.intern(`${bandwidth} ${delay} ${loss}`);
    this.#recordLink(EventKind.degrade, link, text);
    this.#harmed.links[link].become(change);
  }

  /** A node takes `factor` times as long with every packet. */
  overload(node: number, factor: number, index: number): void {
    this.#recordNode(EventKind.overload, node, index);
    this.#slow(node, factor, index);
  }

  /** What this fault did to a node's speed is over. */
  unload(node: number, index: number): void {
    this.#recordNode(EventKind.unload, node, index);
    this.#slow(node, 1, index);
  }

  /** A router's memory flips a bit of some packets; a probability of 0 ends that. */
  spoil(node: number, probability: number, index: number): void {
    this.#harmed.troubles.spoil(node, index, probability);
  }

  #slow(node: number, factor: number, index: number): void {
    const { links, relay, troubles } = this.#harmed;
    const slowness = troubles.slow(node, index, factor);
    relay.slow(node, slowness);
    for (const link of links) if (link.from === node) link.slow(slowness);
  }

  #recordLink(kind: LinkEvent, link: number, detail: number): void {
    const { from } = this.#harmed.links[link];
    this.#world.trace.append(this.#world.now, kind, from, link, NONE, NONE, NONE, detail);
  }

  #recordNode(kind: NodeChange, node: number, index: number): void {
    this.#world.trace.append(this.#world.now, kind, node, NOWHERE, NONE, NONE, NONE, index);
  }

  /** Saves or restores which faults have changed and cut links. */
  remember(memento: Memento): void {
    memento.map(this.#changes, (changes) => new Map(changes));
    memento.map(this.#cutBy);
  }
}
