/** How faults of links strike. */
import type { LinkFault } from "../../faults.ts";
import { type Ends, joins } from "./ends.ts";
import type { Strikes, Target } from "./target.ts";

/** One for each verb. */
export const linkStrikes: Strikes<LinkFault> = {
  enter: {},
  strike: {
    cut: (target, fault, index) =>
      eachLink(target, fault, (link) => target.network.harm.cut(link, index)),
    heal: (target, fault, index) =>
      eachLink(target, fault, (link) => target.network.harm.heal(link, index)),
    pause: (target, fault, index) =>
      eachLink(target, fault, (link) => target.network.harm.pause(link, index)),
    resume: (target, fault, index) =>
      eachLink(target, fault, (link) => target.network.harm.resume(link, index)),
    degrade: (target, fault, index) => {
      eachLink(target, fault, (link) => target.network.harm.degrade(link, fault, index));
      if (fault.until !== undefined) target.relieve(index, fault.until);
    },
    partition: (target, fault, index) => {
      for (const link of between(target, fault.groups)) target.network.harm.cut(link, index);
      if (fault.until !== undefined) target.relieve(index, fault.until);
    },
  },
  relieve: {
    degrade: (target, fault, index) =>
      eachLink(target, fault, (link) => target.network.harm.improve(link, index)),
    partition: (target, fault, index) => {
      for (const link of between(target, fault.groups)) target.network.harm.healOwn(link, index);
    },
  },
};

/** The links between nodes of different groups. */
function between(target: Target, groups: readonly (readonly string[])[]): number[] {
  const groupOf = new Map(
    groups.flatMap((group, i) => group.map((name) => [target.indexOf(name), i] as const)),
  );
  return target.network.links
    .filter(({ from, to }) => {
      const [here, there] = [groupOf.get(from), groupOf.get(to)];
      return here !== undefined && there !== undefined && here !== there;
    })
    .map(({ index }) => index);
}

function eachLink(target: Target, ends: Ends, act: (link: number) => void): void {
  const [from, to] = [target.indexOf(ends.from), target.indexOf(ends.to)];
  for (const link of target.network.links) if (joins(link, { ...ends, from, to })) act(link.index);
}
