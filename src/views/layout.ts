/**
 * Where things stand on a stage. Two nodes get houses with a road between them; more get a row, a
 * star or a ring, by the shape of their links, or the places that the author gives.
 */
import type { Trace } from "../engine/trace/trace.ts";
import type { Point } from "./marks.ts";
import { symbol, type Role, type Symbol } from "./symbols.ts";

export type NodeSpot = Point & {
  node: number;
  symbol: Symbol;
  /** Where the name stands, how it is anchored, and how wide it may be, px. */
  name: Point;
  anchor: "start" | "middle" | "end";
  room: number;
};

/** All links between two nodes, drawn as one. */
export type RoadSpot = {
  links: number[];
  nodes: [number, number];
  from: Point;
  to: Point;
};

export type Layout = {
  look: "road" | "net";
  /** On a narrow screen: smaller symbols, fewer words. */
  compact: boolean;
  width: number;
  height: number;
  nodes: NodeSpot[];
  roads: RoadSpot[];
  /** By link. */
  roadOf: number[];
};

/** Places in fractions (0…1) of the stage, by node. */
export type Places = Record<string, { x: number; y: number }>;
export type LayoutOptions = { roles?: Record<string, Role>; places?: Places };

/** Below this width (px) a stage becomes compact. */
export const COMPACT = 480;

export function layout(trace: Trace, width: number, options: LayoutOptions = {}): Layout {
  const isRoad = trace.nodes.length === 2 && options.places === undefined;
  return isRoad ? roadLayout(trace, width, options) : netLayout(trace, width, options);
}

/** The line of the road on the stage of two houses, px from the top. */
export const ROAD_Y = 122;

function roadLayout(trace: Trace, width: number, options: LayoutOptions): Layout {
  const compact = width < COMPACT;
  const scale = compact ? 0.72 : 1;
  const inset = compact ? 42 : Math.min(112, Math.max(100, width * 0.13));
  const nodes = [0, 1].map((node): NodeSpot => {
    const role = options.roles?.[trace.nodes[node]] ?? "house";
    const drawn = symbol(role, scale, node === 1);
    const x = node === 0 ? inset : width - inset;
    const y = ROAD_Y;
    const nameX = compact ? (node === 0 ? 10 : width - 10) : x;
    const name = { x: nameX, y: y + 25 * scale + 22 };
    const anchor = compact ? (node === 0 ? "start" : "end") : "middle";
    return {
      node,
      x,
      y,
      symbol: drawn,
      name,
      anchor,
      room: compact ? width / 2 - 20 : 2 * inset - 12,
    };
  });
  const [a, b] = nodes;
  const from = { x: a.x + a.symbol.halfWidth, y: ROAD_Y };
  const to = { x: b.x - b.symbol.halfWidth, y: ROAD_Y };
  const { roads, roadOf } = roadsOf(trace, () => ({ from, to }));
  return { look: "road", compact, width, height: compact ? 214 : 226, nodes, roads, roadOf };
}

function netLayout(trace: Trace, width: number, options: LayoutOptions): Layout {
  const compact = width < COMPACT;
  const shape = options.places === undefined ? shapeOf(trace) : "placed";
  const isColumn = shape === "row" && width / trace.nodes.length < 104;
  const height = heightFor(shape, trace.nodes.length, compact, isColumn);
  const frame = { width, height, compact };
  const points = pointsFor(trace, shape, frame, isColumn, options.places);
  const nodes = points.map((point, node): NodeSpot => {
    const role = options.roles?.[trace.nodes[node]] ?? "computer";
    const drawn = symbol(role, compact ? 0.84 : 1);
    const below = { x: point.x, y: point.y + drawn.halfHeight + 18 };
    const beside = { x: point.x + drawn.halfWidth + 12, y: point.y - 2 };
    const room = isColumn ? width - beside.x - 10 : roomFor(shape, trace.nodes.length, frame);
    const anchor = isColumn ? "start" : "middle";
    return { ...point, node, symbol: drawn, name: isColumn ? beside : below, anchor, room };
  });
  const { roads, roadOf } = roadsOf(trace, (a, b) => ends(nodes[a], nodes[b]));
  return { look: "net", ...frame, nodes, roads, roadOf };
}

type Shape = "row" | "star" | "ring" | "placed";
type Frame = { width: number; height: number; compact: boolean };

function neighbours(trace: Trace): Set<number>[] {
  const sets = trace.nodes.map(() => new Set<number>());
  for (const { from, to } of trace.links) {
    sets[from]?.add(to);
    sets[to]?.add(from);
  }
  return sets;
}

/** A row if all have two neighbours and the ends one; a star if all the others hang on one. */
function shapeOf(trace: Trace): Shape {
  const sets = neighbours(trace);
  const ends = sets.filter((set) => set.size === 1).length;
  const inner = sets.filter((set) => set.size === 2).length;
  if (ends === 2 && ends + inner === sets.length && rowOrder(sets).length === sets.length) {
    return "row";
  }
  const hub = hubOf(sets);
  return hub >= 0 ? "star" : "ring";
}

function hubOf(sets: readonly Set<number>[]): number {
  if (sets.length < 4) return -1;
  const hub = sets.findIndex((set) => set.size === sets.length - 1);
  return sets.every((set, node) => node === hub || set.size === 1) ? hub : -1;
}

