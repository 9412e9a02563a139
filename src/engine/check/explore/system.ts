/** The system that is explored: nodes, and a wire for each pair of neighbours. */
import { grouped, listed, show } from "../../kernel/check.ts";
import { Router } from "../../process/router.ts";
import { type Plan, planRun, type Spec } from "../../simulate/spec.ts";
import { Contents } from "./contents.ts";
import { Events } from "./events.ts";
import { Locals } from "./locals.ts";
import { ExploreError } from "./recorder.ts";

/** In which order packets may come out of a wire. */
export type Order = "in order" | "any order";

/** A wire from one node to another. */
export type Wire = { from: number; to: number; id: string; isOrdered: boolean };

type NamedLink = Plan["links"][number];

/** Nodes and wires that one exploration may have. */
const MOST_NODES = 100;
const MOST_WIRES = 1_000;

export class System {
  readonly events = new Events();
  readonly contents = new Contents();
  readonly names: readonly string[];
  readonly wires: readonly Wire[];
  readonly nodes: readonly Locals[];
  /** By node: the wires that lead to it. */
  readonly into: readonly (readonly number[])[];

  /**
   * @param order What wires do; without it, each as its link does: those with a delay that varies
   * let packets overtake.
   * @param still Fields that are put back to their first value after each handler.
   * @throws ExploreError or RangeError if the spec cannot be explored, with the remedy.
   */
  constructor(spec: Spec, order: Order | undefined, still: readonly string[]) {
    const plan = planRun(spec);
    checkPlan(plan);
    this.names = plan.names;
    this.wires = wiresOf(plan, order);
    this.into = plan.names.map((_, node) =>
      this.wires.flatMap(({ to }, wire) => (to === node ? [wire] : [])),
    );
    checkFields(plan, still);
    this.nodes = plan.processes.map((process, index) => {
      const own = this.wires.flatMap(({ from, to }, wire) =>
        from === index ? [{ wire, to: plan.names[to] }] : [],
      );
      const setup = {
        index,
        name: plan.names[index],
        around: { nodes: plan.names, reach: reachOf(plan, plan.names[index]) },
        wireTo: new Map(own.map(({ wire, to }) => [to, wire])),
        still,
      };
      return new Locals(setup, process, this.events, (wire) => this.wires[wire].to);
    });
  }
}

function checkPlan({ names, processes, faults, links }: Plan): void {
  const router = names.find((_, i) => processes[i] instanceof Router);
  if (router !== undefined) {
    const remedy = "Link the hosts themselves: the orders of deliveries are then tried";
    throw new ExploreError(`explore: ${router} is a router. ${remedy}.`);
  }
  if (faults.length > 0) {
    const remedy = "It tries faults itself: leave them out, and say how many losses it may try";
    throw new ExploreError(`explore: the spec has faults (${faults[0].verb}). ${remedy}.`);
  }
  if (names.length > MOST_NODES || links.length > MOST_WIRES) {
    const size = `${grouped(names.length)} nodes and ${grouped(links.length)} links`;
    const most = `${MOST_NODES} and ${grouped(MOST_WIRES)}`;
    throw new ExploreError(`explore: ${size} are too many; at most ${most} can be explored.`);
  }
}

/** Of parallel links the cheapest is the way, the first of those that cost the same. */
function linkBetween(links: readonly NamedLink[], from: string, to: string): NamedLink[] {
  const between = links.filter((link) => link.from === from && link.to === to);
  return between.sort((a, b) => a.cost - b.cost).slice(0, 1);
}

function wiresOf({ links, names }: Plan, order: Order | undefined): Wire[] {
  return names.flatMap((from, i) =>
    names.flatMap((to, j) =>
      linkBetween(links, from, to).map((link) => {
        const isOrdered = order === undefined ? !mayOvertake(link) : order === "in order";
        return { from: i, to: j, id: link.id, isOrdered };
      }),
    ),
  );
}

function mayOvertake({ jitter, spread, keepsOrder }: NamedLink): boolean {
  return !keepsOrder && (jitter > 0 || spread !== null);
}

function reachOf({ links, names }: Plan, from: string) {
  const ways = names.flatMap((to) => linkBetween(links, from, to));
  return new Map(
    ways.map(({ to, mtu, header, cost }) => [to, { longest: mtu - header, cost }] as const),
  );
}

function checkFields({ processes }: Plan, still: readonly string[]): void {
  const fields = new Set(processes.flatMap((process) => Object.keys(process)));
  const unknown = still.find((field) => !fields.has(field));
  if (unknown === undefined) return;
  const known = listed([...fields]);
  throw new RangeError(`explore: still: no process has a field ${show(unknown)}, but ${known}.`);
}
