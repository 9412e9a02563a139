/** The congestion controls by their names. */
import { type CongestionControl, newReno, reno, tahoe } from "./congestion.ts";
import { cubic } from "./cubic.ts";
import type { CongestionName } from "./settings.ts";

const controls: Readonly<Record<CongestionName, CongestionControl>> = {
  tahoe,
  reno,
  newReno,
  cubic,
};

/** The control of a name. */
export function controlOf(name: CongestionName): CongestionControl {
  return controls[name];
}
