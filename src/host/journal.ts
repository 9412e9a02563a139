/**
 * The trace of one OS process, on a file: a line for each row as soon as anything of it can be
 * seen from outside, so that not even a kill makes a row vanish whose consequences remain.
 */
import { writeSync } from "node:fs";
import { hasText, isLinkEvent, type EventCode } from "../engine/trace/event.ts";
import { TraceWriter } from "../engine/trace/writer.ts";

/** Numbers from here on stand for messages and rows of other OS processes. */
export const FOREIGN = 1_000_000_000;

/** A line of a journal. */
export type JournalLine =
  | {
      row: number;
      time: number;
      kind: EventCode;
      node: number;
      place: number;
      packet: number;
      message: number;
      cause: number;
      detail: number | string;
    }
  /** What a number from `FOREIGN` on stands for: a message of another process, and its arrival. */
  | { foreign: number; from: number; life: number; message: number; row: number };

/** A trace that is written to a file, too: the rows of one node and of the links that it feeds. */
export class Journal extends TraceWriter {
  readonly #file: number;
  readonly #isOwn: (node: number, link: number | undefined) => boolean;
  readonly #texts: string[] = [];
  #lines = "";
  #foreign = FOREIGN;

  /** @param file Open for writing. */
  constructor(file: number, isOwn: (node: number, link: number | undefined) => boolean) {
    super({ rows: FOREIGN, bytes: Infinity });
    this.#file = file;
    this.#isOwn = isOwn;
  }

  override append(
    time: number,
    kind: EventCode,
    node: number,
    place: number,
    packet: number,
    message: number,
    cause: number,
    detail: number,
  ): number {
    const row = super.append(time, kind, node, place, packet, message, cause, detail);
    if (!this.#isOwn(node, isLinkEvent(kind) ? place : undefined)) return row;
    const said = hasText(kind) ? (this.#texts[detail] ?? "") : detail;
    this.#write({ row, time, kind, node, place, packet, message, cause, detail: said });
    return row;
  }

  override intern(text: string): number {
    const number = super.intern(text);
    this.#texts[number] = text;
    return number;
  }

  override addString(text: string): number {
    const number = super.addString(text);
    this.#texts[number] = text;
    return number;
  }

  /** A number for a message of another process and the row of its arrival. */
  foreign(from: number, life: number, message: number, row: number): number {
    const foreign = this.#foreign++;
    this.#write({ foreign, from, life, message, row });
    return foreign;
  }

  /** Writes what has come together. */
  flush(): void {
    if (this.#lines === "") return;
    writeSync(this.#file, this.#lines);
    this.#lines = "";
  }

  #write(line: JournalLine): void {
    this.#lines += `${JSON.stringify(line)}\n`;
  }
}
