/** Router: a process whose node passes on packets that are not for itself. */
import { checkChoice, checkNumber, checkOptions, checkTime } from "../kernel/check.ts";
import { hostOf, type Neighbour } from "./host.ts";
import type { Address } from "./host.ts";
import { Process } from "./process.ts";

/**
 * A forwarding table: for a destination the neighbour that packets for it go to next. A
 * destination is a node's name, or a prefix of IPv4 addresses such as "208.65.152.0/22" or
 * "0.0.0.0/0". A name counts before any prefix, and of prefixes the longest that matches.
 */
export type Routes = Record<string, Address>;

/** What a router is like. Everything may be left out. */
export type RouterOptions = {
  /**
   * Who fills `routes`. "shortest": the run does, as it begins and as its `routing` says.
   * "own": the process does, in its constructor or while it runs. Default "shortest".
   */
  routing?: "shortest" | "own";
  /** How long it looks at each packet, of many at the same time, ns. Default 0. */
  delay?: number;
  /** How many packets a second it can look at, one after another. Default Infinity. */
  rate?: number;
  /** How many packets may wait to be looked at, where `rate` is limited. Default Infinity. */
  backlog?: number;
};

/** Router options with everything said. */
export type RouterSettings = Required<RouterOptions>;

const OPTIONS = ["routing", "delay", "rate", "backlog"];
/** One packet in 1,000 s: slower than any knob will ask. */
const SLOWEST = 1e-3;
const FASTEST = 1e9;
const MOST_BACKLOG = 1e9;

/**
 * Checks router options.
 * @throws RangeError naming the option, its value and the permitted range.
 */
export function checkRouter(where: string, options: unknown): RouterSettings {
  const given = checkOptions(where, options, OPTIONS) as RouterOptions;
  const { routing = "shortest", delay = 0, rate = Infinity, backlog = Infinity } = given;
  const rates = { min: SLOWEST, max: FASTEST, infinite: true, unit: "packets a second" };
  const places = { min: 0, max: MOST_BACKLOG, whole: true, infinite: true, unit: "packets" };
  return {
    routing: checkChoice(where, "routing", routing, ["shortest", "own"]),
    delay: checkTime(where, "delay", delay),
    rate: checkNumber(where, "rate", rate, rates),
    backlog: checkNumber(where, "backlog", backlog, places),
  };
}

/**
 * The base class of routers, and a router itself: `new Router()` passes packets on along shortest
 * paths. A router that finds its way by itself is a subclass that sends messages to its
 * `neighbours` and writes `this.routes`; what it writes holds from the next packet on.
 */
export class Router<In = unknown, Out = unknown> extends Process<In, Out> {
  /** The forwarding table. A neighbour that is missing in it is reached by its link. */
  routes: Routes = {};
  /** How this router forwards. */
  forwarding: RouterSettings;

  /** @throws RangeError for an option out of range. */
  constructor(options?: RouterOptions) {
    super();
    this.forwarding = checkRouter("new Router", options);
  }

  /** The nodes at the other ends of this router's links, in the order of the links. */
  get neighbours(): Neighbour[] {
    return hostOf(this, "neighbours").neighbours();
  }
}
