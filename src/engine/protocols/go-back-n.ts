/**
 * Go-Back-N: a window of items on the way, cumulative acknowledgements, one timer; on a timeout
 * everything in the window goes again. Kurose & Ross, Computer Networking, 8th edition, section
 * 3.4.3. Right while the window is smaller than the space of sequence numbers and no packet
 * outlives a turn of that space; with window = space the receiver takes an old copy for a new item.
 */
import type { Address } from "../process/host.ts";
import { Process } from "../process/process.ts";
import { ahead, checkSizes, type NumberedAck, type NumberedItem } from "./numbered.ts";

const RETRANSMIT = "retransmit";

/** What a sender of Go-Back-N or Selective Repeat is set up with. */
export type WindowOptions = {
  /** Items that may be on the way at once. */
  window: number;
  /** Sequence numbers in use: 0 … space − 1. */
  space: number;
  /** How long to wait for an acknowledgement, ns. */
  patience: number;
};

/** Sends a list of items through a window. Done when `base` equals the number of items. */
export class GoBackNSender extends Process<NumberedAck, NumberedItem> {
  receiver: Address;
  items: readonly string[];
  window: number;
  space: number;
  patience: number;

  /** Items acknowledged: the oldest one on the way has this count. */
  base = 0;
  /** Items sent at least once. */
  next = 0;
  /** How often any item was put on the wire. */
  tries = 0;

  /**
   * `items` may be a text: its characters are sent one by one.
   * @throws RangeError for a window or a space that is no positive whole number.
   */
  constructor(receiver: Address, items: string | readonly string[], options: WindowOptions) {
    super();
    const { window, space, patience } = options;
    checkSizes("Go-Back-N", { window, space });
    this.receiver = receiver;
    this.items = [...items];
    this.window = window;
    this.space = space;
    this.patience = patience;
  }

  start(): void {
    this.fill();
  }

  receive({ number }: NumberedAck): void {
    // Cumulative: it covers everything up to its number. One from before the window covers nothing.
    const covered = ahead(number, this.base, this.space) + 1;
    if (covered > this.next - this.base) return;
    this.base += covered;
    if (this.base === this.next) this.cancelTimer(RETRANSMIT);
    else this.setTimer(RETRANSMIT, this.patience);
    this.fill();
  }

  timeout(): void {
    for (let count = this.base; count < this.next; count++) this.transmit(count);
    this.setTimer(RETRANSMIT, this.patience);
  }

  fill(): void {
    while (this.next < this.items.length && this.next < this.base + this.window) {
      if (this.next === this.base) this.setTimer(RETRANSMIT, this.patience);
      this.transmit(this.next);
      this.next += 1;
    }
  }

  transmit(count: number): void {
    this.tries += 1;
    this.send(this.receiver, { number: count % this.space, item: this.items[count] });
  }
}

/** Takes items in order only, and answers each packet with the last number that came in order. */
export class GoBackNReceiver extends Process<NumberedItem, NumberedAck> {
  space: number;

  /** What has arrived, in order. */
  received: string[] = [];
  /** Packets that were not the expected one. */
  refused = 0;

  /** @throws RangeError for a space that is no positive whole number. */
  constructor(space: number) {
    super();
    checkSizes("Go-Back-N", { space });
    this.space = space;
  }

  receive({ number, item }: NumberedItem, from: Address): void {
    if (number === this.received.length % this.space) this.received.push(item);
    else this.refused += 1;
    // Before the first item this names the number before 0, which no window of legal size holds.
    this.send(from, { number: (this.received.length + this.space - 1) % this.space });
  }
}
