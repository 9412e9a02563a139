/** What can happen in an explored system, each by a number: arrivals of packets, and time-outs. */
import { decodeBody, type Encoded } from "../../wire/body.ts";

/** A packet of this content arrives over this wire; or a timer runs out. */
export type ExploredEvent =
  | { kind: "arrival"; node: number; wire: number; from: string; body: Encoded }
  | { kind: "timeout"; node: number; timer: string };

/** The events of a system, each once. */
export class Events {
  readonly list: ExploredEvent[] = [];
  readonly #numbers = new Map<string, number>();

  /** The number of the arrival of such a packet. */
  arrival(wire: number, from: string, node: number, body: Encoded): number {
    const content = typeof body.content === "string" ? body.content : body.content.join();
    const key = `${wire} ${body.form} ${content}`;
    return this.#number(key, { kind: "arrival", node, wire, from, body });
  }

  /** The number of the time-out of a node's timer. */
  timeout(node: number, timer: string): number {
    return this.#number(`timer ${node} ${timer}`, { kind: "timeout", node, timer });
  }

  /** What a packet says, in a copy of its own. */
  bodyOf(number: number): unknown {
    const event = this.list[number];
    return event.kind === "arrival" ? decodeBody(event.body) : undefined;
  }

  #number(key: string, event: ExploredEvent): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.list.length;
    this.#numbers.set(key, number);
    this.list.push(event);
    return number;
  }
}
