/** The faults of which a search makes random schedules. */
import type { Trouble } from "../../engine/check/schedules.ts";

/** How many of each there are in a schedule at most, by default. */
export const TROUBLES: Record<Trouble, number> = {
  drop: 2,
  duplicate: 1,
  delay: 0,
  corrupt: 0,
  crash: 0,
};
