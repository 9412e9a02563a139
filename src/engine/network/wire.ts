/** Two directions that share one wire: while one of them sends, the other waits (half duplex). */

import type { Memento } from "../kernel/memento.ts";

/** What the wire needs to know of a direction. */
export type Sending = { readonly hasWaiting: boolean };

/** One wire. The two directions take turns when both want it. */
export class SharedWire {
  /** As it was set up, and at present. */
  readonly #usual: number;
  #delay: number;
  #last: Sending | undefined;
  /** When the last bit of the present packet leaves, ns. */
  #sentAt = 0;
  readonly #directions: Sending[] = [];

  /** @param delay How long a signal takes from end to end, ns: so long the far end hears it. */
  constructor(delay: number) {
    this.#usual = delay;
    this.#delay = delay;
  }

  /** A signal takes so long from now on, ns. */
  become(delay: number): void {
    this.#delay = delay;
  }

  /** One of the two that share it. */
  join(direction: Sending): void {
    this.#directions.push(direction);
  }

  /** From when on a direction may send, ns: at once after itself, but after the other's turn. */
  freeAt(direction: Sending): number {
    const isOwn = this.#last === undefined || this.#last === direction;
    return isOwn && !this.yields(direction) ? this.#sentAt : this.#sentAt + this.#delay;
  }

  /** Whether a direction has to let the other one go first. */
  yields(direction: Sending): boolean {
    if (this.#last !== direction) return false;
    return this.#directions.some((other) => other !== direction && other.hasWaiting);
  }

  /** A direction sends until `end`, ns. */
  take(direction: Sending, end: number): void {
    this.#last = direction;
    this.#sentAt = end;
  }

  /** Saves or restores whose turn it is. A wire that was set up otherwise stays as it is. */
  remember(memento: Memento): void {
    const last = this.#directions.indexOf(this.#last as Sending);
    const now = [this.#usual, this.#delay, last, this.#sentAt];
    const [usual, delay, turn, sentAt] = memento.values(now);
    this.#delay = delay === usual ? this.#usual : delay;
    this.#last = this.#directions[turn];
    this.#sentAt = sentAt;
  }
}

/** A link, as far as wires are concerned. */
type Way = { id: string; from: string; to: string; halfDuplex: boolean; delay: number };

/**
 * For each link the name of the wire that it shares with the one that leads back; undefined where
 * it has a wire of its own.
 * @throws RangeError if a half-duplex link has none that leads back.
 */
export function wireNames(links: readonly Way[]): (string | undefined)[] {
  const counts = new Map<string, number>();
  const users = new Map<string, number>();
  const names = links.map(({ from, to, halfDuplex }) => {
    if (!halfDuplex) return undefined;
    const way = `${from}→${to}`;
    const count = (counts.get(way) ?? 0) + 1;
    counts.set(way, count);
    const name = `${from < to ? way : `${to}→${from}`}#${count}`;
    users.set(name, (users.get(name) ?? 0) + 1);
    return name;
  });
  names.forEach((name, i) => {
    if (name === undefined || users.get(name) === 2) return;
    const { id, from, to } = links[i];
    throw new RangeError(
      `simulate: link ${id} is half duplex, and no half-duplex link leads from ${to} to ${from}.`,
    );
  });
  return names;
}

/** The wires of links. */
export function sharedWires(links: readonly Way[]): (SharedWire | undefined)[] {
  const wires = new Map<string, SharedWire>();
  return wireNames(links).map((name, i) => {
    if (name === undefined) return undefined;
    const wire = wires.get(name) ?? new SharedWire(links[i].delay);
    wires.set(name, wire);
    return wire;
  });
}
