/** The output queue of a link: messages, first in first out, taken packet by packet. */
import { fragmentCount, type Message, packetBytes } from "./packet.ts";
import type { NamedLink } from "./topology.ts";

/** How many messages that have left a queue keeps before it is cut. */
const CUT_AT = 1024;

/** What waits at the sending end of one link. */
export class OutputQueue {
  /** Bytes of the packets that wait, headers included. */
  bytes = 0;

  readonly #link: NamedLink;
  #messages: Message[] = [];
  #head = 0;
  /** The next fragment of the message at the head. */
  #fragment = 0;

  constructor(link: NamedLink) {
    this.#link = link;
  }

  get isEmpty(): boolean {
    return this.#head === this.#messages.length;
  }

  /** The message whose packet is next. The queue must not be empty. */
  get message(): Message {
    return this.#messages[this.#head];
  }

  /** Which of its packets that is. */
  get fragment(): number {
    return this.#fragment;
  }

  push(message: Message): void {
    const headers = fragmentCount(this.#link, message.size) * this.#link.header;
    this.#messages.push(message);
    this.bytes += message.size + headers;
  }

  /** The next packet leaves. */
  advance(): void {
    const { size } = this.message;
    this.bytes -= packetBytes(this.#link, size, this.#fragment);
    this.#fragment++;
    if (this.#fragment < fragmentCount(this.#link, size)) return;
    this.#fragment = 0;
    this.#head++;
    if (this.isEmpty) this.clear();
    else if (this.#head >= CUT_AT) {
      this.#messages.splice(0, this.#head);
      this.#head = 0;
    }
  }

  clear(): void {
    this.#messages.length = 0;
    this.#head = 0;
    this.#fragment = 0;
    this.bytes = 0;
  }
}
