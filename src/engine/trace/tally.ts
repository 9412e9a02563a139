/** Counting the rows of a trace: how many of each kind there are on each link and at each node. */
import { EventKind, isLinkEvent } from "./event.ts";
import { CHUNK_ROWS, type Chunk, NOWHERE, type Trace } from "./trace.ts";

/** Kinds are numbers below this one. */
const KINDS = 64;

const isOfLink = Uint8Array.from({ length: KINDS }, (_, kind) => (isLinkEvent(kind) ? 1 : 0));

/** Counts of rows. */
export class Tally {
  readonly #links: Float64Array;
  readonly #nodes: Float64Array;
  readonly #bytes: Float64Array;

  constructor(links: number, nodes: number) {
    this.#links = new Float64Array(links * KINDS);
    this.#nodes = new Float64Array(nodes * KINDS);
    this.#bytes = new Float64Array(links);
  }

  /** Counts one row. */
  count(kind: number, node: number, place: number, detail: number): void {
    if (isOfLink[kind] === 1) {
      this.#links[place * KINDS + kind]++;
      if (kind === EventKind.transmit) this.#bytes[place] += detail >>> 0;
    } else if (node !== NOWHERE) this.#nodes[node * KINDS + kind]++;
  }

  /** Counts the first rows of a chunk. */
  add(chunk: Chunk, rows: number): void {
    const { kind, node, place, detail } = chunk;
    for (let i = 0; i < rows; i++) {
      const code = kind[i];
      if (isOfLink[code] === 1) {
        this.#links[place[i] * KINDS + code]++;
        if (code === EventKind.transmit) this.#bytes[place[i]] += detail[i] >>> 0;
      } else if (node[i] !== NOWHERE) this.#nodes[node[i] * KINDS + code]++;
    }
  }

  /** Rows of a kind whose place is this link. */
  onLink(link: number, kind: number): number {
    return this.#links[link * KINDS + kind];
  }

  /** Rows of a kind, whose place is no link, at this node. */
  atNode(node: number, kind: number): number {
    return this.#nodes[node * KINDS + kind];
  }

  /** Bytes that have started onto a link, headers included. */
  bytes(link: number): number {
    return this.#bytes[link];
  }
}

/** The counts of a whole trace. */
export function tallyOf(trace: Trace): Tally {
  const tally = new Tally(trace.links.length, trace.nodes.length);
  trace.data.chunks.forEach((chunk, index) => {
    tally.add(chunk, Math.min(CHUNK_ROWS, trace.rows - index * CHUNK_ROWS));
  });
  return tally;
}
