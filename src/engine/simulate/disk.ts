/** A node's disk: the field `disk` of its process, which outlives a crash. */
import type { Memento } from "../kernel/memento.ts";
import { copyField } from "../process/copy.ts";
import type { Process } from "../process/process.ts";

type Durable = { disk?: unknown };

/** The disk of one node. */
export class Disk {
  readonly #node: string;
  readonly #keepsMarks: boolean;
  readonly #fail: (error: unknown) => never;
  /** What was on it at the crash. */
  #kept: unknown = undefined;
  /** As it was when each work of the running handler began, and when that work ends, ns. */
  #marks: { until: number; disk: unknown }[] = [];

  /**
   * @param keepsMarks Whether its node may crash at all.
   * @param fail Ends the run, since the disk holds what cannot be copied.
   */
  constructor(node: string, keepsMarks: boolean, fail: (error: unknown) => never) {
    this.#node = node;
    this.#keepsMarks = keepsMarks;
    this.#fail = fail;
  }

  /**
   * A copy of what a process has on its disk.
   * @throws TypeError if it holds what cannot be copied; it names the node and the field.
   */
  copyOf(process: Process): unknown {
    return copyField(this.#node, "disk", (process as Durable).disk);
  }

  /** A copy of what has been on it. */
  copied(disk: unknown): unknown {
    return copyField(this.#node, "disk", disk);
  }

  /** A handler begins, or its work is done. */
  forgetMarks(): void {
    if (this.#keepsMarks) this.#marks = [];
  }

  /** What a process writes from here on is on the disk at `end` (ns), not before. */
  mark(process: Process, end: number): void {
    if (this.#keepsMarks) this.#marks.push({ until: end, disk: this.copyOf(process) });
  }

  /** A copy of what is on it at time `now`: without what is written only after work. */
  at(now: number, process: Process): unknown {
    const mark = this.#marks.find(({ until }) => until >= now);
    if (mark !== undefined) return mark.disk;
    try {
      return this.copyOf(process);
    } catch (error) {
      return this.#fail(error);
    }
  }

  /** The node has crashed with this on its disk. */
  keep(disk: unknown): void {
    this.#kept = disk;
    this.#marks = [];
  }

  /** A process starts with what was kept; if there was no disk, with its own. */
  insert(process: Process): void {
    if (this.#kept === undefined || !Object.hasOwn(process, "disk")) return;
    (process as Durable).disk = this.#kept;
  }

  /** A copy of what was kept, as the only field that is left; nothing if there was no disk. */
  remains(): { disk?: unknown } {
    if (this.#kept === undefined) return {};
    return { disk: copyField(this.#node, "disk", this.#kept) };
  }

  /** Saves or restores what was kept, and what is yet to be written. */
  remember(memento: Memento): void {
    this.#kept = memento.copied(this.#kept, (disk) => this.copied(disk));
    memento.list(this.#marks, ({ until, disk }) => ({ until, disk: this.copied(disk) }));
  }
}