/** Nodes of a chain from end to end. */
function rowOrder(sets: readonly Set<number>[]): number[] {
  const order: number[] = [];
  let node: number | undefined = sets.findIndex((set) => set.size === 1);
  while (node !== undefined && node >= 0 && !order.includes(node)) {
    order.push(node);
    node = [...sets[node]].find((next) => !order.includes(next));
  }
  return order;
}

function heightFor(shape: Shape, count: number, compact: boolean, isColumn: boolean): number {
  if (isColumn) return count * 92 + 24;
  if (shape === "row") return 196;
  const roomy = Math.min(480, 330 + Math.max(0, count - 6) * 16);
  return compact ? Math.max(350, roomy) : roomy;
}

function roomFor(shape: Shape, count: number, { width, compact }: Frame): number {
  if (shape === "row") return width / count - 8;
  return compact ? Math.min(96, width / 3) : Math.min(150, width / 4);
}

function pointsFor(
  trace: Trace,
  shape: Shape,
  frame: Frame,
  isColumn: boolean,
  places: Places = {},
): Point[] {
  const { width, height, compact } = frame;
  if (shape === "row") {
    const order = rowOrder(neighbours(trace));
    return trace.nodes.map((_, node) => {
      const along = (order.indexOf(node) + 0.5) / order.length;
      return isColumn ? { x: 52, y: 12 + along * (height - 24) } : { x: along * width, y: 84 };
    });
  }
  const inset = { x: compact ? 54 : 96, top: 46, bottom: 70 };
  const inner = { width: width - 2 * inset.x, height: height - inset.top - inset.bottom };
  const put = (x: number, y: number): Point => ({
    x: inset.x + x * inner.width,
    y: inset.top + y * inner.height,
  });
  if (shape === "placed") {
    return trace.nodes.map((name) => put(places[name]?.x ?? 0.5, places[name]?.y ?? 0.5));
  }
  const hub = shape === "star" ? hubOf(neighbours(trace)) : -1;
  const round = trace.nodes.map((_, node) => node).filter((node) => node !== hub);
  return trace.nodes.map((_, node) => {
    if (node === hub) return put(0.5, 0.5);
    // Round a hub nobody stands straight above or below it: there its name needs the room.
    const aside = hub < 0 ? 0 : round.length % 2 === 0 ? 0.5 : 0.25;
    const turn = ((round.indexOf(node) + aside) / round.length) * 2 * Math.PI - Math.PI / 2;
    return put(0.5 + Math.cos(turn) / 2, 0.5 + Math.sin(turn) / 2);
  });
}

/** One road for each pair of nodes that any link joins. */
function roadsOf(
  trace: Trace,
  endsOf: (a: number, b: number) => { from: Point; to: Point },
): { roads: RoadSpot[]; roadOf: number[] } {
  const roads: RoadSpot[] = [];
  const byPair = new Map<string, number>();
  const roadOf = trace.links.map(({ from, to }, link) => {
    const [a, b] = from < to ? [from, to] : [to, from];
    const key = `${a} ${b}`;
    const known = byPair.get(key) ?? roads.push({ links: [], nodes: [a, b], ...endsOf(a, b) }) - 1;
    byPair.set(key, known);
    roads[known].links.push(link);
    return known;
  });
  return { roads, roadOf };
}

/** From edge to edge of two symbols, a little apart. */
function ends(a: NodeSpot, b: NodeSpot): { from: Point; to: Point } {
  return { from: edge(a, b), to: edge(b, a) };
}

function edge(of: NodeSpot, towards: Point): Point {
  const [dx, dy] = [towards.x - of.x, towards.y - of.y];
  const { halfWidth, halfHeight } = of.symbol;
  // A line that leaves downwards begins under the name.
  const isUnderName = dy > Math.abs(dx) && of.anchor === "middle";
  const reach = halfHeight + (isUnderName ? 24 : 4);
  const across = Math.min(
    dx === 0 ? Infinity : (halfWidth + 4) / Math.abs(dx),
    dy === 0 ? Infinity : reach / Math.abs(dy),
  );
  const share = Math.min(0.5, across);
  return { x: of.x + dx * share, y: of.y + dy * share };
}

/** How far (px) beside a line each of its directions is, so that packets pass on the left. */
const LANE = 7;

/** The point on a link's road after a share (0…1) of the way from its sender to its receiver. */
export function pointOn(at: Layout, trace: Trace, link: number, share: number): Point {
  const road = at.roads[at.roadOf[link]];
  const isForward = trace.links[link].from === road.nodes[0];
  const [start, end] = isForward ? [road.from, road.to] : [road.to, road.from];
  const point = { x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share };
  const same = road.links.filter((each) => trace.links[each].from === trace.links[link].from);
  const parallel = same.indexOf(link) - (same.length - 1) / 2;
  const lane = at.look === "road" ? parallel * 10 : LANE + parallel * LANE;
  const length = Math.sqrt((end.x - start.x) ** 2 + (end.y - start.y) ** 2) || 1;
  const [nx, ny] = [(end.y - start.y) / length, -(end.x - start.x) / length];
  return { x: point.x + nx * lane, y: point.y + ny * lane };
}
