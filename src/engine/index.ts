/**
 * The engine's public API, in the order of the lectures: all that cells and content import.
 */

// A program that runs: a process.
export { Process } from "./process/process.ts";
export { Router, type RouterOptions, type Routes } from "./process/router.ts";
export { exponentially } from "./process/chance.ts";
export type { Address, Neighbour, Notice, SendOptions } from "./process/host.ts";

// A program that is told as a story, from top to bottom.
export { Story } from "./process/story/story.ts";
export type { Command, Telling } from "./process/story/commands.ts";

// Many customers in one program: they hold, seize, release and go.
export { Customers } from "./process/story/customers.ts";
export type { Life, Step } from "./process/story/lives.ts";
export { type Resource, resource } from "./process/story/resource.ts";

// Quantities.
export {
  bps,
  gbps,
  kbps,
  mbps,
  ms,
  ns,
  percent,
  perSecond,
  ppm,
  seconds,
  us,
} from "./kernel/units.ts";

// Links, alone and in patterns.
export { duplex, link } from "./network/link.ts";
export {
  type Dumbbell,
  dumbbell,
  line,
  mesh,
  type RandomNetwork,
  randomNetwork,
  ring,
  star,
  tree,
} from "./network/patterns.ts";
export type { LinkOptions, Links, LinkSpec, QueueLimits } from "./network/link.ts";
export {
  type DelayDistribution,
  exponential,
  normal,
  pareto,
  uniform,
} from "./network/models/delay.ts";
export type { Bursts } from "./network/models/bursts.ts";
export type { FrameCheck } from "./network/models/frame.ts";
export { QueuePolicy, type QueuedPacket } from "./network/queues/policy.ts";
export { Red, type RedOptions } from "./network/queues/red.ts";
export { Codel, type CodelOptions } from "./network/queues/codel.ts";
export { StrictPriority } from "./network/queues/priority.ts";
export { DeficitRoundRobin, type FairOptions } from "./network/queues/fair.ts";
export type { RouteCost, RoutingOptions } from "./network/routes.ts";

// Addresses, and how routers choose among prefixes of them.
export { ipv4Address, ipv4Text, macAddress, macText } from "./wire/address.ts";
export {
  covers,
  longestMatch,
  type Prefix,
  prefix,
  prefixMask,
  prefixSize,
  prefixText,
} from "./wire/prefix.ts";

// Bytes, guards that notice damage, and codes that repair it.
export { utf8Decode, utf8Encode } from "./wire/utf8.ts";
export type { Guard } from "./wire/checks/guard.ts";
export { fletcher16, internetSum, parity } from "./wire/checks/sums.ts";
export { crc16, crc32, crc8 } from "./wire/checks/crc.ts";
export { type Code, type Decoded, flipBit } from "./wire/checks/code.ts";
export { gridParity } from "./wire/checks/grid.ts";
export { hamming74, secded84 } from "./wire/checks/hamming.ts";

// A run.
export { ENGINE_VERSION, resumeFrom, simulate } from "./simulate.ts";
export type {
  Changes,
  ClockSkew,
  InboxLimit,
  Limits,
  LinkMetrics,
  Metrics,
  NodeMetrics,
  Nodes,
  Outcome,
  Run,
  Spec,
} from "./simulate.ts";

// What goes wrong: with packets and links,
export { corrupt, cut, delay, drop, duplicate, heal } from "./faults.ts";
export { badMemory, degrade, hold, overload, partition, pause, release, resume } from "./faults.ts";
export type { Degradation, Direction, Fault, FragmentOfMessage } from "./faults.ts";
export type { LinkChange, PacketOnLink, Verb } from "./faults.ts";

export { mishapsOf } from "./check/mishaps.ts";

// with nodes and the processes on them.
export { crash, flaky, restart, upgrade, zone } from "./faults.ts";
export { edit, expire, mute, skew, slow, unmute } from "./faults.ts";
export { first } from "./faults.ts";
export type { Lasting, PlainData, PointInHandler, PointInTrace } from "./faults.ts";

// Traffic: where it comes from, where it goes, and crowds that wait for answers.
export { batches, type Datagram, every, poisson, Source } from "./protocols/sources.ts";
export type { SourceOptions } from "./protocols/sources.ts";
export { Sink, type SinkOptions } from "./protocols/sink.ts";
export { ClosedCrowd, Crowd, type CrowdOptions, OpenCrowd } from "./protocols/crowds.ts";
export type { Request } from "./protocols/crowds.ts";

