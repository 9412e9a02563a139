/**
 * The queue of a link as a policy that anybody can write: which packet goes next, and which is
 * thrown away.
 */
import { className } from "../../kernel/check.ts";
import type { Address } from "../../process/host.ts";

/** A packet as a queue sees it. */
export type QueuedPacket = {
  /** Its number in the run. */
  readonly number: number;
  /** The number of its message, who sent that and whom it is for. */
  readonly message: number;
  readonly from: Address;
  readonly to: Address;
  /** Bytes, its header included. */
  readonly bytes: number;
  /** What its sender stated with `send(…, { priority })`: 0…7, more is more urgent. */
  readonly priority: number;
  /** When its message was sent, ns. */
  readonly sent: number;
  /** When it came to this queue, ns. */
  readonly since: number;
};

/** What stands behind a queue in a run. */
export type QueueHost = {
  now(): number;
  random(): number;
  /** bits a second */
  readonly bandwidth: number;
  drop(packet: QueuedPacket, reason: string): void;
};

const hosts = new WeakMap<object, QueueHost>();

/** Gives a queue its host. */
export function setQueueHost(policy: object, host: QueueHost): void {
  hosts.set(policy, host);
}

function hostOf(policy: object): QueueHost {
  const host = hosts.get(policy);
  if (host !== undefined) return host;
  throw new Error(`${className(policy)}: a queue can only act while a run goes on.`);
}

/**
 * The base class of queues. Every packet for the link passes through: `enqueue` keeps it or drops
 * it (or another one), `dequeue` says which goes next when the link is free. The packet that the
 * link is taking is no longer in the queue. Its fields are its state, as those of a process:
 * plain data, Map, Set, typed arrays. Each link has a copy of its own.
 */
export class QueuePolicy {
  /** A packet has come: keep it, or `this.drop` it or others. */
  enqueue(packet: QueuedPacket): void;
  enqueue(): void {
    throw new Error(`${className(this)} has no method enqueue(packet).`);
  }

  /** The link is free: the packet that goes next; undefined if none is to go now. */
  dequeue(): QueuedPacket | undefined {
    throw new Error(`${className(this)} has no method dequeue().`);
  }

  /** Throws away a packet that is in the queue, or has just come. `reason` in a few words. */
  drop(packet: QueuedPacket, reason = "refused"): void {
    hostOf(this).drop(packet, reason);
  }

  /** Simulated time, ns. */
  get now(): number {
    return hostOf(this).now();
  }

  /** A random number, at least 0 and below 1, from this queue's own stream of chance. */
  random(): number {
    return hostOf(this).random();
  }

  /** Bits a second that the link carries. */
  get bandwidth(): number {
    return hostOf(this).bandwidth;
  }
}
