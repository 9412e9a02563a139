/** RED: a queue that drops early, and at random, so that senders slow down before it is full. */
import { checkNumber, checkOptions, checkProbability } from "../../kernel/check.ts";
import { pow } from "../../kernel/math.ts";
import { QueuePolicy, type QueuedPacket } from "./policy.ts";

/** What a RED queue is like. */
export type RedOptions = {
  /** Packets that it can hold, 1…10⁹. Default 100. */
  packets?: number;
  /** Average length at which it begins to drop, packets. Default 5. */
  min?: number;
  /** Average length from which it drops every packet, packets. Default 15. */
  max?: number;
  /** The probability of a drop just below `max`, 0…1. Default 0.02, as in §4 of the paper. */
  maxDrop?: number;
  /** How much the newest length counts in the average, above 0 to 1. Default 0.002. */
  weight?: number;
};

const OPTIONS = ["packets", "min", "max", "maxDrop", "weight"];
/** A packet of usual length, by which idle time is counted: 500 bytes as in §4 of the paper. */
const USUAL_BITS = 4_000;

/**
 * Random Early Detection (S. Floyd & V. Jacobson, Random Early Detection Gateways for Congestion
 * Avoidance, IEEE/ACM Transactions on Networking 1(4), 1993, figure 2), counting packets.
 */
export class Red extends QueuePolicy {
  waiting: QueuedPacket[] = [];
  packets: number;
  min: number;
  max: number;
  maxDrop: number;
  weight: number;
  /** The average length. */
  average = 0;
  /** Packets since the last that was dropped early; −1 while the average is below `min`. */
  count = -1;
  /** When the queue became empty, ns. */
  idleSince = 0;

  /** @throws RangeError for an option out of range. */
  constructor(options?: RedOptions) {
    super();
    const given = checkOptions("new Red", options, OPTIONS) as RedOptions;
    const { packets = 100, min = 5, max = 15, maxDrop = 0.02, weight = 0.002 } = given;
    const length = { max: 1e9, unit: "packets" };
    this.packets = checkNumber("new Red", "packets", packets, { ...length, min: 1, whole: true });
    this.min = checkNumber("new Red", "min", min, { ...length, min: 0 });
    const remedy = "It lies above min.";
    this.max = checkNumber("new Red", "max", max, { ...length, min: min + 1e-9, remedy });
    this.maxDrop = checkProbability("new Red", "maxDrop", maxDrop);
    this.weight = checkNumber("new Red", "weight", weight, { min: 1e-9, max: 1 });
  }

  enqueue(packet: QueuedPacket): void {
    this.measure();
    if (this.waiting.length >= this.packets) this.drop(packet, "full");
    else if (this.isChosen()) this.drop(packet, "early");
    else this.waiting.push(packet);
  }

  dequeue(): QueuedPacket | undefined {
    const packet = this.waiting.shift();
    if (this.waiting.length === 0) this.idleSince = this.now;
    return packet;
  }

  /** The average follows the length; while the queue is empty, as if small packets went by. */
  measure(): void {
    const { length } = this.waiting;
    if (length > 0) {
      this.average += this.weight * (length - this.average);
      return;
    }
    const passed = ((this.now - this.idleSince) * this.bandwidth) / (USUAL_BITS * 1e9);
    this.average *= this.bandwidth === Infinity ? 0 : pow(1 - this.weight, passed);
  }

  /** Whether this packet is one to drop early. */
  isChosen(): boolean {
    if (this.average < this.min) {
      this.count = -1;
      return false;
    }
    this.count += 1;
    if (this.average >= this.max) {
      this.count = 0;
      return true;
    }
    const p = (this.maxDrop * (this.average - this.min)) / (this.max - this.min);
    // Evenly spread: the gap between two drops is uniform, not geometric (§8 of the paper).
    const spread = this.count * p >= 1 ? 1 : p / (1 - this.count * p);
    if (this.random() >= spread) return false;
    this.count = 0;
    return true;
  }
}
