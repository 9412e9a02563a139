/** What is known of a run outside of the processes that load its experiment. */
import type { Fault } from "../engine/faults.ts";
import { linkInfos } from "../engine/network/topology.ts";
import type { Plan } from "../engine/simulate/spec.ts";
import type { LinkInfo } from "../engine/trace/trace.ts";

/** What the conductor of a run must know of its plan: data, so that another process may make it. */
export type Outline = {
  seed: string;
  names: string[];
  links: LinkInfo[];
  faults: Fault[];
  /** ns */
  until: number;
};

export function outlineOf({ seed, names, links, faults, until }: Plan): Outline {
  return { seed, names, links: linkInfos(links, names), faults, until };
}
