/** Shortest paths over what a router has been told, which may contradict itself. */
import type { Address } from "../../process/host.ts";

/** What one router says of itself: the routers that it hears and the hosts at its side. */
export type LinkState = {
  origin: Address;
  /** How often `origin` has spoken of itself, this time included: more is newer. */
  number: number;
  /** What it costs to go to each neighbouring router, and to each host. */
  routers: Record<Address, number>;
  hosts: Record<Address, number>;
};

/** The way to a node: what it costs, and the neighbour that it begins with. */
export type Way = { cost: number; via: Address };

/**
 * The shortest ways from `source` to everything (Dijkstra 1959). A link counts only if both of its
 * ends speak of it (RFC 2328 §16.1), so that a router which is gone takes its links along.
 */
export function shortestPaths(
  states: Readonly<Record<Address, LinkState>>,
  source: Address,
): Map<Address, Way> {
  const settled = new Map<Address, Way>();
  const open = new Map<Address, Way>([[source, { cost: 0, via: source }]]);
  for (;;) {
    const next = nearest(open);
    if (next === undefined) break;
    const [node, way] = next;
    open.delete(node);
    settled.set(node, way);
    for (const [to, cost] of linksOf(states, node)) {
      const total = way.cost + cost;
      if (settled.has(to) || total >= (open.get(to)?.cost ?? Infinity)) continue;
      open.set(to, { cost: total, via: node === source ? to : way.via });
    }
  }
  settled.delete(source);
  return settled;
}

function nearest(open: ReadonlyMap<Address, Way>): [Address, Way] | undefined {
  let best: [Address, Way] | undefined;
  for (const entry of open) if (best === undefined || entry[1].cost < best[1].cost) best = entry;
  return best;
}

function linksOf(states: Readonly<Record<Address, LinkState>>, node: Address): [string, number][] {
  if (!Object.hasOwn(states, node)) return []; // a host passes nothing on
  const { routers, hosts } = states[node];
  const mutual = Object.entries(routers).filter(
    ([to]) => Object.hasOwn(states, to) && Object.hasOwn(states[to].routers, node),
  );
  return [...mutual, ...Object.entries(hosts)];
}
