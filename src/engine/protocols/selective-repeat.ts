/**
 * Selective Repeat: a window at both ends, an acknowledgement and a timer for each item; only what
 * was lost goes again. Kurose & Ross, Computer Networking, 8th edition, section 3.4.4. Right while
 * the window is at most half of the space of sequence numbers and no packet outlives a turn of it.
 */
import type { Address } from "../process/host.ts";
import { Process } from "../process/process.ts";
import type { WindowOptions } from "./go-back-n.ts";
import { ahead, checkSizes, type NumberedAck, type NumberedItem } from "./numbered.ts";

/** Sends a list of items through a window. Done when `base` equals the number of items. */
export class SelectiveRepeatSender extends Process<NumberedAck, NumberedItem> {
  receiver: Address;
  items: readonly string[];
  window: number;
  space: number;
  patience: number;

  /** The oldest item that has not been acknowledged. */
  base = 0;
  /** Items sent at least once. */
  next = 0;
  /** Items of the window that have been acknowledged out of turn, by count. */
  acknowledged = new Set<number>();
  /** How often any item was put on the wire. */
  tries = 0;

  /**
   * `items` may be a text: its characters are sent one by one.
   * @throws RangeError for a window or a space that is no positive whole number.
   */
  constructor(receiver: Address, items: string | readonly string[], options: WindowOptions) {
    super();
    const { window, space, patience } = options;
    checkSizes("Selective Repeat", { window, space });
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
    const count = this.base + ahead(number, this.base, this.space);
    if (count >= this.next) return; // about an item that has left the window
    this.acknowledged.add(count);
    this.cancelTimer(String(count));
    while (this.acknowledged.delete(this.base)) this.base += 1;
    this.fill();
  }

  /** Each item on the way has a timer of its own, named by its count. */
  timeout(timer: string): void {
    this.transmit(Number(timer));
  }

  fill(): void {
    while (this.next < this.items.length && this.next < this.base + this.window) {
      this.transmit(this.next);
      this.next += 1;
    }
  }

  transmit(count: number): void {
    this.tries += 1;
    this.send(this.receiver, { number: count % this.space, item: this.items[count] });
    this.setTimer(String(count), this.patience);
  }
}

/** Keeps what arrives within its window, hands it on in order, and acknowledges every packet. */
export class SelectiveRepeatReceiver extends Process<NumberedItem, NumberedAck> {
  window: number;
  space: number;

  /** What has been handed on, in order. */
  received: string[] = [];
  /** Items that wait for an earlier one, by count. */
  waiting = new Map<number, string>();
  /** Packets whose item was here already. */
  copies = 0;

  /** @throws RangeError for a window or a space that is no positive whole number. */
  constructor(window: number, space: number) {
    super();
    checkSizes("Selective Repeat", { window, space });
    this.window = window;
    this.space = space;
  }

  receive({ number, item }: NumberedItem, from: Address): void {
    const count = this.received.length + ahead(number, this.received.length, this.space);
    const isInWindow = count < this.received.length + this.window;
    if (isInWindow && !this.waiting.has(count)) this.waiting.set(count, item);
    else this.copies += 1;
    this.handOn();
    // Also for a copy from before the window: its acknowledgement must have been lost.
    this.send(from, { number });
  }

  handOn(): void {
    for (;;) {
      const item = this.waiting.get(this.received.length);
      if (item === undefined) return;
      this.waiting.delete(this.received.length);
      this.received.push(item);
    }
  }
}
