/** Links in patterns: the topologies that people draw. Each link is made both ways. */
import { checkNumber, checkProbability, show } from "../kernel/check.ts";
import { Streams } from "../kernel/random.ts";
import type { Address } from "../process/host.ts";
import { duplex, type LinkOptions, type LinkSpec } from "./link.ts";

type Names = readonly Address[];

/**
 * Links both ways between a centre and each of its leaves.
 * @throws RangeError if `leaves` is not an array of names.
 */
export function star(centre: Address, leaves: Names, options?: LinkOptions): LinkSpec[] {
  checkNameList("star", "leaves", leaves);
  return leaves.flatMap((leaf) => duplex(centre, leaf, options));
}

/**
 * Links both ways between every two of the nodes.
 * @throws RangeError if `names` is not an array of names.
 */
export function mesh(names: Names, options?: LinkOptions): LinkSpec[] {
  checkNameList("mesh", "names", names);
  return names.flatMap((a, i) => names.slice(i + 1).flatMap((b) => duplex(a, b, options)));
}

/**
 * Links both ways from each node to the next.
 * @throws RangeError if `names` is not an array of names.
 */
export function line(names: Names, options?: LinkOptions): LinkSpec[] {
  checkNameList("line", "names", names);
  return names.slice(1).flatMap((name, i) => duplex(names[i], name, options));
}

/**
 * A line whose last node is linked to its first.
 * @throws RangeError if `names` is not an array of at least three names.
 */
export function ring(names: Names, options?: LinkOptions): LinkSpec[] {
  checkNameList("ring", "names", names, 3);
  return line([...names, names[0]], options);
}

/**
 * A tree in which each node has `children` nodes below it: the first name is the root, the next
 * ones are its children, and so on, level by level.
 * @param children 1…1,000
 * @throws RangeError if `names` is not an array of names, or `children` is out of range.
 */
export function tree(names: Names, children: number, options?: LinkOptions): LinkSpec[] {
  checkNameList("tree", "names", names);
  checkNumber("tree", "children", children, { min: 1, max: 1_000, whole: true });
  const parent = (i: number): Address => names[Math.floor((i - 1) / children)];
  return names.flatMap((name, i) => (i === 0 ? [] : duplex(parent(i), name, options)));
}

/** The two ends of a dumbbell's handle, and what hangs on each. */
export type Dumbbell = { left: Names; middle: readonly [Address, Address]; right: Names };

/**
 * Two stars whose centres share one link, the bottleneck: the usual picture of senders that
 * compete for one link.
 * @param handle What the link between the centres is like; `options` is for all others.
 * @throws RangeError if the lists are not arrays of names.
 */
export function dumbbell(
  { left, middle, right }: Dumbbell,
  handle?: LinkOptions,
  options?: LinkOptions,
): LinkSpec[] {
  checkNameList("dumbbell", "left", left);
  checkNameList("dumbbell", "right", right);
  checkNameList("dumbbell", "middle", middle, 2);
  return [
    ...star(middle[0], left, options),
    ...duplex(middle[0], middle[1], handle),
    ...star(middle[1], right, options),
  ];
}

/** How a random network is drawn. */
export type RandomNetwork = {
  /** Chance. Same seed, same network. */
  seed: number | string;
  /** The probability of a link between two nodes that need none to be connected, 0…1. */
  probability: number;
};

/**
 * A connected random network: each node but the first is linked to one before it, drawn at random
 * (a random recursive tree), and every other pair with a probability (as Erdős and Rényi's).
 * @throws RangeError if `names` is not an array of names, or `probability` is out of range.
 */
export function randomNetwork(
  names: Names,
  { seed, probability }: RandomNetwork,
  options?: LinkOptions,
): LinkSpec[] {
  checkNameList("randomNetwork", "names", names);
  checkProbability("randomNetwork", "probability", probability);
  const streams = new Streams(String(seed));
  const [trunk, more] = [streams.open("network/tree"), streams.open("network/more")];
  return names.flatMap((name, i) => {
    if (i === 0) return [];
    const parent = streams.below(trunk, i);
    const others = names.slice(0, i).filter((_, j) => {
      const isDrawn = streams.next(more) < probability;
      return isDrawn || j === parent;
    });
    return others.flatMap((other) => duplex(other, name, options));
  });
}

function checkNameList(where: string, field: string, names: unknown, least = 0): void {
  if (!Array.isArray(names)) {
    throw new RangeError(`${where}: ${field} is ${show(names)}; it must be an array of names.`);
  }
  if (names.length >= least) return;
  throw new RangeError(
    `${where}: ${field} has ${names.length} names; it must have at least ${least}.`,
  );
}
