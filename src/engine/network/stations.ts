/** The nodes of a run, as its network sees them. */
import type { Notice } from "../process/host.ts";
import type { Message } from "./packet.ts";

/** What the network needs to know of the nodes. */
export type Stations = {
  isUp(node: number): boolean;
  /** Counts a node's lives: it differs after each restart. */
  life(node: number): number;
  /** The routes that a router's process holds at this moment. */
  routes(node: number): unknown;
  /**
   * A whole message has come. `body` is what the receiver reads where a damaged packet was not
   * recognised, else undefined: the message as it was sent.
   */
  deliver(message: Message, row: number, body: { damaged: unknown } | undefined): void;
  /** A router tells the sender of a message what became of it in row `row`. */
  report(node: number, message: Message, row: number, notice: Omit<Notice, "to">): void;
  /** Everybody learns of the present state of links and routers. */
  reroute(): void;
  /** Ends the run: something that a process has written is wrong. */
  fail(node: number, cause: number, error: unknown): never;
};
