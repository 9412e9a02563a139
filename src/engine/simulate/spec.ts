/** What `simulate` is given, and the checks at that door. */
import { checkChoice, checkNames, checkNumber, checkTime } from "../kernel/check.ts";
import { grouped, LONGEST, show } from "../kernel/check.ts";
import { type Fault, isNodeFault, type KnownNames, validateFaults } from "../faults.ts";
import type { Links } from "../network/link.ts";
import { checkRouting, type Routing, type RoutingOptions } from "../network/routes.ts";
import { nameLinks, type NamedLink } from "../network/topology.ts";
import type { ClockSkew } from "../process/clock.ts";
import { copyProcess } from "../process/copy.ts";
import { Process } from "../process/process.ts";
import { Router } from "../process/router.ts";
import { checkAddresses, checkClocks, checkInboxes, withHeaders } from "./hosts.ts";
import type { InboxLimit } from "./inbox.ts";

/** The nodes of a run: a process for each name. */
export type Nodes = Record<string, Process>;

/** What ends a run that does not end by itself. */
export type Limits = {
  /** Events, that is rows of the trace. Default 1,000,000; at most 2³⁰. */
  events: number;
  /** Simulated time, ns. Default and at most 2⁵³ − 1: 104 days. */
  time: number;
  /** Memory that the trace may take, bytes. Default 200,000,000. */
  trace: number;
  /** Messages that may wait in one node's inbox. Default 100,000. */
  inbox: number;
};

/** Everything that a run depends on. */
export type Spec<N extends Nodes = Nodes> = {
  /** Chance. Same seed, same luck. */
  seed: number | string;
  nodes: N;
  links: Links;
  faults?: readonly Fault[];
  /** How routers come to know the shortest paths. */
  routing?: RoutingOptions;
  /** IPv4 addresses of nodes, for the prefixes in routers' tables: `{ shop: "208.65.153.1" }`. */
  addresses?: Readonly<Record<string, string>>;
  /**
   * How long the pieces of a message wait for the rest, ns. Default: for ever, as if no run were
   * longer than the 60 to 120 s of RFC 1122 §3.3.2.
   */
  reassembly?: number;
  /**
   * Bytes of headers that a node's packets carry, by node: 2 to 65,535. Default: what the link
   * says that they leave it by.
   */
  headers?: Readonly<Record<string, number>>;
  /** Clocks that are not right, by node. */
  clocks?: Readonly<Record<string, ClockSkew>>;
  /** Inboxes that hold only so much, by node. */
  inboxes?: Readonly<Record<string, InboxLimit>>;
  /** Programs that an upgrade may give a node, by name: `{ ShopV2: new ShopV2() }`. */
  classes?: Nodes;
  /** When to stop, ns; without it a run ends when nothing more happens, or at a limit. */
  until?: number;
  limits?: Partial<Limits>;
  /**
   * "none": the run keeps no trace, only its metrics, processes and outcome, and takes no more
   * memory however long it is. Default "full".
   */
  trace?: "full" | "none";
};

/** A spec that has been checked and copied: what a run is made of. */
export type Plan = {
  seed: string;
  names: string[];
  processes: Process[];
  links: NamedLink[];
  faults: Fault[];
  routing: Routing;
  /** By node. */
  addresses: Map<number, number>;
  patience: number;
  clocks: Map<string, ClockSkew>;
  inboxes: Map<string, InboxLimit>;
  classes: Nodes;
  until: number;
  limits: Limits;
  trace: "full" | "none";
  /** Whether nodes may crash, so that their disks must be known at every time. */
  mayCrash: boolean;
};

const defaults: Limits = { events: 1_000_000, time: LONGEST, trace: 200_000_000, inbox: 100_000 };
const most: Limits = {
  events: 1_073_741_824,
  time: LONGEST,
  trace: 17_179_869_184,
  inbox: 1_073_741_824,
};

const FIELDS = [
  ...["seed", "nodes", "links", "faults", "routing", "addresses", "reassembly", "until", "limits"],
  ...["headers", "clocks", "inboxes", "classes", "trace"],
];
/** The trace's columns hold no more. */
const MOST_NODES = 65_534;
const LONGEST_NAME = 100;

/**
 * Checks a spec and copies its processes.
 * @throws RangeError or TypeError naming the field that is wrong, and the remedy.
 */
