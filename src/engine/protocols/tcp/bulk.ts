/** Two programs on top of TCP: one that sends all it has, one that reads as fast as it can. */
import type { Address } from "../../process/host.ts";
import { TcpEndpoint } from "./endpoint.ts";
import { checkRange, type TcpSettings } from "./settings.ts";

/** Opens a connection, sends a text or so many bytes, and closes. */
export class TcpSender extends TcpEndpoint {
  receiver: Address;
  content: string | number;
  /** Why the connection ended; null while it has not. */
  outcome: string | null = null;

  /** @throws RangeError naming a setting, its value and what is permitted. */
  constructor(receiver: Address, content: string | number, settings: Partial<TcpSettings> = {}) {
    super(settings);
    this.receiver = receiver;
    this.content = content;
  }

  start(): void {
    this.open(this.receiver);
  }

  connected(): void {
    this.write(this.content);
    this.close();
  }

  closed(reason: string): void {
    this.outcome = reason;
  }
}

const READ = "read";
const SECOND = 1_000_000_000;

/** Waits for a connection, reads what comes at a rate, and closes when the other end has. */
export class TcpReceiver extends TcpEndpoint {
  /** How fast it reads, bits a second. */
  rate: number;
  /** How much it reads at a time, bytes. */
  portion: number;
  /** What it has read, where it was a text. */
  received = "";
  /** How many bytes it has read. */
  receivedBytes = 0;
  /** When it had read everything, ns; null before. */
  finishedAt: number | null = null;
  outcome: string | null = null;

  /**
   * @param reading How fast, bits a second (Infinity by default: as it comes), and in portions of
   * how many bytes (1,024).
   * @throws RangeError naming a setting, its value and what is permitted.
   */
  constructor(
    settings: Partial<TcpSettings> = {},
    { rate = Infinity, portion = 1_024 }: { rate?: number; portion?: number } = {},
  ) {
    super(settings);
    checkRange("rate", rate, [0.001, Infinity, false]);
    checkRange("portion", portion, [1, 1_073_741_824, true]);
    this.rate = rate;
    this.portion = portion;
    this.readsAtOnce = rate === Infinity;
  }

  start(): void {
    this.listen();
  }

  connected(): void {
    if (!this.readsAtOnce) this.setTimer(READ, (this.portion * 8 * SECOND) / this.rate);
  }

  data(text: string, bytes: number): void {
    this.received += text;
    this.receivedBytes += bytes;
  }

  timeout(timer: string): void {
    if (timer !== READ) return super.timeout(timer);
    this.read(this.portion);
    if (this.receiving.hasEnded || this.state === "CLOSED") return;
    this.setTimer(READ, (this.portion * 8 * SECOND) / this.rate);
  }

  ended(): void {
    this.finishedAt = this.now;
    this.close();
  }

  closed(reason: string): void {
    this.outcome = reason;
  }
}
