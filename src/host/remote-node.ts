/** A node that runs in another OS process: what arrives at it goes over a socket. */
import type { Message } from "../engine/network/packet.ts";
import type { Damage } from "../engine/simulate/inbox.ts";
import { Node } from "../engine/simulate/node.ts";
import type { NodeSetup, NodeStage } from "../engine/simulate/node-stage.ts";

export type Deliver = (message: Message, row: number, damage: Damage) => void;

export class RemoteNode extends Node {
  readonly #deliver: Deliver;

  constructor(stage: NodeStage, index: number, setup: NodeSetup, deliver: Deliver) {
    super(stage, index, setup);
    this.#deliver = deliver;
  }

  override deliver(message: Message, row: number, damage: Damage): void {
    this.#deliver(message, row, damage);
  }

  // What happens to it happens where it runs.
  override start(): void {}
  override crash(): void {}
  override restart(): void {}
  override recover(): void {}
  override edit(): void {}
  override expireNow(): void {}
}
