/**
 * Writes a trace: rows into growing chunks of typed arrays, strings into a table where each
 * stands once.
 */
import type { Memento } from "../kernel/memento.ts";
import type { EventCode } from "./event.ts";
import { copyRows, emptyChunk, type Past, type Written } from "./past.ts";
import type { Tally } from "./tally.ts";
import { CHUNK_ROWS, type Chunk, type LinkInfo, type TraceData } from "./trace.ts";

/** Bytes that one row takes in the columns. */
export const ROW_BYTES = 29;
/** What a string costs besides its characters, bytes: its place in the table. */
const STRING_BYTES = 48;

/** How much a trace may hold. */
export type TraceLimits = { rows: number; bytes: number };

/** Thrown out of a handler or the network when the trace is full; the run then ends. */
export class TraceFull {
  readonly limit: "events" | "trace";

  constructor(limit: "events" | "trace") {
    this.limit = limit;
  }
}

/** A trace being written. */
export class TraceWriter {
  /** Rows written so far: the number of the next one. */
  rows = 0;

  /** Called before the row with this number is written. Infinity: never. */
  watchedRow = Infinity;
  onWatchedRow: () => void = () => {};

  readonly #limits: TraceLimits;
  /** Counts the rows that are not kept; undefined where all are. */
  readonly #tally: Tally | undefined;
  readonly #chunks: Chunk[] = [];
  readonly #strings: string[] = [];
  /** What was written before the moment from which this trace goes on. */
  #past: Past | undefined;
  /** How many strings there were by then that do not stand in `#strings`. */
  #pastStrings = 0;
  readonly #numbers = new Map<string, number>();
  #stringBytes = 0;
  #chunk: Chunk = emptyChunk(0);
  /** The row at which the current chunk begins. */
  #firstRow = 0;
  /** The next row at which something besides writing must be done. */
  #boundary = 0;

  /**
   * @param tally Where rows are only counted, and neither they nor strings are kept.
   */
  constructor(limits: TraceLimits, tally?: Tally) {
    this.#limits = limits;
    this.#tally = tally;
  }

  /** Whether rows and strings are kept. */
  get isKept(): boolean {
    return this.#tally === undefined;
  }

