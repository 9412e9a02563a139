/** Fair queueing: every sender gets its turn, and a loud one only fills its own queue. */
import { checkChoice, checkNumber, checkOptions } from "../../kernel/check.ts";
import { QueuePolicy, type QueuedPacket } from "./policy.ts";

/** What a fair queue is like. */
export type FairOptions = {
  /** Packets that it can hold, of all flows together, 1…10⁹. Default 100. */
  packets?: number;
  /** Bytes that a flow may send in its turn, 1…10⁹. Default 1,500: the usual MTU. */
  quantum?: number;
  /** What makes a flow: its sender, its receiver, or both. Default "from". */
  by?: "from" | "to" | "both";
};

/** The packets of one flow, and how many bytes it has saved up. */
type Flow = { waiting: QueuedPacket[]; deficit: number };

/**
 * Deficit round robin (M. Shreedhar & G. Varghese, Efficient Fair Queuing Using Deficit Round
 * Robin, SIGCOMM 1995): flows take turns, a quantum of bytes each, and keep what they could not
 * use. When there is no place, the longest queue gives up its last packet (buffer stealing, §3).
 */
export class DeficitRoundRobin extends QueuePolicy {
  /** Flows with packets, the next one first. */
  active = new Map<string, Flow>();
  count = 0;
  packets: number;
  quantum: number;
  by: "from" | "to" | "both";
  /** Whether the first flow has had its quantum in this turn. */
  isServed = false;

  /** @throws RangeError for an option out of range. */
  constructor(options?: FairOptions) {
    super();
    const where = "new DeficitRoundRobin";
    const given = checkOptions(where, options, ["packets", "quantum", "by"]) as FairOptions;
    const { packets = 100, quantum = 1_500, by = "from" } = given;
    this.packets = checkNumber(where, "packets", packets, { min: 1, max: 1e9, whole: true });
    this.quantum = checkNumber(where, "quantum", quantum, { min: 1, max: 1e9, whole: true });
    this.by = checkChoice(where, "by", by, ["from", "to", "both"]);
  }

  enqueue(packet: QueuedPacket): void {
    const key = this.by === "both" ? `${packet.from} ${packet.to}` : packet[this.by];
    const flow = this.active.get(key) ?? { waiting: [], deficit: 0 };
    flow.waiting.push(packet);
    this.active.set(key, flow);
    this.count += 1;
    if (this.count > this.packets) this.makeRoom();
  }

  makeRoom(): void {
    let [longest] = this.active.values();
    for (const flow of this.active.values()) {
      if (flow.waiting.length > longest.waiting.length) longest = flow;
    }
    const last = longest.waiting.pop();
    this.count -= 1;
    if (last !== undefined) this.drop(last, "full");
  }

  dequeue(): QueuedPacket | undefined {
    while (this.count > 0) {
      const [[key, flow]] = this.active;
      if (!this.isServed) flow.deficit += this.quantum;
      this.isServed = true;
      const packet = flow.waiting[0];
      if (packet !== undefined && packet.bytes <= flow.deficit) return this.serve(key, flow);
      this.endTurn(key, flow);
    }
    return undefined;
  }

  serve(key: string, flow: Flow): QueuedPacket | undefined {
    const packet = flow.waiting.shift();
    this.count -= 1;
    flow.deficit -= packet?.bytes ?? 0;
    if (flow.waiting.length === 0) this.endTurn(key, flow);
    return packet;
  }

  /** The flow goes to the end of the round; without packets it leaves, and saves nothing up. */
  endTurn(key: string, flow: Flow): void {
    this.isServed = false;
    this.active.delete(key);
    if (flow.waiting.length > 0) this.active.set(key, flow);
  }
}
