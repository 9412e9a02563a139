/** A sweep at build, so that the page shows its result before any script runs. */
import { sweepWith } from "../../engine/check/sweep.ts";
import type { CompiledCell } from "../cells.ts";
import type { PageData, PageSweep } from "../page-data.ts";
import { sweepPool } from "../sweep-pool.ts";
import { sweepGrid, sweepPoints } from "../sweep-plan.ts";
import type { NodeSession } from "./node-session.ts";
import type { TopicSweep } from "./topic-cells.ts";

export async function runSweep(
  session: NodeSession,
  cells: CompiledCell[],
  { tag: _tag, ...plan }: TopicSweep,
  values: PageData["values"],
): Promise<PageSweep> {
  const pool = sweepPool([session], cells, plan.measure);
  const result = await sweepWith(pool, sweepGrid(plan), plan.seeds, { knobs: plan.fixed });
  const [failed] = result.errors;
  if (failed !== undefined)
    throw new Error(`${plan.measure}, with seed ${failed.job.seed}: ${failed.message}`);
  const points = sweepPoints(plan, result);
  if (points.length < result.points.length)
    throw new Error(`${plan.measure} is no number in any run at some of its points.`);
  const theory = plan.theoryName === "" ? "[]" : String(values[plan.theoryName]);
  return {
    ...plan,
    points,
    theory: JSON.parse(theory) as [number, number][],
  };
}