  /**
   * Writes a row and returns its number.
   * @throws TraceFull when a limit is reached; nothing is written then.
   */
  append(
    time: number,
    kind: EventCode,
    node: number,
    place: number,
    packet: number,
    message: number,
    cause: number,
    detail: number,
  ): number {
    const row = this.rows;
    if (row >= this.#boundary) this.#cross(row);
    this.rows = row + 1;
    if (this.#tally !== undefined) {
      this.#tally.count(kind, node, place, detail);
      return row;
    }
    const chunk = this.#chunk;
    const i = row & (CHUNK_ROWS - 1);
    chunk.time[i] = time;
    chunk.kind[i] = kind;
    chunk.node[i] = node;
    chunk.place[i] = place;
    chunk.packet[i] = packet;
    chunk.message[i] = message;
    chunk.cause[i] = cause;
    chunk.detail[i] = detail;
    return row;
  }

  /**
   * The number of a string in the table of strings.
   * @throws TraceFull when the trace may hold no more.
   */
  intern(text: string): number {
    if (!this.isKept) return 0;
    const known = this.#numbers.get(text) ?? this.#past?.numberOf(text);
    if (known !== undefined) return known;
    this.#stringBytes += 2 * text.length + STRING_BYTES;
    if (this.bytes > this.#limits.bytes) throw new TraceFull("trace");
    const number = this.addString(text);
    this.#numbers.set(text, number);
    return number;
  }

  /** Adds a string that is not looked for again and counts towards no limit. */
  addString(text: string): number {
    return this.#pastStrings + this.#strings.push(text) - 1;
  }

  /** What the trace takes in memory so far, bytes. */
  get bytes(): number {
    return this.isKept ? this.#keptBytes : 0;
  }

  get #keptBytes(): number {
    return this.rows * ROW_BYTES + this.#stringBytes;
  }

  /** Watches for a row: `onWatchedRow` is called before it is written. */
  watch(row: number, whenReached: () => void): void {
    this.watchedRow = row;
    this.onWatchedRow = whenReached;
    this.#boundary = Math.min(this.#boundary, row);
  }

  /** Kind and node of a row that has been written. */
  peek(row: number): { kind: EventCode; node: number } {
    const chunk = this.#chunks[Math.floor(row / CHUNK_ROWS)];
    const i = row & (CHUNK_ROWS - 1);
    return { kind: chunk.kind[i] as EventCode, node: chunk.node[i] };
  }

  /** What has been written so far. */
  get written(): Written {
    const numberOf = (text: string) => this.#numbers.get(text) ?? this.#past?.numberOf(text);
    return { chunks: this.#chunks, strings: this.#strings, numberOf };
  }

  /** Mementos that are restored from now on are of a run with this past. */
  goOnFrom(past: Past): void {
    this.#past = past;
  }

  /** Saves or restores how much there was by now. */
  remember(memento: Memento): void {
    const now = [this.rows, this.#strings.length + this.#pastStrings, this.#stringBytes] as const;
    const [rows, strings, stringBytes] = memento.values([...now]);
    if (!memento.isRead || this.#past === undefined) return;
    this.#past.endAt(strings);
    this.rows = rows;
    this.#stringBytes = stringBytes;
    this.#numbers.clear();
    refill(this.#strings, this.#past.strings());
    this.#pastStrings = strings - this.#strings.length;
    refill(this.#chunks, this.#past.chunks(rows, this.#chunk));
    this.#chunk = this.#chunks[this.#chunks.length - 1];
    this.#firstRow = (this.#chunks.length - 1) * CHUNK_ROWS;
    this.watchedRow = Infinity;
    this.#boundary = rows;
  }

  /** Lets one more row be written whatever the limits say: how the run ended. */
  allowOneMore(): void {
    this.#limits.rows = Math.max(this.#limits.rows, this.rows + 1);
    this.#limits.bytes = Infinity;
  }

  /** The trace as plain data, its last chunk cut to its length. The writer must not be used on. */
  finish(nodes: string[], links: LinkInfo[]): TraceData {
    if (this.#tally !== undefined) {
      return { rows: 0, chunks: [], strings: [], nodes, links };
    }
    const last = this.#chunks.length - 1;
    const chunks = this.#chunks.map((chunk, i) =>
      i === last ? copyRows(chunk, emptyChunk(this.rows - this.#firstRow)) : chunk,
    );
    return { rows: this.rows, chunks, strings: this.#strings, nodes, links };
  }

  #cross(row: number): void {
    if (row === this.watchedRow) {
      this.watchedRow = Infinity;
      this.onWatchedRow();
    }
    if (row >= this.#limits.rows) throw new TraceFull("events");
    if (this.bytes + ROW_BYTES > this.#limits.bytes) throw new TraceFull("trace");
    if (this.isKept && row === this.#firstRow + this.#chunk.time.length) this.#makeRoom(row);
    this.#boundary = this.#nextBoundary(row);
  }

  #nextBoundary(row: number): number {
    const end = this.isKept ? this.#firstRow + this.#chunk.time.length : Infinity;
    const left = this.#limits.bytes - this.#stringBytes;
    const room = this.isKept ? Math.floor(left / ROW_BYTES) : Infinity;
    const full = Math.max(row + 1, Math.min(this.#limits.rows, room));
    return Math.min(end, full, this.watchedRow);
  }

  /** A chunk starts small and grows to its size: most runs are short, and sweeps make many. */
  #makeRoom(row: number): void {
    const rows = this.#chunk.time.length;
    if (rows > 0 && rows < CHUNK_ROWS) {
      this.#chunk = copyRows(this.#chunk, emptyChunk(rows * GROWTH));
      this.#chunks[this.#chunks.length - 1] = this.#chunk;
      return;
    }
    this.#firstRow = row;
    this.#chunk = emptyChunk(rows === 0 ? FIRST_ROWS : CHUNK_ROWS);
    this.#chunks.push(this.#chunk);
  }
}

/** Rows of the first chunk at first, and by how much it grows: 1,024, 8,192, 65,536. */
const FIRST_ROWS = 1024;
const GROWTH = 8;

function refill<Entry>(list: Entry[], entries: readonly Entry[]): void {
  list.length = 0;
  for (const entry of entries) list.push(entry);
}
