/** Chance of faults: a stream for each fault that needs one, whatever other faults there are. */
import type { Memento } from "../../kernel/memento.ts";
import type { Streams } from "../../kernel/random.ts";

/** The streams of the faults of one run. */
export class FaultLuck {
  readonly #streams: Streams;
  /** By fault. */
  readonly #opened = new Map<number, { purpose: string; stream: number }>();

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  /** The next number of the stream of fault `index`: uniform, at least 0, below 1. */
  next(index: number, purpose: string): number {
    const { stream } = this.#opened.get(index) ?? this.#open(index, purpose);
    return this.#streams.next(stream);
  }

  /** Fault `index` is another one from now on. */
  forget(index: number): void {
    this.#opened.delete(index);
  }

  /** A second fault of the same purpose has other luck. */
  #open(index: number, purpose: string): { stream: number } {
    const known = [...this.#opened.values()].filter((each) => each.purpose === purpose).length;
    const key = known === 0 ? purpose : `${purpose}#${known + 1}`;
    const opened = { purpose, stream: this.#streams.open(key) };
    this.#opened.set(index, opened);
    return opened;
  }

  /** Saves or restores which have been opened. */
  remember(memento: Memento): void {
    memento.map(this.#opened, ({ purpose, stream }) => ({ purpose, stream }));
    if (!memento.isRead) return;
    for (const opened of this.#opened.values()) {
      opened.stream = this.#streams.numberOf(opened.stream);
    }
  }
}
