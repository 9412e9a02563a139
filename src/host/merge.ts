/** The journals of all OS processes of a run, made into one trace. */
import { readFileSync } from "node:fs";
import { type EventCode, EventKind, hasText } from "../engine/trace/event.ts";
import { type LinkInfo, NONE, NOWHERE, Trace } from "../engine/trace/trace.ts";
import { TraceWriter } from "../engine/trace/writer.ts";
import { FOREIGN, type JournalLine } from "./journal.ts";

type RowLine = Extract<JournalLine, { row: number; time: number }>;

/** One life of a node: what it wrote. */
export type LifeJournal = { node: number; life: number; path: string };

/** A crash or a restart that the conductor caused, ns. */
export type Signal = { kind: "crash" | "restart"; node: number; time: number; fault: number };

type Row = RowLine & { source: number };

/** Where a life's numbers stand among all. */
const keyOf = (node: number, life: number, number: number): string => `${node} ${life} ${number}`;

/**
 * Merges journals. Messages and packets are numbered anew, in the order of the merged trace; a
 * journal that a kill has cut off in the middle of a line ends before that line.
 */
export function mergeJournals(
  journals: readonly LifeJournal[],
  signals: readonly Signal[],
  names: readonly string[],
  links: LinkInfo[],
): Trace {
  const merger = new Merger(journals, signals);
  return new Trace(merger.write().finish([...names], links));
}

class Merger {
  readonly #journals: readonly LifeJournal[];
  readonly #rows: Row[] = [];
  /** What numbers of other processes stand for, by source. */
  readonly #foreign: Map<number, { message: string; row: string }>[];
  readonly #writer = new TraceWriter({ rows: Infinity, bytes: Infinity });
  /** Rows, messages, packets of the merged trace. */
  readonly #newRows = new Map<string, number>();
  readonly #messages = new Map<string, number>();
  readonly #packets = new Map<string, number>();

  constructor(journals: readonly LifeJournal[], signals: readonly Signal[]) {
    this.#journals = journals;
    this.#foreign = journals.map(() => new Map());
    for (const [source, { path }] of journals.entries()) this.#read(source, path);
    for (const { kind, node, time, fault } of signals) {
      if (kind === "crash") this.#rows.push(crashRow(node, time, fault));
      else this.#restart(node, time, fault);
    }
    // Within a life rows keep their order; a receive that the clock puts before its arrival waits.
    this.#rows.sort((a, b) => a.time - b.time || a.source - b.source || a.row - b.row);
  }

  write(): TraceWriter {
    for (const row of this.#rows) this.#append(row);
    return this.#writer;
  }

  #read(source: number, path: string): void {
    const { node, life } = this.#journals[source];
    for (const text of readFileSync(path, "utf8").split("\n")) {
      const line = parse(text);
      if (line === undefined) continue;
      if ("foreign" in line) {
        const { foreign, from, life: theirs, message, row } = line;
        this.#foreign[source].set(foreign, {
          message: keyOf(from, theirs, message),
          row: keyOf(from, theirs, row),
        });
      } else if (line.kind === EventKind.start && life > 0) {
        // A later life begins with the restart that the conductor has noted.
        this.#rows.push({ ...line, kind: EventKind.restart, source, node });
      } else this.#rows.push({ ...line, source });
    }
  }

  /** The fault that a life's first row is due to. */
  #restart(node: number, time: number, fault: number): void {
    const starts = this.#rows.filter(
      (row) => row.kind === EventKind.restart && row.node === node && row.time >= time,
    );
    const first = starts.sort((a, b) => a.time - b.time).at(0);
    if (first !== undefined) first.detail = fault;
  }

  #append(row: Row): void {
    const { time, kind, node, place, source } = row;
    const isDuration = kind === EventKind.timerSet || kind === EventKind.work;
    const isNumbered = kind !== EventKind.invoke && kind !== EventKind.complete;
    const packet = isDuration ? row.packet : this.#number(this.#packets, source, row.packet);
    const message =
      isDuration || !isNumbered ? row.message : this.#number(this.#messages, source, row.message);
    const isCopy = kind === EventKind.duplicate;
    const detail =
      typeof row.detail === "string" && hasText(kind)
        ? this.#writer.intern(row.detail)
        : isCopy
          ? this.#number(this.#packets, source, row.detail as number)
          : (row.detail as number);
    const cause = this.#cause(source, row.cause);
    const at = this.#writer.append(time, kind, node, place, packet, message, cause, detail);
    if (source >= 0) this.#newRows.set(this.#key(source, row.row), at);
  }

  #key(source: number, number: number): string {
    const { node, life } = this.#journals[source];
    return keyOf(node, life, number);
  }

  #number(numbers: Map<string, number>, source: number, number: number): number {
    if (number === NONE || source < 0) return NONE;
    const isForeign = number >= FOREIGN;
    const key = isForeign ? this.#foreign[source].get(number)?.message : this.#key(source, number);
    if (key === undefined) return NONE;
    const known = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, known);
    return known;
  }

  #cause(source: number, cause: number): number {
    if (cause === NONE || source < 0) return NONE;
    const key = cause >= FOREIGN ? this.#foreign[source].get(cause)?.row : this.#key(source, cause);
    return (key === undefined ? undefined : this.#newRows.get(key)) ?? NONE;
  }
}

function crashRow(node: number, time: number, fault: number): Row {
  const nothing = { packet: NONE, message: NONE, cause: NONE, place: NOWHERE };
  const kind: EventCode = EventKind.crash;
  return { ...nothing, row: 0, time, kind, node, detail: fault, source: -1 };
}

function parse(text: string): JournalLine | undefined {
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as JournalLine;
  } catch {
    return undefined;
  }
}
