/** What the processes of a run send: each message gets its number, its row, and goes its way. */
import type { Memento } from "../kernel/memento.ts";
import type { FragmentFaults } from "../network/fragment-faults.ts";
import type { Network } from "../network/network.ts";
import { type Envelope, type Message, messageOf, PLAIN_ENVELOPE } from "../network/packet.ts";
import type { World } from "../network/world.ts";
import { EventKind } from "../trace/event.ts";
import { NONE } from "../trace/trace.ts";
import { type Encoded, previewOf } from "../wire/body.ts";
import type { Node } from "./node.ts";
import { refusalOf } from "./notice.ts";

/** What is needed of the run. */
type Owner = {
  readonly world: World;
  readonly nodes: readonly Node[];
  readonly network: Network;
};

/** All messages of one run. */
export class Mail {
  readonly #run: Owner;
  /** Faults that wait for fragments of messages. */
  readonly #fragments: FragmentFaults | undefined;
  #count = 0;
  /** Messages that say of others that they were refused. */
  readonly #refusals = new Set<number>();

  constructor(run: Owner, fragments: FragmentFaults | undefined) {
    this.#run = run;
    this.#fragments = fragments;
  }

  /** Sends a message, because of row `cause`. */
  post(
    from: number,
    to: number,
    encoded: Encoded,
    size: number,
    cause: number,
    envelope: Envelope,
  ): void {
    const { world, nodes, network } = this.#run;
    const { trace, now } = world;
    const number = ++this.#count;
    const preview = trace.isKept ? trace.intern(previewOf(encoded)) : 0;
    const row = trace.append(now, EventKind.send, from, to, NONE, number, cause, preview);
    this.#fragments?.sends(from, number);
    if (nodes[from].conditions.isMute) {
      trace.append(now, EventKind.muffle, from, to, NONE, number, row, NONE);
      return;
    }
    network.post(messageOf(number, from, to, encoded, size, row, envelope, now));
  }

  /** A full inbox refuses a message: its sender is told. `row` is where it is refused. */
  refuse(message: Message, row: number): void {
    // Two full inboxes would else refuse each other's refusals for ever.
    if (this.#refusals.has(message.number)) return;
    this.#refusals.add(this.#count + 1);
    const encoded = refusalOf(message);
    this.post(message.to, message.from, encoded, encoded.size, row, PLAIN_ENVELOPE);
  }

  /** Each node has sent so many messages by now; faults of fragments count from there. */
  skip(sent: readonly number[]): void {
    this.#fragments?.skip(sent);
  }

  /** Saves or restores how many there were. */
  remember(memento: Memento): void {
    this.#count = memento.value(this.#count);
    memento.set(this.#refusals);
    memento.part(this.#fragments);
  }
}
