/**
 * Stop-and-wait: one item at a time over a link that loses, doubles and damages packets, but does
 * not let them overtake. Kurose & Ross, Computer Networking, 8th edition, section 3.4.1 ("rdt3.0");
 * one bit suffices as a number: Bartlett, Scantlebury & Wilkinson 1969.
 */
import type { Address } from "../process/host.ts";
import { Process } from "../process/process.ts";

/** An item on its way. `bit` alternates from one item to the next, so that a copy is known. */
export type Data = { bit: 0 | 1; item: string };

/** The receiver has the item of this bit. */
export type Acknowledgement = { bit: 0 | 1 };

const RETRANSMIT = "retransmit";

/**
 * Sends a list of items, each again and again until it is acknowledged, and only then the next.
 * It is done when `sent` equals the number of items.
 */
export class StopAndWaitSender extends Process<Acknowledgement, Data> {
  receiver: Address;
  items: readonly string[];
  /** How long to wait for an acknowledgement, ns. Best a little above the round-trip time. */
  patience: number;

  /** How many items have been acknowledged. */
  sent = 0;
  /** How often any item was put on the wire. */
  tries = 0;

  /** `items` may be a text: its characters are sent one by one. */
  constructor(receiver: Address, items: string | readonly string[], patience: number) {
    super();
    this.receiver = receiver;
    this.items = [...items];
    this.patience = patience;
  }

  start(): void {
    this.transmit();
  }

  receive({ bit }: Acknowledgement): void {
    // The acknowledgement of an earlier copy: this item may still be on its way.
    if (bit !== this.bit() || this.sent === this.items.length) return;
    this.sent += 1;
    if (this.sent < this.items.length) this.transmit();
    else this.cancelTimer(RETRANSMIT);
  }

  timeout(): void {
    // Item lost or acknowledgement lost: from here they look the same.
    this.transmit();
  }

  transmit(): void {
    if (this.items.length === 0) return;
    this.tries += 1;
    this.send(this.receiver, { bit: this.bit(), item: this.items[this.sent] });
    this.setTimer(RETRANSMIT, this.patience);
  }

  bit(): 0 | 1 {
    return this.sent % 2 === 0 ? 0 : 1;
  }
}

/** Takes each item once, however many copies come, and acknowledges every one of them. */
export class StopAndWaitReceiver extends Process<Data, Acknowledgement> {
  /** What has arrived, in order and without copies. */
  received: string[] = [];
  /** Copies that were recognised. */
  copies = 0;

  receive({ bit, item }: Data, from: Address): void {
    if (bit === this.expected()) this.received.push(item);
    else this.copies += 1;
    // A copy is acknowledged too: it came because the first acknowledgement was lost.
    this.send(from, { bit });
  }

  expected(): 0 | 1 {
    return this.received.length % 2 === 0 ? 0 : 1;
  }
}
