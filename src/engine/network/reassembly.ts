/** Putting messages together again from their packets, at the node that they are for. */
import type { Memento } from "../kernel/memento.ts";
import { EventKind } from "../trace/event.ts";
import { NONE } from "../trace/trace.ts";
import type { LinkSender } from "./sender.ts";
import type { Stations } from "./stations.ts";
import { copyMessage, damagedBody, type Message, type Parts } from "./packet.ts";
import { Task, type World } from "./world.ts";

/** A packet that has come to the node that its message is for, and seems sound. */
export type Arrival = {
  link: LinkSender;
  message: Message;
  packet: number;
  /** The row of its `arrive`. */
  row: number;
  /** Which bytes of the message it carries. */
  offset: number;
  length: number;
  /** Its payload, if it was damaged and nobody noticed. */
  damage: Uint8Array | undefined;
};

/** Messages of which some packets have come and others not. */
export class Reassembly {
  readonly #world: World;
  readonly #stations: Stations;
  /** How long pieces wait for the rest, ns; Infinity: for ever. */
  readonly #patience: number;
  /** Where patience has an end: the messages that wait, by number. */
  readonly #waiting = new Map<number, Message>();

  constructor(world: World, stations: Stations, patience: number) {
    this.#world = world;
    this.#stations = stations;
    this.#patience = patience;
  }

  /** A packet has come: perhaps the message is whole now. */
  accept(arrival: Arrival): void {
    const { message, row, length, damage } = arrival;
    if (length === message.size) {
      if (damage === undefined) this.#stations.deliver(message, row, undefined);
      else this.#deliverDamaged(arrival, new Map([[0, damage]]));
      return;
    }
    const parts = this.#join(arrival);
    if (parts.holes.length > 0) return;
    message.parts = null;
    this.#waiting.delete(message.number);
    if (parts.damaged === null) this.#stations.deliver(message, row, undefined);
    else this.#deliverDamaged(arrival, parts.damaged);
  }

  /** Pieces have waited long enough, unless the rest has come or the node has crashed since. */
  giveUp(number: number): void {
    const message = this.#waiting.get(number);
    const parts = message?.parts;
    if (message === undefined || parts === null || parts === undefined) return;
    if (parts.deadline > this.#world.now) return;
    this.#waiting.delete(number);
    message.parts = null;
    if (parts.life !== this.#stations.life(message.to)) return;
    const { now, trace } = this.#world;
    const { to, from, row } = message;
    trace.append(now, EventKind.reassemblyTimeout, to, from, NONE, number, row, missing(parts));
  }

  #join({ message, offset, length, damage }: Arrival): Parts {
    const life = this.#stations.life(message.to);
    let parts = message.parts;
    if (parts === null || parts.life !== life) {
      const deadline = this.#world.now + this.#patience;
      parts = { life, deadline, holes: [0, message.size], damaged: null };
      message.parts = parts;
      if (deadline !== Infinity) this.#wait(message, deadline);
    }
    const isNew = fillHoles(parts.holes, offset, offset + length);
    if (isNew && damage !== undefined) (parts.damaged ??= new Map()).set(offset, damage);
    return parts;
  }

  #wait(message: Message, deadline: number): void {
    this.#waiting.set(message.number, message);
    this.#world.schedule(deadline, Task.giveUp, message.number);
  }

  /** Saves or restores what waits. */
  remember(memento: Memento): void {
    memento.map(this.#waiting, (message) => memento.once(message, copyMessage));
  }

  #deliverDamaged(arrival: Arrival, damaged: ReadonlyMap<number, Uint8Array>): void {
    const { link, message, packet, row } = arrival;
    let body: { damaged: unknown };
    try {
      body = { damaged: damagedBody(message, damaged) };
    } catch {
      const { now, trace } = this.#world;
      const detail = trace.intern("undecodable");
      const { number } = message;
      trace.append(now, EventKind.discard, link.to, link.index, packet, number, row, detail);
      return;
    }
    this.#stations.deliver(message, row, body);
  }
}

/** Bytes that have not come. */
function missing({ holes }: Parts): number {
  let sum = 0;
  for (let i = 0; i < holes.length; i += 2) sum += holes[i + 1] - holes[i];
  return sum;
}

/**
 * Bytes `start` to `end` (exclusive) have come. `holes` (from, to, from, to…, in order) is changed.
 * @returns Whether any of them was missing.
 */
export function fillHoles(holes: number[], start: number, end: number): boolean {
  let isNew = false;
  // From the end: packets mostly come in order, and then only the last hole is concerned.
  for (let i = holes.length - 2; i >= 0 && holes[i + 1] > start; i -= 2) {
    const [from, to] = [holes[i], holes[i + 1]];
    if (end <= from) continue;
    isNew = true;
    if (start <= from && end < to) holes[i] = end;
    else if (start > from && end >= to) holes[i + 1] = start;
    else if (start <= from) holes.splice(i, 2);
    else holes.splice(i + 1, 0, start, end);
  }
  return isNew;
}
