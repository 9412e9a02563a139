/** Where the stations of a route are drawn: x in per cent of the width, y in pixels. */
import type { Route, Station } from "./course-map.ts";

/** A place on the map. */
export type Spot = { x: number; y: number };

/** The drawing of one unit: its stations, the captions of its legs, the ways on at its end. */
export type RouteMap = {
  height: number;
  spots: (Spot & { station: Station })[];
  captions: (Spot & { title: string })[];
  branches: (Spot & { title: string })[];
};

const LEFT = 2.5;
const RIGHT = 98.5;
/** Height of one leg below the one before it, room above the first caption, room below. */
const STEP = 50;
const TOP = 60;
const BOTTOM = 64;
/** Share of the width that the ways on to other units take. */
const ONWARD = 9;

/** Lays out a unit's stations on descending legs, with a dashed way on to each later unit. */
export function routeMap({ unit, stations }: Route, later: readonly string[]): RouteMap {
  const right = later.length > 0 ? RIGHT - ONWARD : RIGHT;
  const apart = stations.length > 1 ? (right - LEFT) / (stations.length - 1) : 0;
  const starts = unit.legs.map(({ from }) => stations.findIndex(({ id }) => id === from));
  const level = (i: number) => Math.max(0, starts.filter((start) => start <= i).length - 1);
  const spots = stations.map((station, i) => ({
    station,
    x: round(LEFT + i * apart),
    y: TOP + STEP * level(i),
  }));
  const captions = unit.legs.map(({ title }, l) => {
    const { x, y } = spots[starts[l]!]!;
    return { title, x, y: y - 24 };
  });
  const end = spots.at(-1);
  const spread = 60;
  const branches = later.map((title, i) => ({
    title,
    x: RIGHT,
    y: (end?.y ?? TOP) + spread * (i - (later.length - 1) / 2),
  }));
  return { height: (end?.y ?? TOP) + BOTTOM, spots, captions, branches };
}

function round(x: number): number {
  return Math.round(x * 100) / 100;
}
