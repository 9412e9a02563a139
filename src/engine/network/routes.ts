/** Shortest paths through the routers of a network (Dijkstra 1959). */
import { checkChoice, checkOptions, checkTime } from "../kernel/check.ts";
import { EventQueue } from "../kernel/queue.ts";
import { NONE } from "../trace/trace.ts";

/** What a path is to have as little of. */
export type RouteCost = "hops" | "delay" | "cost";

/** How routers come to know the shortest paths, where they do not find them out themselves. */
export type RoutingOptions = {
  /**
   * What is added up along a path: "hops" counts links, "delay" adds their propagation delays,
   * "cost" the costs that the links state. Equal paths are told apart by their hops, then by the
   * order of the links in the spec. Default "hops".
   */
  by?: RouteCost;
  /**
   * How long after a link or router has failed or come back every router and host knows it and
   * uses other paths, ns: an oracle, since nobody tells them. Default: they never learn.
   */
  notice?: number;
};

/** Routing options with everything said. */
export type Routing = { by: RouteCost; notice: number };

/**
 * Checks routing options.
 * @throws RangeError naming the option, its value and what is permitted.
 */
export function checkRouting(options: unknown): Routing {
  const where = "simulate: routing";
  const { by = "hops", notice } = checkOptions(where, options, ["by", "notice"]) as RoutingOptions;
  return {
    by: checkChoice(where, "by", by, ["hops", "delay", "cost"]),
    notice: notice === undefined ? Infinity : checkTime(where, "notice", notice),
  };
}

/** A link, as far as paths are concerned. Ends are indexes of nodes. */
export type Edge = { from: number; to: number; cost: number };

/** A network: the links that leave each node, and which nodes pass packets on. */
export type Graph = {
  edges: readonly (readonly Edge[])[];
  passesOn: (node: number) => boolean;
};

/** Room for the serial numbers of entries with equal cost and hops. */
const SERIALS = 4_294_967_296;

/**
 * For each destination: the neighbour to which a shortest path from `source` leads first; `NONE`
 * where there is no path. Only routers lie between the ends of a path.
 *
 * A path's length is its cost, then its hops, so that every hop makes it shorter and routers that
 * each choose for themselves never send a packet round in circles.
 */
export function firstHops(graph: Graph, source: number): Int32Array {
  const nodes = graph.edges.length;
  const first = new Int32Array(nodes).fill(NONE);
  const costs = new Float64Array(nodes).fill(Infinity);
  const hops = new Float64Array(nodes).fill(Infinity);
  const queue = new EventQueue();
  let serial = 0;
  [costs[source], hops[source]] = [0, 0];
  queue.push(0, 0, source);
  while (queue.pop()) {
    const { time: cost, order, value: node } = queue;
    const depth = Math.floor(order / SERIALS);
    if (cost > costs[node] || depth > hops[node]) continue;
    if (node !== source && !graph.passesOn(node)) continue;
    for (const edge of graph.edges[node]) {
      const { to } = edge;
      const total = cost + edge.cost;
      const isShorter = total < costs[to] || (total === costs[to] && depth + 1 < hops[to]);
      if (!isShorter) continue;
      [costs[to], hops[to]] = [total, depth + 1];
      first[to] = node === source ? to : first[node];
      queue.push(total, (depth + 1) * SERIALS + serial++, to);
    }
  }
  first[source] = NONE;
  return first;
}
