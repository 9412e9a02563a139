/**
 * Distance vector: a router tells its neighbours how far it is to everywhere, hears the same from
 * them, and believes the best. Bellman 1957, Ford 1956; as an internet's protocol: RIP, RFC 2453.
 * Good news travels a hop for each exchange; bad news is contradicted by old news that has been
 * round a loop, and may have to count up to "infinity" (RFC 2453 §3.4).
 */
import {
  checkChoice,
  checkFlag,
  checkNumber,
  checkOptions,
  checkTime,
  LONGEST,
} from "../../kernel/check.ts";
import type { Address, Neighbour } from "../../process/host.ts";
import { Router, type RouterOptions } from "../../process/router.ts";
import { isSameTable } from "./table.ts";

/** What a router tells a neighbour: how far it is from here to each node that it knows. */
export type DistanceVector = { distances: Record<Address, number> };

/** What is said to the neighbour through which a way leads (RFC 2453 §3.4.3). */
export type Horizon = "plain" | "split horizon" | "poisoned reverse";

/** What a distance-vector router is like. Everything may be left out. */
export type DistanceVectorOptions = Pick<RouterOptions, "delay" | "rate" | "backlog"> & {
  /** How often a router tells its neighbours, ns. Default 30 s. */
  period?: number;
  /** How long a neighbour may be silent before what it said is forgotten, ns. Default 6 periods. */
  patience?: number;
  /** Distances from here on mean that there is no way, 2…65,535. Default 16. */
  infinity?: number;
  /**
   * "plain": everything is told to everybody. "split horizon": a way is not told to the neighbour
   * that it leads through. "poisoned reverse": that neighbour is told that there is none. Default
   * "poisoned reverse".
   */
  horizon?: Horizon;
  /** Whether a change is told at once, not at the next period (§3.4.4). Default true. */
  triggered?: boolean;
};

const OPTIONS = ["period", "patience", "infinity", "horizon", "triggered"];
const FORWARDING = ["delay", "rate", "backlog"];
const TELL = "tell";
/** The cost of a path may not be more than the costs of links (`LinkOptions.cost`). */
const HIGHEST = 65_535;

/** A router that finds the shortest paths from what its neighbours tell. */
export class DistanceVectorRouter extends Router<DistanceVector, DistanceVector> {
  period: number;
  patience: number;
  infinity: number;
  horizon: Horizon;
  triggered: boolean;

  /** How far it is from here, for each node that can be reached. */
  distances: Record<Address, number> = {};
  /** By neighbour: what it said last, and when (on this router's clock, ns). */
  heard: Record<Address, { distances: Record<Address, number>; at: number }> = {};
  /** How often the table has changed. */
  changes = 0;

  /** @throws RangeError for an option out of range. */
  constructor(options?: DistanceVectorOptions) {
    const where = "new DistanceVectorRouter";
    const given = checkOptions(where, options, [...OPTIONS, ...FORWARDING]);
    const {
      period = 30e9,
      infinity = 16,
      horizon = "poisoned reverse",
      triggered = true,
    } = given as DistanceVectorOptions;
    const { patience = 6 * period, delay, rate, backlog } = given as DistanceVectorOptions;
    super({ routing: "own", delay, rate, backlog });
    this.period = checkNumber(where, "period", period, {
      min: 1,
      max: LONGEST,
      unit: "nanoseconds",
    });
    this.patience = checkTime(where, "patience", patience);
    const whole = { min: 2, max: HIGHEST, whole: true };
    this.infinity = checkNumber(where, "infinity", infinity, whole);
    const horizons = ["plain", "split horizon", "poisoned reverse"] as const;
    this.horizon = checkChoice(where, "horizon", horizon, horizons);
    this.triggered = checkFlag(where, "triggered", triggered);
  }

  start(): void {
    this.recompute();
    this.tell();
  }

  receive({ distances }: DistanceVector, from: Address): void {
    this.heard[from] = { distances, at: this.now };
    if (this.recompute() && this.triggered) this.tell();
  }

  timeout(): void {
    this.recompute();
    this.tell();
  }

  /** Chooses anew: the link itself, or a neighbour's distance and the link to it. */
  recompute(): boolean {
    const distances: Record<Address, number> = {};
    const routes: Record<Address, Address> = {};
    const offer = (to: Address, distance: number, via: Address): void => {
      if (to === this.address || distance >= (distances[to] ?? this.infinity)) return;
      distances[to] = distance;
      routes[to] = via;
    };
    for (const { address: via, cost, isUp } of this.neighbours) {
      const said = this.heard[via];
      if (said !== undefined && (!isUp || this.now - said.at > this.patience)) {
        delete this.heard[via];
      }
      if (!isUp) continue;
      offer(via, cost, via);
      for (const [to, distance] of Object.entries(this.heard[via]?.distances ?? {})) {
        offer(to, cost + distance, via);
      }
    }
    const isChanged = !isSameTable(routes, this.routes) || !isSameTable(distances, this.distances);
    this.distances = distances;
    this.routes = routes;
    if (isChanged) this.changes += 1;
    return isChanged;
  }

  /** Tells every neighbouring router, and will do so again. */
  tell(): void {
    for (const neighbour of this.neighbours) {
      const { address, isRouter } = neighbour;
      if (isRouter) this.send(address, this.vectorFor(neighbour), { direct: true });
    }
    this.setTimer(TELL, this.period);
  }

  vectorFor({ address }: Neighbour): DistanceVector {
    if (this.horizon === "plain") return { distances: this.distances };
    const distances: Record<Address, number> = {};
    for (const [to, distance] of Object.entries(this.distances)) {
      if (this.routes[to] !== address) distances[to] = distance;
      else if (this.horizon === "poisoned reverse") distances[to] = this.infinity;
    }
    return { distances };
  }
}
