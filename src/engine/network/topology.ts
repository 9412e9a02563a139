/** Topology: the links of a spec in one list, each with its id. */
import { checkNames, listed, show } from "../kernel/check.ts";
import type { LinkInfo } from "../trace/trace.ts";
import { spanOf } from "./models/delay.ts";
import type { Spread } from "./models/options.ts";
import { wireNames } from "./wire.ts";
import { checkLink, LINK_OPTIONS, type Links, type LinkSpec } from "./link.ts";

/** Links that one run may have; the trace's columns hold no more. */
export const MOST_LINKS = 65_534;
const DEEPEST = 8;

const FIELDS = ["from", "to", "policy", "spread", "losses", ...LINK_OPTIONS];

/** A link of a run. */
export type NamedLink = LinkSpec & { id: string };

/**
 * The links of a spec, flattened, checked and named: `a→b`, a second one `a→b#2`.
 * @throws RangeError naming the link and what is wrong with it.
 */
export function nameLinks(links: Links, nodes: readonly string[]): NamedLink[] {
  const flat: NamedLink[] = [];
  const known = new Set(nodes);
  const counts = new Map<string, number>();
  flatten(links, 0, (value, at) => {
    const spec = checkSpec(value, at, known);
    const pair = `${spec.from}→${spec.to}`;
    const count = (counts.get(pair) ?? 0) + 1;
    counts.set(pair, count);
    flat.push({ ...spec, id: count === 1 ? pair : `${pair}#${count}` });
    if (flat.length > MOST_LINKS) {
      throw new RangeError(`simulate: there are more than ${MOST_LINKS} links.`);
    }
  });
  wireNames(flat);
  return flat;
}

function flatten(list: unknown, depth: number, visit: (value: unknown, at: string) => void): void {
  if (!Array.isArray(list)) {
    throw new RangeError(`simulate: links is ${show(list)}; it must be an array of links.`);
  }
  if (depth > DEEPEST) {
    throw new RangeError(`simulate: links are nested more than ${DEEPEST} deep.`);
  }
  for (const [i, value] of (list as unknown[]).entries()) {
    if (Array.isArray(value)) flatten(value, depth + 1, visit);
    else visit(value, `links[${i}]`);
  }
}

function checkSpec(value: unknown, at: string, known: ReadonlySet<string>): LinkSpec {
  if (typeof value !== "object" || value === null) {
    throw new RangeError(
      `simulate: ${at} is ${show(value)}; links are made by link, duplex, star or mesh.`,
    );
  }
  const spec = value as LinkSpec;
  const where = `simulate: link(${show(spec.from)}, ${show(spec.to)})`;
  checkNames(where, spec, FIELDS);
  for (const end of [spec.from, spec.to]) {
    if (known.has(end)) continue;
    const names = listed([...known]);
    throw new RangeError(`${where}: there is no node ${show(end)}; the nodes are ${names}.`);
  }
  if (spec.from === spec.to) throw new RangeError(`${where}: a link has two different ends.`);
  return checkLink(where, spec);
}

/** What a trace tells of the links. */
export function linkInfos(links: readonly NamedLink[], nodes: readonly string[]): LinkInfo[] {
  const index = new Map(nodes.map((name, i) => [name, i]));
  return links.map((link) => ({
    id: link.id,
    from: index.get(link.from) as number,
    to: index.get(link.to) as number,
    bandwidth: link.bandwidth,
    delay: link.delay,
    jitter: link.jitter + longestExtra(link.spread),
    loss: link.loss,
    corruption: link.corruption,
    duplication: link.duplication,
  }));
}

/** How much longer than the shortest delay another may be, ns, where that has a bound. */
function longestExtra(spread: Spread | null): number {
  if (spread === null) return 0;
  if ("distribution" in spread) return spanOf(spread).jitter;
  return spread.reduce((a, b) => Math.max(a, b)) - spread.reduce((a, b) => Math.min(a, b));
}
