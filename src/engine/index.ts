/**
 * The engine's public API, in the order of the lectures: all that cells and content import.
 */

// A program that runs: a process.
export { Process } from "./process/process.ts";
export type { Address, SendOptions } from "./process/host.ts";

// Quantities.
export { bps, gbps, kbps, mbps, ms, ns, percent, perSecond, seconds, us } from "./kernel/units.ts";

// Links, alone and in patterns.
export { duplex, link, mesh, star } from "./network/link.ts";
export type { LinkOptions, Links, LinkSpec } from "./network/link.ts";

// A run.
export { ENGINE_VERSION, simulate } from "./simulate.ts";
export type {
  Limits,
  LinkMetrics,
  Metrics,
  NodeMetrics,
  Nodes,
  Outcome,
  Run,
  Spec,
} from "./simulate.ts";

// What goes wrong.
export { corrupt, crash, cut, delay, drop, duplicate, heal, restart } from "./faults.ts";
export type { Direction, Fault, Verb } from "./faults.ts";

// Protocols.
export { StopAndWaitReceiver, StopAndWaitSender } from "./protocols/stop-and-wait.ts";
export { GoBackNReceiver, GoBackNSender, type WindowOptions } from "./protocols/go-back-n.ts";
export { SelectiveRepeatReceiver, SelectiveRepeatSender } from "./protocols/selective-repeat.ts";
export type { NumberedAck, NumberedItem } from "./protocols/numbered.ts";
export { TcpReceiver, TcpSender } from "./protocols/tcp/bulk.ts";
export { TcpEndpoint, type WindowSample } from "./protocols/tcp/endpoint.ts";
export type { Segment } from "./protocols/tcp/segment.ts";
export type { CongestionName, TcpSettings } from "./protocols/tcp/settings.ts";

// What theory says.
export { timePerLetter, triesPerLetter } from "./theory/stop-and-wait.ts";
