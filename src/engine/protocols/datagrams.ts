/**
 * Datagrams: each item is sent once, with its number, and nobody asks what became of it. That is
 * all the service of UDP (RFC 768) over a network that promises nothing.
 */
import type { Address } from "../process/host.ts";
import { Process } from "../process/process.ts";
import type { NumberedItem } from "./numbered.ts";

const NEXT = "next";

/** Sends a list of items, one every so often. */
export class DatagramSender extends Process<never, NumberedItem> {
  receiver: Address;
  items: readonly string[];
  /** From one item to the next, ns; 0: all at once. */
  gap: number;

  /** How many have been sent. */
  sent = 0;

  /** `items` may be a text: its characters are sent one by one. */
  constructor(receiver: Address, items: string | readonly string[], gap = 0) {
    super();
    this.receiver = receiver;
    this.items = [...items];
    this.gap = gap;
  }

  start(): void {
    this.timeout();
  }

  timeout(): void {
    while (this.sent < this.items.length) {
      this.send(this.receiver, { number: this.sent, item: this.items[this.sent] });
      this.sent += 1;
      if (this.gap > 0) break;
    }
    if (this.sent < this.items.length) this.setTimer(NEXT, this.gap);
  }
}

/** Takes what comes, as it comes, and keeps the books: gaps, copies, what was overtaken. */
export class DatagramReceiver extends Process<NumberedItem> {
  /** What has come, in the order in which it came, copies left out. */
  received: string[] = [];
  numbers = new Set<number>();
  /** Items that came again. */
  copies = 0;
  /** Items that came after one with a higher number (RFC 4737's reordered packets). */
  overtaken = 0;
  /** The highest number that has come; −1 before the first. */
  highest = -1;

  receive({ number, item }: NumberedItem): void {
    if (this.numbers.has(number)) {
      this.copies += 1;
      return;
    }
    this.numbers.add(number);
    this.received.push(item);
    if (number < this.highest) this.overtaken += 1;
    this.highest = Math.max(this.highest, number);
  }

  /** The numbers below the highest that have not come: lost, or still on their way. */
  missing(): number[] {
    return Array.from({ length: this.highest + 1 }, (_, number) => number).filter(
      (number) => !this.numbers.has(number),
    );
  }
}
