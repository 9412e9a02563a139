/** The program of a node: what each of its lives begins with, and what runs at present. */
import type { Memento } from "../kernel/memento.ts";
import { copyProcess } from "../process/copy.ts";
import type { Process } from "../process/process.ts";
import { checkAlone } from "../process/story/customers.ts";

/** The name of a program among those of the run; undefined for the one that a node begins with. */
export type ProgramName = string | undefined;

/** The program of one node. */
export class Program {
  /** What runs, and what runs in the next life. */
  running: ProgramName;
  next: ProgramName;

  readonly #node: string;
  /** Each life begins with a copy of this. */
  #pristine: Process;

  constructor(node: string, pristine: Process) {
    this.#node = node;
    this.#pristine = pristine;
  }

  /** A process for a new life. */
  fresh(): Process {
    this.running = this.next;
    return copyProcess(this.#node, this.#pristine);
  }

  /** The next life begins with another program. */
  become(name: ProgramName, pristine: Process): void {
    this.next = name;
    this.#pristine = pristine;
  }

  /**
   * Saves or restores it, with the process that runs.
   * @returns that process: when it is restored, a new one without a host.
   * @throws TypeError if it cannot be copied; it names the node, the field, the remedy.
   */
  remember(memento: Memento, process: Process): Process {
    [this.running, this.next] = memento.values([this.running, this.next]);
    this.#pristine = memento.value(this.#pristine);
    if (!memento.isRead) checkAlone(this.#node, process);
    const copy = (process: Process) => copyProcess(this.#node, process);
    return memento.copied(process, copy, memento.isRead ? 0 : weigh(process, 0));
  }
}

/** What a value takes in memory, about, bytes. */
const VALUE_BYTES = 16;
/** How deeply state is weighed: what is below counts for nothing. */
const DEEPEST = 8;

/** What state takes in memory, about, bytes. */
function weigh(value: unknown, depth: number): number {
  if (typeof value !== "object" || value === null) return VALUE_BYTES;
  if (ArrayBuffer.isView(value)) return VALUE_BYTES + value.byteLength;
  if (depth === DEEPEST) return VALUE_BYTES;
  let sum = 2 * VALUE_BYTES;
  if (value instanceof Map) {
    for (const [key, entry] of value) sum += weigh(key, depth + 1) + weigh(entry, depth + 1);
  } else if (value instanceof Set) {
    for (const entry of value) sum += weigh(entry, depth + 1);
  } else for (const entry of Object.values(value)) sum += weigh(entry, depth + 1);
  return sum;
}
