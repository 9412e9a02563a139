/** What the tests of routing protocols ask of a run: where its tables lead. */
import type { LinkSpec, Run } from "../../../../src/engine/index.ts";
import { Router } from "../../../../src/engine/index.ts";

/** The least costs between all nodes over links that are up (Floyd 1962, Warshall 1962). */
export function leastCosts(names: readonly string[], links: readonly LinkSpec[]): number[][] {
  const at = new Map(names.map((name, i) => [name, i]));
  const costs = names.map((_, i) => names.map((_, j) => (i === j ? 0 : Infinity)));
  for (const { from, to, cost } of links) {
    const [i, j] = [at.get(from) as number, at.get(to) as number];
    costs[i][j] = Math.min(costs[i][j], cost);
  }
  for (let k = 0; k < names.length; k++)
    for (const row of costs)
      for (let j = 0; j < names.length; j++) row[j] = Math.min(row[j], row[k] + costs[k][j]);
  return costs;
}

/** What the way costs that the tables lead; Infinity if they lead nowhere or in circles. */
export function costOfWay(run: Run, links: readonly LinkSpec[], from: string, to: string): number {
  let cost = 0;
  let node = from;
  for (let hop = 0; node !== to; hop++) {
    const router = run.nodes[node];
    const via = router instanceof Router ? router.routes[to] : undefined;
    if (via === undefined || hop > 64) return Infinity;
    const steps = links.filter((link) => link.from === node && link.to === via);
    if (steps.length === 0) return Infinity;
    cost += Math.min(...steps.map((link) => link.cost));
    node = via;
  }
  return cost;
}

/** Pairs between which the tables do not lead along a shortest path, in words. */
export function wrongWays(
  run: Run,
  names: readonly string[],
  links: readonly LinkSpec[],
): string[] {
  const least = leastCosts(names, links);
  return names.flatMap((from, i) =>
    names.flatMap((to, j) => {
      const found = i === j ? 0 : costOfWay(run, links, from, to);
      return found === least[i][j] ? [] : [`${from}→${to}: ${found}, not ${least[i][j]}`];
    }),
  );
}

/** The links without those between two nodes. */
export function without(links: readonly LinkSpec[], a: string, b: string): LinkSpec[] {
  return links.filter(({ from, to }) => ![from, to].includes(a) || ![from, to].includes(b));
}
