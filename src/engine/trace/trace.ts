/**
 * A trace: everything that happened in a run, one event a row, in columns of typed arrays.
 *
 * Rows stand in the order of events, so that time never decreases and any moment is a binary
 * search. Columns come in chunks of 65,536 rows, which move between threads without copying.
 */
import type { EventCode } from "./event.ts";

/** Rows a chunk. */
export const CHUNK_ROWS = 65_536;
const CHUNK_SHIFT = 16;
const CHUNK_MASK = CHUNK_ROWS - 1;

/** The number that stands where a column has nothing to say. */
export const NONE = -1;
/** The same for the unsigned columns `node` and `place`. */
export const NOWHERE = 65_535;

/** The columns of up to 65,536 rows: 29 bytes a row. */
export type Chunk = {
  time: Float64Array;
  kind: Uint8Array;
  node: Uint16Array;
  place: Uint16Array;
  packet: Int32Array;
  message: Int32Array;
  cause: Int32Array;
  detail: Int32Array;
};

/** The type of each column. */
export const COLUMN_TYPES = {
  time: Float64Array,
  kind: Uint8Array,
  node: Uint16Array,
  place: Uint16Array,
  packet: Int32Array,
  message: Int32Array,
  cause: Int32Array,
  detail: Int32Array,
} as const;

/** What a view needs to know of a link: name, ends, and its set-up in a few numbers. */
export type LinkInfo = {
  /** `a→b`, a parallel one `a→b#2`. */
  id: string;
  from: number;
  to: number;
  /** bits a second; Infinity where packets take no time to send. */
  bandwidth: number;
  /** Shortest propagation delay, ns. */
  delay: number;
  /** Longest additional random delay, ns. */
  jitter: number;
  /** Probabilities, 0…1. */
  loss: number;
  corruption: number;
  duplication: number;
};

/** A trace as plain data: what crosses from the worker to the page, and what a file holds. */
export type TraceData = {
  rows: number;
  chunks: Chunk[];
  strings: string[];
  /** Names of the nodes; `node` columns index this list. */
  nodes: string[];
  links: LinkInfo[];
};

/** Reads a trace row by row. Holds no state of its own but the data. */
export class Trace {
  readonly data: TraceData;

  constructor(data: TraceData) {
    this.data = data;
  }

  get rows(): number {
    return this.data.rows;
  }
  get nodes(): readonly string[] {
    return this.data.nodes;
  }
  get links(): readonly LinkInfo[] {
    return this.data.links;
  }

  /** When row `i` happened, ns of simulated time. */
  time(i: number): number {
    return this.data.chunks[i >>> CHUNK_SHIFT].time[i & CHUNK_MASK];
  }
  kind(i: number): EventCode {
    return this.data.chunks[i >>> CHUNK_SHIFT].kind[i & CHUNK_MASK] as EventCode;
  }
  /** Index into `nodes`, or `NOWHERE`. */
  node(i: number): number {
    return this.data.chunks[i >>> CHUNK_SHIFT].node[i & CHUNK_MASK];
  }
  /** Index into `links` where `isLinkEvent(kind)`, else into `nodes`; or `NOWHERE`. */
  place(i: number): number {
    return this.data.chunks[i >>> CHUNK_SHIFT].place[i & CHUNK_MASK];
  }
  packet(i: number): number {
    return this.data.chunks[i >>> CHUNK_SHIFT].packet[i & CHUNK_MASK];
  }
  message(i: number): number {
    return this.data.chunks[i >>> CHUNK_SHIFT].message[i & CHUNK_MASK];
  }
  /** The earlier row that brought this one about, or `NONE`. */
  cause(i: number): number {
    return this.data.chunks[i >>> CHUNK_SHIFT].cause[i & CHUNK_MASK];
  }
  detail(i: number): number {
    return this.data.chunks[i >>> CHUNK_SHIFT].detail[i & CHUNK_MASK];
  }
  /** The bytes of a `transmit` row: a whole number below 2³², unlike other details. */
  bytes(i: number): number {
    return this.detail(i) >>> 0;
  }
  /** The text of a row whose `detail` is a string; empty where it has none. */
  text(i: number): string {
    return this.data.strings[this.detail(i)] ?? "";
  }
  /** The duration of a `timerSet` or `work` row, ns. */
  duration(i: number): number {
    return joinDuration(this.packet(i), this.message(i));
  }

  /** Simulated time of the last row, ns; 0 for an empty trace. */
  get end(): number {
    return this.rows === 0 ? 0 : this.time(this.rows - 1);
  }

  /** The last row at or before `time` (ns), or −1 if nothing has happened yet. */
  at(time: number): number {
    let low = 0;
    let high = this.rows;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.time(middle) <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

const HALF = 1_073_741_824;

/** Splits a duration (ns, below 2⁵³) into two columns of 32 bits: [packet, message]. */
export function splitDuration(duration: number): [number, number] {
  if (duration < HALF) return [duration, 0];
  const high = Math.floor(duration / HALF);
  return [duration - high * HALF, high];
}

/** The reverse of `splitDuration`. */
export function joinDuration(low: number, high: number): number {
  return high * HALF + low;
}
