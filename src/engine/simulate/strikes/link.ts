/** How faults of links strike. */
import type { LinkFault } from "../../faults.ts";
import type { Strikes, Target } from "./target.ts";

/** One for each verb. */
export const linkStrikes: Strikes<LinkFault> = {
  enter: {},
  strike: {
    cut: (target, fault, index) =>
      eachLink(target, fault, (link) => target.network.cut(link, index)),
    heal: (target, fault, index) =>
      eachLink(target, fault, (link) => target.network.heal(link, index)),
  },
  relieve: {},
};

function eachLink(
  target: Target,
  ends: { from: string; to: string; oneWay?: boolean },
  act: (link: number) => void,
): void {
  const from = target.indexOf(ends.from);
  const to = target.indexOf(ends.to);
  for (const link of target.network.links) {
    const isThis = link.from === from && link.to === to;
    const isReverse = link.from === to && link.to === from;
    if (isThis || (isReverse && ends.oneWay !== true)) act(link.index);
  }
}
