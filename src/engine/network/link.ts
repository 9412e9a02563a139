/**
 * Links: what a wire between two nodes is like, and the functions by which people write them.
 * A link goes one way; `duplex` makes two.
 */
import {
  checkBandwidth,
  checkChoice,
  checkFlag,
  checkNumber,
  checkOptions,
  checkProbability,
} from "../kernel/check.ts";
import { checkTime, LONGEST, show } from "../kernel/check.ts";
import type { Address } from "../process/host.ts";
import type { Bursts } from "./models/bursts.ts";
import type { DelayDistribution } from "./models/delay.ts";
import { FRAME_CHECKS, type FrameCheck } from "./models/frame.ts";
import { checkBitErrors, checkDelay, checkLoss } from "./models/options.ts";
import type { Losses, Spread } from "./models/options.ts";
import { QueuePolicy } from "./queues/policy.ts";

/** What a link is like. Everything may be left out. */
export type LinkOptions = {
  /** Bits a second, 0.001 to 10¹⁸. Default Infinity: a packet takes no time to send. */
  bandwidth?: number;
  /**
   * How long a bit is on its way, ns; or a distribution from which every packet draws its own; or
   * a list, one delay a packet (the last one holds for all after it). Default 0.
   */
  delay?: number | DelayDistribution | readonly number[];
  /** Longest additional delay, ns: each packet draws its own, uniform from 0 to this. Default 0. */
  jitter?: number;
  /**
   * Whether packets arrive in the order in which they were sent, whatever the jitter.
   * Default false.
   */
  keepsOrder?: boolean;
  /**
   * Probability that a packet is lost on the way, 0…1; or a channel with bursts of losses, which
   * changes its state with each packet; or a list: whether the first packet is lost, the second…
   * (those after it are not). Default 0.
   */
  loss?: number | Bursts | readonly boolean[];
  /**
   * Probability that a bit flips, each of a packet for itself, 0…1; or a channel with bursts,
   * which changes its state with each bit. Default 0.
   */
  bitErrors?: number | Bursts;
  /** Probability that one bit of a packet, chosen at random, is flipped, 0…1. Default 0. */
  corruption?: number;
  /** Probability that a copy of a packet arrives as well, 0…1. Default 0. */
  duplication?: number;
  /** Longest packet, its header included, to 4 GB. Default 1500. */
  mtu?: number;
  /** Bytes of headers that every packet carries. Default 28: IPv4 and UDP. */
  header?: number;
  /** How the far end recognises a damaged packet. Default "internet": RFC 1071's checksum. */
  check?: Check;
  /**
   * A check of the link's own, whose far end throws away what was damaged on this link. Its bytes
   * take time on the link, but are no part of the packet. Default "none".
   */
  frame?: FrameCheck;
  /**
   * Whether this link and the one that leads back share one wire, so that only one of them can
   * send at a time. Both must say so. Default false.
   */
  halfDuplex?: boolean;
  /**
   * What may wait for the link, besides the packet that it is taking: a number of packets, or
   * limits in packets and bytes, where a packet that finds no place is thrown away (drop-tail);
   * or a policy, of which each link gets a copy. Default: anything may.
   */
  queue?: number | QueueLimits | QueuePolicy;
  /** What a path over the link costs, where routing goes by cost: 1…65,535. Default 1. */
  cost?: number;
};

/** How much may wait for a link. Either may be left out. */
export type QueueLimits = {
  /** 0…10⁹ */
  packets?: number;
  /** Headers included, 0…2⁵³ − 1. */
  bytes?: number;
};

/** "none" hands damaged packets on. */
export type Check = "internet" | "none";

/** A link with everything said. Times are whole ns. */
export type LinkSpec = Required<Omit<LinkOptions, "queue" | "delay" | "loss" | "bitErrors">> & {
  from: Address;
  to: Address;
  /** The delay, or the shortest, or the mean where there is no shortest. */
  delay: number;
  spread: Spread | null;
  /** The probability of a loss in the long run. */
  loss: number;
  losses: Losses | null;
  bitErrors: Required<Bursts> | null;
  queue: Required<QueueLimits>;
  policy: QueuePolicy | null;
};

/** Links in whatever nesting: `[duplex("a", "b"), star("hub", ["c", "d"])]`. */
export type Links = readonly (LinkSpec | Links)[];

/** The names of all options. */
export const LINK_OPTIONS: readonly string[] = [
  "bandwidth",
  "delay",
  "jitter",
  "keepsOrder",
  "loss",
  "corruption",
  "duplication",
  "mtu",
  "header",
  "check",
  "bitErrors",
  "frame",
  "halfDuplex",
  "queue",
  "cost",
];

