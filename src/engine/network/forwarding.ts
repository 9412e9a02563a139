/** Which link a node puts a packet on: tables that are filled as packets ask for them. */
import { listed, show } from "../kernel/check.ts";
import type { Memento } from "../kernel/memento.ts";
import type { Neighbour } from "../process/host.ts";
import type { Routes } from "../process/router.ts";
import { NONE } from "../trace/trace.ts";
import { covers, type Prefix, prefix } from "../wire/prefix.ts";
import { type Edge, firstHops, type Graph, type RouteCost } from "./routes.ts";
import type { LinkSender } from "./sender.ts";

/** What forwarding needs to know of the nodes. */
export type Routers = {
  isUp(node: number): boolean;
  isRouter(node: number): boolean;
  /** The routes that a router's process holds at this moment. */
  routes(node: number): unknown;
};

/** The nodes of a run: their names and, where they have any, their IPv4 addresses. */
export type NodeNames = { names: readonly string[]; addresses: ReadonlyMap<number, number> };

/** What everybody believes to be up: links, and nodes that pass packets on. */
type Believed = { links: readonly boolean[]; nodes: readonly boolean[] };

/** Keys of a table that are no names. */
const PREFIX = /^[\d.]+\/\d+$/;

/** What stands in a table for "not asked yet" and for "no route"; ports are counted from 1. */
const UNKNOWN = 0;
const NO_ROUTE = -1;

/** The links of all nodes and the ways through them. */
export class Forwarding {
  readonly #nodes: NodeNames;
  readonly #routers: Routers;
  readonly #by: RouteCost;
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #hasRouters: boolean;
  /** Parallel links between two nodes. A port is one of these. */
  readonly #ports: LinkSender[][] = [];
  /** Ports by their ends: `from * nodes + to`. */
  readonly #between = new Map<number, number>();
  /** By node: its ports, in the order of the links. */
  readonly #out: number[][];
  /** By node, once it has been asked: for each destination a port, `UNKNOWN` or `NO_ROUTE`. */
  readonly #tables: (Int32Array | undefined)[] = [];
  /** By node: the neighbours where shortest paths begin. */
  #first: (Int32Array | undefined)[] = [];
  /** Which links and nodes pass packets on, as everybody believes: by their indexes. */
  #believed: Believed;
  #graph: Graph;

  constructor(nodes: NodeNames, links: readonly LinkSender[], routers: Routers, by: RouteCost) {
    this.#nodes = nodes;
    this.#routers = routers;
    this.#by = by;
    const { names } = nodes;
    this.#indexes = new Map(names.map((name, i) => [name, i]));
    this.#hasRouters = names.some((_, node) => routers.isRouter(node));
    this.#out = names.map(() => []);
    for (const link of links) this.#register(link);
    this.#believed = this.#look((node) => routers.isRouter(node));
    this.#graph = this.#graphOf(this.#believed);
  }