// Protocols.
export { DatagramReceiver, DatagramSender } from "./protocols/datagrams.ts";
export { StopAndWaitReceiver, StopAndWaitSender } from "./protocols/stop-and-wait.ts";
export { GoBackNReceiver, GoBackNSender, type WindowOptions } from "./protocols/go-back-n.ts";
export { SelectiveRepeatReceiver, SelectiveRepeatSender } from "./protocols/selective-repeat.ts";
export type { NumberedAck, NumberedItem } from "./protocols/numbered.ts";
export {
  type DistanceVector,
  type DistanceVectorOptions,
  DistanceVectorRouter,
  type Horizon,
} from "./protocols/routing/distance-vector.ts";
export type { Hello, HelloOptions } from "./protocols/routing/hello.ts";
export {
  type LinkStateMessage,
  type LinkStateOptions,
  LinkStateRouter,
} from "./protocols/routing/link-state.ts";
export { type LinkState, shortestPaths, type Way } from "./protocols/routing/shortest-paths.ts";
export { Medium } from "./protocols/medium/medium.ts";
export type { FromMedium, MediumOptions, ToMedium } from "./protocols/medium/signals.ts";
export type { Reach } from "./protocols/medium/reach.ts";
export { Station, type Traffic } from "./protocols/medium/station.ts";
export {
  type AlohaOptions,
  AlohaStation,
  SlottedAlohaStation,
  type SlottedOptions,
} from "./protocols/medium/aloha.ts";
export { type CsmaCdOptions, type CsmaCdState, CsmaCdStation } from "./protocols/medium/csma-cd.ts";
export { TcpReceiver, TcpSender } from "./protocols/tcp/bulk.ts";
export { TcpEndpoint, type WindowSample } from "./protocols/tcp/endpoint.ts";
export type { Segment } from "./protocols/tcp/segment.ts";
export type { CongestionName, TcpSettings } from "./protocols/tcp/settings.ts";

// Judges of a run: of the answers that clients got, of cuts through it, of what must not vanish.
export { historyOf, type History, type Operation } from "./check/judges/history.ts";
export { linearizable, type Judgement, type JudgeOptions } from "./check/judges/linearizability.ts";
export { sequentiallyConsistent } from "./check/judges/sequential.ts";
export {
  counter,
  fifoQueue,
  register,
  type Specification,
  tickets,
} from "./check/judges/specifications.ts";
export { consistentCut, type Cut, type CutJudgement } from "./check/judges/cut.ts";
export { conserved, type Conservation, type Quantity } from "./check/judges/conservation.ts";

// Questions about all runs of a small system.
export {
  type Claim,
  type Claims,
  type Counterexample,
  type Covered,
  type Exploration,
  explore,
  ExploreError,
  type ExploreOptions,
  type InFlight,
  type Order,
  type Told,
} from "./check/explore.ts";

// What theory says: of messages in packets,
export {
  bandwidthDelayProduct,
  messageDelay,
  pipeliningGain,
  propagationDelay,
  quickestPayload,
  serializationDelay,
  waitBehindPieces,
} from "./theory/delay.ts";
export { allArrive, lossForMessageLoss, messageLoss } from "./theory/fragments.ts";

// of damage and of what guards miss,
export {
  burstyWire,
  gilbertElliottErrorRate,
  gilbertElliottIntact,
  goodputShare,
  intactShare,
  leastWastePayload,
} from "./theory/damage.ts";
export { missedPairs, missedPairShare, missedShare } from "./theory/undetected.ts";

// of queues and of who gets what,
export { erlangB, erlangC, littlesLaw, mm1, mm1k, mmc, type QueueMeans } from "./theory/queues.ts";
export { batchQueue, kingman, md1, mg1 } from "./theory/general-queues.ts";
export { maxMinShares, proportionalShares } from "./theory/shares.ts";

// of repeating and of windows,
export { timePerLetter, triesPerLetter } from "./theory/stop-and-wait.ts";
export { crossingsEndToEnd, crossingsHopByHop, expectedTries } from "./theory/retransmission.ts";
export {
  goBackNEfficiency,
  selectiveRepeatEfficiency,
  stopAndWaitEfficiency,
  windowKnee,
  windowUtilisation,
} from "./theory/windows.ts";

// of machines that fail, and of chance,
export { allDown, allUp, anyUp, enoughUp, majorityUp, upShare } from "./theory/availability.ts";
export { expectedFullest, fullestAtMost } from "./theory/bins.ts";

// of a shared medium, and of congestion.
export {
  aloha,
  backlogDrift,
  csmaCdEfficiency,
  shortestFrame,
  slotSuccess,
  slottedAloha,
  slottedAlohaOf,
} from "./theory/medium.ts";
export { mathis, padhye } from "./theory/tcp.ts";
export {
  AIMD,
  gapAfter,
  jainIndex,
  sawtoothUtilisation,
  sharesByRound,
} from "./theory/congestion.ts";
