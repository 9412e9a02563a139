/** A link's queue that is governed by a policy: it keeps the packets, the policy their order. */
import { show } from "../../kernel/check.ts";
import type { Memento } from "../../kernel/memento.ts";
import { copyObject } from "../../process/copy.ts";
import { NONE } from "../../trace/trace.ts";
import type { Flights } from "../flights.ts";
import { NO_SLOT } from "../flights.ts";
import type { Message } from "../packet.ts";
import type { SenderStage } from "../sender-stage.ts";
import type { NamedLink } from "../topology.ts";
import type { World } from "../world.ts";
import { type QueuedPacket, type QueuePolicy, setQueueHost } from "./policy.ts";

/** What a queue needs of its link. */
export type QueueOwner = {
  readonly id: string;
  readonly bandwidth: number;
  /** Names of the nodes. */
  readonly names: readonly string[];
  /** A packet is thrown away. */
  lose(slot: number, reason: string): void;
  /** The policy has thrown. */
  fail(error: unknown): never;
};

const LONGEST_REASON = 60;

/** The queue of a link with a copy of its policy. */
export function policyQueue(
  { world, flights, names, fail }: SenderStage,
  { id, bandwidth }: NamedLink,
  policy: QueuePolicy,
  { from, lose }: { from: number; lose: QueueOwner["lose"] },
): PolicyQueue {
  const own = copyObject(`the queue of ${id}`, policy);
  const owner = { id, bandwidth, names, lose, fail: (error: unknown) => fail(from, NONE, error) };
  return new PolicyQueue(world, flights, own, owner);
}

/** The packets of one link, by their numbers. */
export class PolicyQueue {
  bytes = 0;

  readonly #world: World;
  readonly #flights: Flights;
  #policy: QueuePolicy;
  readonly #owner: QueueOwner;
  readonly #slots = new Map<number, number>();
  #chance: number | undefined;

  /** `policy` is the link's own copy. */
  constructor(world: World, flights: Flights, policy: QueuePolicy, owner: QueueOwner) {
    this.#world = world;
    this.#flights = flights;
    this.#policy = policy;
    this.#owner = owner;
    this.#govern();
  }

  #govern(): void {
    setQueueHost(this.#policy, {
      now: () => this.#world.now,
      random: () => this.#random(),
      bandwidth: this.#owner.bandwidth,
      drop: (packet, reason) => this.#drop(packet, reason),
    });
  }

  /**
   * Saves or restores what waits.
   * @throws TypeError if the policy holds what cannot be copied; it names the field.
   */
  remember(memento: Memento): void {
    this.bytes = memento.value(this.bytes);
    memento.map(this.#slots);
    const place = `the queue of ${this.#owner.id}`;
    const size = 200 * (this.#slots.size + 1);
    this.#policy = memento.copied(this.#policy, (policy) => copyObject(place, policy), size);
    this.#govern();
    this.#chance = this.#world.streams.rememberNumber(memento, this.#chance);
  }

  get packets(): number {
    return this.#slots.size;
  }

  /** A packet comes; the policy may keep it or not. */
  offer(slot: number): void {
    this.#slots.set(this.#flights.packet[slot], slot);
    this.bytes += this.#flights.bytes[slot];
    const packet = this.#describe(slot);
    try {
      this.#policy.enqueue(packet);
    } catch (error) {
      this.#owner.fail(error);
    }
  }

  /** The packet that goes next; `NO_SLOT` if none is to go now. */
  take(): number {
    if (this.#slots.size === 0) return NO_SLOT;
    let packet: QueuedPacket | undefined;
    try {
      packet = this.#policy.dequeue();
      return packet === undefined ? NO_SLOT : this.#remove(packet, "dequeue() returned");
    } catch (error) {
      return this.#owner.fail(error);
    }
  }

  /** The node has crashed. */
  clear(): void {
    const slots = [...this.#slots.values()];
    this.#slots.clear();
    this.bytes = 0;
    for (const slot of slots) this.#owner.lose(slot, "crash");
  }

  #describe(slot: number): QueuedPacket {
    const flights = this.#flights;
    const { number, from, to, time, envelope } = flights.message[slot] as Message;
    const { names } = this.#owner;
    return Object.freeze({
      number: flights.packet[slot],
      message: number,
      from: names[from],
      to: names[to],
      bytes: flights.bytes[slot],
      priority: envelope.priority,
      sent: time,
      since: this.#world.now,
    });
  }

  #drop(packet: QueuedPacket, reason: string): void {
    const slot = this.#remove(packet, "drop(packet) was given");
    this.#owner.lose(slot, String(reason).slice(0, LONGEST_REASON));
  }

  /** Takes a packet out. Its number is what counts, so that a policy may keep it in any form. */
  #remove(packet: QueuedPacket, what: string): number {
    const slot = this.#slots.get((packet as QueuedPacket | null)?.number as number);
    if (slot === undefined) {
      const rule = "it must be a packet that waits here";
      throw new TypeError(`the queue of ${this.#owner.id}: ${what} ${show(packet)}; ${rule}.`);
    }
    this.#slots.delete(packet.number);
    this.bytes -= this.#flights.bytes[slot];
    return slot;
  }

  #random(): number {
    const { streams } = this.#world;
    this.#chance ??= streams.open(`link/${this.#owner.id}/queue`);
    return streams.next(this.#chance);
  }
}