  #register(link: LinkSender): void {
    const key = link.from * this.#nodes.names.length + link.to;
    const port = this.#between.get(key);
    if (port !== undefined) {
      this.#ports[port].push(link);
      return;
    }
    this.#between.set(key, this.#ports.length);
    this.#out[link.from].push(this.#ports.length);
    this.#ports.push([link]);
  }

  /**
   * The link on which `node` puts what is for `to`; undefined if it has no route.
   * @throws RangeError if a router's own table is wrong.
   */
  linkTowards(node: number, to: number): LinkSender | undefined {
    return this.#linkAt(this.#hasRouters ? this.#lookUp(node, to) : this.#direct(node, to));
  }

  /** The link from `node` to `to` itself; undefined if there is none. */
  linkTo(node: number, to: number): LinkSender | undefined {
    return this.#linkAt(this.#direct(node, to));
  }

  #linkAt(port: number): LinkSender | undefined {
    if (port === NO_ROUTE) return undefined;
    const links = this.#ports[port - 1];
    return links.length === 1 ? links[0] : bestOf(links);
  }

  /** The table of a router may have changed. */
  forget(node: number): void {
    this.#tables[node]?.fill(UNKNOWN);
  }

  /** Links or routers have failed or come back, and everybody knows. */
  forgetAll(): void {
    const { isRouter, isUp } = this.#routers;
    this.#believed = this.#look((node) => isRouter(node) && isUp(node));
    this.reconsider();
  }

  /** Everybody finds new ways through what they believe. */
  reconsider(): void {
    this.#graph = this.#graphOf(this.#believed);
    this.#first = [];
    for (const table of this.#tables) table?.fill(UNKNOWN);
  }

  /** Saves or restores what everybody believes. Tables fill again as packets ask for them. */
  remember(memento: Memento): void {
    this.#believed = memento.value(this.#believed);
    this.#graph = memento.value(this.#graph);
    this.#first = memento.copied(this.#first, (first) => [...first]);
    if (memento.isRead) for (const table of this.#tables) table?.fill(UNKNOWN);
  }

  /** The shortest paths from a node, as a table: for each destination the neighbour to go to. */
  shortest(node: number): Routes {
    const { names } = this.#nodes;
    const first = this.#firstHops(node);
    const routes: [string, string][] = [];
    for (let to = 0; to < first.length; to++) {
      if (first[to] !== NONE) routes.push([names[to], names[first[to]]]);
    }
    return Object.fromEntries(routes);
  }

  /** The nodes that links lead to from here. */
  neighbours(node: number): Neighbour[] {
    return this.#out[node].map((port) => {
      const links = this.#ports[port];
      return {
        address: this.#nodes.names[links[0].to],
        cost: Math.min(...links.map(({ crossing }) => crossing.link.cost)),
        isUp: links.some(({ isUp }) => isUp),
        isRouter: this.#routers.isRouter(links[0].to),
      };
    });
  }

  #direct(node: number, to: number): number {
    const port = this.#between.get(node * this.#nodes.names.length + to);
    return port === undefined ? NO_ROUTE : port + 1;
  }

  #lookUp(node: number, to: number): number {
    const table = (this.#tables[node] ??= new Int32Array(this.#nodes.names.length));
    const known = table[to];
    if (known !== UNKNOWN) return known;
    const isRouter = this.#routers.isRouter(node);
    const port = isRouter ? this.#byTable(node, to) : this.#byShortestPath(node, to);
    table[to] = port;
    return port;
  }

  /** A host takes the shortest path; where it knows of none, the first router that it has. */
  #byShortestPath(node: number, to: number): number {
    const next = this.#firstHops(node)[to];
    if (next !== NONE) return this.#direct(node, next);
    const gateway = this.#out[node].find((port) => this.#routers.isRouter(this.#ports[port][0].to));
    return gateway === undefined ? NO_ROUTE : gateway + 1;
  }

  #byTable(node: number, to: number): number {
    const { names } = this.#nodes;
    const where = `router ${names[node]}: routes`;
    const routes = this.#routers.routes(node);
    if (typeof routes !== "object" || routes === null) {
      throw new TypeError(`${where} is ${show(routes)}; it must be an object of names.`);
    }
    const key = Object.hasOwn(routes, names[to]) ? names[to] : this.#longestMatch(routes, to);
    if (key === undefined) return this.#direct(node, to);
    const via = (routes as Record<string, unknown>)[key];
    const next = this.#indexes.get(via as string);
    const port = next === undefined ? NO_ROUTE : this.#direct(node, next);
    if (port !== NO_ROUTE) return port;
    const known = listed(this.neighbours(node).map(({ address }) => address));
    const rule = `it must be the name of a neighbour: ${known}`;
    throw new RangeError(`${where}[${show(key)}] is ${show(via)}; ${rule}.`);
  }

  /** The longest prefix of a table that matches the destination's address. */
  #longestMatch(routes: object, to: number): string | undefined {
    const address = this.#nodes.addresses.get(to);
    if (address === undefined) return undefined;
    let best: { key: string; prefix: Prefix } | undefined;
    for (const key of Object.keys(routes)) {
      if (!PREFIX.test(key)) continue;
      const line = { key, prefix: prefix(key) };
      const isLonger = best === undefined || line.prefix.length > best.prefix.length;
      if (isLonger && covers(line.prefix, address)) best = line;
    }
    return best?.key;
  }

  #firstHops(node: number): Int32Array {
    return (this.#first[node] ??= firstHops(this.#graph, node));
  }

  #look(passesOn: (node: number) => boolean): Believed {
    const links: boolean[] = [];
    for (const port of this.#ports) for (const { index, isUp } of port) links[index] = isUp;
    return { links, nodes: this.#nodes.names.map((_, node) => passesOn(node)) };
  }

  #graphOf(believed: Believed): Graph {
    const edges = this.#out.map((ports) => ports.flatMap((port) => this.#edgeOf(port, believed)));
    return { edges, passesOn: (node) => believed.nodes[node] };
  }

  #edgeOf(port: number, believed: Believed): Edge[] {
    const links = this.#ports[port].filter(({ index }) => believed.links[index]);
    if (links.length === 0) return [];
    const cost = Math.min(...links.map((link) => this.#costOf(link)));
    return [{ from: links[0].from, to: links[0].to, cost }];
  }

  #costOf({ crossing }: LinkSender): number {
    if (this.#by === "hops") return 1;
    return this.#by === "delay" ? crossing.link.delay : crossing.link.cost;
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
