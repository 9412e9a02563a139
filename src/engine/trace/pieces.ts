/**
 * Which bytes of their messages packets carry, as far as a trace tells. Its rows hold no offsets,
 * but all packets of a message except the last are equally long, and are numbered in order: at
 * their sender, or at a router that cuts one packet into several.
 */
import { EventKind, isLinkEvent } from "./event.ts";
import { NONE, type Trace } from "./trace.ts";

/** Where a packet's bytes begin in its message, and how many links they had crossed before. */
export type Place = { offset: number; crossed: number };

/** Packets that were cut from one thing: a message, or a packet that was too long. */
type Family = {
  /** The packet that was cut, or `NONE` for a message. */
  parent: number;
  /** In order of their numbers; if a packet was cut, it is the first itself. */
  packets: number[];
  /** The longest payload among them, bytes: that of all but the last. */
  room: number;
  /** How many links had been crossed before the cut. */
  crossed: number;
};

/** Where a packet comes from: from the family of a row, or from a link that copied another one. */
type Origin = { row: number; index: number } | { copyOf: number; crossed: number };

/** Reads a trace once. */
export class Pieces {
  readonly #trace: Trace;
  readonly #header: number;
  readonly #families = new Map<number, Family>();
  /** By packet. */
  readonly #origins = new Map<number, Origin>();
  /** By packet: how many links it has crossed up to the row that is being read. */
  readonly #crossed = new Map<number, number>();

  /** @param header Bytes of headers that every packet of the run carries. */
  constructor(trace: Trace, header: number) {
    this.#trace = trace;
    this.#header = header;
    for (let row = 0; row < trace.rows; row++) {
      if (isLinkEvent(trace.kind(row)) && trace.packet(row) !== NONE) this.#read(row);
    }
    for (const [row, family] of this.#families) this.#order(row, family);
  }

  /** Where a packet's bytes begin, and what lay behind it when it got its number. */
  placeOf(packet: number): Place {
    const origin = this.#origins.get(packet);
    if (origin === undefined) return { offset: 0, crossed: 0 };
    if ("copyOf" in origin) return { ...this.placeOf(origin.copyOf), crossed: origin.crossed };
    const { parent, room, crossed } = this.#families.get(origin.row) as Family;
    const start = parent === NONE ? 0 : this.placeOf(parent).offset;
    return { offset: start + origin.index * room, crossed };
  }

  #read(row: number): void {
    const trace = this.#trace;
    const kind = trace.kind(row);
    const packet = trace.packet(row);
    if (kind === EventKind.duplicate) {
      // The original has been counted as it started, and the copy crosses the same link.
      const copyOf = trace.detail(row);
      const crossed = this.#crossedBy(copyOf) - 1;
      this.#origins.set(packet, { copyOf, crossed });
      this.#crossed.set(packet, crossed + 1);
      return;
    }
    const isNew = !this.#origins.has(packet);
    if (!isNew && kind !== EventKind.transmit) return;
    const origin = this.#originOf(row);
    if (origin === NONE) return;
    const family = this.#family(origin);
    if (isNew) {
      this.#origins.set(packet, { row: origin, index: family.packets.length });
      this.#crossed.set(packet, family.crossed);
      family.packets.push(packet);
    }
    if (kind !== EventKind.transmit) return;
    family.room = Math.max(family.room, trace.bytes(row) - this.#header);
    this.#crossed.set(packet, this.#crossedBy(packet) + 1);
  }

  /** A packet that found no place in a queue may have been told of before those ahead of it. */
  #order(row: number, { packets }: Family): void {
    packets.sort((a, b) => a - b);
    packets.forEach((packet, index) => {
      const origin = this.#origins.get(packet);
      if (origin !== undefined && "row" in origin && origin.row === row) origin.index = index;
    });
  }

  #crossedBy(packet: number): number {
    return this.#crossed.get(packet) ?? 0;
  }

  #family(origin: number): Family {
    let family = this.#families.get(origin);
    if (family === undefined) {
      const isMessage = this.#trace.kind(origin) !== EventKind.arrive;
      const parent = isMessage ? NONE : this.#trace.packet(origin);
      const packets = isMessage ? [] : [parent];
      const crossed = isMessage ? 0 : this.#crossedBy(parent);
      family = { parent, packets, room: 0, crossed };
      this.#families.set(origin, family);
    }
    return family;
  }

  /** The row that a packet comes from: the `send` of its message, or its `arrive` at a router. */
  #originOf(row: number): number {
    const trace = this.#trace;
    let origin = trace.cause(row);
    while (origin !== NONE) {
      const kind = trace.kind(origin);
      if (!isLinkEvent(kind) || kind === EventKind.arrive) return origin;
      origin = trace.cause(origin);
    }
    return NONE;
  }
}