/** Longest packet that a link may be set to carry, bytes. */
const LARGEST_MTU = 4_294_967_294;
/** Bytes of headers that a packet may have. */
export const LARGEST_HEADER = 65_535;
/** The checksum takes two bytes of the header. */
export const SMALLEST_HEADER = 2;
/** OSPF counts in as many (RFC 2328 §A.4.2). */
const HIGHEST_COST = 65_535;
const MOST_WAITING = 1e9;

/**
 * One link, from `from` to `to`.
 * @throws RangeError naming the option, its value and the permitted range.
 */
export function link(from: Address, to: Address, options?: LinkOptions): LinkSpec {
  const where = `link(${show(from)}, ${show(to)})`;
  checkEnd(where, "from", from);
  checkEnd(where, "to", to);
  if (from === to) throw new RangeError(`${where}: a link has two different ends.`);
  const given = checkOptions(where, options, LINK_OPTIONS) as LinkOptions;
  return checkLink(where, { ...given, from, to });
}

/** Checks what may have been written by hand; fills in what was left out. */
export function checkLink(
  where: string,
  spec: Omit<LinkOptions, "bitErrors"> & { from: string; to: string; bitErrors?: unknown },
): LinkSpec {
  const { bandwidth = Infinity, delay = 0, jitter = 0, keepsOrder = false, mtu = 1500 } = spec;
  const { loss = 0, corruption = 0, duplication = 0, header = 28, check = "internet" } = spec;
  const { queue, cost = 1 } = spec;
  const { frame = "none", halfDuplex = false } = spec;
  const known = spec as Partial<LinkSpec>;
  const policy = queue instanceof QueuePolicy ? queue : known.policy;
  const whole = { max: LARGEST_MTU, unit: "bytes", whole: true };
  const checkedHeader = checkNumber(where, "header", header, {
    ...whole,
    min: SMALLEST_HEADER,
    max: LARGEST_HEADER,
  });
  return {
    from: spec.from,
    to: spec.to,
    bandwidth: checkBandwidth(where, "bandwidth", bandwidth),
    ...checkDelay(where, delay, known.spread ?? null),
    jitter: checkTime(where, "jitter", jitter),
    keepsOrder: checkFlag(where, "keepsOrder", keepsOrder),
    ...checkLoss(where, loss, known.losses ?? null),
    bitErrors: checkBitErrors(where, spec.bitErrors),
    corruption: checkProbability(where, "corruption", corruption),
    duplication: checkProbability(where, "duplication", duplication),
    mtu: checkNumber(where, "mtu", mtu, { ...whole, min: checkedHeader + 1 }),
    header: checkedHeader,
    check: checkChoice(where, "check", check, ["internet", "none"]),
    frame: checkChoice(where, "frame", frame, FRAME_CHECKS),
    halfDuplex: checkFlag(where, "halfDuplex", halfDuplex),
    queue: checkQueue(where, queue instanceof QueuePolicy ? undefined : queue),
    policy: policy instanceof QueuePolicy ? policy : null,
    cost: checkNumber(where, "cost", cost, { min: 1, max: HIGHEST_COST, whole: true }),
  };
}

function checkQueue(where: string, queue: unknown): Required<QueueLimits> {
  const isNumber = typeof queue === "number";
  const given = isNumber ? { packets: queue } : checkOptions(where, queue, ["packets", "bytes"]);
  const { packets = Infinity, bytes = Infinity } = given as QueueLimits;
  const field = isNumber ? "queue" : "queue.packets";
  const rule = { min: 0, whole: true, infinite: true };
  return {
    packets: checkNumber(where, field, packets, { ...rule, max: MOST_WAITING, unit: "packets" }),
    bytes: checkNumber(where, "queue.bytes", bytes, { ...rule, max: LONGEST, unit: "bytes" }),
  };
}

function checkEnd(where: string, field: string, name: unknown): void {
  if (typeof name === "string" && name !== "") return;
  throw new RangeError(`${where}: ${field} is ${show(name)}; it must be the name of a node.`);
}

/**
 * Two links, one each way, each with its own chance.
 * @param back Options of the way from `b` to `a`, where they differ.
 */
export function duplex(
  a: Address,
  b: Address,
  options?: LinkOptions,
  back: LinkOptions | undefined = options,
): LinkSpec[] {
  return [link(a, b, options), link(b, a, back)];
}
