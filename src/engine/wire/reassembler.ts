/**
 * All datagrams that a host is putting together, each with its time-out: a piece that is missing
 * for too long is lost, and so is the rest (RFC 791 §3.2, RFC 1122 §3.3.2).
 */
import { checkNumber, checkTime } from "../kernel/check.ts";
import { isFragment, Reassembly } from "./fragment.ts";
import type { Ipv4Header, Ipv4Packet } from "./ipv4.ts";

/** How long a host waits for the missing pieces, ns: 60 s, the least that RFC 1122 §3.3.2 asks. */
const PATIENCE = 60e9;

/** A datagram under way. */
type Waiting = { reassembly: Reassembly; deadline: number };

/** Puts datagrams together for one host. Has no clock: it is told the time. */
export class Reassembler {
  readonly #patience: number;
  readonly #most: number;
  /** By source, destination, protocol and identification; the oldest first. */
  readonly #waiting = new Map<string, Waiting>();

  /**
   * @param patience How long after its first piece a datagram must be whole, ns.
   * @param most How many may wait at once, 1…65,536; beyond that the oldest is thrown away.
   */
  constructor(patience = PATIENCE, most = 1024) {
    this.#patience = checkTime("Reassembler", "patience", patience);
    this.#most = checkNumber("Reassembler", "most", most, { min: 1, max: 65_536, whole: true });
  }

  /** How many datagrams wait for pieces. */
  get size(): number {
    return this.#waiting.size;
  }

  /** When the next time-out is due, ns; Infinity if nothing waits. */
  get deadline(): number {
    for (const { deadline } of this.#waiting.values()) return deadline;
    return Infinity;
  }

  /**
   * Takes a packet; the whole datagram if this was one or completes one, else undefined.
   * @param now ns; never less than before.
   * @throws RangeError if the piece contradicts those before it (see `Reassembly`).
   */
  accept(packet: Ipv4Packet, now: number): Ipv4Packet | undefined {
    if (!isFragment(packet.header)) return packet;
    const key = keyOf(packet.header);
    let entry = this.#waiting.get(key);
    if (entry === undefined || entry.deadline <= now) {
      entry = { reassembly: new Reassembly(), deadline: now + this.#patience };
      this.#waiting.delete(key);
      this.#waiting.set(key, entry);
      this.#makeRoom();
    }
    const whole = entry.reassembly.add(packet);
    if (whole !== undefined) this.#waiting.delete(key);
    return whole;
  }

  /**
   * Gives up on what is overdue. Of each datagram the first piece, if that had come: its sender
   * is told (`time exceeded`, code 1, RFC 792).
   */
  expire(now: number): (Ipv4Packet | undefined)[] {
    const overdue: (Ipv4Packet | undefined)[] = [];
    for (const [key, { reassembly, deadline }] of this.#waiting) {
      if (deadline > now) break;
      this.#waiting.delete(key);
      overdue.push(reassembly.first);
    }
    return overdue;
  }

  #makeRoom(): void {
    if (this.#waiting.size <= this.#most) return;
    for (const key of this.#waiting.keys()) {
      this.#waiting.delete(key);
      return;
    }
  }
}

function keyOf({ source, destination, protocol, identification }: Ipv4Header): string {
  return `${source}/${destination}/${protocol}/${identification}`;
}
