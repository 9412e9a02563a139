/** Strict priority: the most urgent packet goes first, however long the others have waited. */
import { checkNumber } from "../../kernel/check.ts";
import { QueuePolicy, type QueuedPacket } from "./policy.ts";

/** Priorities are numbers below this one, as those of IEEE 802.1Q. */
export const PRIORITIES = 8;

/**
 * A queue for each priority, and of those that are not empty the most urgent is served (Kurose &
 * Ross §4.2.5). When there is no place, the least urgent that came last is thrown away, were it
 * the newcomer.
 */
export class StrictPriority extends QueuePolicy {
  waiting: QueuedPacket[][] = Array.from({ length: PRIORITIES }, () => []);
  count = 0;
  packets: number;

  /**
   * @param packets Packets that it can hold, 1…10⁹.
   * @throws RangeError if it is out of range.
   */
  constructor(packets = 100) {
    super();
    const rule = { min: 1, max: 1e9, whole: true };
    this.packets = checkNumber("new StrictPriority", "packets", packets, rule);
  }

  enqueue(packet: QueuedPacket): void {
    this.waiting[packet.priority].push(packet);
    this.count += 1;
    if (this.count > this.packets) this.makeRoom();
  }

  makeRoom(): void {
    const lowest = this.waiting.find((queue) => queue.length > 0);
    const last = lowest?.pop();
    this.count -= 1;
    if (last !== undefined) this.drop(last, "full");
  }

  dequeue(): QueuedPacket | undefined {
    const highest = this.waiting.findLast((queue) => queue.length > 0);
    if (highest !== undefined) this.count -= 1;
    return highest?.shift();
  }
}
