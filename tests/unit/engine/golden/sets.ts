/** All golden runs by the file that holds their fingerprints, and what these are here. */
import { simulate, type Spec } from "../../../../src/engine/index.ts";
import { directRuns } from "./direct.ts";
import { nodeRuns } from "./nodes.ts";
import { tamperedRuns } from "./tampered.ts";
import { routedRuns } from "./routed.ts";

export const sets: Record<string, Record<string, () => Spec>> = {
  direct: directRuns,
  nodes: nodeRuns,
  tampered: tamperedRuns,
  routed: routedRuns,
};

/** Makes every run; each one's fingerprint by set and name. */
export function fingerprints(): Record<string, Record<string, string>> {
  const made = Object.entries(sets).map(([set, runs]) => [
    set,
    Object.fromEntries(
      Object.entries(runs).map(([name, spec]) => [name, simulate(spec()).fingerprint]),
    ),
  ]);
  return Object.fromEntries(made) as Record<string, Record<string, string>>;
}
