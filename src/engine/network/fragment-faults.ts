/**
 * The faults of a run that name their packet by message and fragment. Which packet of a link that
 * is shows only when it starts: then they become faults of that link's next ordinal.
 */
import type { Memento } from "../kernel/memento.ts";
import type { PacketDeed } from "./deed.ts";

/** A fault that waits for its fragment. `link` is an index; without one, it is the first. */
export type FragmentFault = {
  deed: PacketDeed;
  /** Its place in the run's list of faults. */
  index: number;
  /** The `message`-th message that node `sender` sends, and its `fragment`-th packet, from 1. */
  sender: number;
  message: number;
  fragment: number;
  link: number | undefined;
};

/** Where the faults of a link's packets are kept. */
type LinkFaults = { add(deed: PacketDeed, ordinal: number, index: number): void };

/** A packet that starts onto a link. Its message's number counts those of the whole run. */
export type Start = { from: number; link: number; message: number; fragment: number };

/** The faults of one run that name fragments. */
export class FragmentFaults {
  readonly #all: readonly FragmentFault[];
  /** What still waits; those that have met their fragments, by index. */
  #waiting: readonly FragmentFault[];
  readonly #met = new Set<number>();
  /** How many messages each node has sent. */
  readonly #sent = new Map<number, number>();
  /** By the run's number of a message: whose it is, and which of those. */
  readonly #messages = new Map<number, { sender: number; message: number }>();

  constructor(faults: readonly FragmentFault[]) {
    this.#all = faults;
    this.#waiting = faults;
  }

  /** Each node has sent so many messages by now. */
  skip(sent: readonly number[]): void {
    sent.forEach((count, node) => this.#sent.set(node, count));
  }

  /** Node `sender` sends a message. */
  sends(sender: number, number: number): void {
    const message = (this.#sent.get(sender) ?? 0) + 1;
    this.#sent.set(sender, message);
    const isNamed = this.#waiting.some(
      (fault) => fault.sender === sender && fault.message === message,
    );
    if (isNamed) this.#messages.set(number, { sender, message });
  }

  /** A packet is about to start: what waits for it becomes a fault of the link's `ordinal`. */
  starts(start: Start, ordinal: number, faults: LinkFaults): void {
    const named = this.#messages.get(start.message);
    if (named === undefined) return;
    const isMeant = ({ sender, message, fragment, link }: FragmentFault): boolean =>
      sender === named.sender &&
      message === named.message &&
      fragment === start.fragment + 1 &&
      (link === undefined ? start.from === sender : start.link === link);
    for (const { deed, index } of this.#waiting.filter(isMeant)) {
      faults.add(deed, ordinal, index);
      this.#met.add(index);
    }
    this.#sort();
  }

  #sort(): void {
    this.#waiting = this.#all.filter(({ index }) => !this.#met.has(index));
  }

  /** Saves or restores what still waits, and who has sent what. */
  remember(memento: Memento): void {
    memento.set(this.#met);
    memento.map(this.#sent);
    memento.map(this.#messages);
    this.#sort();
  }
}
