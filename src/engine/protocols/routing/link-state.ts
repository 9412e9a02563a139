/**
 * Link state: every router tells all others, by flooding, which neighbours it has; each draws the
 * same map from that and finds its own shortest paths on it. McQuillan, Richer & Rosen 1980; as an
 * internet's protocol: OSPF, RFC 2328, of which this is the core (§§9, 10, 13, 16): neighbours by
 * hellos, flooding with acknowledgements, sequence numbers, Dijkstra; no areas, no elections.
 */
import { checkNumber, checkOptions, LONGEST } from "../../kernel/check.ts";
import type { Address } from "../../process/host.ts";
import { type Hello, type HelloOptions, HelloRouter } from "./hello.ts";
import { type LinkState, shortestPaths } from "./shortest-paths.ts";
import { isSameTable } from "./table.ts";

/** What link-state routers say to each other beside their hellos. */
export type LinkStateMessage =
  | { kind: "states"; states: LinkState[] }
  | { kind: "ack"; of: { origin: Address; number: number }[] };

/** What a link-state router is like. Everything may be left out. */
export type LinkStateOptions = HelloOptions & {
  /** When what a neighbour has not acknowledged is sent to it again, ns. Default 5 s. */
  retransmit?: number;
};

const OPTIONS = ["hello", "dead", "retransmit", "delay", "rate", "backlog"];
const RETRANSMIT = "retransmit";

/** A router that knows the map. */
export class LinkStateRouter extends HelloRouter<LinkStateMessage> {
  retransmit: number;

  /**
   * How often it has spoken of itself. A router that forgot it in a crash would repeat numbers, and
   * be taken for its own past; OSPF lets it find out and outdo them (§13.4).
   */
  disk = { said: 0 };
  /** The map: what each router has said last. */
  states: Record<Address, LinkState> = {};
  /** By neighbour: whose states it has not acknowledged yet. */
  owed: Record<Address, Address[]> = {};

  /** @throws RangeError for an option out of range. */
  constructor(options?: LinkStateOptions) {
    const where = "new LinkStateRouter";
    const given = checkOptions(where, options, OPTIONS) as LinkStateOptions;
    const { retransmit = 5e9, ...others } = given;
    super(where, others);
    const rule = { min: 1, max: LONGEST, unit: "nanoseconds" };
    this.retransmit = checkNumber(where, "retransmit", retransmit, rule);
  }

  receive(message: LinkStateMessage | Hello, from: Address): void {
    if (message.kind === "hello") this.takeHello(from, message.heard);
    else if (message.kind === "states") this.takeStates(message.states, from);
    else for (const { origin, number } of message.of) this.takeAck(origin, number, from);
  }

  timeout(timer: string): void {
    if (timer === RETRANSMIT) this.repeat();
    else super.timeout(timer);
  }

  greet(): void {
    super.greet();
    this.describe(); // a host's link may have failed or come back
  }

  /** A new neighbour may know nothing at all: it gets the whole map (§10.6, in one step). */
  meet(neighbour: Address): void {
    this.describe();
    this.owed[neighbour] = Object.keys(this.states);
    this.sendStates(neighbour, this.owed[neighbour]);
  }

  part(neighbour: Address): void {
    delete this.owed[neighbour];
    this.describe();
  }

  /** Says anew which neighbours there are, if that has changed. */
  describe(): void {
    const routers: Record<Address, number> = {};
    const hosts: Record<Address, number> = {};
    for (const { address, cost, isUp, isRouter } of this.neighbours) {
      if (!isRouter && isUp) hosts[address] = cost;
      if (isRouter && this.adjacent.includes(address)) routers[address] = cost;
    }
    const last = this.states[this.address];
    if (last !== undefined && isSameTable(last.routers, routers) && isSameTable(last.hosts, hosts))
      return;
    this.disk.said += 1;
    this.adopt({ origin: this.address, number: this.disk.said, routers, hosts }, "");
    this.findPaths();
  }

  takeStates(states: readonly LinkState[], from: Address): void {
    const of = states.map(({ origin, number }) => ({ origin, number }));
    this.send(from, { kind: "ack", of }, { direct: true });
    let isChanged = false;
    for (const state of states) {
      const known = this.states[state.origin]?.number ?? 0;
      if (known > state.number) this.owe(from, state.origin);
      if (known >= state.number) continue;
      isChanged = true;
      this.adopt(state, from);
    }
    if (isChanged) this.findPaths();
  }

  /** Keeps a state and floods it to every neighbour but the one that it came from (§13.3). */
  adopt(state: LinkState, from: Address): void {
    this.states[state.origin] = state;
    for (const neighbour of this.adjacent) {
      if (neighbour !== from) this.owe(neighbour, state.origin);
    }
  }

  owe(neighbour: Address, origin: Address): void {
    const owed = (this.owed[neighbour] ??= []);
    if (!owed.includes(origin)) owed.push(origin);
    this.sendStates(neighbour, [origin]);
  }

  sendStates(neighbour: Address, origins: readonly Address[]): void {
    if (origins.length === 0) return;
    const states = origins.map((each) => this.states[each]);
    this.send(neighbour, { kind: "states", states }, { direct: true });
    this.setTimer(RETRANSMIT, this.retransmit);
  }

  takeAck(origin: Address, number: number, from: Address): void {
    // The acknowledgement of something older says nothing of what is owed now.
    const owed = this.owed[from];
    if (owed === undefined || number < this.states[origin].number) return;
    this.owed[from] = owed.filter((each) => each !== origin);
  }

  repeat(): void {
    for (const [neighbour, origins] of Object.entries(this.owed)) {
      this.sendStates(neighbour, origins);
    }
  }

  findPaths(): void {
    const ways = [...shortestPaths(this.states, this.address)];
    this.routes = Object.fromEntries(ways.map(([to, { via }]) => [to, via]));
  }
}
