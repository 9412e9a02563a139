/** Where the stations of a medium are, how long signals take between them, who hears whom. */
import { checkNumber } from "../../kernel/check.ts";
import type { Address } from "../../process/host.ts";

/** The shape of a medium, as it is stated. */
export type Reach = {
  /** Where each station is along the cable, m; 0 if it is not named. */
  positions: Record<Address, number>;
  /** How fast signals travel, m/s. */
  speed: number;
  /** Whom each station hears, beside itself; everybody if it is not named. */
  hears: Record<Address, Address[]>;
};

/** Stations that stand together and hear the same: what comes to one comes to all of them. */
export type Place = { stations: Address[]; position: number; hears: Address[] | null };

/** A place, and how long a signal takes to it, ns. */
export type Way = { place: number; delay: number };

/** A light year of cable. */
const FARTHEST = 1e16;

/**
 * The places of a medium.
 * @throws RangeError naming the position or speed and the permitted range.
 */
export function placesOf(where: string, stations: readonly Address[], reach: Reach): Place[] {
  const { positions, speed, hears } = reach;
  const rule = { min: -FARTHEST, max: FARTHEST, unit: "metres" };
  checkNumber(where, "speed", speed, { min: 1, max: 3e8, unit: "metres a second" });
  const places: Place[] = [];
  for (const station of stations) {
    const position = checkNumber(where, `positions.${station}`, positions[station] ?? 0, rule);
    const heard = hears[station] === undefined ? null : [...hears[station], station];
    const same = places.find((place) => place.position === position && place.hears === null);
    if (heard === null && same !== undefined) same.stations.push(station);
    else places.push({ stations: [station], position, hears: heard });
  }
  return places;
}

/** By station: the places that hear it, the nearest first. */
export function waysOf(places: readonly Place[], speed: number): Record<Address, Way[]> {
  const ways: Record<Address, Way[]> = {};
  for (const { stations, position } of places) {
    for (const from of stations) {
      ways[from] = places
        .map(({ position: there, hears }, place) => {
          const delay = Math.round((Math.abs(position - there) * 1e9) / speed);
          return { place, delay, hears };
        })
        .filter(({ hears }) => hears === null || hears.includes(from))
        .map(({ place, delay }) => ({ place, delay }))
        .sort((a, b) => a.delay - b.delay);
    }
  }
  return ways;
}
