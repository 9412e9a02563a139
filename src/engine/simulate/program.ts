/** The program of a node: what each of its lives begins with, and what runs at present. */
import type { Memento } from "../kernel/memento.ts";
import { copyProcess } from "../process/copy.ts";
import type { Process } from "../process/process.ts";
import { Shelf, UsedLists } from "../process/shelf.ts";
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
  readonly #shelf = new Shelf();
  readonly #used = new UsedLists();

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
    this.#used.release();
    const sharing = memento.isRead ? { used: this.#used } : { lists: this.#shelf };
    const before = this.#shelf.bytes;
    const kept = memento.copied(process, (each) => copyProcess(this.#node, each, sharing));
    memento.bytes += this.#shelf.bytes - before;
    return kept;
  }
}
