/**
 * Links: what a wire between two nodes is like, and the functions by which people write them.
 * A link goes one way; `duplex` makes two.
 */
import {
  checkChoice,
  checkFlag,
  checkNumber,
  checkOptions,
  checkProbability,
} from "../kernel/check.ts";
import { checkTime, LONGEST, show } from "../kernel/check.ts";
import { FASTEST, SLOWEST } from "../kernel/units.ts";
import type { Address } from "../process/host.ts";
import { QueuePolicy } from "./queues/policy.ts";

/** What a link is like. Everything may be left out. */
export type LinkOptions = {
  /** Bits a second, 0.001 to 10¹⁸. Default Infinity: a packet takes no time to send. */
  bandwidth?: number;
  /** How long a bit is on its way, ns. Default 0. */
  delay?: number;
  /** Longest additional delay, ns: each packet draws its own, uniform from 0 to this. Default 0. */
  jitter?: number;
  /**
   * Whether packets arrive in the order in which they were sent, whatever the jitter.
   * Default false.
   */
  keepsOrder?: boolean;
  /** Probability that a packet is lost on the way, 0…1. Default 0. */
  loss?: number;
  /** Probability that one bit of a packet, chosen at random, is flipped, 0…1. Default 0. */
  corruption?: number;
  /** Probability that a copy of a packet arrives as well, 0…1. Default 0. */
  duplication?: number;
  /** Longest packet, its header included, bytes. Default 1500. */
  mtu?: number;
  /** Bytes of headers that every packet carries. Default 28: IPv4 and UDP. */
  header?: number;
  /** How the far end recognises a damaged packet. Default "internet": RFC 1071's checksum. */
  check?: Check;
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
export type LinkSpec = Required<Omit<LinkOptions, "queue">> & {
  from: Address;
  to: Address;
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
  "queue",
  "cost",
];

/** Longest packet that a link may be set to carry, bytes. */
const LARGEST_MTU = 65_535;
/** The checksum takes two bytes of the header. */
const SMALLEST_HEADER = 2;
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
  spec: LinkOptions & { from: string; to: string },
): LinkSpec {
  const { bandwidth = Infinity, delay = 0, jitter = 0, keepsOrder = false, mtu = 1500 } = spec;
  const { loss = 0, corruption = 0, duplication = 0, header = 28, check = "internet" } = spec;
  const { queue, cost = 1 } = spec;
  const policy = queue instanceof QueuePolicy ? queue : (spec as Partial<LinkSpec>).policy;
  const rate = { min: SLOWEST, max: FASTEST, unit: "bits a second", infinite: true };
  const whole = { max: LARGEST_MTU, unit: "bytes", whole: true };
  const checkedHeader = checkNumber(where, "header", header, { ...whole, min: SMALLEST_HEADER });
  return {
    from: spec.from,
    to: spec.to,
    bandwidth: checkNumber(where, "bandwidth", bandwidth, rate),
    delay: checkTime(where, "delay", delay),
    jitter: checkTime(where, "jitter", jitter),
    keepsOrder: checkFlag(where, "keepsOrder", keepsOrder),
    loss: checkProbability(where, "loss", loss),
    corruption: checkProbability(where, "corruption", corruption),
    duplication: checkProbability(where, "duplication", duplication),
    mtu: checkNumber(where, "mtu", mtu, { ...whole, min: checkedHeader + 1 }),
    header: checkedHeader,
    check: checkChoice(where, "check", check, ["internet", "none"]),
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

/** Two links, one each way, with the same options (and each with its own chance). */
export function duplex(a: Address, b: Address, options?: LinkOptions): LinkSpec[] {
  return [link(a, b, options), link(b, a, options)];
}
