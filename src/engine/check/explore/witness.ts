/** A path through an exploration, as faults by which `simulate` and the stage go the same way. */
import type { Fault } from "../../faults.ts";
import { drop, duplicate, first } from "../../faults.ts";
import { possibleEvents } from "../../simulate.ts";
import type { Spec } from "../../simulate.ts";
import type { Transition } from "./locals.ts";
import { eventOf, kindOf, type Step, StepKind } from "./steps.ts";
import type { System } from "./system.ts";

/** One step in words that a page can make a sentence of. */
export type Told = {
  kind: "arrival" | "timeout" | "loss" | "duplication";
  /** Where it happens: the receiver of a packet. */
  node: string;
  /** Of a packet: who sent it, and what it says. */
  from?: string;
  message?: unknown;
  timer?: string;
};

/** The steps of a path, told. */
export function toldSteps({ events, names }: System, path: readonly Step[]): Told[] {
  return path.map((step): Told => {
    const event = events.list[eventOf(step)];
    const node = names[event.node];
    if (event.kind === "timeout") return { kind: "timeout", node, timer: event.timer };
    const kinds = ["arrival", "loss", "duplication"] as const;
    const message = events.bodyOf(eventOf(step));
    return { kind: kinds[kindOf(step)], node, from: event.from, message };
  });
}

/** What happened to a message on a path: its link, which packet of that link, its number. */
type Packet = { event: number; wire: number; ordinal: number; message: number };

/** What a path does with messages; these are numbered as in a run, as they are sent. */
class Post {
  readonly #system: System;
  readonly #inFlight: Packet[] = [];
  readonly #counts: number[] = [];
  #messages = 1;
  readonly #locals: number[];

  constructor(system: System) {
    this.#system = system;
    this.#locals = system.nodes.map(() => 0);
    for (const [node, locals] of system.nodes.entries()) this.#take(node, locals.start());
  }

  /** The packet that a step is about, and what happens to it. */
  step(step: Step): Packet | undefined {
    const event = this.#system.events.list[eventOf(step)];
    const { node } = event;
    const at = this.#inFlight.findIndex((packet) => packet.event === eventOf(step));
    const packet = this.#inFlight[at] as Packet | undefined;
    if (packet !== undefined && kindOf(step) !== StepKind.duplication) this.#inFlight.splice(at, 1);
    if (kindOf(step) === StepKind.loss) return packet;
    this.#take(node, this.#system.nodes[node].after(this.#locals[node], eventOf(step)));
    return packet;
  }

  #take(node: number, { next, sends, posted }: Transition): void {
    this.#locals[node] = next;
    for (const { wire, packet: event, ordinal: turn } of sends) {
      const ordinal = (this.#counts[wire] = (this.#counts[wire] ?? 0) + 1);
      this.#inFlight.push({ event, wire, ordinal, message: this.#messages + turn });
    }
    this.#messages += posted;
  }
}

/**
 * The faults that lead a run along a path. Undefined if a run cannot follow, because chance loses
 * a packet on a link that the path needs.
 */
export function faultsOf(system: System, spec: Spec, path: readonly Step[]): Fault[] | undefined {
  const post = new Post(system);
  const packets = path.map((step) => post.step(step));
  const faults: Fault[] = path.flatMap((step, i) => {
    const packet = packets[i];
    if (packet === undefined || kindOf(step) === StepKind.event) return [];
    const verb = kindOf(step) === StepKind.loss ? drop : duplicate;
    return [verb(system.wires[packet.wire].id, packet.ordinal)];
  });
  for (const [i, step] of path.entries()) {
    if (kindOf(step) === StepKind.loss) continue;
    const event = system.events.list[eventOf(step)];
    const possible = possibleEvents({ ...spec, faults });
    if (!Array.isArray(possible)) return undefined;
    const chosen = possible.find((each) => {
      if (each.node !== system.names[event.node] || each.kind !== event.kind) return false;
      if (each.kind === "timeout") return event.kind === "timeout" && each.timer === event.timer;
      return each.message === packets[i]?.message;
    });
    if (chosen === undefined) return undefined;
    faults.push(first(chosen.node, chosen.n));
  }
  return faults;
}
