/**
 * explore: a bounded model checker. It tries every order of deliveries and time-outs of a small
 * system, and as many losses and duplications as it may, whatever time and chance would choose.
 * (Explicit states, breadth first: Holzmann, The SPIN Model Checker, 2003, chapter 8.)
 */
import { checkChoice, checkNumber, checkOptions, listed, show } from "../kernel/check.ts";
import type { Fault } from "../faults.ts";
import type { Process } from "../process/process.ts";
import type { Nodes, Spec } from "../simulate.ts";
import { type Covered, coverageOf } from "./explore/coverage.ts";
import { OrderCount } from "./explore/orders.ts";
import { type Questions, Search } from "./explore/search.ts";
import { type Budget, Steps, UNLIMITED } from "./explore/steps.ts";
import { type Order, System } from "./explore/system.ts";
import { faultsOf, type Told, toldSteps } from "./explore/witness.ts";
import type { Job, KnobValue, Signal } from "./pool.ts";

export { ExploreError } from "./explore/recorder.ts";
export type { Covered } from "./explore/coverage.ts";
export type { Order } from "./explore/system.ts";
export type { Told } from "./explore/witness.ts";

/** A message that is on its way, as a claim sees it. */
export type InFlight = { from: string; to: string; body: unknown };

/**
 * What a claim is asked about: the processes of a state (to be read only) and what is in the air.
 * It answers true, or with a sentence about what is wrong.
 */
export type Claim<N extends Nodes = Nodes> = (nodes: N, inFlight: InFlight[]) => boolean | string;

/** What should hold: in every state, and where nothing more can happen. */
export type Claims<N extends Nodes = Nodes> = {
  always?: Claim<N>;
  atEnd?: Claim<N>;
  /** A word or a number for an end, by which orders are counted. */
  outcome?: (nodes: N) => string | number;
};

/** How far to explore. */
export type ExploreOptions = {
  knobs?: Readonly<Record<string, KnobValue>>;
  seed?: number | string;
  /** Packets that may be lost on one path, 0…1,022. Default 0. */
  losses?: number;
  /** Packets that may be doubled on one path, 0…1,022. Default 0. */
  duplications?: number;
  /** Time-outs on one path, 0…1,022. Default: any number. */
  timeouts?: number;
  /** What wires do. Default: each as its link; those whose delay varies let packets overtake. */
  wires?: Order;
  /** Packets that one wire may hold, 1…1,000; paths with more are cut off. Default 8. */
  inFlight?: number;
  /**
   * Fields that only count for a reader, like `tries`: they are put back to what they were at
   * first after each handler, so that states that differ by them alone are one.
   */
  still?: readonly string[];
  /** States at most, to 50,000,000. Default 1,000,000. */
  states?: number;
  /** Steps of a path at most. Default: any number. */
  depth?: number;
  /** Whether to count the orders, steps at different nodes being commuted. Default false. */
  orders?: boolean;
  /**
   * Whether one order of independent steps is enough where no claim is made about every state.
   * Default true.
   */
  commute?: boolean;
  /** Called now and then with what is known so far. */
  onPartial?: (partial: Progress) => void;
  /** Awaited now and then: where a person must be able to stop it, give one that waits. */
  breathe?: () => Promise<void>;
  signal?: Signal;
};

/** How far an exploration has come. */
export type Progress = { states: number; steps: number; depth: number };

/** What an exploration found and what it covered. */
export type Exploration = Progress & {
  /**
   * "holds": in every state within the budgets; "broken": the counterexample shows where;
   * "unknown": it was cut off before it had seen all.
   */
  verdict: "holds" | "broken" | "unknown";
  /** States in which nothing more can happen. */
  ends: number;
  /** What was cut off, by what. */
  cut: { byStates: boolean; byDepth: boolean; byInFlight: boolean; isCancelled: boolean };
  /** Orders in all, and by outcome; Infinity if the system can go round for ever. */
  orders?: { count: number; byOutcome: Record<string, number> };
  coverage: Covered[];
  counterexample?: Counterexample;
};

/** A shortest way to a state in which something is wrong. */
export type Counterexample = {
  what: string;
  steps: Told[];
  /**
   * Faults by which a run of the experiment goes the same way. Left out if it cannot, because
   * chance loses a packet that the way needs: then set the loss of the links to 0.
   */
  faults?: Fault[];
};

const MOST_BUDGET = UNLIMITED - 1;
const MOST_STATES = 50_000_000;
/** States between two breaths. */
const STRIDE = 10_000;

/**
 * Explores an experiment.
 * @param claims What should hold in every state, or an object that also says what should hold at
 * the ends. A process that throws is a mistake too.
 * @throws ExploreError if the system cannot be explored (routers, faults of its own, handlers that
 * read the time or draw chance, messages of several packets), RangeError for options out of
 * range, TypeError for a process whose state cannot be copied; each says what to do.
 */
export async function explore<N extends Nodes>(
  experiment: (job: Job) => Spec<N>,
  claims: Claim<N> | Claims<N>,
  options: ExploreOptions = {},
): Promise<Exploration> {
  const asked = checkClaims(claims);
  const bounds = checkBounds(options);
  const spec = experiment({ knobs: options.knobs ?? {}, seed: options.seed ?? 1, faults: [] });
  const system = new System(spec, options.wires, options.still ?? []);
  const ways = new Steps(system, bounds.inFlight);
  const view = new View<N>(system, ways);
  const first = ways.first(bounds);
  const commutes = asked.always === undefined && options.commute !== false;
  const search = new Search(system, ways, first, view.questions(asked), bounds, commutes);
  const isCancelled = await goThrough(search, options);
  const found = foundBy(search, ways, isCancelled);
  const coverage = coverageOf(system);
  const counterexample = counterexampleOf(system, spec, search);
  const orders =
    options.orders === true
      ? count(system, ways, first.row, view.outcome(asked.outcome), bounds)
      : undefined;
  return {
    ...found,
    coverage,
    ...(counterexample && { counterexample }),
    ...(orders && { orders }),
  };
}