export function planRun(spec: Spec): Plan {
  if (typeof spec !== "object" || spec === null) {
    throw new RangeError(`simulate: the spec is ${show(spec)}; it must be an object.`);
  }
  checkNames("simulate", spec, FIELDS);
  const names = checkNodes(spec.nodes);
  const links = withHeaders(nameLinks(spec.links, names), spec.headers, names);
  const until = spec.until === undefined ? Infinity : checkTime("simulate", "until", spec.until);
  const classes = checkClasses(spec.classes);
  const known = { nodes: names, links: links.map(({ id }) => id), classes: Object.keys(classes) };
  const plan: Plan = {
    seed: checkSeed(spec.seed),
    names,
    processes: names.map((name) => copyProcess(name, spec.nodes[name])),
    links,
    faults: checkFaults(spec.faults ?? [], known, until),
    routing: checkRouting(spec.routing),
    addresses: checkAddresses(spec.addresses, names),
    patience: checkPatience(spec.reassembly),
    clocks: checkClocks(spec.clocks, names),
    inboxes: checkInboxes(spec.inboxes, names),
    classes,
    until,
    limits: checkLimits(spec.limits),
    trace: checkChoice("simulate", "trace", spec.trace ?? "full", ["full", "none"]),
    mayCrash: false,
  };
  plan.mayCrash = plan.faults.some(isNodeFault);
  checkUpgrades(plan);
  return plan;
}

function checkSeed(seed: unknown): string {
  if (typeof seed === "string") return seed;
  if (typeof seed === "number" && Number.isFinite(seed)) return String(seed);
  throw new RangeError(`simulate: seed is ${show(seed)}; it must be a number or a text.`);
}

function checkNodes(nodes: unknown): string[] {
  if (typeof nodes !== "object" || nodes === null || Array.isArray(nodes)) {
    const form = "it must be an object of processes: { alice: new Alice(), bob: new Bob() }";
    throw new RangeError(`simulate: nodes is ${show(nodes)}; ${form}.`);
  }
  const names = Object.keys(nodes);
  if (names.length > MOST_NODES) {
    throw new RangeError(`simulate: ${names.length} nodes; at most ${grouped(MOST_NODES)} can be.`);
  }
  for (const name of names) checkNode(name, (nodes as Record<string, unknown>)[name]);
  return names;
}

// Arrow and number sign make up the names of links.
const FORBIDDEN = /[→#\p{Cc}]/u;

function checkNode(name: string, process: unknown): void {
  if (name === "" || name.length > LONGEST_NAME || FORBIDDEN.test(name)) {
    const rule = `1 to ${LONGEST_NAME} characters, without →, # and control characters`;
    throw new RangeError(`simulate: a node is called ${show(name)}; names have ${rule}.`);
  }
  if (process instanceof Process) return;
  const remedy = "it must be a process: an object of a class that extends Process";
  throw new RangeError(`simulate: the node ${show(name)} is ${show(process)}; ${remedy}.`);
}

function checkClasses(classes: unknown): Nodes {
  if (classes === undefined) return {};
  if (typeof classes !== "object" || classes === null || Array.isArray(classes)) {
    const form = "it must be an object of processes: { ShopV2: new ShopV2() }";
    throw new RangeError(`simulate: classes is ${show(classes)}; ${form}.`);
  }
  const copies = Object.entries(classes).map(([name, process]): [string, Process] => {
    if (process instanceof Process) return [name, copyProcess(name, process)];
    const remedy = "it must be a process: an object of a class that extends Process";
    throw new RangeError(`simulate: classes: ${show(name)} is ${show(process)}; ${remedy}.`);
  });
  return Object.fromEntries(copies);
}

function checkFaults(faults: unknown, known: KnownNames, until: number): Fault[] {
  const checked = validateFaults(faults, known);
  if (checked.problems.length > 0) throw new RangeError(`simulate: ${checked.problems[0]}`);
  checked.faults.forEach((fault, i) => {
    if (fault.verb !== "flaky" || fault.until !== undefined || until < Infinity) return;
    const remedy = "Give it an until, or the spec";
    throw new RangeError(`simulate: faults[${i}] (flaky) goes on for ever. ${remedy}.`);
  });
  return checked.faults;
}

/** The network asks once which nodes forward. */
function checkUpgrades({ faults, names, processes, classes }: Plan): void {
  faults.forEach((fault, i) => {
    if (fault.verb !== "upgrade") return;
    const wasRouter = processes[names.indexOf(fault.node)] instanceof Router;
    if (wasRouter === classes[fault.to] instanceof Router) return;
    const rule = "a router stays one, and no other node becomes one";
    throw new RangeError(`simulate: faults[${i}] (upgrade): to is ${show(fault.to)}; ${rule}.`);
  });
}

function checkPatience(reassembly: unknown): number {
  return reassembly === undefined ? Infinity : checkTime("simulate", "reassembly", reassembly);
}

function checkLimits(limits: unknown): Limits {
  if (limits === undefined) return { ...defaults };
  if (typeof limits !== "object" || limits === null) {
    throw new RangeError(`simulate: limits is ${show(limits)}; it must be an object.`);
  }
  const names = Object.keys(defaults) as (keyof Limits)[];
  checkNames("simulate: limits", limits, names);
  const result = { ...defaults };
  for (const name of names) {
    const value = (limits as Partial<Limits>)[name];
    if (value === undefined) continue;
    const rule = { min: 1, max: most[name], whole: true };
    result[name] = checkNumber("simulate: limits", name, value, rule);
  }
  return result;
}
