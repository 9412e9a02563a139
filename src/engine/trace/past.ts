/** The past of a run that goes on from one of its moments: what its trace held by then. */
import { CHUNK_ROWS, type Chunk } from "./trace.ts";

/** What a writer has written: live, since it may still be writing. */
export type Written = {
  readonly chunks: readonly Chunk[];
  readonly strings: readonly string[];
  /** The number of a string; undefined if it does not occur. */
  numberOf(text: string): number | undefined;
};

/** The trace before a moment. */
export class Past {
  readonly #written: Written;
  readonly #isWhole: boolean;
  /** How many of the strings are of the past. */
  #strings = 0;

  /**
   * @param isWhole Whether the rows are wanted too; else a trace that goes on from here has
   * nothing to tell of its past, and going back takes no time.
   */
  constructor(written: Written, isWhole: boolean) {
    this.#written = written;
    this.#isWhole = isWhole;
  }

  /** The moment is one at which there were so many strings. */
  endAt(strings: number): void {
    this.#strings = strings;
  }

  /** The number of a string; undefined if it does not occur. */
  numberOf(text: string): number | undefined {
    const number = this.#written.numberOf(text);
    return number !== undefined && number < this.#strings ? number : undefined;
  }

  /** Visits the first `rows` rows. */
  visit(rows: number, see: (kind: number, node: number, place: number) => void): void {
    for (let row = 0; row < rows; row++) {
      const { kind, node, place } = this.#written.chunks[Math.floor(row / CHUNK_ROWS)];
      const i = row % CHUNK_ROWS;
      see(kind[i], node[i], place[i]);
    }
  }

  /** The strings, where they are wanted. */
  strings(): string[] {
    return this.#isWhole ? this.#written.strings.slice(0, this.#strings) : [];
  }

  /**
   * The chunks of the first `rows` rows, the last with room to go on; `spare` is one that may be
   * used for it.
   */
  chunks(rows: number, spare: Chunk): Chunk[] {
    const last = Math.max(0, Math.ceil(rows / CHUNK_ROWS) - 1);
    const chunks: Chunk[] = [];
    for (let i = 0; i < last; i++)
      chunks.push(this.#isWhole ? copyOf(this.#written.chunks[i]) : NO_ROWS);
    chunks.push(
      spare.time.length === CHUNK_ROWS && !this.#isWhole ? spare : emptyChunk(CHUNK_ROWS),
    );
    if (this.#isWhole && rows > 0) copyRows(this.#written.chunks[last], chunks[last]);
    return chunks;
  }
}

/** Columns for so many rows. */
export function emptyChunk(rows: number): Chunk {
  return {
    time: new Float64Array(rows),
    kind: new Uint8Array(rows),
    node: new Uint16Array(rows),
    place: new Uint16Array(rows),
    packet: new Int32Array(rows),
    message: new Int32Array(rows),
    cause: new Int32Array(rows),
    detail: new Int32Array(rows),
  };
}

const NO_ROWS = emptyChunk(0);

/** The first rows of a chunk, as many as there is room for. */
export function copyRows(from: Chunk, to: Chunk): Chunk {
  const rows = to.time.length;
  for (const name of Object.keys(to) as (keyof Chunk)[]) {
    const column = from[name];
    to[name].set(column.length > rows ? column.subarray(0, rows) : column);
  }
  return to;
}

function copyOf(chunk: Chunk): Chunk {
  return copyRows(chunk, emptyChunk(chunk.time.length));
}