function foundBy(search: Search, ways: Steps, isCancelled: boolean) {
  const cut = {
    byStates: search.isAtStateLimit,
    byDepth: search.isAtDepthLimit,
    byInFlight: ways.isCut,
    isCancelled,
  };
  const isWhole = Object.values(cut).every((each) => !each);
  const clean: Exploration["verdict"] = isWhole ? "holds" : "unknown";
  const verdict: Exploration["verdict"] = search.broken === undefined ? clean : "broken";
  return { verdict, ...progressOf(search), ends: search.ends, cut };
}

function progressOf({ size: states, steps, depth }: Search): Progress {
  return { states, steps, depth };
}

/** @returns whether it was ended early. */
async function goThrough(search: Search, options: ExploreOptions): Promise<boolean> {
  const { signal, onPartial, breathe } = options;
  while (!search.isDone) {
    if (signal?.aborted === true) return true;
    search.goOn(STRIDE);
    onPartial?.(progressOf(search));
    await breathe?.();
  }
  return false;
}

function counterexampleOf(system: System, spec: Spec, search: Search): Counterexample | undefined {
  if (search.broken === undefined) return undefined;
  const path = search.pathTo(search.broken.state);
  const faults = faultsOf(system, spec, path);
  const { what } = search.broken;
  return { what, steps: toldSteps(system, path), ...(faults !== undefined && { faults }) };
}

function count(
  system: System,
  ways: Steps,
  row: Int32Array,
  outcomeOf: (row: Int32Array) => string,
  { states, timeouts }: Bounds,
): Exploration["orders"] {
  const areTimeoutsCounted = timeouts !== UNLIMITED;
  const counter = new OrderCount(system, ways, outcomeOf, { most: states, areTimeoutsCounted });
  const orders = counter.from(row);
  return { count: orders.count, byOutcome: Object.fromEntries(orders.byOutcome) };
}

/** Shows rows of integers as what they stand for. */
class View<N extends Nodes> {
  readonly #system: System;
  readonly #ways: Steps;
  readonly #nodes: Record<string, Process> = {};

  constructor(system: System, ways: Steps) {
    this.#system = system;
    this.#ways = ways;
  }

  questions({ always, atEnd }: Claims<N>): Questions {
    return { always: always && this.#question(always), atEnd: atEnd && this.#question(atEnd) };
  }

  #question(claim: Claim<N>): (row: Int32Array) => string | undefined {
    return (row) => {
      const answer = claim(this.#nodesOf(row), claim.length > 1 ? this.#inFlight(row) : []);
      if (answer === true) return undefined;
      return typeof answer === "string" ? answer : "the claim does not hold";
    };
  }

  outcome(word: Claims<N>["outcome"]): (row: Int32Array) => string {
    return (row) => (word === undefined ? "end" : String(word(this.#nodesOf(row))));
  }

  #nodesOf(row: Int32Array): N {
    const { names, nodes } = this.#system;
    for (let i = 0; i < names.length; i++) this.#nodes[names[i]] = nodes[i].list[row[i]].process;
    return this.#nodes as N;
  }

  #inFlight(row: Int32Array): InFlight[] {
    const { wires, names, events } = this.#system;
    return wires.flatMap(({ from, to }, wire) =>
      this.#ways.content(row, wire).map((packet) => ({
        from: names[from],
        to: names[to],
        body: events.bodyOf(packet),
      })),
    );
  }
}

const CLAIMS = ["always", "atEnd", "outcome"] as const;

function checkClaims<N extends Nodes>(claims: Claim<N> | Claims<N>): Claims<N> {
  if (typeof claims === "function") return { always: claims };
  if (claims === undefined) throw new RangeError(`explore: claims is undefined; ${CLAIM_REMEDY}.`);
  const given = checkOptions("explore: claims", claims, CLAIMS) as Claims<N>;
  for (const name of CLAIMS) {
    const claim: unknown = given[name];
    if (claim === undefined || typeof claim === "function") continue;
    throw new RangeError(`explore: claims.${name} is ${show(claim)}; it must be a function.`);
  }
  return given;
}

const CLAIM_REMEDY = `it must be a function of the nodes, or an object with ${listed([...CLAIMS])}`;

type Bounds = Budget & { inFlight: number; states: number; depth: number };

function checkBounds(options: ExploreOptions): Bounds {
  checkOptions("explore", options, OPTIONS);
  const whole = (name: keyof ExploreOptions, standard: number, min: number, max: number): number =>
    options[name] === undefined
      ? standard
      : checkNumber("explore", name, options[name], { min, max, whole: true });
  if (options.wires !== undefined) {
    checkChoice("explore", "wires", options.wires, ["in order", "any order"]);
  }
  return {
    losses: whole("losses", 0, 0, MOST_BUDGET),
    duplications: whole("duplications", 0, 0, MOST_BUDGET),
    timeouts: whole("timeouts", UNLIMITED, 0, MOST_BUDGET),
    inFlight: whole("inFlight", 8, 1, 1_000),
    states: whole("states", 1_000_000, 1, MOST_STATES),
    depth: whole("depth", Infinity, 1, 1_000_000),
  };
}

const OPTIONS = [
  ...["knobs", "seed", "losses", "duplications", "timeouts", "wires", "inFlight", "still"],
  ...["states", "depth", "orders", "commute", "onPartial", "breathe", "signal"],
];
