/** Checks of what a spec says about single machines: addresses, clocks, inboxes. */
import { FARTHEST_OFFSET, LEAST_DRIFT, MOST_DRIFT } from "../faults.ts";
import {
  checkChoice,
  checkNames,
  checkNumber,
  checkOptions,
  grouped,
  listed,
  show,
} from "../kernel/check.ts";
import { LARGEST_HEADER, SMALLEST_HEADER } from "../network/link.ts";
import type { NamedLink } from "../network/topology.ts";
import type { ClockSkew } from "../process/clock.ts";
import { ipv4Address } from "../wire/address.ts";
import { type InboxLimit, OVERFLOWS } from "./inbox.ts";

const MOST_WAITING = 1_073_741_824;

/**
 * The clocks of a spec, by node.
 * @throws RangeError naming the node and the field that is wrong.
 */
export function checkClocks(given: unknown, nodes: readonly string[]): Map<string, ClockSkew> {
  return checkEach("clocks", given, nodes, ["offset", "drift"], (where, clock) => {
    const { offset = 0, drift = 0 } = clock as ClockSkew;
    const range = { min: -FARTHEST_OFFSET, max: FARTHEST_OFFSET, unit: "nanoseconds" };
    return {
      offset: Math.round(checkNumber(where, "offset", offset, range)),
      drift: checkNumber(where, "drift", drift, { min: LEAST_DRIFT, max: MOST_DRIFT }),
    };
  });
}

/**
 * The inboxes of a spec, by node.
 * @throws RangeError naming the node and the field that is wrong.
 */
export function checkInboxes(given: unknown, nodes: readonly string[]): Map<string, InboxLimit> {
  return checkEach("inboxes", given, nodes, ["limit", "overflow"], (where, inbox) => {
    const { limit, overflow = "drop" } = inbox as Partial<InboxLimit>;
    const rule = { min: 0, max: MOST_WAITING, whole: true, unit: "messages" };
    return {
      limit: checkNumber(where, "limit", limit, rule),
      overflow: checkChoice(where, "overflow", overflow, OVERFLOWS),
    };
  });
}

/**
 * The IPv4 addresses of a spec, by the node's index.
 * @throws RangeError naming the node and what is wrong with its address.
 */
export function checkAddresses(addresses: unknown, names: readonly string[]): Map<number, number> {
  const where = "simulate: addresses";
  const given = Object.entries(checkOptions(where, addresses, names));
  const indexes = new Map(names.map((name, i) => [name, i]));
  return new Map(given.map(([name, text]) => [indexes.get(name) as number, addressOf(name, text)]));
}

/**
 * The links of a run, with the headers that a spec gives to nodes.
 * @throws RangeError naming the node and what is wrong with its header.
 */
export function withHeaders(
  links: readonly NamedLink[],
  headers: unknown,
  names: readonly string[],
): NamedLink[] {
  const where = "simulate: headers";
  const given = checkOptions(where, headers, names) as Record<string, number>;
  const rule = { min: SMALLEST_HEADER, max: LARGEST_HEADER, whole: true, unit: "bytes" };
  for (const [name, bytes] of Object.entries(given)) checkNumber(where, name, bytes, rule);
  return links.map((link) => {
    if (!Object.hasOwn(given, link.from)) return link;
    const header = given[link.from];
    if (header < link.mtu) return { ...link, header };
    const limit = `it must be less than what ${link.id} takes, ${grouped(link.mtu)} bytes`;
    throw new RangeError(`${where}: ${link.from} is ${show(header)}; ${limit}.`);
  });
}

function addressOf(name: string, text: unknown): number {
  try {
    return ipv4Address(text as string);
  } catch {
    const rule = 'it must be an address of IPv4: "10.0.0.1"';
    throw new RangeError(`simulate: addresses: ${name} is ${show(text)}; ${rule}.`);
  }
}

/** Checks an object that has one entry a node. */
function checkEach<Entry>(
  field: string,
  given: unknown,
  nodes: readonly string[],
  known: readonly string[],
  check: (where: string, entry: object) => Entry,
): Map<string, Entry> {
  if (given === undefined) return new Map();
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new RangeError(`simulate: ${field} is ${show(given)}; it must be an object by node.`);
  }
  const entries = Object.entries(given).map(([node, entry]: [string, unknown]): [string, Entry] => {
    const where = `simulate: ${field}.${node}`;
    if (!nodes.includes(node)) {
      throw new RangeError(`${where}: there is no such node; the nodes are ${listed(nodes)}.`);
    }
    if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
      throw new RangeError(`${where} is ${show(entry)}; it must be an object: ${listed(known)}.`);
    }
    checkNames(where, entry, known);
    return [node, check(where, entry)];
  });
  return new Map(entries);
}
