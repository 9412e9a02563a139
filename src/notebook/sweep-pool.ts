/** A pool for a sweep of one value over workers of the notebook. */
import type { Pool } from "../engine/check/pool.ts";
import type { Figures } from "../engine/check/sweep.ts";
import type { CompiledCell } from "./cells.ts";
import { jobPool, type Asker } from "./job-pool.ts";

/** The name under which the measured value stands in the sweep's figures. */
export const MEASURE = "value";

/** A pool whose workers evaluate `name` in the page's cells. */
export function sweepPool(
  workers: readonly Asker[],
  cells: CompiledCell[],
  name: string,
): Pool<Figures> {
  return jobPool(workers, { cells, name }, (value) => ({ [MEASURE]: Number(value) }));
}
