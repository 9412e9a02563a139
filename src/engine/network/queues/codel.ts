/** CoDel: a queue that watches how long packets wait in it, not how many there are. */
import { checkNumber, checkOptions, checkTime } from "../../kernel/check.ts";
import { ms } from "../../kernel/units.ts";
import { QueuePolicy, type QueuedPacket } from "./policy.ts";

/** What a CoDel queue is like. */
export type CodelOptions = {
  /** Packets that it can hold, 1…10⁹. Default 1,000. */
  packets?: number;
  /** How long a packet may wait without harm, ns. Default 5 ms (RFC 8289 §4.4). */
  target?: number;
  /** How long all of them may wait longer, ns: about a round trip. Default 100 ms (§4.3). */
  interval?: number;
};

/** A queue with so few bytes is no standing queue: one packet of the usual MTU. */
const ONE_PACKET = 1_500;

/** Controlled Delay (RFC 8289, with the pseudocode of its §5). */
export class Codel extends QueuePolicy {
  waiting: QueuedPacket[] = [];
  bytes = 0;
  packets: number;
  target: number;
  interval: number;
  /** When the wait will have been above the target for an interval, ns; 0 while it is below. */
  firstAbove = 0;
  isDropping = false;
  /** When the next packet is to be dropped, ns. */
  dropNext = 0;
  /** Drops since it began to drop, and as it began the last time. */
  count = 0;
  lastCount = 0;

  /** @throws RangeError for an option out of range. */
  constructor(options?: CodelOptions) {
    super();
    const where = "new Codel";
    const given = checkOptions(where, options, ["packets", "target", "interval"]) as CodelOptions;
    const { packets = 1_000, target = ms(5), interval = ms(100) } = given;
    this.packets = checkNumber(where, "packets", packets, { min: 1, max: 1e9, whole: true });
    this.target = checkTime(where, "target", target);
    this.interval = checkTime(where, "interval", interval);
  }

  enqueue(packet: QueuedPacket): void {
    if (this.waiting.length >= this.packets) return this.drop(packet, "full");
    this.waiting.push(packet);
    this.bytes += packet.bytes;
  }

  dequeue(): QueuedPacket | undefined {
    let packet = this.take();
    let isLate = this.isLate(packet);
    if (this.isDropping) {
      if (!isLate) this.isDropping = false;
      while (this.isDropping && packet !== undefined && this.now >= this.dropNext) {
        this.drop(packet, "late");
        this.count += 1;
        packet = this.take();
        isLate = this.isLate(packet);
        if (isLate) this.dropNext = this.after(this.dropNext);
        else this.isDropping = false;
      }
    } else if (isLate && packet !== undefined) {
      this.drop(packet, "late");
      packet = this.take();
      this.isLate(packet);
      this.beginDropping();
    }
    return packet;
  }

  take(): QueuedPacket | undefined {
    const packet = this.waiting.shift();
    this.bytes -= packet?.bytes ?? 0;
    return packet;
  }

  /** Whether packets have waited longer than the target for a whole interval (`dodequeue`). */
  isLate(packet: QueuedPacket | undefined): boolean {
    const isShort = packet === undefined || this.now - packet.since < this.target;
    if (isShort || this.bytes <= ONE_PACKET) {
      this.firstAbove = 0;
      return false;
    }
    if (this.firstAbove > 0) return this.now >= this.firstAbove;
    this.firstAbove = this.now + this.interval;
    return false;
  }

  /** If it dropped not long ago, it goes on about where it left off (§5.5). */
  beginDropping(): void {
    this.isDropping = true;
    const delta = this.count - this.lastCount;
    const isRecent = this.now - this.dropNext < 16 * this.interval;
    this.count = delta > 1 && isRecent ? delta : 1;
    this.dropNext = this.after(this.now);
    this.lastCount = this.count;
  }

  /** The control law: the time between drops shrinks with the square root of their number. */
  after(time: number): number {
    return time + this.interval / Math.sqrt(this.count);
  }
}
