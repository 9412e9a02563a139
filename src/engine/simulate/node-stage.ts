/** What surrounds a node: what it asks of the run, and what it is made of. */
import type { Message } from "../network/packet.ts";
import type { ClockSkew } from "../process/clock.ts";
import type { Process } from "../process/process.ts";
import type { Stage } from "./stage.ts";
import type { PlannedCrashes } from "./halt.ts";
import type { Inbox, InboxLimit } from "./inbox.ts";

/** What a node needs beyond what its process does. */
export type NodeStage = Stage & {
  readonly names: readonly string[];
  /** A node has crashed: the network forgets what it had not yet sent. */
  forget(node: number): void;
  /** A node has been started again. */
  comeBack(node: number): void;
  /** The process of a node has run: if it is a router, its table may have changed. */
  forgetRoutes(node: number): void;
  /** Ends the run if an inbox has grown beyond its limit. */
  checkInbox(node: string, waiting: number): void;
  /** A full inbox refuses a message: its sender is told. `row` is where it is refused. */
  refuse(message: Message, row: number): void;
  /** A node has crashed at a point that fault number `fault` planned. */
  crashed(fault: number): void;
  /** Ends the run: a handler has thrown. */
  fail(node: number, cause: number, error: unknown): never;
};

/** What a node is made of. */
export type NodeSetup = {
  /** The run's own copy; each life begins with a copy of that. */
  process: Process;
  /** The crashes that are planned within its handlers. */
  planned: PlannedCrashes | undefined;
  /** Whether any fault may crash it. */
  mayCrash: boolean;
  /** How its clock stands at the beginning. */
  clock: ClockSkew | undefined;
  inbox: InboxLimit | undefined;
};

/** What was measured of a node: its inbox, and for how long it was busy, ns. */
export type NodeMeasures = Inbox["measured"] & { busy: number };
